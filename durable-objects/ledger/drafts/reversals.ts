import type { Database } from '../../kernel/database.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { ReversalStatus } from './contract.ts'
import { type DatedPage, type DatedRow, DatedTable } from './dated-table.ts'

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

type Row = Reversal & DatedRow<ReversalStatus>

export class Reversals extends DatedTable<ReversalStatus, Row> {
  constructor(database: Database) {
    super(database, { table: 'planned_reversals', date: 'reverse_on', tie: 'sequence', order: 'ASC' }, [
      'planned',
      'refused',
      'waiting',
    ])
  }

  /** An entry that was reversed by hand does not reverse itself any more. */
  follow({ data, sequence }: RecordedEvent<string, EntryPosted>): void {
    if (data.reverses !== undefined) this.set(data.reverses, 'reversed', sequence)
    if (data.reverseOn === undefined) return
    this.database.run(
      `INSERT INTO planned_reversals (entry, sequence, reverse_on, status, noted) VALUES (?, ?, ?, 'planned', ?)`,
      data.id,
      sequence,
      parseDate(data.reverseOn) as DateNumber,
      sequence,
    )
  }

  set(entry: string, status: ReversalStatus, noted: number, approval?: string): void {
    this.database.run(
      'UPDATE planned_reversals SET status = ?, noted = ?, approval = ? WHERE entry = ?',
      status,
      noted,
      approval ?? null,
      entry,
    )
  }

  find(entry: string): Reversal | undefined {
    return this.database.first<Row>('SELECT * FROM planned_reversals WHERE entry = ?', entry)
  }

  due(day: DateNumber, limit: number): Reversal[] {
    return this.database.all<Row>(
      `SELECT * FROM planned_reversals WHERE status = 'planned' AND reverse_on <= ?
       ORDER BY reverse_on, sequence LIMIT ?`,
      day,
      limit,
    )
  }

  nextDue(): DateNumber | undefined {
    const date = this.database.first<{ date: number | null }>(
      `SELECT MIN(reverse_on) AS date FROM planned_reversals WHERE status = 'planned'`,
    )?.date
    return date ?? undefined
  }

  /** By date, of those that the reader sees; a page may be short. */
  page(
    input: DatedPage<ReversalStatus>,
    isSeen: (reversal: Reversal) => boolean,
  ): { data: Reversal[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    return this.rows(input, isSeen)
  }
}
