import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockReportsContract } from './contract.ts'
import { dateText, itemNotFound, type ReportTables, ReportTexts } from './frame.ts'
import { moveKey } from './lot-flow.ts'
import { type TracedMove, TraceGraph } from './trace-graph.ts'

type Input = InputOf<StockReportsContract, 'TraceLot'>
type Reply = ReplyOf<StockReportsContract, 'TraceLot'>

interface Node {
  key: string
  parent: string | null
  depth: number
  quantity: number
  isMade: boolean
  isRepeated: boolean
}

/**
 * A lot's moves as a tree: a move hangs below the move that brought the goods which it took. What took from several stands
 * below each of them, and what follows from it below the first.
 */
export function traceLot(
  tables: ReportTables,
  input: Input,
): Reply | Refusal<'item_not_found' | 'lot_not_found' | 'lot_trace_too_large' | 'invalid_cursor'> {
  const item = tables.ports.items.byRef(input.item)
  if (!item) return itemNotFound(input.item)
  const lot = tables.rows.lotOf(item.ordinal, input.lot)
  if (!lot)
    return refuse('lot_not_found', `${item.code} has no lot ${input.lot}.`, [
      { pointer: '/lot', code: 'lot_not_found', detail: 'There is no such lot.' },
    ])
  const after = decodeCursor(input.cursor, 1)
  if (after === 'invalid') return invalidCursor()
  const [start = 0] = after ?? []
  const { direction = 'forward', limit = LIMITS.pageRowsDefault } = input
  const graph = new TraceGraph(tables.rows.database, tables.production, direction, LIMITS.lotTraceMovesMax)
  const nodes = nodesOf(graph, item, lot.lot)
  if (graph.isTooLarge)
    return refuse(
      'lot_trace_too_large',
      `The lot has moved more than ${LIMITS.lotTraceMovesMax} times. List the moves of the item instead.`,
    )
  const page = nodes.slice(start, start + limit)
  const texts = new ReportTexts(tables)
  return {
    ...texts.goods(item),
    lot: lot.code,
    expiry: dateText(lot.expiry),
    direction,
    onHand: tables.ports.items.format(item, onHandOf(tables, item, lot.lot)),
    sequence: tables.log.head.sequence,
    data: page.map((node) => rowOf(tables, texts, graph.moves.get(node.key) as TracedMove, node)),
    nextCursor: nodes.length > start + limit ? encodeCursor([start + limit]) : null,
  }
}

/** Depth first. */
function nodesOf(graph: TraceGraph, item: StockItem, lot: number): Node[] {
  const nodes: Node[] = []
  const shown = new Set<string>()
  const stack: Omit<Node, 'isRepeated'>[] = graph
    .roots(item.ordinal, lot)
    .map((move) => ({ key: moveKey(move), parent: null, depth: 0, quantity: move.quantity, isMade: false }))
    .reverse()
  for (let node = stack.pop(); node && !graph.isTooLarge; node = stack.pop()) {
    const isRepeated = shown.has(node.key)
    nodes.push({ ...node, isRepeated })
    if (isRepeated) continue
    shown.add(node.key)
    const { key, depth } = node
    for (const next of graph.next(key).reverse()) stack.push({ ...next, parent: key, depth: depth + 1 })
  }
  return nodes
}

function rowOf(
  { ports, rows }: ReportTables,
  texts: ReportTexts,
  row: TracedMove,
  { key, parent, depth, quantity, isMade, isRepeated }: Node,
): Reply['data'][number] {
  const { document, kind, voucher, reference, party } = ports.booked(row.sequence)
  const item = ports.items.byOrdinal(row.item)
  return {
    ...{ depth, move: key, parent, document, kind, voucher, sequence: row.sequence, reference, party },
    date: formatDate(row.date),
    from: texts.place(row.from_place),
    to: texts.place(row.to_place),
    ...texts.goods(item),
    lot: rows.lot(row.lot)?.code ?? null,
    quantity: ports.items.format(item, quantity),
    ...{ isMade, isRepeated },
  }
}

function onHandOf({ rows }: ReportTables, item: StockItem, lot: number): number {
  const row = rows.database.first<{ quantity: number | null }>(
    'SELECT sum(quantity) AS quantity FROM stock_on_hand WHERE item = ? AND lot = ?',
    ...[item.ordinal, lot],
  )
  return row?.quantity ?? 0
}
