import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, LAST_DATE, parseDate } from '../../kernel/dates.ts'
import { sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, StoredEvent } from '../../kernel/log.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { OccurrenceBooked, OccurrenceStatus, RefusalData } from './contract.ts'

/** A date of a schedule that came, and what became of it. */
export interface Occurrence {
  schedule: number
  date: DateNumber
  status: OccurrenceStatus
  sequence: number
  approval: string | null
}

type Row = Occurrence & Record<string, SqlStorageValue>

/** What the event says that an occurrence's status is from. */
export interface Outcome extends Partial<OccurrenceBooked> {
  refusal?: RefusalData
  reason?: string
}

export interface OccurrencePage {
  cursor?: string | undefined
  limit?: number | undefined
  schedule?: number | undefined
  status?: OccurrenceStatus | undefined
  from?: string | undefined
  to?: string | undefined
}

export class Occurrences {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  set(
    { schedule, date }: { schedule: string; date: string },
    status: OccurrenceStatus,
    sequence: number,
    approval?: string,
  ): void {
    this.#database.run(
      'INSERT OR REPLACE INTO occurrences (schedule, date, status, sequence, approval) VALUES (?, ?, ?, ?, ?)',
      sequenceInId(schedule),
      parseDate(date) as DateNumber,
      status,
      sequence,
      approval ?? null,
    )
  }

  find(schedule: number, date: DateNumber): Occurrence | undefined {
    return this.#database.first<Row>(
      'SELECT * FROM occurrences WHERE schedule = ? AND date = ?',
      schedule,
      date,
    )
  }

  ofApproval(approval: string): Occurrence | undefined {
    return this.#database.first<Row>('SELECT * FROM occurrences WHERE approval = ?', approval)
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
    for (const { status, count } of this.#database.all<{ status: OccurrenceStatus; count: number }>(
      'SELECT status, COUNT(*) AS count FROM occurrences WHERE schedule = ? GROUP BY status',
      schedule,
    ))
      counts[status] = count
    return counts
  }

  lastRefused(schedule: number): Occurrence | undefined {
    return this.#database.first<Row>(
      `SELECT * FROM occurrences WHERE schedule = ? AND status = 'refused' ORDER BY date DESC LIMIT 1`,
      schedule,
    )
  }

  /** Refused and waiting ones. */
  countOpen(from: DateNumber, to: DateNumber): number {
    return (
      this.#database.first<{ count: number }>(
        `SELECT COUNT(*) AS count FROM occurrences WHERE status IN ('refused', 'waiting') AND date BETWEEN ? AND ?`,
        from,
        to,
      )?.count ?? 0
    )
  }

  any(): boolean {
    return this.#database.first('SELECT 1 AS one FROM occurrences LIMIT 1') !== undefined
  }

  /** Latest date first, of those that the reader sees; a page may be short. */
  page(
    input: OccurrencePage,
    isSeen: (occurrence: Occurrence) => boolean,
  ): { data: Occurrence[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const cursor = decodeCursor(input.cursor, 2)
    if (cursor === 'invalid') return invalidCursor()
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const [date = LAST_DATE + 1, schedule = 0] = cursor ?? []
    const rows = this.#database.all<Row>(
      `SELECT * FROM occurrences
       WHERE (date, schedule) < (?1, ?2) AND (?3 IS NULL OR schedule = ?3) AND (?4 IS NULL OR status = ?4)
         AND date BETWEEN ?5 AND ?6
       ORDER BY date DESC, schedule DESC LIMIT ?7`,
      date,
      schedule,
      input.schedule ?? null,
      input.status ?? null,
      parseDate(input.from ?? '') ?? 0,
      parseDate(input.to ?? '') ?? LAST_DATE,
      limit + 1,
    )
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      data: shown.filter(isSeen),
      nextCursor: last ? encodeCursor([last.date, last.schedule]) : null,
    }
  }
}
