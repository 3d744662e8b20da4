import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockReportsContract } from './contract.ts'
import { dateText, itemNotFound, type ReportTables, ReportTexts } from './frame.ts'
import { RETURN } from './tables.ts'

type Input = InputOf<StockReportsContract, 'TraceLot'>
type Reply = ReplyOf<StockReportsContract, 'TraceLot'>

interface MoveRow extends Record<string, SqlStorageValue> {
  date: number
  sequence: number
  line: number
  kind: number
  from_place: number
  to_place: number
  quantity: number
  of_sequence: number | null
  of_line: number | null
}

/** Goods that went from one move to the next. */
interface Edge {
  from: string
  to: string
  quantity: number
}

interface Node {
  key: string
  parent: string | null
  depth: number
  quantity: number
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
  const moves = movesOf(tables, item, lot.lot)
  if (moves.size > LIMITS.lotTraceMovesMax)
    return refuse(
      'lot_trace_too_large',
      `The lot has moved more than ${LIMITS.lotTraceMovesMax} times. List the moves of the item instead.`,
    )
  const nodes = nodesOf(moves, edgesOf(tables, item, lot.lot, moves), direction)
  const page = nodes.slice(start, start + limit)
  const texts = new ReportTexts(tables)
  return {
    ...texts.goods(item),
    lot: lot.code,
    expiry: dateText(lot.expiry),
    direction,
    onHand: tables.ports.items.format(item, onHandOf(tables, item, lot.lot)),
    sequence: tables.log.head.sequence,
    data: page.map((node) => rowOf(tables, texts, item, moves.get(node.key) as MoveRow, node)),
    nextCursor: nodes.length > start + limit ? encodeCursor([start + limit]) : null,
  }
}

const keyOf = (sequence: number, line: number): string => `${sequence}/${line}`

/** In the order of the item's history; one more than may be shown at most. */
function movesOf({ rows }: ReportTables, item: StockItem, lot: number): Map<string, MoveRow> {
  const found = rows.database.all<MoveRow>(
    `SELECT date, sequence, line, kind, from_place, to_place, quantity, of_sequence, of_line FROM stock_moves
     WHERE item = ? AND lot = ? AND quantity <> 0 ORDER BY date, sequence, line LIMIT ?`,
    ...[item.ordinal, lot, LIMITS.lotTraceMovesMax + 1],
  )
  return new Map(found.map((row) => [keyOf(row.sequence, row.line), row]))
}

function edgesOf(
  { rows }: ReportTables,
  item: StockItem,
  lot: number,
  moves: ReadonlyMap<string, MoveRow>,
): Edge[] {
  const takings = rows.database.all<{ by: string; taker: string; quantity: number }>(
    `SELECT t.layer_sequence || '/' || t.layer_line AS by, t.sequence || '/' || t.line AS taker, sum(t.quantity) AS quantity
     FROM stock_takings t JOIN stock_layers l
       ON l.item = t.item AND l.date = t.layer_date AND l.sequence = t.layer_sequence AND l.line = t.layer_line
      AND l.part = t.layer_part
     WHERE t.item = ? AND l.lot = ? AND t.quantity > 0
     GROUP BY t.layer_date, t.layer_sequence, t.layer_line, t.date, t.sequence, t.line
     ORDER BY t.date, t.sequence, t.line`,
    ...[item.ordinal, lot],
  )
  const edges = takings.map(({ by, taker, quantity }): Edge => ({ from: by, to: taker, quantity }))
  for (const [key, { kind, of_sequence, of_line, quantity }] of moves)
    if (kind === RETURN && of_sequence !== null && of_line !== null)
      edges.push({ from: keyOf(of_sequence, of_line), to: key, quantity })
  return edges.filter(({ from, to }) => moves.has(from) && moves.has(to))
}

/** Depth first. Forward it begins with what comes from no other move, backward with what no other move comes from. */
function nodesOf(
  moves: ReadonlyMap<string, MoveRow>,
  edges: readonly Edge[],
  direction: 'forward' | 'backward',
): Node[] {
  const below = new Map<string, { key: string; quantity: number }[]>()
  const hasAbove = new Set<string>()
  for (const { from, to, quantity } of edges) {
    const [above, under] = direction === 'forward' ? [from, to] : [to, from]
    below.set(above, [...(below.get(above) ?? []), { key: under, quantity }])
    hasAbove.add(under)
  }
  const nodes: Node[] = []
  const shown = new Set<string>()
  const roots = [...moves].filter(([key]) => !hasAbove.has(key))
  const stack: Omit<Node, 'isRepeated'>[] = roots
    .map(([key, { quantity }]) => ({ key, parent: null, depth: 0, quantity }))
    .reverse()
  for (let node = stack.pop(); node; node = stack.pop()) {
    const isRepeated = shown.has(node.key)
    nodes.push({ ...node, isRepeated })
    if (isRepeated) continue
    shown.add(node.key)
    const { key, depth } = node
    for (const under of (below.get(key) ?? []).toReversed())
      stack.push({ ...under, parent: key, depth: depth + 1 })
  }
  return nodes
}

function rowOf(
  { ports }: ReportTables,
  texts: ReportTexts,
  item: StockItem,
  row: MoveRow,
  { key, parent, depth, quantity, isRepeated }: Node,
): Reply['data'][number] {
  const { document, kind, voucher, reference, party } = ports.booked(row.sequence)
  return {
    ...{ depth, move: key, parent, document, kind, voucher, sequence: row.sequence, reference, party },
    date: formatDate(row.date),
    from: texts.place(row.from_place),
    to: texts.place(row.to_place),
    quantity: ports.items.format(item, quantity),
    isRepeated,
  }
}

function onHandOf({ rows }: ReportTables, item: StockItem, lot: number): number {
  const row = rows.database.first<{ quantity: number | null }>(
    'SELECT sum(quantity) AS quantity FROM stock_on_hand WHERE item = ? AND lot = ?',
    ...[item.ordinal, lot],
  )
  return row?.quantity ?? 0
}
