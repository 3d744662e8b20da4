import { z } from 'zod'
import { date, flag, sequence, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { ACCOUNT_CATEGORIES, ACCOUNT_TYPES, type AccountCategory, type AccountType } from '../contract.ts'

/** What reports are asked with. Every field fits into a query string. */

export type DimensionFilter = Readonly<Record<string, readonly string[]>>

/** Values by dimension, as JSON text; undefined: it is none. */
export function parseFilter(text: string): DimensionFilter | undefined {
  const parsed = filterShape.safeParse(readJson(text))
  return parsed.success ? parsed.data : undefined
}

const filterShape = z
  .record(
    z.string().min(1).max(LIMITS.dimensionCodeCharsMax),
    z.array(z.string().max(LIMITS.dimensionCodeCharsMax)).min(1).max(LIMITS.reportFilterValuesMax),
  )
  .refine((all) => Object.keys(all).length > 0 && Object.keys(all).length <= LIMITS.dimensionsMax)

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const filter = z
  .string()
  .max(LIMITS.reportFilterCharsMax)
  .refine(
    (text) => parseFilter(text) !== undefined,
    `Write JSON such as {"project": ["P-7"]}: dimensions with 1 to ${LIMITS.reportFilterValuesMax} values each.`,
  )
  .describe(
    'Only lines with one of the values, or a value below it, in each of the dimensions: JSON such as {"project": ["P-7"]}. The value "" stands for lines without one.',
  )

const knownAt = sequence
  .optional()
  .describe('The books as they were known at this position of the event log; default: its end.')

/** Comma-separated, of a known list. */
const someOf = <Value extends string>(values: readonly Value[]) =>
  z
    .string()
    .max(500)
    .refine(
      (text) => text.split(',').every((each) => (values as readonly string[]).includes(each)),
      `Write one or more of ${values.join(', ')}, separated by commas.`,
    )

export const listed = <Value extends string>(text: string | undefined): readonly Value[] | undefined =>
  text === undefined ? undefined : (text.split(',') as Value[])

const known = { knownAt }
const filtered = { filter: filter.optional() }
const translated = {
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Write the code of a currency, such as "USD".')
    .optional()
    .describe("Translate into this currency. Default: the company's own."),
  method: z
    .enum(['closing-rate', 'convenience'])
    .optional()
    .describe(
      'closing-rate (IAS 21.39): assets and liabilities at the closing rate, income, expenses and equity at those of their months. convenience: all at the closing rate.',
    ),
}
const zeros = { zeros: flag.optional().describe('Show accounts without any amount, too.') }
const periods = wholeNumber(1, LIMITS.reportColumnsMax)
  .optional()
  .describe('How many earlier periods `compare` shows beside this one (default 1), or how many `by` shows.')
const columns = {
  compare: z.enum(['previous-period', 'previous-year']).optional(),
  by: z.enum(['month', 'quarter', 'year']).optional().describe('A column for each, oldest first.'),
  periods,
}
const dimension = z
  .string()
  .max(LIMITS.dimensionCodeCharsMax)
  .optional()
  .describe(
    'A column for each top value of the dimension with all that lies below it, and one for lines without.',
  )
const range = {
  from: date.optional().describe('Default: the first day of the fiscal year of `to`.'),
  to: date
    .optional()
    .describe('Default: today, or the latest effective date where entries lie in the future.'),
}

export const trialBalanceInput = z.strictObject({ ...range, ...known, ...filtered, ...zeros })
export const balanceSheetInput = z.strictObject({
  asOf: date
    .optional()
    .describe('Default: today, or the latest effective date where entries lie in the future.'),
  ...known,
  ...filtered,
  ...columns,
  dimension,
  ...translated,
  ...zeros,
})
export const profitAndLossInput = z.strictObject({
  ...range,
  ...known,
  ...filtered,
  ...columns,
  dimension,
  ...translated,
  ...zeros,
})
export const cashFlowInput = z.strictObject({
  presentation: z
    .enum(['indirect', 'direct'])
    .optional()
    .describe('Default: indirect, and with a filter direct.'),
  ...range,
  ...known,
  ...filtered,
  ...columns,
  ...zeros,
})

const page = {
  limit: wholeNumber(1, LIMITS.pageRowsMax).optional(),
  cursor: z.string().max(500).optional(),
}
export const generalLedgerInput = z.strictObject({
  ...page,
  ...range,
  ...known,
  accounts: z
    .string()
    .max(LIMITS.accountCodeCharsMax)
    .optional()
    .describe('Only accounts whose code begins with this.'),
  ...filtered,
})
export const journalInput = z.strictObject({
  ...page,
  ...range,
  ...known,
  journal: z.string().max(10).optional(),
  ...filtered,
})
export const changesInput = z.strictObject({
  ...page,
  from: sequence.describe('Position of the event log: what was recorded after it …'),
  to: sequence.optional().describe('… up to and including this one; default: the end.'),
})

// --------------------------------------------------------------------------------------------------- explain

/** How a figure is made of debits and credits. */
export const MEASURES = ['balance', 'credit-balance', 'debits', 'credits', 'minus-credits'] as const
export type Measure = (typeof MEASURES)[number]

/** Figures that are not one of accounts over given dates. */
const LINES = [
  'year-result',
  'earlier-results',
  'total-equity',
  'total-liabilities-and-equity',
  'translation-difference',
  'cash-at-start',
  'cash-at-end',
  'cash-exchange',
] as const

/** Entries that a statement leaves out: those that only carry a result or a beginning forward. */
export const LEFT_OUT = ['closing', 'opening'] as const
export type LeftOut = (typeof LEFT_OUT)[number]

export const figureInput = {
  account: z.string().max(LIMITS.accountCodeCharsMax).optional(),
  subtree: flag.optional().describe('The account with all accounts below it.'),
  category: someOf<AccountCategory>(Object.values(ACCOUNT_CATEGORIES).flat()).optional(),
  type: someOf<AccountType>(ACCOUNT_TYPES).optional(),
  line: z.enum(LINES).optional().describe('A computed line of a statement.'),
  unit: z
    .string()
    .max(LIMITS.unitCodeCharsMax)
    .optional()
    .describe('The quantity in this unit instead of the value.'),
  from: date.optional().describe('Default: from the beginning.'),
  to: date
    .optional()
    .describe('Default: today, or the latest effective date where entries lie in the future.'),
  measure: z.enum(MEASURES).optional().describe('Default: balance, debits less credits.'),
  without: someOf(LEFT_OUT).optional().describe('Entries that only close a year, or take balances over.'),
  only: z.enum(LEFT_OUT).optional(),
  cash: z
    .enum(['flow', 'exchange'])
    .optional()
    .describe('The cash that moved against the accounts, instead of their own balances.'),
  ...known,
  ...filtered,
  ...translated,
}
export const explainInput = z.strictObject({
  ...figureInput,
  ...page,
  limit: wholeNumber(1, LIMITS.explainEntriesMax).optional(),
  proofs: flag
    .optional()
    .describe('With each entry, prove that its event is in the log; and say the root of the proofs.'),
})
export type FigureInput = Omit<z.output<typeof explainInput>, 'limit' | 'cursor' | 'proofs'>
