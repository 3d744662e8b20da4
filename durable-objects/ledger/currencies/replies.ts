import { z } from 'zod'
import { accountRef } from '../contract.ts'
import { translationMethod } from './inputs.ts'

/** What the API shows of rates and revaluations. */

const rateLeg = z.object({
  base: z.string(),
  quote: z.string(),
  rate: z.string(),
  date: z.string(),
  source: z.string(),
})
export const foundRate = z.object({
  from: z.string(),
  to: z.string(),
  rate: z.string().describe('One of `from` is so many of `to`.'),
  way: z.enum(['same', 'direct', 'inverse', 'cross']),
  via: z.array(z.string()).describe('The currencies that a cross rate goes through.'),
  date: z.string().describe('The day that it is of; of a cross rate, of its older leg.'),
  ageDays: z.number(),
  source: z.string().describe('Of a cross rate of two sources: both, with a plus between.'),
  legs: z.array(rateLeg).describe('The recorded rates that it was made of.'),
})
export type FoundRateView = z.output<typeof foundRate>

export const rateRow = rateLeg.extend({
  sequence: z.number().describe('Position of the event that recorded it.'),
})

export const recordedCounts = {
  recorded: z.number().describe('Rates of days that had none.'),
  corrected: z.number().describe('Rates that differ from what was known.'),
  unchanged: z.number(),
  sequence: z.number(),
}
export const rateIssue = z.object({
  line: z.number().nullable(),
  date: z.string().nullable(),
  currency: z.string().nullable(),
  code: z.string(),
  detail: z.string(),
})
export type RateIssue = z.output<typeof rateIssue>

export const settingsView = z.object({
  currency: z.string().describe("The company's own."),
  ratePolicy: z.object({
    sources: z.array(z.string()).describe('In the order in which they are asked.'),
    isDefault: z.boolean(),
    maxAgeDays: z.number(),
  }),
  knownSources: z.array(z.string()),
  reporting: z.object({ currency: z.string(), method: translationMethod }).nullable(),
})
export type SettingsView = z.output<typeof settingsView>

const monetaryReason = z.enum(['category', 'account', 'not-monetary'])
export const revaluedAccount = z.object({
  account: accountRef,
  category: z.string(),
  isMonetary: z.boolean(),
  /** By its category, or because somebody said so. */
  reason: monetaryReason,
  isOpenItem: z.boolean(),
})

const amounts = {
  quantity: z.string().describe('In the unit; debit positive.'),
  carrying: z.string().describe('What the books say it is worth, in company currency; debit positive.'),
}
const item = z.object({
  entry: z.string(),
  voucher: z.string().describe('Of the entry that made it.'),
  line: z.number(),
  reference: z.string().nullable(),
  dueDate: z.string().nullable(),
})
export const positionView = z.object({
  account: accountRef,
  unit: z.string(),
  item: item.nullable().describe('The open item; null for the balance of an account.'),
  ...amounts,
  rate: foundRate.nullable().describe('Null where nothing is open any more.'),
  value: z.string().describe('At that rate.'),
  difference: z.string().describe('What is booked: positive is a gain.'),
})
export type PositionView = z.output<typeof positionView>

export const revaluedPosition = positionView.extend({
  rate: foundRate
    .pick({ rate: true, way: true, via: true, date: true, source: true })
    .nullable()
    .describe('As it was booked; null where nothing was open any more.'),
  entry: z.string().describe('That booked the difference.'),
  reversal: z.string(),
})
export type RevaluedPosition = z.output<typeof revaluedPosition>

export const totalsView = z.object({
  positions: z.number(),
  changed: z.number().describe('Those with a difference.'),
  gain: z.string(),
  loss: z.string(),
  net: z.string(),
})

export const entryRef = z.object({ id: z.string(), voucher: z.string(), lines: z.number() })
const entryPair = z.object({ entry: entryRef, reversal: entryRef })
export const revaluationView = z.object({
  id: z.string().nullable().describe('Null where there was nothing to book.'),
  asOf: z.string(),
  reverseOn: z.string(),
  currency: z.string(),
  totals: totalsView,
  entries: z.array(entryPair),
  sequence: z.number(),
})

export const revaluationRow = z.object({
  id: z.string(),
  asOf: z.string(),
  reverseOn: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
  lines: z.number(),
  gain: z.string(),
  loss: z.string(),
  entries: z.array(entryPair),
})

export const residualView = z.object({
  account: accountRef,
  unit: z.string(),
  value: z.string().describe('What is left in company currency; debit positive.'),
})
