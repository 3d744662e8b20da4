import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockReportsContract } from './contract.ts'
import { aged, type Held } from './domain.ts'
import {
  dateText,
  filterOf,
  type KeyedRow,
  type Moment,
  momentOf,
  pageOfItems,
  type ReportTables,
  ReportTexts,
} from './frame.ts'
import { parseAges } from './inputs.ts'
import { sumOf } from './tables.ts'

type Input = InputOf<StockReportsContract, 'GetStockAgeing'>
type Reply = ReplyOf<StockReportsContract, 'GetStockAgeing'>

const ENDS = [30, 60, 90, 180, 365]

/** What lay there on a day, by the day on which it came into the company. */
export function stockAgeing(tables: ReportTables, input: Input, nowMicros: number) {
  const moment = momentOf(tables, input, nowMicros)
  if (isRefusal(moment)) return moment
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const ends = (input.days === undefined ? undefined : parseAges(input.days)) ?? ENDS
  const texts = new ReportTexts(tables)
  const page = pageOfItems(tables, { ...input, filter }, (item): KeyedRow<Reply['data'][number]>[] => {
    const { pool, buckets, negative, oldest, bookedLater } = agesOf(
      tables,
      item,
      filter.warehouse,
      ends,
      moment,
    )
    if (pool.quantity === 0 && pool.value === 0) return []
    return [
      [
        0,
        0,
        {
          ...texts.goods(item),
          ...texts.flow(item, pool),
          buckets: buckets.map((bucket) => texts.flow(item, bucket)),
          negative: texts.flow(item, negative),
          bookedLater: texts.amount(bookedLater),
          oldest: dateText(oldest),
        },
      ],
    ]
  })
  if (isRefusal(page)) return page
  return {
    ...texts.moment(moment),
    buckets: [...ends, null].map((to, index) => ({
      from: index === 0 ? 0 : (ends[index - 1] as number) + 1,
      to,
    })),
    ...page,
  }
}

function agesOf(
  { rows, ports }: ReportTables,
  item: StockItem,
  only: number | undefined,
  ends: readonly number[],
  moment: Moment,
) {
  const isLayered = item.method === 'fifo' || item.method === 'lot'
  const pools = rows
    .heldRows(item.ordinal, moment)
    .filter(({ quantity, value }) => quantity !== 0 || value !== 0)
  // Most items of a day long ago have nothing: their layers are not looked for.
  const layers = pools.length === 0 ? [] : ports.past.layers(item.ordinal, moment.asOf, moment.knownAt)
  const buckets = Array.from({ length: ends.length + 1 }, (): Held => ({ quantity: 0, value: 0 }))
  const negative: Held = { quantity: 0, value: 0 }
  const pool: Held = { quantity: 0, value: 0 }
  let oldest: number | undefined
  // Each warehouse by itself: what it is worth is divided among the goods that lie there.
  for (const { warehouse, ...held } of pools) {
    if (only !== undefined && warehouse !== only) continue
    const own = layers.filter((layer) => layer.warehouse === warehouse)
    const ages = own.map(({ root, remaining: quantity, remainingValue }) => ({
      ...{ rootDate: root.date, quantity },
      value: isLayered ? remainingValue : undefined,
    }))
    const of = aged(ages, held, ends, moment.asOf)
    Object.assign(pool, sumOf([pool, held]))
    Object.assign(negative, sumOf([negative, of.negative]))
    for (const [index, bucket] of of.buckets.entries())
      Object.assign(buckets[index] as Held, sumOf([buckets[index] as Held, bucket]))
    for (const { rootDate, quantity } of ages)
      if (quantity > 0 && (oldest === undefined || rootDate < oldest)) oldest = rootDate
  }
  const bookedLater = sumOf([...buckets, negative]).value - pool.value
  return { pool, buckets, negative, oldest, bookedLater }
}
