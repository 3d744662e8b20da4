import { decodeCursor, encodeCursor, invalidCursor } from '../kernel/cursor.ts'
import type { Database } from '../kernel/database.ts'
import { formatInstant } from '../kernel/dates.ts'
import { isId, sequenceInId } from '../kernel/ids.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { DueCommand } from '../kernel/module.ts'
import type { Refusal } from '../kernel/result.ts'
import type {
  ApprovalEscalated,
  ApprovalGiven,
  ApprovalStatus,
  ApprovalsDelegated,
  CommandParked,
} from './contract.ts'
import type { Approval, Delegation } from './domain.ts'

/** What waits, and who lends their authority. Only what they are found by is in tables; what they say is in the log. */
export const approvalsMigration: Migration = {
  id: '003-approvals',
  sql: `CREATE TABLE approvals (
      sequence INTEGER PRIMARY KEY,
      maker TEXT NOT NULL,
      status TEXT NOT NULL,
      escalates_at INTEGER,
      expires_at INTEGER
    ) STRICT;
    CREATE INDEX approvals_pending ON approvals (sequence) WHERE status = 'pending';
    CREATE TABLE approval_events (
      approval INTEGER NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (approval, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE delegations (
      sequence INTEGER PRIMARY KEY,
      by_actor TEXT NOT NULL, to_actor TEXT NOT NULL,
      from_day TEXT NOT NULL, until_day TEXT NOT NULL, revoked INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX delegations_to ON delegations (to_actor)`,
}

/** The approval of what a released command recorded: its release is the nearest event of an approval before. */
export const releasesMigration: Migration = {
  id: '005-releases',
  sql: 'CREATE INDEX approval_events_sequence ON approval_events (sequence)',
}

interface Row extends Record<string, SqlStorageValue> {
  sequence: number
  maker: string
  status: ApprovalStatus
}
interface DelegationRow extends Record<string, SqlStorageValue> {
  sequence: number
  revoked: number
}
interface DueRow extends Record<string, SqlStorageValue> {
  sequence: number
  escalates_at: number | null
  expires_at: number | null
}

/** Events that end an approval, and the status they leave it in. */
const SETTLED: Record<string, ApprovalStatus> = {
  'command-released': 'executed',
  'command-failed': 'failed',
  'approval-rejected': 'rejected',
  'command-withdrawn': 'withdrawn',
  'approval-expired': 'expired',
}

export interface ApprovalPage {
  cursor?: string | undefined
  limit?: number | undefined
  status?: ApprovalStatus | undefined
  settled?: boolean | undefined
}

export class Approvals {
  readonly #database: Database
  readonly #log: EventLog
  #nextDue: { at: number | undefined } | undefined

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  apply(event: RecordedEvent): void {
    switch (event.type) {
      case 'command-parked':
        this.#open(event as RecordedEvent<string, CommandParked>)
        return
      case 'approvals-delegated':
        this.#delegate(event as RecordedEvent<string, ApprovalsDelegated>)
        return
      case 'delegation-revoked':
        this.#database.run(
          'UPDATE delegations SET revoked = 1 WHERE sequence = ?',
          sequenceInId((event.data as { id: string }).id),
        )
        return
      case 'approval-given':
        this.#follow(event)
        return
      case 'approval-escalated':
        this.#follow(event)
        this.#database.run('UPDATE approvals SET escalates_at = NULL WHERE sequence = ?', approvalOf(event))
        return
      default: {
        const status = SETTLED[event.type]
        if (status === undefined) return
        this.#follow(event)
        this.#database.run('UPDATE approvals SET status = ? WHERE sequence = ?', status, approvalOf(event))
      }
    }
  }

  forget(): void {
    this.#nextDue = undefined
  }

  find(id: string): Approval | undefined {
    if (!isId('approval', id)) return undefined
    const approval = this.at(sequenceInId(id))
    return approval?.parked.id === id ? approval : undefined
  }

  at(sequence: number): Approval | undefined {
    const row = this.#database.first<Row>(
      'SELECT sequence, maker, status FROM approvals WHERE sequence = ?',
      sequence,
    )
    const parked = row && this.#log.at(sequence)
    return parked ? approvalFrom(row, parked, this.history(sequence)) : undefined
  }

  /** Events of an approval after the one that opened it. */
  history(sequence: number): StoredEvent[] {
    return this.#database.all<StoredEvent>(
      'SELECT e.* FROM approval_events a JOIN events e ON e.sequence = a.sequence WHERE a.approval = ? ORDER BY a.sequence',
      sequence,
    )
  }

  /** The approval whose command recorded an event, if one did. */
  ofResult(sequence: number): Approval | undefined {
    const row = this.#database.first<{ approval: number; sequence: number }>(
      'SELECT approval, sequence FROM approval_events WHERE sequence < ? ORDER BY sequence DESC LIMIT 1',
      sequence,
    )
    const [release, event] = [row && this.#log.at(row.sequence), this.#log.at(sequence)]
    const approval = release && event && row ? this.at(row.approval) : undefined
    return approval && release && event && isResult(event, release, approval) ? approval : undefined
  }

  /** Newest first, those that the caller may see. Rows looked at for one page are bounded; a page may be short. */
  page(
    input: ApprovalPage,
    isWanted: (approval: Approval) => boolean,
  ): { data: Approval[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const rows = this.#database.all<Row>(
      `SELECT sequence FROM approvals
       WHERE sequence < ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR (status <> 'pending') = ?3)
       ORDER BY sequence DESC LIMIT ${CANDIDATES_A_PAGE}`,
      cursor?.[0] ?? LIMITS.minorUnitsMax,
      input.status ?? null,
      input.settled === undefined ? null : Number(input.settled),
    )
    const data: Approval[] = []
    let last: number | undefined
    for (const { sequence } of rows) {
      if (data.length === limit) break
      last = sequence
      const approval = this.at(sequence)
      if (approval && isWanted(approval)) data.push(approval)
    }
    const more = last !== undefined && (last !== rows.at(-1)?.sequence || rows.length === CANDIDATES_A_PAGE)
    return { data, nextCursor: more && last !== undefined ? encodeCursor([last]) : null }
  }

  delegation(id: string): Delegation | undefined {
    if (!isId('delegation', id)) return undefined
    const delegation = this.#delegationAt(sequenceInId(id))
    return delegation?.id === id ? delegation : undefined
  }

  /** Authority that others lend to an actor on a day. */
  lentTo(actor: string, day: string): Delegation[] {
    const rows = this.#database.all<DelegationRow>(
      `SELECT sequence FROM delegations
       WHERE to_actor = ? AND from_day <= ? AND until_day >= ? AND revoked = 0 ORDER BY sequence`,
      actor,
      day,
      day,
    )
    return rows.flatMap(({ sequence }) => this.#delegationAt(sequence) ?? [])
  }

  /** What one actor lends another from a day on, if it is not taken back. */
  lentBy(by: string, to: string, day: string): Delegation[] {
    const rows = this.#database.all<DelegationRow>(
      `SELECT sequence FROM delegations
       WHERE to_actor = ? AND by_actor = ? AND until_day >= ? AND revoked = 0 ORDER BY sequence`,
      to,
      by,
      day,
    )
    return rows.flatMap(({ sequence }) => this.#delegationAt(sequence) ?? [])
  }

  /** Newest first: all, or those that an actor has part in. */
  delegations(
    input: { cursor?: string | undefined; limit?: number | undefined },
    actor: string | undefined,
  ): { data: Delegation[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const rows = this.#database.all<DelegationRow>(
      `SELECT sequence FROM delegations
       WHERE sequence < ?1 AND (?2 IS NULL OR by_actor = ?2 OR to_actor = ?2) ORDER BY sequence DESC LIMIT ?3`,
      cursor?.[0] ?? LIMITS.minorUnitsMax,
      actor ?? null,
      limit + 1,
    )
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).flatMap(({ sequence }) => this.#delegationAt(sequence) ?? []),
      nextCursor: last ? encodeCursor([last.sequence]) : null,
    }
  }

  due(nowMicros: number): DueCommand[] {
    const rows = this.#database.all<DueRow>(
      `SELECT sequence, escalates_at, expires_at FROM approvals
       WHERE status = 'pending' AND (escalates_at <= ?1 OR expires_at <= ?1) ORDER BY sequence LIMIT ${LIMITS.dueCommandsMax}`,
      nowMicros,
    )
    return rows.flatMap(({ sequence, expires_at }) => {
      const approval = this.at(sequence)?.parked.id
      if (approval === undefined) return []
      const expires = expires_at !== null && expires_at <= nowMicros
      return [{ command: expires ? 'ExpireApproval' : 'EscalateApproval', input: { approval } }]
    })
  }

  nextDue(): number | undefined {
    this.#nextDue ??= {
      at:
        this.#database.first<{ at: number | null }>(
          `SELECT MIN(MIN(COALESCE(escalates_at, expires_at), COALESCE(expires_at, escalates_at))) AS at
           FROM approvals WHERE status = 'pending'`,
        )?.at ?? undefined,
    }
    return this.#nextDue.at
  }

  #open({ data, sequence }: RecordedEvent<string, CommandParked>): void {
    this.#nextDue = undefined
    this.#database.run(
      'INSERT INTO approvals (sequence, maker, status, escalates_at, expires_at) VALUES (?, ?, ?, ?, ?)',
      sequence,
      data.maker.id,
      'pending',
      data.escalation?.at ?? null,
      data.expiresAt ?? null,
    )
  }

  #delegate({ data, sequence }: RecordedEvent<string, ApprovalsDelegated>): void {
    const { by, to, from, until } = data
    this.#database.run(
      'INSERT INTO delegations (sequence, by_actor, to_actor, from_day, until_day, revoked) VALUES (?, ?, ?, ?, ?, 0)',
      sequence,
      by,
      to,
      from,
      until,
    )
  }

  #follow(event: RecordedEvent): void {
    this.#nextDue = undefined
    this.#database.run(
      'INSERT INTO approval_events (approval, sequence) VALUES (?, ?)',
      approvalOf(event),
      event.sequence,
    )
  }

  #delegationAt(sequence: number): Delegation | undefined {
    const row = this.#database.first<DelegationRow>(
      'SELECT sequence, revoked FROM delegations WHERE sequence = ?',
      sequence,
    )
    const event = row && this.#log.at(sequence)
    return event && { ...(JSON.parse(event.data) as ApprovalsDelegated), revoked: row.revoked === 1 }
  }
}

/** What a released command recorded stands right behind its release: in its name, its maker's, and of the same request. */
export const isResult = (
  event: StoredEvent,
  release: StoredEvent,
  { parked }: Pick<Approval, 'parked'>,
): boolean =>
  release.type === 'command-released' &&
  event.request_id === release.request_id &&
  event.command === `${parked.module}.${parked.command}` &&
  event.actor === parked.maker.id

/** Rows that one page of a filtered list looks at. */
const CANDIDATES_A_PAGE = 200

const approvalOf = ({ data }: RecordedEvent): number => sequenceInId((data as { approval: string }).approval)

function approvalFrom(row: Row, parked: StoredEvent, history: readonly StoredEvent[]): Approval {
  const of = <Data>(type: string) =>
    history
      .filter((event) => event.type === type)
      .map((event) => ({ ...(JSON.parse(event.data) as Data), at: event.recorded_at }))
  const escalated = of<ApprovalEscalated>('approval-escalated')
  return {
    sequence: row.sequence,
    parkedAt: parked.recorded_at,
    parked: JSON.parse(parked.data) as CommandParked,
    status: row.status,
    given: of<ApprovalGiven>('approval-given'),
    escalatedTo: escalated.length > 0 ? escalated.flatMap(({ roles }) => roles) : undefined,
    settledAt: history.find(({ type }) => type in SETTLED)?.recorded_at,
  }
}

export const instantOrNull = (micros: number | undefined): string | null =>
  micros === undefined ? null : formatInstant(micros)
