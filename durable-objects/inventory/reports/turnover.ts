import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { formatDate } from '../../kernel/dates.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockReportsContract } from './contract.ts'
import { averageValue, dayNumber, ratio } from './domain.ts'
import {
  dateText,
  filterOf,
  type KeyedRow,
  type Moment,
  momentOf,
  type Period,
  pageOfItems,
  periodOf,
  type ReportTables,
  ReportTexts,
} from './frame.ts'
import { OUT, sumOf } from './tables.ts'

type Input<Name extends 'GetStockTurnover' | 'GetSlowMovers'> = InputOf<StockReportsContract, Name>
type Reply<Name extends 'GetStockTurnover' | 'GetSlowMovers'> = ReplyOf<StockReportsContract, Name>

/** Cost of sales against what lay there, item by item. */
export function stockTurnover(tables: ReportTables, input: Input<'GetStockTurnover'>, nowMicros: number) {
  const moment = momentOf(tables, { asOf: input.to, knownAt: input.knownAt }, nowMicros)
  if (isRefusal(moment)) return moment
  const period = periodOf(input.from, moment.asOf)
  if (isRefusal(period)) return period
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const texts = new ReportTexts(tables)
  const days = dayNumber(period.to) + 1 - dayNumber(period.from)
  const page = pageOfItems(
    tables,
    { ...input, filter },
    (item): KeyedRow<Reply<'GetStockTurnover'>['data'][number]>[] => {
      const asked = { period, moment, only: filter.warehouse }
      const sold = soldOf(tables, item, asked)
      const average = averageOf(tables, item, asked)
      if (sold.quantity === 0 && sold.value === 0 && average === 0) return []
      const row = {
        ...texts.goods(item),
        issued: tables.ports.items.format(item, sold.quantity),
        costOfSales: texts.amount(sold.value),
        averageValue: texts.amount(average),
        turnover: ratio(sold.value, 1, average),
        daysOnHand: ratio(average, days, sold.value),
      }
      return [[0, 0, row]]
    },
  )
  if (isRefusal(page)) return page
  const { asOf: _, ...frame } = texts.moment(moment)
  return { ...frame, from: formatDate(period.from), to: formatDate(period.to), days, ...page }
}

interface Asked {
  period: Period
  moment: Moment
  /** Of this warehouse. */
  only: number | undefined
}

/** What customers got, at what it was known to cost, less what they gave back. */
function soldOf({ ports }: ReportTables, item: StockItem, { period: { from, to }, moment, only }: Asked) {
  const sold = { quantity: 0, value: 0 }
  for (const each of ports.past.outside(item.ordinal, from, to, moment.knownAt)) {
    if (only !== undefined && each.warehouse !== only) continue
    if (ports.places.byOrdinal(each.outside).kind !== 'customer') continue
    sold.quantity += each.move === 'out' ? each.quantity : 0 - each.quantity
    sold.value -= each.value
  }
  return sold
}

function averageOf(
  { rows }: ReportTables,
  item: StockItem,
  { period: { from, to }, moment: { knownAt }, only }: Asked,
): number {
  const isWanted = (warehouse: number) => only === undefined || warehouse === only
  const opening = [...rows.held(item.ordinal, { asOf: from - 1, knownAt })]
    .filter(([warehouse]) => isWanted(warehouse))
    .map(([, held]) => held)
  const changes = rows.booked(item.ordinal, from, to, knownAt).filter(({ warehouse }) => isWanted(warehouse))
  return averageValue(sumOf(opening).value, changes, from, to)
}

/** What lies there and was not asked for. */
export function slowMovers(tables: ReportTables, input: Input<'GetSlowMovers'>, nowMicros: number) {
  const moment = momentOf(tables, input, nowMicros)
  if (isRefusal(moment)) return moment
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const { days = DAYS } = input
  const texts = new ReportTexts(tables)
  const page = pageOfItems(
    tables,
    { ...input, filter },
    (item): KeyedRow<Reply<'GetSlowMovers'>['data'][number]>[] => {
      const pools = [...tables.rows.held(item.ordinal, moment)]
      const held = sumOf(
        pools
          .filter(([warehouse]) => filter.warehouse === undefined || warehouse === filter.warehouse)
          .map(([, each]) => each),
      )
      if (held.quantity <= 0) return []
      const lastIssue = lastIssueOf(tables, item, filter.warehouse, moment)
      const since = lastIssue ?? firstMoveOf(tables, item, moment)
      const idleDays = dayNumber(moment.asOf) - dayNumber(since)
      if (idleDays < days) return []
      return [
        [0, 0, { ...texts.goods(item), ...texts.flow(item, held), lastIssue: dateText(lastIssue), idleDays }],
      ]
    },
  )
  if (isRefusal(page)) return page
  return { ...texts.moment(moment), days, ...page }
}

const DAYS = 90

/** From the latest move back, which is as a rule the first that is looked at. */
function lastIssueOf(
  { rows, ports }: ReportTables,
  item: StockItem,
  only: number | undefined,
  { asOf, position }: Moment,
): number | undefined {
  const moves = rows.database.each<{ date: number; warehouse: number; to_place: number }>(
    `SELECT date, warehouse, to_place FROM stock_moves WHERE item = ? AND date <= ? AND sequence <= ? AND kind = ${OUT}
     ORDER BY date DESC, sequence DESC, line DESC`,
    ...[item.ordinal, asOf, position],
  )
  for (const { date, warehouse, to_place } of moves) {
    if (only !== undefined && warehouse !== only) continue
    const { kind } = ports.places.byOrdinal(to_place)
    if (kind === 'customer' || kind === 'production') return date
  }
  return undefined
}

function firstMoveOf({ rows }: ReportTables, item: StockItem, { position }: Moment): number {
  const row = rows.database.first<{ date: number }>(
    'SELECT date FROM stock_moves WHERE item = ? AND sequence <= ? ORDER BY date LIMIT 1',
    ...[item.ordinal, position],
  )
  return row?.date as number
}
