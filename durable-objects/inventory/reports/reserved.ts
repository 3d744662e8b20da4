import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockReportsContract } from './contract.ts'
import { filterOf, type KeyedRow, pageOfItems, type ReportTables, ReportTexts } from './frame.ts'

type Input = InputOf<StockReportsContract, 'GetReservedStock'>
type Reply = ReplyOf<StockReportsContract, 'GetReservedStock'>

/** Items that may have a row, so that the others are not looked at. */
const CANDIDATES = `i.ordinal IN (
  SELECT item FROM reserved_totals WHERE quantity <> 0 UNION ALL SELECT item FROM stock_pools WHERE quantity < 0)`

/** Warehouses in which something is reserved, or less than nothing. */
export function reservedStock(tables: ReportTables, input: Input) {
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const texts = new ReportTexts(tables)
  const { items } = tables.ports
  const page = pageOfItems(tables, { ...input, filter, condition: CANDIDATES }, (item) =>
    [...tables.rows.pools(item.ordinal)]
      .filter(
        ([warehouse]) => warehouse > 0 && (filter.warehouse === undefined || warehouse === filter.warehouse),
      )
      .sort(([a], [b]) => a - b)
      .flatMap(([warehouse, { quantity }]): KeyedRow<Reply['data'][number]>[] => {
        const reserved = tables.ports.reserved(item.ordinal, warehouse)
        const is = {
          reserved: reserved !== 0,
          negative: quantity < 0,
          short: reserved > Math.max(quantity, 0),
        }
        if (!(input.only ? is[input.only] : is.reserved || is.negative)) return []
        const row = {
          ...texts.goods(item),
          warehouse: texts.warehouse(warehouse) as string,
          onHand: items.format(item, quantity),
          reserved: items.format(item, reserved),
          available: items.format(item, quantity - reserved),
          isNegative: is.negative,
          isShort: is.short,
        }
        return [[warehouse, 0, row]]
      }),
  )
  return isRefusal(page) ? page : { sequence: tables.log.head.sequence, ...page }
}
