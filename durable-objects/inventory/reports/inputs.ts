import { z } from 'zod'
import { date, flag, line, page, requiredLine, sequence, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'

/** What reports of the stock are asked with. Every field fits into a query string. */

const knownAt = sequence
  .optional()
  .describe('The stock as it was known at this position of the event log; default: its end.')
const asOf = date
  .optional()
  .describe('Default: today, or the latest day of an entry where one lies in the future.')

const filtered = {
  warehouse: requiredLine(LIMITS.placeCodeCharsMax).optional(),
  family: requiredLine(LIMITS.itemCodeCharsMax).optional().describe('The family with all below it.'),
  q: line(LIMITS.nameCharsMax)
    .optional()
    .describe("A part of the item's code or name; the case of Latin letters does not count."),
}

const period = {
  from: date.optional().describe('Default: the first day of the year of `to`.'),
  to: asOf,
}

export const ON_HAND_BY = ['item', 'warehouse', 'place', 'lot'] as const

export const onHandInput = z.strictObject({
  ...page,
  ...filtered,
  asOf,
  knownAt,
  by: z.enum(ON_HAND_BY).optional().describe('What has a row of its own; default: warehouse.'),
  negative: flag.optional().describe('Only what is less than nothing.'),
})

export const valuationInput = z.strictObject({ ...page, ...filtered, asOf, knownAt })

export const movementInput = z.strictObject({
  ...page,
  ...filtered,
  ...period,
  knownAt,
  by: z
    .enum(['item', 'warehouse'])
    .optional()
    .describe('Default: item; what goes between warehouses is then neither in nor out.'),
})

/** Upper ends of the buckets of age, in days, ascending; undefined: the text says none. */
export function parseAges(text: string): number[] | undefined {
  const ages = text.split(',').map(Number)
  const isAscending = ages.every((age, index) => index === 0 || age > (ages[index - 1] as number))
  const areDays = ages.every((age) => Number.isInteger(age) && age >= 0 && age <= LIMITS.stockAgeDaysMax)
  return isAscending && areDays && ages.length <= LIMITS.stockAgesMax ? ages : undefined
}

export const ageingInput = z.strictObject({
  ...page,
  ...filtered,
  asOf: asOf.describe(
    'The stock of this day, and its age on it. Default: today, or the latest day of an entry where one lies in the future.',
  ),
  knownAt,
  days: z
    .string()
    .max(200)
    .refine(
      (text) => parseAges(text) !== undefined,
      `Write up to ${LIMITS.stockAgesMax} numbers of days, ascending, such as 30,60,90.`,
    )
    .optional()
    .describe('The last day of each bucket of age; default: 30,60,90,180,365.'),
})

export const turnoverInput = z.strictObject({ ...page, ...filtered, ...period, knownAt })

export const slowMoversInput = z.strictObject({
  ...page,
  ...filtered,
  asOf,
  knownAt,
  days: wholeNumber(1, LIMITS.stockAgeDaysMax)
    .optional()
    .describe('Without an issue for so long; default: 90.'),
})

export const reservedInput = z.strictObject({
  ...page,
  ...filtered,
  only: z
    .enum(['reserved', 'negative', 'short'])
    .optional()
    .describe('Short: more is reserved than is there. Default: all that is reserved or negative.'),
})

export const lotTraceInput = z.strictObject({
  ...page,
  item: requiredLine(LIMITS.nameCharsMax).describe('Id, code or barcode of the item.'),
  lot: requiredLine(LIMITS.lotCodeCharsMax).describe('Lot or serial number.'),
  direction: z
    .enum(['forward', 'backward'])
    .optional()
    .describe('Forward, the default: from where it came in to where it went. Backward: the other way round.'),
})

export const explainValueInput = z.strictObject({
  ...page,
  item: requiredLine(LIMITS.nameCharsMax).describe('Id, code or barcode of the item.'),
  warehouse: filtered.warehouse,
  asOf,
  knownAt,
})
