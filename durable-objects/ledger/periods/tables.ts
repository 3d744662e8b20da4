import type { Database } from '../../kernel/database.ts'
import { type DateNumber, formatDate, parseDate } from '../../kernel/dates.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { Calendar, DEFAULT_RULE, type FixedYear } from './calendar.ts'
import type {
  CalendarSet,
  LockedForever,
  LockKind,
  LockSet,
  PeriodPattern,
  StoredPeriods,
  WeekRule,
  YearClosed,
  YearOpened,
  YearReopened,
} from './contract.ts'
import type { Locks } from './locks.ts'

/** Years, locks, their exceptions and checklists. What an event says beyond what is searched for stays in the log. */
export const periodsMigration: Migration = {
  id: '001-periods',
  sql: `CREATE TABLE fiscal_calendar (
      one INTEGER PRIMARY KEY CHECK (one = 1), first_month INTEGER NOT NULL, periods TEXT NOT NULL, weeks TEXT
    ) STRICT;
    CREATE TABLE fiscal_years (
      from_date INTEGER PRIMARY KEY,
      to_date INTEGER NOT NULL,
      code TEXT NOT NULL UNIQUE,
      periods TEXT NOT NULL,
      closed_by INTEGER,
      merged_since INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE period_locks (
      kind TEXT PRIMARY KEY, through INTEGER, sequence INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE period_lock_changes (sequence INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE lock_exceptions (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      actor TEXT NOT NULL,
      kind TEXT NOT NULL,
      from_date INTEGER NOT NULL,
      to_date INTEGER NOT NULL,
      until INTEGER NOT NULL,
      revoked_by INTEGER
    ) STRICT;
    CREATE INDEX lock_exceptions_in_force ON lock_exceptions (until) WHERE revoked_by IS NULL;
    CREATE TABLE checklist_items (
      code TEXT PRIMARY KEY, title TEXT NOT NULL, description TEXT, every TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE checklist_marks (
      period TEXT NOT NULL, code TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (period, code)
    ) STRICT, WITHOUT ROWID`,
}

export const PERIODS_TABLES = [
  'fiscal_calendar',
  'fiscal_years',
  'period_locks',
  'period_lock_changes',
  'lock_exceptions',
  'checklist_items',
  'checklist_marks',
] as const

/** How the irreversible lock stands among the others. */
export const FOREVER = 'forever'

interface YearRow extends Record<string, SqlStorageValue> {
  from_date: number
  to_date: number
  code: string
  periods: string
  closed_by: number | null
  merged_since: number
}

export interface LockRow extends Record<string, SqlStorageValue> {
  kind: LockKind | typeof FOREVER
  through: number | null
  sequence: number
}

interface Loaded {
  calendar: Calendar
  locks: Locks
}

/** Years and locks are few and every booking asks for them, so the object keeps them in memory beside the tables. */
export class PeriodsTables {
  readonly #database: Database
  #loaded: Loaded | undefined

  constructor(database: Database) {
    this.#database = database
  }

  get calendar(): Calendar {
    return this.#all.calendar
  }

  get locks(): Locks {
    return this.#all.locks
  }

  /** The tables are the truth again. */
  forget(): void {
    this.#loaded = undefined
  }

  /** Log position of the event that closed the year, and whether accounts were merged since. */
  closing(code: string): { sequence: number; isMergedSince: boolean } | undefined {
    const row = this.#database.first<YearRow>(
      'SELECT * FROM fiscal_years WHERE code = ? AND closed_by IS NOT NULL',
      code,
    )
    return row && { sequence: row.closed_by as number, isMergedSince: row.merged_since === 1 }
  }

  closings(): { code: string; sequence: number; isMergedSince: boolean }[] {
    return this.#database
      .all<YearRow>('SELECT * FROM fiscal_years WHERE closed_by IS NOT NULL ORDER BY from_date')
      .map(({ code, closed_by, merged_since }) => ({
        code,
        sequence: closed_by as number,
        isMergedSince: merged_since === 1,
      }))
  }

  lockRows(): LockRow[] {
    return this.#database.all<LockRow>('SELECT * FROM period_locks')
  }

  /** Log positions of changes of locks before one, latest first. */
  lockChanges(before: number, limit: number): number[] {
    return this.#database
      .all<{ sequence: number }>(
        'SELECT sequence FROM period_lock_changes WHERE sequence < ? ORDER BY sequence DESC LIMIT ?',
        before,
        limit,
      )
      .map(({ sequence }) => sequence)
  }

  apply({ type, data, sequence }: RecordedEvent): void {
    if (!this.#fold(type, data, sequence)) return
    this.forget()
  }

  /** Whether the event was one of these. */
  #fold(type: string, data: unknown, sequence: number): boolean {
    const database = this.#database
    switch (type) {
      case 'fiscal-calendar-set': {
        const { firstMonth, periods, weeks } = data as CalendarSet
        database.run(
          'INSERT OR REPLACE INTO fiscal_calendar (one, first_month, periods, weeks) VALUES (1, ?, ?, ?)',
          ...[firstMonth, periods, weeks ? JSON.stringify(weeks) : null],
        )
        return true
      }
      case 'fiscal-year-opened': {
        const { code, ...year } = data as YearOpened
        this.#fix({ ...year, code }, null)
        return true
      }
      case 'fiscal-year-closed': {
        const { year: code, ...year } = data as YearClosed
        this.#fix({ ...year, code }, sequence)
        return true
      }
      case 'fiscal-year-reopened':
        database.run(
          'UPDATE fiscal_years SET closed_by = NULL, merged_since = 0 WHERE code = ?',
          (data as YearReopened).year,
        )
        return true
      case 'fiscal-year-removed':
        database.run('DELETE FROM fiscal_years WHERE code = ?', (data as { code: string }).code)
        return true
      case 'account-merged':
        // What was recorded by account is still told, but a digest over all of them cannot be made again.
        database.run('UPDATE fiscal_years SET merged_since = 1 WHERE closed_by IS NOT NULL')
        return true
      default:
        return this.#foldLock(type, data, sequence)
    }
  }

  #foldLock(type: string, data: unknown, sequence: number): boolean {
    switch (type) {
      case 'period-lock-set': {
        const { kind, through } = data as LockSet
        this.#lock(kind, through, sequence)
        return true
      }
      case 'period-locked-forever':
        this.#lock(FOREVER, (data as LockedForever).through, sequence)
        return true
      default:
        return false
    }
  }

  #fix({ code, from, to, periods }: YearOpened, closedBy: number | null): void {
    this.#database.run(
      `INSERT OR REPLACE INTO fiscal_years (from_date, to_date, code, periods, closed_by) VALUES (?, ?, ?, ?, ?)`,
      ...[dateOf(from), dateOf(to), code, JSON.stringify(periods), closedBy],
    )
  }

  #lock(kind: LockRow['kind'], through: string | null, sequence: number): void {
    this.#database.run(
      'INSERT OR REPLACE INTO period_locks (kind, through, sequence) VALUES (?, ?, ?)',
      ...[kind, through === null ? null : dateOf(through), sequence],
    )
    this.#database.run('INSERT INTO period_lock_changes (sequence) VALUES (?)', sequence)
  }

  get #all(): Loaded {
    this.#loaded ??= this.#load()
    return this.#loaded
  }

  #load(): Loaded {
    const [rule] = this.#database.all<{ first_month: number; periods: PeriodPattern; weeks: string | null }>(
      'SELECT * FROM fiscal_calendar',
    )
    const fixed = this.#database.all<YearRow>('SELECT * FROM fiscal_years').map(fixedYear)
    const calendar = new Calendar(
      rule
        ? {
            firstMonth: rule.first_month,
            periods: rule.periods,
            weeks: rule.weeks === null ? null : (JSON.parse(rule.weeks) as WeekRule),
          }
        : DEFAULT_RULE,
      fixed,
    )
    const through = new Map<LockKind | typeof FOREVER, DateNumber>()
    for (const row of this.lockRows()) if (row.through !== null) through.set(row.kind, row.through)
    const forever = through.get(FOREVER)
    through.delete(FOREVER)
    return {
      calendar,
      locks: {
        through: through as ReadonlyMap<LockKind, DateNumber>,
        forever,
        closed: calendar.fixed.findLast(({ isClosed }) => isClosed),
      },
    }
  }
}

const fixedYear = ({ from_date, to_date, code, periods, closed_by }: YearRow): FixedYear => {
  const stored = JSON.parse(periods) as StoredPeriods
  return {
    code,
    from: from_date,
    to: to_date,
    periods:
      typeof stored === 'string'
        ? stored
        : stored.map(({ from, to }) => ({ from: dateOf(from), to: dateOf(to) })),
    isClosed: closed_by !== null,
  }
}

/** How the periods of a year are kept, so that they stay as they are when the year is closed. */
export const storedPeriods = ({ rule, fixed }: Calendar, from: DateNumber): StoredPeriods => {
  const periods = fixed.find((each) => each.from === from)?.periods ?? rule.periods
  return typeof periods === 'string'
    ? periods
    : periods.map((each) => ({ from: formatDate(each.from), to: formatDate(each.to) }))
}

const dateOf = (text: string): DateNumber => parseDate(text) as DateNumber
