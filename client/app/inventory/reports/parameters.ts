import { z } from 'zod'
import { optionalDate, optionalSequence, optionalText } from '../../routes/base.ts'
import type { Parameters } from './queries.ts'

/** What reports of the stock are asked with, as it stands in the addresses of their pages. */

const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).optional().catch(undefined)

const common = {
  warehouse: optionalText,
  family: optionalText,
  q: optionalText,
  /** The item whose value is explained, and in which warehouse of it. */
  explain: optionalText,
  explainIn: optionalText,
}
const moment = { asOf: optionalDate, knownAt: optionalSequence }
const period = { from: optionalDate, to: optionalDate, knownAt: optionalSequence }

export const onHandSearch = z.object({
  ...common,
  ...moment,
  by: choice(['item', 'warehouse', 'place', 'lot']),
  negative: z.coerce.boolean().optional().catch(undefined),
})
export const valuationSearch = z.object({ ...common, ...moment })
export const movementSearch = z.object({ ...common, ...period, by: choice(['item', 'warehouse']) })
export const ageingSearch = z.object({ ...common, ...moment, days: optionalText })
export const turnoverSearch = z.object({ ...common, ...period })
export const slowMoversSearch = z.object({
  ...common,
  ...moment,
  days: z.coerce.number().int().min(1).max(36_500).optional().catch(undefined),
})
export const reservedSearch = z.object({ ...common, only: choice(['reserved', 'negative', 'short']) })
export const traceSearch = z.object({
  item: optionalText,
  lot: optionalText,
  direction: choice(['forward', 'backward']),
})

/** What any of the pages may have in its address. */
export type StockReportSearch = Partial<
  Omit<
    z.output<typeof onHandSearch> & z.output<typeof movementSearch> & z.output<typeof reservedSearch>,
    'by'
  >
> & { by?: string | undefined; days?: string | number | undefined }

/** Of the address, what the API is asked with. */
export function parametersOf({ explain: _, explainIn: __, ...search }: StockReportSearch): Parameters {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === '' || value === false ? [] : [[name, String(value)]],
    ),
  )
}

/** What the explanation of an item's value is asked with, of the day and position of the report that it belongs to. */
export function explanationOf(search: StockReportSearch): Parameters | undefined {
  const { explain, explainIn, asOf, to, knownAt } = search
  if (!explain) return undefined
  const day = asOf ?? to
  return {
    item: explain,
    ...(explainIn && { warehouse: explainIn }),
    ...(day && { asOf: day }),
    ...(knownAt !== undefined && { knownAt: String(knownAt) }),
  }
}
