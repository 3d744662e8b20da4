import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, LAST_DATE, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { ReversalStatus } from './contract.ts'
import { beginOf } from './days.ts'

/** Entries that reverse themselves, by what their posting says. `noted` is the event that the status is from. */
export const reversalsMigration: Migration = {
  id: '004-reversals',
  sql: `CREATE TABLE planned_reversals (
      entry TEXT PRIMARY KEY,
      sequence INTEGER NOT NULL,
      reverse_on INTEGER NOT NULL,
      status TEXT NOT NULL,
      noted INTEGER NOT NULL,
      approval TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reversals_by_date ON planned_reversals (reverse_on, sequence);
    CREATE INDEX reversals_due ON planned_reversals (reverse_on, sequence) WHERE status = 'planned';
    CREATE INDEX reversals_waiting ON planned_reversals (approval) WHERE approval IS NOT NULL`,
}

export interface Reversal {
  entry: string
  sequence: number
  reverse_on: DateNumber
  status: ReversalStatus
  noted: number
  approval: string | null
}

type Row = Reversal & Record<string, SqlStorageValue>

export interface ReversalPage {
  cursor?: string | undefined
  limit?: number | undefined
  status?: ReversalStatus | undefined
  from?: string | undefined
  to?: string | undefined
}

export class Reversals {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** An entry that was reversed by hand does not reverse itself any more. */
  follow({ data, sequence }: RecordedEvent<string, EntryPosted>): void {
    if (data.reverses !== undefined) this.set(data.reverses, 'reversed', sequence)
    if (data.reverseOn === undefined) return
    this.#database.run(
      `INSERT INTO planned_reversals (entry, sequence, reverse_on, status, noted) VALUES (?, ?, ?, 'planned', ?)`,
      data.id,
      sequence,
      parseDate(data.reverseOn) as DateNumber,
      sequence,
    )
  }

  set(entry: string, status: ReversalStatus, noted: number, approval?: string): void {
    this.#database.run(
      'UPDATE planned_reversals SET status = ?, noted = ?, approval = ? WHERE entry = ?',
      status,
      noted,
      approval ?? null,
      entry,
    )
  }

  find(entry: string): Reversal | undefined {
    return this.#database.first<Row>('SELECT * FROM planned_reversals WHERE entry = ?', entry)
  }

  ofApproval(approval: string): Reversal | undefined {
    return this.#database.first<Row>('SELECT * FROM planned_reversals WHERE approval = ?', approval)
  }

  due(day: DateNumber, limit: number): Reversal[] {
    return this.#database.all<Row>(
      `SELECT * FROM planned_reversals WHERE status = 'planned' AND reverse_on <= ?
       ORDER BY reverse_on, sequence LIMIT ?`,
      day,
      limit,
    )
  }

  nextDue(): number | undefined {
    const date = this.#database.first<{ date: number | null }>(
      `SELECT MIN(reverse_on) AS date FROM planned_reversals WHERE status = 'planned'`,
    )?.date
    return date ? beginOf(date) : undefined
  }

  countOpen(from: DateNumber, to: DateNumber): number {
    return (
      this.#database.first<{ count: number }>(
        `SELECT COUNT(*) AS count FROM planned_reversals
         WHERE reverse_on BETWEEN ? AND ? AND status IN ('planned', 'refused', 'waiting')`,
        from,
        to,
      )?.count ?? 0
    )
  }

  any(): boolean {
    return this.#database.first('SELECT 1 AS one FROM planned_reversals LIMIT 1') !== undefined
  }

  /** By date, of those that the reader sees; a page may be short. */
  page(
    input: ReversalPage,
    isSeen: (reversal: Reversal) => boolean,
  ): { data: Reversal[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const cursor = decodeCursor(input.cursor, 2)
    if (cursor === 'invalid') return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const [date = 0, sequence = 0] = cursor ?? []
    const rows = this.#database.all<Row>(
      `SELECT * FROM planned_reversals
       WHERE (reverse_on, sequence) > (?1, ?2) AND (?3 IS NULL OR status = ?3) AND reverse_on BETWEEN ?4 AND ?5
       ORDER BY reverse_on, sequence LIMIT ?6`,
      date,
      sequence,
      input.status ?? null,
      parseDate(input.from ?? '') ?? 0,
      parseDate(input.to ?? '') ?? LAST_DATE,
      limit + 1,
    )
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      data: shown.filter(isSeen),
      nextCursor: last ? encodeCursor([last.reverse_on, last.sequence]) : null,
    }
  }
}
