import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { EntryScheduled, ScheduleResumed, ScheduleStatus } from './contract.ts'
import { count } from './dated-table.ts'
import type { Recurrence } from './recurrence.ts'
import { parseRule, type Rule } from './rrule.ts'

/** Entries that recur, and the next date of each. What they say is in the log; so is what became of each date. */
export const schedulesMigration: Migration = {
  id: '003-schedules',
  sql: `CREATE TABLE schedules (
      sequence INTEGER PRIMARY KEY,
      status TEXT NOT NULL,
      next_date INTEGER
    ) STRICT;
    CREATE INDEX schedules_due ON schedules (next_date) WHERE status = 'active' AND next_date IS NOT NULL;
    CREATE TABLE occurrences (
      schedule INTEGER NOT NULL,
      date INTEGER NOT NULL,
      status TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      approval TEXT,
      PRIMARY KEY (schedule, date)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX occurrences_by_date ON occurrences (date, schedule);
    CREATE INDEX occurrences_waiting ON occurrences (approval) WHERE approval IS NOT NULL;
    CREATE INDEX occurrences_open ON occurrences (date) WHERE status IN ('refused', 'waiting')`,
}

interface Row extends Record<string, SqlStorageValue> {
  sequence: number
  status: ScheduleStatus
  next_date: number | null
}

export interface Schedule extends EntryScheduled {
  sequence: number
  status: ScheduleStatus
  nextDate: DateNumber | undefined
  createdAt: number
  createdBy: string
}

export const recurrenceOf = ({ rrule, start, end, lastDayRule }: EntryScheduled): Recurrence => ({
  // It was parsed when it was scheduled.
  rule: parseRule(rrule) as Rule,
  start: parseDate(start) as DateNumber,
  end: end === undefined ? undefined : parseDate(end),
  lastDayRule,
})

export class Schedules {
  readonly #database: Database
  readonly #log: EventLog

  constructor(database: Database, log: EventLog) {
    this.#database = database
    this.#log = log
  }

  add({ data, sequence }: RecordedEvent<string, EntryScheduled>): void {
    this.#database.run(
      `INSERT INTO schedules (sequence, status, next_date) VALUES (?, 'active', ?)`,
      sequence,
      parseDate(data.next ?? '') ?? null,
    )
  }

  setStatus(id: string, status: ScheduleStatus): void {
    this.#database.run('UPDATE schedules SET status = ? WHERE sequence = ?', status, sequenceInId(id))
  }

  resume({ data: { id, next } }: RecordedEvent<string, ScheduleResumed>): void {
    this.setStatus(id, 'active')
    this.goTo(id, next)
  }

  /** A schedule after whose date there is none has ended. */
  goTo(id: string, next: string | null): void {
    this.#database.run(
      `UPDATE schedules SET next_date = ?1, status = CASE WHEN ?1 IS NULL THEN 'ended' ELSE status END
       WHERE sequence = ?2`,
      parseDate(next ?? '') ?? null,
      sequenceInId(id),
    )
  }

  find(id: string): Schedule | undefined {
    if (!isId('schedule', id)) return undefined
    const schedule = this.at(Math.min(sequenceInId(id), LIMITS.minorUnitsMax))
    return schedule?.id === id ? schedule : undefined
  }

  at(sequence: number): Schedule | undefined {
    const row = this.#database.first<Row>(
      'SELECT sequence, status, next_date FROM schedules WHERE sequence = ?',
      sequence,
    )
    return row && this.#scheduleOf(row)
  }

  countRunning(): number {
    return count(this.#database, `FROM schedules WHERE status <> 'ended'`)
  }

  /** Schedules whose next date has come by this day, earliest first. */
  due(day: DateNumber, limit: number): Schedule[] {
    return this.#database
      .all<Row>(
        `SELECT sequence, status, next_date FROM schedules
         WHERE status = 'active' AND next_date IS NOT NULL AND next_date <= ? ORDER BY next_date, sequence LIMIT ?`,
        day,
        limit,
      )
      .map((row) => this.#scheduleOf(row))
  }

  countDue(day: DateNumber): number {
    return count(
      this.#database,
      `FROM schedules WHERE status = 'active' AND next_date IS NOT NULL AND next_date <= ?`,
      day,
    )
  }

  /** The next date of any of them. */
  nextDue(): DateNumber | undefined {
    const date = this.#database.first<{ date: number | null }>(
      `SELECT MIN(next_date) AS date FROM schedules WHERE status = 'active' AND next_date IS NOT NULL`,
    )?.date
    return date ?? undefined
  }

  /** Last made first, of those that the reader sees; a page may be short. */
  page(
    input: { cursor?: string | undefined; limit?: number | undefined; status?: ScheduleStatus | undefined },
    isSeen: (schedule: Schedule) => boolean,
  ): { data: Schedule[]; nextCursor: string | null } | Refusal<'invalid_cursor'> {
    const cursor = decodeCursor(input.cursor, 1)
    if (cursor === 'invalid') return invalidCursor()
    const limit = Math.min(input.limit ?? LIMITS.pageRowsDefault, SCHEDULES_A_PAGE)
    const rows = this.#database.all<Row>(
      `SELECT sequence, status, next_date FROM schedules
       WHERE sequence < ?1 AND (?2 IS NULL OR status = ?2) ORDER BY sequence DESC LIMIT ?3`,
      cursor?.[0] ?? LIMITS.minorUnitsMax,
      input.status ?? null,
      limit + 1,
    )
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      data: shown.map((row) => this.#scheduleOf(row)).filter(isSeen),
      nextCursor: last ? encodeCursor([last.sequence]) : null,
    }
  }

  #scheduleOf({ sequence, status, next_date }: Row): Schedule {
    const event = this.#log.at(sequence) as StoredEvent
    return {
      ...(JSON.parse(event.data) as EntryScheduled),
      sequence,
      status,
      nextDate: next_date ?? undefined,
      createdAt: event.recorded_at,
      createdBy: event.actor,
    }
  }
}

/** Each is shown with its next dates and with what booking it would come to, which costs more than a row. */
const SCHEDULES_A_PAGE = 50
