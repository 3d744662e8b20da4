import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockReportsContract } from './contract.ts'
import {
  dateText,
  type Filter,
  filterOf,
  type KeyedRow,
  type Moment,
  momentOf,
  pageOfItems,
  type ReportTables,
  ReportTexts,
} from './frame.ts'
import { sumOf } from './tables.ts'

type Input = InputOf<StockReportsContract, 'GetStockOnHand'>
type Reply = ReplyOf<StockReportsContract, 'GetStockOnHand'>
type Row = Reply['data'][number]

/** What lies where, as of a day and as known at a position. */
export function stockOnHand(tables: ReportTables, input: Input, nowMicros: number) {
  const moment = momentOf(tables, input, nowMicros)
  if (isRefusal(moment)) return moment
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const { by = 'warehouse', negative = false } = input
  const texts = new ReportTexts(tables)
  const rowsOf = by === 'place' || by === 'lot' ? placeRows : warehouseRows
  const isWanted = (quantity: number) => (negative ? quantity < 0 : quantity !== 0)
  const page = pageOfItems(tables, { ...input, filter }, (item) =>
    rowsOf({ tables, texts, moment, filter, by }, item).flatMap(
      ([first, second, { steps, ...row }]): KeyedRow<Row>[] =>
        isWanted(steps)
          ? [
              [
                first,
                second,
                { ...texts.goods(item), ...row, quantity: tables.ports.items.format(item, steps) },
              ],
            ]
          : [],
    ),
  )
  return isRefusal(page) ? page : { ...texts.moment(moment), by, ...page }
}

interface Asked {
  tables: ReportTables
  texts: ReportTexts
  moment: Moment
  filter: Filter
  by: string
}
type Part = KeyedRow<Pick<Row, 'warehouse' | 'place' | 'lot' | 'expiry'> & { steps: number }>
const NOWHERE = { warehouse: null, place: null, lot: null, expiry: null }

function warehouseRows({ tables, texts, moment, filter, by }: Asked, item: StockItem): Part[] {
  const held = tables.rows.held(item.ordinal, moment)
  const wanted = [...held].filter(
    ([warehouse]) => filter.warehouse === undefined || warehouse === filter.warehouse,
  )
  if (by === 'item') return [[0, 0, { ...NOWHERE, steps: sumOf(wanted.map(([, each]) => each)).quantity }]]
  return wanted
    .sort(([a], [b]) => a - b)
    .map(([warehouse, { quantity }]) => [
      warehouse,
      0,
      { ...NOWHERE, warehouse: texts.warehouse(warehouse), steps: quantity },
    ])
}

function placeRows({ tables, texts, moment, filter, by }: Asked, item: StockItem): Part[] {
  const rows: Part[] = []
  for (const { place, lot, quantity } of tables.rows.lying(item.ordinal, moment)) {
    const { warehouse, warehouseOrdinal } = tables.ports.places.byOrdinal(place)
    if (filter.warehouse !== undefined && warehouseOrdinal !== filter.warehouse) continue
    const last = rows.at(-1)
    if (by === 'place' && last?.[0] === place) {
      last[2].steps += quantity
      continue
    }
    const { code = null, expiry } = (by === 'lot' && tables.rows.lot(lot)) || {}
    const where = { warehouse, place: texts.place(place), lot: code, expiry: dateText(expiry) }
    rows.push([place, by === 'lot' ? lot : 0, { ...where, steps: quantity }])
  }
  return rows
}
