import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../kernel/cursor.ts'
import type { Database } from '../kernel/database.ts'
import { formatInstant } from '../kernel/dates.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { EventLog, RecordedEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import { invariant, type Refusal } from '../kernel/result.ts'
import { instantOrNull } from './approvals.ts'
import type { Behaviour } from './behaviour.ts'
import type { PolicyAdopted, PolicyRetired, PolicyView } from './contract.ts'
import {
  type Booking,
  type CompiledMeter,
  type CompiledPolicy,
  type Currency,
  compilePolicy,
  covers,
} from './policy.ts'

/** Versions of policies. What a version says is in the log; the table says which of them are in force. */
export const policiesMigration: Migration = {
  id: '001-policies',
  sql: `CREATE TABLE guardrail_policies (
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    status TEXT NOT NULL,
    retired_at INTEGER,
    PRIMARY KEY (code, version)
  ) STRICT, WITHOUT ROWID`,
}

interface Row extends Record<string, SqlStorageValue> {
  code: string
  version: number
  sequence: number
  status: PolicyView['status']
  retired_at: number | null
}

export class Policies {
  readonly #database: Database
  readonly #log: EventLog
  readonly #currency: () => Currency
  readonly #booking: Booking
  #active: readonly CompiledPolicy[] | undefined
  #meters: readonly CompiledMeter[] | undefined
  /** By full name of a command. With no policy this is all that a command costs: one look-up. */
  #byCommand = new Map<string, readonly CompiledPolicy[]>()

  constructor(database: Database, log: EventLog, currency: () => Currency, booking: Booking) {
    this.#database = database
    this.#log = log
    this.#currency = currency
    this.#booking = booking
  }

  for(command: string): readonly CompiledPolicy[] {
    let policies = this.#byCommand.get(command)
    if (!policies) {
      policies = this.active().filter(({ policy }) =>
        policy.commands.some((each) => covers(each, command, this.#booking)),
      )
      this.#byCommand.set(command, policies)
    }
    return policies
  }

  active(): readonly CompiledPolicy[] {
    this.#active ??= this.#load()
    return this.#active
  }

  /** Of all policies in force; asked for with every event. */
  meters(): readonly CompiledMeter[] {
    this.#meters ??= this.active().flatMap(({ meters }) => meters)
    return this.#meters
  }

  adopt({ sequence, data: { version, policy } }: RecordedEvent<string, PolicyAdopted>): void {
    this.forget()
    this.#database.run(
      `UPDATE guardrail_policies SET status = 'superseded' WHERE code = ? AND status = 'active'`,
      policy.code,
    )
    this.#database.run(
      `INSERT INTO guardrail_policies (code, version, sequence, status) VALUES (?, ?, ?, 'active')`,
      policy.code,
      version,
      sequence,
    )
  }

  retire({ recordedAt, data: { code, version } }: RecordedEvent<string, PolicyRetired>): void {
    this.forget()
    this.#database.run(
      `UPDATE guardrail_policies SET status = 'retired', retired_at = ? WHERE code = ? AND version = ?`,
      recordedAt,
      code,
      version,
    )
  }

  /** The tables are the truth again. */
  forget(): void {
    this.#active = undefined
    this.#meters = undefined
    this.#byCommand = new Map()
  }

  codes(): ReadonlySet<string> {
    const rows = this.#database.all<{ code: string }>('SELECT DISTINCT code FROM guardrail_policies')
    return new Set(rows.map(({ code }) => code))
  }

  /** All versions, the latest first. */
  versions(code: string): Row[] {
    return this.#database.all<Row>(
      'SELECT * FROM guardrail_policies WHERE code = ? ORDER BY version DESC',
      code,
    )
  }

  page(
    input: { cursor?: string | undefined; limit?: number | undefined; status?: string | undefined },
    behaviour: Behaviour,
  ): { data: PolicyView[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const after = input.cursor === undefined ? '' : decodeTextCursor(input.cursor)
    if (after === undefined) return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const rows = this.#database.all<Row>(
      `SELECT code, MAX(version) AS version, sequence, status, retired_at FROM guardrail_policies
       WHERE code > ?1 GROUP BY code HAVING ?2 IS NULL OR status = ?2 ORDER BY code LIMIT ?3`,
      after,
      input.status ?? null,
      limit + 1,
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map((row) => this.view(row, behaviour)),
      nextCursor: last ? encodeTextCursor(last.code) : null,
    }
  }

  view({ sequence, status, retired_at }: Row, behaviour: Behaviour): PolicyView {
    const event = this.#log.at(sequence)
    invariant(event, `policy ${sequence} is in the log`)
    const { version, policy } = JSON.parse(event.data) as PolicyAdopted
    const compiled = this.active().find(
      (each) => each.policy.code === policy.code && each.version === version,
    )
    return {
      ...policy,
      version,
      status,
      adoptedAt: formatInstant(event.recorded_at),
      adoptedBy: event.actor,
      sequence,
      retiredAt: instantOrNull(retired_at ?? undefined),
      countsSince: instantOrNull(compiled && behaviour.since(compiled.meters)),
    }
  }

  #load(): CompiledPolicy[] {
    const rows = this.#database.all<Row>(
      `SELECT * FROM guardrail_policies WHERE status = 'active' ORDER BY code`,
    )
    return rows.map(({ sequence }) => {
      const event = this.#log.at(sequence)
      invariant(event, `policy ${sequence} is in the log`)
      const { version, policy } = JSON.parse(event.data) as PolicyAdopted
      const compiled = compilePolicy(policy, version, this.#currency(), this.#booking)
      invariant(!Array.isArray(compiled), `policy ${policy.code} was checked when it was adopted`)
      return compiled
    })
  }
}
