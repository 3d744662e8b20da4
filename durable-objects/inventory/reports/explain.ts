import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { Layer } from '../valuation/model.ts'
import type { StockReportsContract } from './contract.ts'
import { filterOf, itemNotFound, type Moment, momentOf, type ReportTables, ReportTexts } from './frame.ts'
import { sumOf, type ValueRow } from './tables.ts'

type Input = InputOf<StockReportsContract, 'ExplainItemValue'>
type Reply = ReplyOf<StockReportsContract, 'ExplainItemValue'>

/** What an item's value is made of: the layers that it lies in, and everything that was booked. */
export function explainItemValue(tables: ReportTables, input: Input, nowMicros: number) {
  const item = tables.ports.items.byRef(input.item)
  if (!item) return itemNotFound(input.item)
  const moment = momentOf(tables, input, nowMicros)
  if (isRefusal(moment)) return moment
  const filter = filterOf(tables, input)
  if (isRefusal(filter)) return filter
  const texts = new ReportTexts(tables)
  const page = bookings(tables, texts, item, { ...input, moment, only: filter.warehouse })
  if (isRefusal(page)) return page
  const held = [...tables.rows.held(item.ordinal, moment)]
    .filter(([warehouse]) => filter.warehouse === undefined || warehouse === filter.warehouse)
    .map(([, each]) => each)
  const layers = tables.ports.past
    .layers(item.ordinal, moment.asOf, moment.knownAt)
    .filter(({ warehouse }) => filter.warehouse === undefined || warehouse === filter.warehouse)
  const worth = layers.reduce((sum, { remainingValue }) => sum + remainingValue, 0)
  return {
    ...texts.moment(moment),
    ...texts.goods(item),
    method: item.method,
    ...texts.flow(item, sumOf(held)),
    layers: layers.slice(0, LIMITS.explainedLayersMax).map((layer) => layerView(tables, texts, item, layer)),
    moreLayers: layers.length > LIMITS.explainedLayersMax,
    bookedLater: texts.amount(isLayered(item) ? worth - sumOf(held).value : 0),
    ...page,
  }
}

function layerView(
  { rows, ports }: ReportTables,
  texts: ReportTexts,
  item: StockItem,
  layer: Layer,
): Reply['layers'][number] {
  const { event: _, entries, ...document } = ports.booked(layer.root.sequence)
  return {
    warehouse: texts.warehouse(layer.warehouse),
    ...document,
    line: layer.root.line,
    lot: rows.lot(layer.lot)?.code ?? null,
    quantity: ports.items.format(item, layer.remaining),
    received: ports.items.format(item, layer.quantity),
    value: isLayered(item) ? texts.amount(layer.remainingValue) : null,
    entries: [...entries],
  }
}

const isLayered = ({ method }: StockItem): boolean => method === 'fifo' || method === 'lot'

function bookings(
  tables: ReportTables,
  texts: ReportTexts,
  item: StockItem,
  {
    cursor,
    limit = LIMITS.pageRowsDefault,
    moment,
    only,
  }: Input & { moment: Moment; only: number | undefined },
) {
  const after = decodeCursor(cursor, 3)
  if (after === 'invalid') return invalidCursor()
  const [date = Number.MAX_SAFE_INTEGER, sequence = 0, warehouse = 0] = after ?? []
  const rows = tables.rows.database.all<ValueRow>(
    `SELECT warehouse, date, sequence, quantity, value FROM stock_values
     WHERE item = ?1 AND date <= ?2 AND sequence <= ?3 AND (?4 IS NULL OR warehouse = ?4)
       AND (date, sequence, warehouse) < (?5, ?6, ?7)
     ORDER BY date DESC, sequence DESC, warehouse DESC LIMIT ?8`,
    ...[item.ordinal, moment.asOf, moment.position, only ?? null, date, sequence, warehouse, limit + 1],
  )
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    data: rows.slice(0, limit).map((row): Reply['data'][number] => {
      const { entries, ...document } = tables.ports.booked(row.sequence)
      return {
        warehouse: texts.warehouse(row.warehouse),
        ...document,
        bookedOn: formatDate(row.date),
        ...texts.flow(item, row),
        entries: [...entries],
      }
    }),
    nextCursor: last ? encodeCursor([last.date, last.sequence, last.warehouse]) : null,
  }
}
