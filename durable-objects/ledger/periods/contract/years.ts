import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import type { DateNumber } from '../../../kernel/dates.ts'
import { date, listOf, page, wholeNumber } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { accountRef } from '../../contract.ts'
import { lockKind, namedCode, PERIOD_PATTERNS, pattern } from './fields.ts'

/** Fiscal years and their periods. */

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

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const

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

const span = z.strictObject({ from: date, to: date })

export const storedPeriods = z.union([
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

export const periodView = z.object({
  code: z.string(),
  year: z.string(),
  from: z.string(),
  to: z.string(),
  status: z.enum(['open', 'partly-locked', 'locked', 'locked-forever', 'closed']),
  locked: z.array(lockKind).describe('Kinds of journals that can book on no day of it; `all`: none can.'),
})
export type PeriodView = z.output<typeof periodView>

export const yearView = z.object({
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

const calendarView = z.object({
  firstMonth: z.number(),
  periods: z.enum(PERIOD_PATTERNS),
  weeks: weeks.nullable(),
  isFixed: z.boolean().describe('Years were opened or closed, and the others follow from them.'),
  currentYear: yearView,
})

export const amountOfAccount = z.object({
  account: accountRef,
  amount: z.string().describe('Income and expense alike: positive adds to the profit.'),
})

export const yearOperations = {
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
} as const satisfies ModuleContract['operations']

export const yearEvents = {
  'fiscal-calendar-set': { version: 1, data: calendarSet },
  'fiscal-year-opened': { version: 1, data: yearOpened },
  'fiscal-year-removed': { version: 1, data: z.strictObject({ code: z.string() }) },
} as const satisfies ModuleContract['events']

export const yearRefusals = {
  calendar_fixed: { status: 409, title: 'Fiscal years follow from those that were opened' },
  fiscal_period_not_found: { status: 404, title: 'There is no such period' },
  fiscal_year_closed: { status: 409, title: 'The fiscal year is closed' },
  fiscal_year_code_taken: { status: 409, title: 'A fiscal year with this code exists' },
  fiscal_year_gap: { status: 422, title: 'There would be a gap between fiscal years' },
  fiscal_year_not_found: { status: 404, title: 'There is no such fiscal year' },
  fiscal_year_overlap: { status: 422, title: 'Fiscal years would overlap' },
  invalid_periods: { status: 422, title: 'The periods do not make up the year' },
} as const satisfies ModuleContract['refusals']
