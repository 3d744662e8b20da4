import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { formatDate, parseDate } from '../../kernel/dates.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockReportsContract } from './contract.ts'
import { averageValue, dayNumber, ratio } from './domain.ts'
import {
  dateText,
  filterOf,
  type KeyedRow,
  momentOf,
  type Period,
  pageOfItems,
  periodOf,
  type ReportTables,
  ReportTexts,
  today,
} from './frame.ts'
import { OUT, RETURN, sumOf } from './tables.ts'

type Input<Name extends 'GetStockTurnover' | 'GetSlowMovers'> = InputOf<StockReportsContract, Name>
type Reply<Name extends 'GetStockTurnover' | 'GetSlowMovers'> = ReplyOf<StockReportsContract, Name>

/** Cost of sales against what lay there, item by item. */
export function stockTurnover(tables: ReportTables, input: Input<'GetStockTurnover'>, nowMicros: number) {
  const moment = momentOf(tables, { asOf: input.to }, nowMicros)
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
      const sold = soldOf(tables, item, period, filter.warehouse)
      const average = averageOf(tables, item, period, filter.warehouse)
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

interface SoldRow extends Record<string, SqlStorageValue> {
  kind: number
  warehouse: number
  from_place: number
  to_place: number
  quantity: number
  /** Of the goods, as it is by now: negative where they left. */
  value: number
}

/** What customers got, at what it costs by now, less what they gave back. */
function soldOf(
  { rows, ports }: ReportTables,
  item: StockItem,
  { from, to }: Period,
  only: number | undefined,
) {
  const moves = rows.database.all<SoldRow>(
    `SELECT kind, warehouse, from_place, to_place, quantity, cost - corrected AS value FROM stock_moves
     WHERE item = ? AND date >= ? AND date <= ? AND kind IN (${OUT}, ${RETURN})`,
    ...[item.ordinal, from, to],
  )
  const sold = { quantity: 0, value: 0 }
  for (const { kind, warehouse, from_place, to_place, quantity, value } of moves) {
    if (only !== undefined && warehouse !== only) continue
    const outside = kind === OUT ? to_place : from_place
    if (ports.places.byOrdinal(outside).kind !== 'customer') continue
    sold.quantity += kind === OUT ? quantity : 0 - quantity
    sold.value -= value
  }
  return sold
}

function averageOf(
  { rows }: ReportTables,
  item: StockItem,
  { from, to }: Period,
  only: number | undefined,
): number {
  const isWanted = (warehouse: number) => only === undefined || warehouse === only
  const opening = [...rows.held(item.ordinal, { asOf: from - 1, knownAt: undefined })]
    .filter(([warehouse]) => isWanted(warehouse))
    .map(([, held]) => held)
  const changes = rows
    .booked(item.ordinal, from, to, undefined)
    .filter(({ warehouse }) => isWanted(warehouse))
  return averageValue(sumOf(opening).value, changes, from, to)
}

/** What lies there and was not asked for. */
export function slowMovers(tables: ReportTables, input: Input<'GetSlowMovers'>, nowMicros: number) {
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const { days = DAYS } = input
  const on = parseDate(input.on ?? '') ?? today(nowMicros)
  const texts = new ReportTexts(tables)
  const page = pageOfItems(
    tables,
    { ...input, filter },
    (item): KeyedRow<Reply<'GetSlowMovers'>['data'][number]>[] => {
      const pools = [...tables.rows.pools(item.ordinal)]
      const held = sumOf(
        pools
          .filter(([warehouse]) => filter.warehouse === undefined || warehouse === filter.warehouse)
          .map(([, each]) => each),
      )
      if (held.quantity <= 0) return []
      const lastIssue = lastIssueOf(tables, item, filter.warehouse)
      const since = lastIssue ?? firstMoveOf(tables, item)
      const idleDays = dayNumber(on) - dayNumber(since)
      if (idleDays < days) return []
      return [
        [0, 0, { ...texts.goods(item), ...texts.flow(item, held), lastIssue: dateText(lastIssue), idleDays }],
      ]
    },
  )
  if (isRefusal(page)) return page
  return { on: formatDate(on), days, sequence: tables.log.head.sequence, currency: texts.currency, ...page }
}

const DAYS = 90

/** From the latest move back, which is as a rule the first that is looked at. */
function lastIssueOf(
  { rows, ports }: ReportTables,
  item: StockItem,
  only: number | undefined,
): number | undefined {
  const moves = rows.database.each<{ date: number; warehouse: number; to_place: number }>(
    `SELECT date, warehouse, to_place FROM stock_moves WHERE item = ? AND kind = ${OUT}
     ORDER BY date DESC, sequence DESC, line DESC`,
    item.ordinal,
  )
  for (const { date, warehouse, to_place } of moves) {
    if (only !== undefined && warehouse !== only) continue
    const { kind } = ports.places.byOrdinal(to_place)
    if (kind === 'customer' || kind === 'production') return date
  }
  return undefined
}

function firstMoveOf({ rows }: ReportTables, item: StockItem): number {
  const row = rows.database.first<{ date: number }>(
    'SELECT date FROM stock_moves WHERE item = ? ORDER BY date LIMIT 1',
    item.ordinal,
  )
  return row?.date as number
}
