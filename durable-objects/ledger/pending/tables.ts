import type { Database } from '../../kernel/database.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { ChartStore } from '../chart.ts'
import type { Unit } from '../model.ts'
import type { EntryHeld, PendingExpired, PendingPosted, PendingStatus, PendingVoided } from './contract.ts'

/**
 * What is on hold. What an entry says stays in the log; its row tells how it stands. `settled` stands in the key, so that
 * what is pending lies together. `pending_amounts` are the two pending counters of an account and unit, by effective date.
 */
export const pendingMigration: Migration = {
  id: '001-pending',
  sql: `CREATE TABLE pending_entries (
      settled INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      status TEXT NOT NULL,
      expires_at INTEGER,
      remaining TEXT,
      followed_by TEXT NOT NULL,
      PRIMARY KEY (settled, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pending_amounts (
      account INTEGER NOT NULL,
      unit INTEGER NOT NULL,
      effective_date INTEGER NOT NULL,
      debit INTEGER NOT NULL,
      credit INTEGER NOT NULL,
      PRIMARY KEY (account, unit, effective_date)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE balance_limits (
      account TEXT NOT NULL,
      unit TEXT NOT NULL,
      min INTEGER,
      max INTEGER,
      PRIMARY KEY (account, unit)
    ) STRICT, WITHOUT ROWID`,
}

/** Quantity and value of a line, debit positive. */
export interface Part {
  quantity: number
  value: number | null
}

export interface PendingEntry {
  sequence: number
  status: PendingStatus
  expiresAt: number | null
  held: EntryHeld
  /** What is pending of each line. */
  remaining: readonly Part[]
  author: string
  recordedAt: number
  /** Log positions of what became of it. */
  followedBy: readonly number[]
}

interface Row extends Record<string, SqlStorageValue> {
  sequence: number
  status: PendingStatus
  expires_at: number | null
  remaining: string | null
  followed_by: string
}

export interface PendingAmount extends Record<string, SqlStorageValue> {
  account: number
  unit: number
  effective_date: number
  debit: number
  credit: number
}

export class PendingEntries {
  readonly #database: Database
  readonly #log: EventLog
  readonly #chart: ChartStore
  #nextExpiry: { at: number | undefined } | undefined

  constructor(database: Database, log: EventLog, chart: ChartStore) {
    this.#database = database
    this.#log = log
    this.#chart = chart
  }

  find(id: string): PendingEntry | undefined {
    if (!isId('pendingEntry', id)) return undefined
    const pending = this.at(Math.min(sequenceInId(id), LIMITS.minorUnitsMax))
    return pending?.held.id === id ? pending : undefined
  }

  at(sequence: number): PendingEntry | undefined {
    const row = this.#database.first<Row>(
      'SELECT * FROM pending_entries WHERE settled IN (0, 1) AND sequence = ?',
      sequence,
    )
    const event = row && this.#log.at(sequence)
    return event ? pendingOf(row, event) : undefined
  }

  /** Newest first, after a log position, with how many rows may be looked at. */
  page(settled: 0 | 1, before: number, limit: number): number[] {
    return this.#database
      .all<{ sequence: number }>(
        'SELECT sequence FROM pending_entries WHERE settled = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?',
        settled,
        before,
        limit,
      )
      .map(({ sequence }) => sequence)
  }

  /** All that is pending now. */
  *pending(): Iterable<PendingEntry> {
    const rows = this.#database.each<Row>('SELECT * FROM pending_entries WHERE settled = 0 ORDER BY sequence')
    for (const row of rows) {
      const event = this.#log.at(row.sequence)
      if (event) yield pendingOf(row, event)
    }
  }

  amounts(account: number, unit?: number): PendingAmount[] {
    return this.#database.all<PendingAmount>(
      'SELECT * FROM pending_amounts WHERE account = ?1 AND (?2 IS NULL OR unit = ?2) ORDER BY unit, effective_date',
      account,
      unit ?? null,
    )
  }

  events(sequences: readonly number[]): StoredEvent[] {
    return sequences.flatMap((sequence) => this.#log.at(sequence) ?? [])
  }

  hold({ data, sequence }: RecordedEvent<string, EntryHeld>): void {
    const { expiresAt = null } = data
    this.#database.run(
      'INSERT INTO pending_entries (settled, sequence, status, expires_at, followed_by) VALUES (0, ?, ?, ?, ?)',
      ...[sequence, 'pending', expiresAt, '[]'],
    )
    this.#count(data, data.lines, 1)
    const next = this.#nextExpiry
    if (next && expiresAt !== null) next.at = Math.min(next.at ?? expiresAt, expiresAt)
  }

  post({ data, sequence }: RecordedEvent<string, PendingPosted>): void {
    const pending = this.find(data.id)
    if (!pending) return
    const remaining = pending.remaining.map((part, index) => {
      const posted = data.lines.find(({ line }) => line === index)
      return posted ? less(part, posted) : part
    })
    const isSettled = !data.keepsRest || remaining.every(isNothing)
    const released = isSettled
      ? pending.remaining
      : pending.remaining.map((part, index) => less(part, remaining[index] as Part))
    this.#count(pending.held, released, -1)
    if (isSettled) this.#settle(pending, 'posted', sequence)
    else
      this.#database.run(
        'UPDATE pending_entries SET remaining = ?, followed_by = ? WHERE settled = 0 AND sequence = ?',
        JSON.stringify(remaining.map(({ quantity, value }) => [quantity, value])),
        JSON.stringify([...pending.followedBy, sequence]),
        pending.sequence,
      )
  }

  release(
    { data, sequence }: RecordedEvent<string, PendingVoided | PendingExpired>,
    status: 'voided' | 'expired',
  ): void {
    const pending = this.find(data.id)
    if (!pending) return
    this.#count(pending.held, pending.remaining, -1)
    this.#settle(pending, status, sequence)
  }

  /** Counters are by account as the chart has it now: one account may have become another. */
  recount(): void {
    this.#database.run('DELETE FROM pending_amounts')
    for (const { held, remaining } of [...this.pending()]) this.#count(held, remaining, 1)
  }

  /** Ids of what is held past its time. */
  expired(nowMicros: number): string[] {
    const next = this.nextExpiry()
    if (next === undefined || next > nowMicros) return []
    const rows = this.#database.all<{ sequence: number }>(
      `SELECT sequence FROM pending_entries WHERE settled = 0 AND expires_at <= ?
       ORDER BY sequence LIMIT ${LIMITS.dueCommandsMax}`,
      nowMicros,
    )
    return rows.flatMap(({ sequence }) => this.at(sequence)?.held.id ?? [])
  }

  nextExpiry(): number | undefined {
    this.#nextExpiry ??= {
      at:
        this.#database.first<{ at: number | null }>(
          'SELECT MIN(expires_at) AS at FROM pending_entries WHERE settled = 0',
        )?.at ?? undefined,
    }
    return this.#nextExpiry.at
  }

  forget(): void {
    this.#nextExpiry = undefined
  }

  #settle({ sequence, expiresAt, followedBy }: PendingEntry, status: PendingStatus, by: number): void {
    this.#database.run(
      `UPDATE pending_entries SET settled = 1, status = ?, remaining = NULL, followed_by = ?
       WHERE settled = 0 AND sequence = ?`,
      ...[status, JSON.stringify([...followedBy, by]), sequence],
    )
    if (expiresAt !== null && expiresAt === this.#nextExpiry?.at) this.#nextExpiry = undefined
  }

  #count({ effectiveDate, lines }: EntryHeld, parts: readonly Part[], sign: 1 | -1): void {
    const date = parseDate(effectiveDate) as DateNumber
    const changed = new Map<string, PendingAmount>()
    for (const [index, { quantity }] of parts.entries()) {
      const line = lines[index]
      if (!line || quantity === 0) continue
      const account = this.#chart.accountById(line.account).ordinal
      const unit = (this.#chart.unit(line.unit) as Unit).ordinal
      const key = `${account}|${unit}`
      const amount = changed.get(key) ?? { account, unit, effective_date: date, debit: 0, credit: 0 }
      changed.set(key, amount)
      if (quantity > 0) amount.debit += sign * quantity
      else amount.credit -= sign * quantity
    }
    for (const amount of changed.values()) this.#add(amount)
  }

  #add({ account, unit, effective_date, debit, credit }: PendingAmount): void {
    this.#database.run(
      `INSERT INTO pending_amounts (account, unit, effective_date, debit, credit) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET debit = debit + excluded.debit, credit = credit + excluded.credit`,
      ...[account, unit, effective_date, debit, credit],
    )
    if (debit > 0 || credit > 0) return
    this.#database.run(
      'DELETE FROM pending_amounts WHERE account = ? AND unit = ? AND effective_date = ? AND debit = 0 AND credit = 0',
      ...[account, unit, effective_date],
    )
  }
}

const less = (part: Part, taken: Part): Part => ({
  quantity: part.quantity - taken.quantity,
  value: part.value === null ? null : part.value - (taken.value ?? 0),
})

export const isNothing = ({ quantity, value }: Part): boolean => quantity === 0 && (value ?? 0) === 0

const NOTHING: Part = { quantity: 0, value: 0 }

function pendingOf(row: Row, event: StoredEvent): PendingEntry {
  const held = JSON.parse(event.data) as EntryHeld
  const kept = row.remaining === null ? undefined : (JSON.parse(row.remaining) as [number, number | null][])
  const remaining = (): readonly Part[] => {
    if (row.status !== 'pending') return held.lines.map(() => NOTHING)
    return kept?.map(([quantity, value]) => ({ quantity, value })) ?? held.lines
  }
  return {
    sequence: row.sequence,
    status: row.status,
    expiresAt: row.expires_at,
    held,
    remaining: remaining(),
    author: event.actor,
    recordedAt: event.recorded_at,
    followedBy: JSON.parse(row.followed_by) as number[],
  }
}
