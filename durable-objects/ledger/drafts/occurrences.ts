import type { Database } from '../../kernel/database.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import { sequenceInId } from '../../kernel/ids.ts'
import type { EventLog, StoredEvent } from '../../kernel/log.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { OccurrenceBooked, OccurrenceStatus, RefusalData } from './contract.ts'
import { type DatedPage, type DatedRow, DatedTable } from './dated-table.ts'

/** A date of a schedule that came, and what became of it. */
export interface Occurrence {
  schedule: number
  date: DateNumber
  status: OccurrenceStatus
  sequence: number
  approval: string | null
}

type Row = Occurrence & DatedRow<OccurrenceStatus>

/** What the event says that an occurrence's status is from. */
export interface Outcome extends Partial<OccurrenceBooked> {
  refusal?: RefusalData
  reason?: string
}

export interface OccurrencePage extends DatedPage<OccurrenceStatus> {
  schedule?: number | undefined
}

export class Occurrences extends DatedTable<OccurrenceStatus, Row> {
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    super(database, { table: 'occurrences', date: 'date', tie: 'schedule', order: 'DESC' }, [
      'refused',
      'waiting',
    ])
    this.#log = log
  }

  set(
    { schedule, date }: { schedule: string; date: string },
    status: OccurrenceStatus,
    sequence: number,
    approval?: string,
  ): void {
    this.database.run(
      'INSERT OR REPLACE INTO occurrences (schedule, date, status, sequence, approval) VALUES (?, ?, ?, ?, ?)',
      sequenceInId(schedule),
      parseDate(date) as DateNumber,
      status,
      sequence,
      approval ?? null,
    )
  }

  find(schedule: number, date: DateNumber): Occurrence | undefined {
    return this.database.first<Row>(
      'SELECT * FROM occurrences WHERE schedule = ? AND date = ?',
      schedule,
      date,
    )
  }

  outcomeOf({ sequence }: Occurrence): Outcome & { recordedAt: number } {
    const event = this.#log.at(sequence) as StoredEvent
    const recordedAt = event.recorded_at
    // A date that was missed while its schedule was paused has no event of its own.
    if (event.type === 'schedule-resumed') return { reason: 'Missed while paused', recordedAt }
    return { ...(JSON.parse(event.data) as Outcome), recordedAt }
  }

  counts(schedule: number): Record<OccurrenceStatus, number> {
    const counts = { booked: 0, refused: 0, waiting: 0, skipped: 0 }
    for (const { status, count } of this.database.all<{ status: OccurrenceStatus; count: number }>(
      'SELECT status, COUNT(*) AS count FROM occurrences WHERE schedule = ? GROUP BY status',
      schedule,
    ))
      counts[status] = count
    return counts
  }

  lastRefused(schedule: number): Occurrence | undefined {
    return this.database.first<Row>(
      `SELECT * FROM occurrences WHERE schedule = ? AND status = 'refused' ORDER BY date DESC LIMIT 1`,
      schedule,
    )
  }

  /** Latest date first, of those that the reader sees; a page may be short. */
  page(
    { schedule, ...input }: OccurrencePage,
    isSeen: (occurrence: Occurrence) => boolean,
  ): { data: Occurrence[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    return this.rows(input, isSeen, schedule)
  }
}
