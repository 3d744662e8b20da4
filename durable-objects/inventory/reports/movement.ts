import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { formatDate } from '../../kernel/dates.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockReportsContract } from './contract.ts'
import type { Held } from './domain.ts'
import {
  filterOf,
  type KeyedRow,
  momentOf,
  pageOfItems,
  periodOf,
  type ReportTables,
  ReportTexts,
} from './frame.ts'
import { sumOf, type ValueRow } from './tables.ts'

type Input = InputOf<StockReportsContract, 'GetStockMovement'>
type Reply = ReplyOf<StockReportsContract, 'GetStockMovement'>

interface Flow {
  opening: Held
  in: Held
  out: Held
  revalued: number
}

/** What came in and went out of each item, document by document: what a document brings and takes of one is its difference. */
export function stockMovement(tables: ReportTables, input: Input, nowMicros: number) {
  const moment = momentOf(tables, { asOf: input.to, knownAt: input.knownAt }, nowMicros)
  if (isRefusal(moment)) return moment
  const period = periodOf(input.from, moment.asOf)
  if (isRefusal(period)) return period
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const { by = 'item' } = input
  const texts = new ReportTexts(tables)
  const before = { ...moment, asOf: period.from - 1 }
  const page = pageOfItems(tables, { ...input, filter }, (item) => {
    const isWanted = (warehouse: number) => filter.warehouse === undefined || warehouse === filter.warehouse
    const opening = [...tables.rows.held(item.ordinal, before)].filter(([warehouse]) => isWanted(warehouse))
    const booked = tables.rows
      .booked(item.ordinal, period.from, period.to, moment.knownAt)
      .map((row) => ({ ...row, warehouse: Math.max(row.warehouse, 0) }))
      .filter(({ warehouse }) => isWanted(warehouse))
    const groupOf = (warehouse: number) => (by === 'item' ? 0 : warehouse)
    const flows = flowsOf(opening, booked, groupOf)
    return [...flows]
      .sort(([a], [b]) => a - b)
      .filter(([, flow]) => !isNothing(flow))
      .map(([group, flow]): KeyedRow<Reply['data'][number]> => {
        const { opening: held, in: came, out: went, revalued } = flow
        const closing = sumOf([held, came, went, { quantity: 0, value: revalued }])
        return [
          group,
          0,
          {
            ...texts.goods(item),
            warehouse: by === 'item' ? null : texts.warehouse(group),
            opening: texts.flow(item, held),
            in: texts.flow(item, came),
            out: texts.flow(item, went),
            revalued: texts.amount(revalued),
            closing: texts.flow(item, closing),
          },
        ]
      })
  })
  if (isRefusal(page)) return page
  const { asOf: _, ...frame } = texts.moment(moment)
  return { ...frame, from: formatDate(period.from), to: formatDate(period.to), by, ...page }
}

function flowsOf(
  opening: readonly (readonly [number, Held])[],
  booked: readonly ValueRow[],
  groupOf: (warehouse: number) => number,
): Map<number, Flow> {
  const flows = new Map<number, Flow>()
  const flow = (group: number): Flow => {
    const known = flows.get(group) ?? { opening: nothing(), in: nothing(), out: nothing(), revalued: 0 }
    flows.set(group, known)
    return known
  }
  for (const [warehouse, held] of opening) add(flow(groupOf(warehouse)).opening, held)
  // One day of one event of one group: a document is one event, what it adjusts of the past another.
  const documents = new Map<string, Held & { group: number }>()
  for (const { warehouse, date, sequence, quantity, value } of booked) {
    const group = groupOf(warehouse)
    const key = `${group}|${sequence}|${date}`
    const known = documents.get(key) ?? { group, quantity: 0, value: 0 }
    documents.set(key, known)
    add(known, { quantity, value })
  }
  for (const { group, quantity, value } of documents.values()) {
    const of = flow(group)
    if (quantity === 0) of.revalued += value
    else add(quantity > 0 ? of.in : of.out, { quantity, value })
  }
  return flows
}

const nothing = (): Held => ({ quantity: 0, value: 0 })

function add(to: Held, { quantity, value }: Held): void {
  to.quantity += quantity
  to.value += value
}

const isNothing = ({ opening, in: came, out: went, revalued }: Flow): boolean =>
  [opening, came, went].every(({ quantity, value }) => quantity === 0 && value === 0) && revalued === 0
