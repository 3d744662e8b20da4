import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import type { DateNumber } from '../../kernel/dates.ts'
import { date, flag, line, listOf, page, requiredLine, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountRef, JOURNAL_KINDS, journalCode, postingRefusals } from '../contract.ts'

/** Fiscal years and their periods, what is locked, closing, and what is still to be done in a period. */

// ------------------------------------------------------------------------------------- what other parts work with

/** Which fiscal year and period a date lies in: every date lies in exactly one of each. */
export interface FiscalCalendar {
  yearOf(date: DateNumber): FiscalYear
  /** In order, those that have a day in the range. */
  yearsBetween(from: DateNumber, to: DateNumber): FiscalYear[]
  year(code: string): FiscalYear | undefined
  period(code: string): FiscalPeriod | undefined
}

export interface FiscalYear {
  code: string
  from: DateNumber
  to: DateNumber
  /** It follows from the calendar; nobody opened or closed it. */
  isDerived: boolean
  isClosed: boolean
  periods: readonly FiscalPeriod[]
}

export interface FiscalPeriod {
  code: string
  /** Code of its year. */
  year: string
  from: DateNumber
  to: DateNumber
}

/** What a part of the books contributes to the checklist of a period. */
export interface PeriodCheck {
  /** Stable, in lower-case words with hyphens: `drafts`, `open-items`. */
  code: string
  title: string
  /** Reads a bounded number of rows, and uses no clock but the one it is given. */
  look(period: CheckedPeriod): Finding
}

/** A period, or a whole year. */
export interface CheckedPeriod {
  code: string
  from: DateNumber
  to: DateNumber
  nowMicros: number
}

export const CHECK_STATUSES = ['done', 'open', 'blocked', 'not-applicable'] as const

export interface Finding {
  status: (typeof CHECK_STATUSES)[number]
  /** How many are still open. */
  count: number
  /** One sentence, without amounts. */
  detail?: string
  /** Path inside the company's app with its query, such as `/drafts?to=2026-01-31`. */
  link?: string
}

// ---------------------------------------------------------------------------------------------------- inputs

export const PERIOD_PATTERNS = ['months', 'quarters', '4-4-5', '4-5-4', '5-4-4'] as const
export type PeriodPattern = (typeof PERIOD_PATTERNS)[number]
export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const

export const LOCK_KINDS = ['all', ...JOURNAL_KINDS] as const
export type LockKind = (typeof LOCK_KINDS)[number]
const lockKind = z.enum(LOCK_KINDS)

const pattern = z
  .enum(PERIOD_PATTERNS)
  .describe('Calendar months, quarters, or weeks as 4-4-5 for years of 52 or 53 weeks.')

const weeks = z.strictObject({
  endsOn: z.enum(WEEKDAYS),
  rule: z
    .enum(['last', 'nearest'])
    .describe('The last such day of the final month, or the one nearest to its end.'),
})
export type WeekRule = z.output<typeof weeks>

const yearCode = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?$/, 'Write 1 to 20 letters, digits and hyphens.')
  .refine(
    (code) => !/^\d{4}-\d{2}-\d{2}$|-P\d{2}$/.test(code),
    'Dates and codes that end like "-P01" are the names of other years and of periods.',
  )
/** Codes of years and periods in a path: whether there is one is told by the calendar. */
const namedCode = z.string().max(40)
const span = z.strictObject({ from: date, to: date })
const reason = requiredLine(LIMITS.reasonCharsMax)

const actorId = z
  .string()
  .regex(
    /^[a-z]+_[A-Za-z0-9_-]{1,60}$/,
    'Write the id of a user, key or app, such as "user_01JZ8M3Y5N6P7Q8R9S0T1V2W3X".',
  )
const instant = z.iso
  .datetime({ offset: true, error: 'Write an instant such as "2026-01-31T18:00:00Z".' })
  .meta({ examples: ['2026-01-31T18:00:00Z'] })
const itemCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'Write 1 to 60 lower-case letters, digits and hyphens.')

// ---------------------------------------------------------------------------------------------------- events

const storedPeriods = z.union([
  z.enum(PERIOD_PATTERNS),
  z.array(z.strictObject({ from: z.string(), to: z.string() })),
])
export type StoredPeriods = z.output<typeof storedPeriods>

const calendarSet = z.strictObject({
  firstMonth: z.number().int(),
  periods: z.enum(PERIOD_PATTERNS),
  weeks: weeks.optional(),
})
export type CalendarSet = z.output<typeof calendarSet>

const yearOpened = z.strictObject({
  code: z.string(),
  from: z.string(),
  to: z.string(),
  periods: storedPeriods,
})
export type YearOpened = z.output<typeof yearOpened>

/**
 * `result`: what each income and expense account moved in the year, without closing entries; debit positive, minor units of
 * the company's currency, accounts by id. `net` is their sum: negative is a profit. `digest`: SHA-256 over that and the
 * balance of every other account at the end of the year, as the log stood at `sequence`.
 */
const yearClosed = z.strictObject({
  year: z.string(),
  from: z.string(),
  to: z.string(),
  periods: storedPeriods,
  result: z.array(z.strictObject({ account: z.string(), value: z.number().int() })),
  net: z.number().int(),
  sequence: z.number().int(),
  digest: z.string(),
  /** Ids of the closing entries, if there are any. */
  entries: z.array(z.string()),
  note: z.string().optional(),
})
export type YearClosed = z.output<typeof yearClosed>

const yearReopened = z.strictObject({
  year: z.string(),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
  /** Ids of the entries that took the closing entries back. */
  reversals: z.array(z.string()),
})
export type YearReopened = z.output<typeof yearReopened>

const lockSet = z.strictObject({
  kind: lockKind,
  through: z.string().nullable(),
  before: z.string().nullable(),
  reason: z.string().optional(),
})
export type LockSet = z.output<typeof lockSet>

const lockedForever = z.strictObject({ through: z.string(), before: z.string().nullable() })
export type LockedForever = z.output<typeof lockedForever>

const exceptionGranted = z.strictObject({
  id: z.string(),
  actor: z.string(),
  kind: lockKind,
  from: z.string(),
  to: z.string(),
  /** Microseconds since 1970. */
  until: z.number().int(),
  reason: z.string(),
})
export type ExceptionGranted = z.output<typeof exceptionGranted>

const exceptionRevoked = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type ExceptionRevoked = z.output<typeof exceptionRevoked>

const itemDefined = z.strictObject({
  code: z.string(),
  title: z.string(),
  description: z.string().optional(),
  every: z.enum(['period', 'year']),
})
export type ItemDefined = z.output<typeof itemDefined>

const itemMarked = z.strictObject({ period: z.string(), code: z.string(), note: z.string().optional() })
export type ItemMarked = z.output<typeof itemMarked>

// ----------------------------------------------------------------------------------------------------- views

const periodView = z.object({
  code: z.string(),
  year: z.string(),
  from: z.string(),
  to: z.string(),
  status: z.enum(['open', 'partly-locked', 'locked', 'locked-forever', 'closed']),
  locked: z.array(lockKind).describe('Kinds of journals that can book on no day of it; `all`: none can.'),
})
export type PeriodView = z.output<typeof periodView>

const yearView = z.object({
  code: z.string(),
  from: z.string(),
  to: z.string(),
  days: z.number(),
  isDerived: z.boolean().describe('It follows from the calendar; nobody opened or closed it.'),
  status: z.enum(['open', 'closed']),
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
  net: z
    .string()
    .nullable()
    .describe(
      'Profit (positive) or loss as it was closed. Null: open, or the reader does not see all of it.',
    ),
  closingEntries: z.array(z.string()).describe('Ids of journal entries.'),
  periods: z.array(periodView),
})
export type YearView = z.output<typeof yearView>

const amountOfAccount = z.object({
  account: accountRef,
  amount: z.string().describe('Income and expense alike: positive adds to the profit.'),
})
const remark = z.object({ code: z.string(), detail: z.string() })

const calendarView = z.object({
  firstMonth: z.number(),
  periods: z.enum(PERIOD_PATTERNS),
  weeks: weeks.nullable(),
  isFixed: z.boolean().describe('Years were opened or closed, and the others follow from them.'),
  currentYear: yearView,
})

const locksView = z.object({
  forever: z.string().nullable().describe('Nothing is ever booked up to this date again.'),
  locks: z.array(
    z.object({
      kind: lockKind,
      through: z.string().nullable(),
      at: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  firstOpenDates: z
    .array(z.object({ kind: z.enum(JOURNAL_KINDS), date: z.string().nullable() }))
    .describe('Without exceptions. Null: nothing is locked.'),
})

const lockChange = z.object({
  sequence: z.number(),
  at: z.string(),
  by: z.string(),
  kind: z.enum([...LOCK_KINDS, 'forever']),
  before: z.string().nullable(),
  through: z.string().nullable(),
  reason: z.string().nullable(),
})

const EXCEPTION_STATUSES = ['active', 'expired', 'revoked'] as const
const exceptionView = z.object({
  id: z.string(),
  actor: z.string(),
  kind: lockKind,
  from: z.string(),
  to: z.string(),
  until: z.string(),
  reason: z.string(),
  grantedAt: z.string(),
  grantedBy: z.string(),
  status: z.enum(EXCEPTION_STATUSES),
  revokedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
})
export type ExceptionView = z.output<typeof exceptionView>

const ownItemView = z.object({
  code: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  every: z.enum(['period', 'year']),
})

const checklistItem = z.object({
  code: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  status: z.enum(CHECK_STATUSES),
  count: z.number(),
  detail: z.string().nullable(),
  link: z.string().nullable().describe('Path inside of the company in the app.'),
  isOwn: z.boolean().describe('Defined by the company, and checked off by people.'),
  checkedAt: z.string().nullable(),
  checkedBy: z.string().nullable(),
  note: z.string().nullable(),
})
export type ChecklistItem = z.output<typeof checklistItem>

// -------------------------------------------------------------------------------------------------- contract

export const periodsContract = {
  name: 'periods',
  title: 'Periods',
  operations: {
    GetFiscalCalendar: query({
      summary: 'Show how fiscal years are made',
      path: '/fiscal-calendar',
      scope: 'ledger:read',
      input: z.strictObject({}),
      reply: calendarView,
    }),
    SetFiscalCalendar: command({
      summary: 'Set the month in which fiscal years begin, and their periods',
      description:
        'For years that nobody opens. Once a year is opened or closed, the others follow from it, and the first month stays.',
      path: '/fiscal-calendar',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({
        firstMonth: wholeNumber(1, 12).optional(),
        periods: pattern.optional(),
        weeks: weeks.nullable().optional().describe('Years of 52 or 53 weeks; null: years of 12 months.'),
      }),
      reply: calendarView,
      example: { firstMonth: 7 },
    }),
    ListFiscalYears: query({
      summary: 'List fiscal years with their periods, earliest first',
      description: 'Default: from the first entry to a year from today.',
      path: '/fiscal-years',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, from: date.optional(), to: date.optional() }),
      reply: listOf(yearView),
    }),
    GetFiscalYear: query({
      summary: 'Show a fiscal year and the result that it was closed with',
      path: '/fiscal-years/{year}',
      scope: 'ledger:read',
      input: z.strictObject({ year: namedCode }),
      reply: yearView.extend({
        result: z
          .array(amountOfAccount)
          .nullable()
          .describe('Null: open, or the reader does not see all of it.'),
      }),
    }),
    OpenFiscalYear: command({
      summary: 'Open a fiscal year of any length',
      description: `Up to ${LIMITS.fiscalYearMonthsMax} months. The years after it begin where it ends; there are no gaps and no overlaps.`,
      path: '/fiscal-years',
      scope: 'periods:write',
      input: z.strictObject({
        code: yearCode,
        from: date,
        to: date,
        periods: pattern.optional(),
        explicitPeriods: z
          .array(span)
          .min(1, 'Name at least one period.')
          .max(LIMITS.fiscalPeriodsMax, `At most ${LIMITS.fiscalPeriodsMax} periods.`)
          .optional()
          .describe('Instead of a pattern: the periods one by one.'),
      }),
      reply: yearView,
      example: { code: '2024-2025', from: '2024-07-01', to: '2025-12-31' },
    }),
    RemoveFiscalYear: command({
      summary: 'Take back the opening of a fiscal year',
      description: 'Its days then follow from the calendar again. Entries stay as they are.',
      path: '/fiscal-years/{year}/remove',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({ year: namedCode }),
      reply: calendarView,
    }),
    PreviewClose: query({
      summary: 'Show what closing a fiscal year would record, and what is in its way',
      path: '/fiscal-years/{year}/close-preview',
      scope: 'ledger:read',
      input: z.strictObject({ year: namedCode }),
      reply: z.object({
        year: z.string(),
        from: z.string(),
        to: z.string(),
        currency: z.string(),
        income: z.string(),
        expense: z.string(),
        net: z.string().describe('Positive is a profit.'),
        rows: z.array(amountOfAccount),
        closingEntry: z.object({
          account: accountRef.nullable().describe('The account for retained earnings, if it is set.'),
          entries: z.number(),
          lines: z.number(),
        }),
        obstacles: z.array(remark).describe('With one of these the year cannot be closed.'),
        warnings: z.array(remark),
      }),
    }),
    CloseFiscalYear: command({
      books: true,
      summary: 'Close a fiscal year',
      description:
        'Records its result by account and locks it. Reports carry the result over by computation; a closing entry on its last day books it to retained earnings as well.',
      path: '/fiscal-years/{year}/close',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({
        year: namedCode,
        closingEntry: flag.optional(),
        note: line(LIMITS.reasonCharsMax).optional(),
      }),
      reply: yearView,
      example: { closingEntry: false, note: 'Audited on 2 March.' },
    }),
    ReopenFiscalYear: command({
      books: true,
      summary: 'Reopen a closed fiscal year',
      description:
        'Reverses its closing entries on the day they were booked, and moves the lock back to before the year.',
      path: '/fiscal-years/{year}/reopen',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({ year: namedCode, reason }),
      reply: yearView,
      example: { reason: 'The auditor asked for a further accrual.' },
    }),
    GetLocks: query({
      summary: 'Show what is locked',
      path: '/period-locks',
      scope: 'ledger:read',
      input: z.strictObject({}),
      reply: locksView,
    }),
    SetLock: command({
      summary: 'Lock all days through a date for one kind of journal, or move the lock',
      description: 'A lock moves forth and, with a reason, back. `all` holds for every kind.',
      path: '/period-locks',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({
        kind: lockKind,
        through: date.nullable().describe('The last locked day; null: none.'),
        reason: line(LIMITS.reasonCharsMax).optional().describe('Needed when the lock is moved back.'),
      }),
      reply: locksView,
      example: { kind: 'sales', through: '2026-01-31' },
    }),
    LockForever: command({
      summary: 'Lock all days through a date for good',
      description: 'Nothing and nobody moves it back; no exception passes it. It ends before today.',
      path: '/period-locks/forever',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({
        through: date,
        confirm: z.string().max(40).describe('The date once more, as it is typed.'),
      }),
      reply: locksView,
      example: { through: '2024-12-31', confirm: '2024-12-31' },
    }),
    ListLockChanges: query({
      summary: 'List how locks were moved, latest first',
      path: '/period-locks/changes',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(lockChange),
    }),
    FindOpenDate: query({
      summary: 'Tell whether a journal takes entries on a date, and the first later date when it does',
      path: '/period-locks/open-date',
      scope: 'ledger:read',
      input: z.strictObject({
        date: date.optional().describe('Default: today.'),
        journal: journalCode.optional(),
      }),
      reply: z.object({
        date: z.string(),
        journal: z.string(),
        kind: z.enum(JOURNAL_KINDS),
        isOpen: z.boolean(),
        firstOpenDate: z.string().nullable(),
        lockedThrough: z.string().nullable(),
      }),
    }),
    GrantException: command({
      summary: 'Let somebody book into locked days for a while',
      description: `At most ${LIMITS.lockExceptionDaysMax} days long. Never into a closed year or behind the irreversible lock.`,
      path: '/lock-exceptions',
      scope: 'periods:write',
      input: z.strictObject({
        actor: actorId,
        kind: lockKind.describe('Journals of this kind; `all`: every kind.'),
        from: date.describe('First effective date that it opens.'),
        to: date.describe('Last effective date that it opens.'),
        until: instant.describe('When it ends.'),
        reason,
      }),
      reply: exceptionView,
      example: {
        actor: 'user_01JZ8M3Y5N6P7Q8R9S0T1V2W3X',
        kind: 'purchases',
        from: '2026-01-01',
        to: '2026-01-31',
        until: '2026-02-10T18:00:00Z',
        reason: 'A late invoice of the landlord.',
      },
    }),
    ListExceptions: query({
      summary: 'List exceptions from locks, latest first',
      path: '/lock-exceptions',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, status: z.enum(EXCEPTION_STATUSES).optional() }),
      reply: listOf(exceptionView),
    }),
    RevokeException: command({
      summary: 'End an exception from a lock early',
      path: '/lock-exceptions/{exception}/revoke',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({
        exception: z.string().max(60),
        reason: line(LIMITS.reasonCharsMax).optional(),
      }),
      reply: exceptionView,
    }),
    GetPeriodChecklist: query({
      summary: 'Show what is still to be done in a period or a year',
      path: '/periods/{period}/checklist',
      scope: 'ledger:read',
      input: z.strictObject({ period: namedCode }),
      reply: z.object({
        period: periodView,
        items: z.array(checklistItem),
        open: z.number().describe('Items that are open or blocked.'),
      }),
    }),
    DefineChecklistItem: command({
      summary: 'Add an item of your own to the checklist, or change it',
      path: '/checklist-items',
      scope: 'periods:write',
      input: z.strictObject({
        code: itemCode,
        title: requiredLine(LIMITS.nameCharsMax),
        description: line(LIMITS.descriptionCharsMax).optional(),
        every: z.enum(['period', 'year']),
      }),
      reply: ownItemView,
      example: { code: 'petty-cash', title: 'Count the petty cash', every: 'period' },
    }),
    ListChecklistItems: query({
      summary: "List the company's own checklist items, by code",
      path: '/checklist-items',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(ownItemView),
    }),
    DropChecklistItem: command({
      summary: 'Take an item of your own off the checklist',
      path: '/checklist-items/{item}/drop',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({ item: z.string().max(60) }),
      reply: ownItemView,
    }),
    CheckOff: command({
      summary: 'Check off an item of your own for a period',
      path: '/periods/{period}/check-off',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({
        period: namedCode,
        code: itemCode,
        note: line(LIMITS.reasonCharsMax).optional(),
      }),
      reply: checklistItem,
      example: { code: 'petty-cash' },
    }),
    Uncheck: command({
      summary: 'Take back that an item was checked off',
      path: '/periods/{period}/uncheck',
      scope: 'periods:write',
      status: 200,
      input: z.strictObject({
        period: namedCode,
        code: itemCode,
        note: line(LIMITS.reasonCharsMax).optional(),
      }),
      reply: checklistItem,
      example: { code: 'petty-cash' },
    }),
  },
  events: {
    'fiscal-calendar-set': { version: 1, data: calendarSet },
    'fiscal-year-opened': { version: 1, data: yearOpened },
    'fiscal-year-removed': { version: 1, data: z.strictObject({ code: z.string() }) },
    'fiscal-year-closed': { version: 1, data: yearClosed },
    'fiscal-year-reopened': { version: 1, data: yearReopened },
    'period-lock-set': { version: 1, data: lockSet },
    'period-locked-forever': { version: 1, data: lockedForever },
    'lock-exception-granted': { version: 1, data: exceptionGranted },
    'lock-exception-revoked': { version: 1, data: exceptionRevoked },
    'checklist-item-defined': { version: 1, data: itemDefined },
    'checklist-item-dropped': { version: 1, data: z.strictObject({ code: z.string() }) },
    'checklist-item-checked': { version: 1, data: itemMarked },
    'checklist-item-unchecked': { version: 1, data: itemMarked },
  },
  refusals: {
    ...postingRefusals,
    already_reversed: { status: 409, title: 'The entry is already reversed' },
    calendar_fixed: { status: 409, title: 'Fiscal years follow from those that were opened' },
    checklist_code_taken: { status: 409, title: 'The code is that of a check that Meridian makes' },
    checklist_item_not_found: { status: 404, title: 'There is no such checklist item' },
    earlier_year_open: { status: 409, title: 'An earlier fiscal year is not closed' },
    exception_not_active: { status: 409, title: 'The exception has ended' },
    exception_not_found: { status: 404, title: 'There is no such exception' },
    fiscal_period_not_found: { status: 404, title: 'There is no such period' },
    fiscal_year_closed: { status: 409, title: 'The fiscal year is closed' },
    fiscal_year_code_taken: { status: 409, title: 'A fiscal year with this code exists' },
    fiscal_year_gap: { status: 422, title: 'There would be a gap between fiscal years' },
    fiscal_year_not_found: { status: 404, title: 'There is no such fiscal year' },
    fiscal_year_open: { status: 409, title: 'The fiscal year is open' },
    fiscal_year_overlap: { status: 422, title: 'Fiscal years would overlap' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_periods: { status: 422, title: 'The periods do not make up the year' },
    invalid_range: { status: 422, title: 'The dates are not in order or too far apart' },
    journal_entry_not_found: { status: 404, title: 'There is no such journal entry' },
    journal_not_found: { status: 404, title: 'There is no such journal' },
    later_year_closed: { status: 409, title: 'A later fiscal year is closed' },
    lock_ahead: { status: 422, title: 'An irreversible lock ends before today' },
    locked_forever: { status: 409, title: 'The irreversible lock does not move back' },
    not_confirmed: { status: 422, title: 'The confirmation does not match' },
    reason_needed: { status: 422, title: 'A reason is needed' },
    role_not_assigned: { status: 422, title: 'The account for this is not set' },
    too_many: { status: 422, title: 'There would be too many' },
  },
} as const satisfies ModuleContract

export type PeriodsContract = typeof periodsContract
