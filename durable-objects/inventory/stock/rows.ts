import { invariant } from '../../kernel/result.ts'
import type { Layer, Move, MoveKey, Outcome, Taking } from '../valuation/model.ts'
import { type LayerRow, MOVE_KINDS, type MoveRow } from './tables.ts'

/** Between rows and what they mean. */

export const layerText = ({ by, part }: Pick<Layer, 'by' | 'part'>): string =>
  `${by.sequence}/${by.line}/${part}`

export const layerOf = (row: LayerRow): Layer => ({
  warehouse: row.warehouse,
  by: { date: row.date, sequence: row.sequence, line: row.line },
  part: row.part,
  root: { date: row.root_date, sequence: row.root_sequence, line: row.root_line },
  lot: row.lot,
  quantity: row.quantity,
  value: row.value,
  remaining: row.remaining,
  remainingValue: row.remaining_value,
})

export const layerRow = (item: number, { by, part, root, ...layer }: Layer): LayerRow => ({
  item,
  date: by.date,
  sequence: by.sequence,
  line: by.line,
  part,
  warehouse: layer.warehouse,
  root_date: root.date,
  root_sequence: root.sequence,
  root_line: root.line,
  lot: layer.lot,
  quantity: layer.quantity,
  value: layer.value,
  remaining: layer.remaining,
  remaining_value: layer.remainingValue,
})

export function moveOf(row: MoveRow): Move {
  const { date, sequence, line, warehouse, quantity, lot } = row
  const at = { date, sequence, line }
  switch (MOVE_KINDS[row.kind]) {
    case 'in':
      return { ...at, kind: 'in', warehouse, quantity, lot, cost: row.given }
    case 'return':
      return { ...at, kind: 'return', warehouse, quantity, lot, of: ofKey(row) }
    case 'out':
      return {
        ...at,
        kind: 'out',
        warehouse,
        quantity,
        lot,
        ...(row.of_sequence !== null && { from: ofKey(row) }),
      }
    case 'transfer':
      return { ...at, kind: 'transfer', warehouse, into: row.into_warehouse, quantity, lot }
    case 'recost':
      return { ...at, kind: 'recost', of: ofKey(row), quantity, cost: row.given as number }
    case 'revalue':
      return { ...at, kind: 'revalue', warehouse, cost: row.given as number }
    case 'standard':
      return { ...at, kind: 'standard', unitCost: { value: row.given as number, per: row.per as number } }
    case 'shift':
      return { ...at, kind: 'shift' }
    default:
      throw new Error(`no kind of move has the number ${row.kind}`)
  }
}

function ofKey({ of_date, of_sequence, of_line }: MoveRow): MoveKey {
  invariant(of_date !== null && of_sequence !== null && of_line !== null, 'the move belongs to another one')
  return { date: of_date, sequence: of_sequence, line: of_line }
}

/** What a move came to when it was done the last time. */
export function outcomeOf(row: MoveRow, made: Layer[], taken: Taking[]): Outcome {
  return {
    cost: row.cost,
    changes: changesOf(row),
    made,
    taken,
    corrections: row.corrections === null ? [] : parsedCorrections(row.corrections),
    consumed: row.consumed,
    variance: row.variance,
  }
}

type Change = Outcome['changes'][number]

function changesOf(row: MoveRow): Change[] {
  if (row.changes !== null)
    return (JSON.parse(row.changes) as [number, number][]).map(([warehouse, value]) => ({
      warehouse,
      quantity: 0,
      value,
    }))
  const { warehouse, into_warehouse: into, quantity, into_value: value } = row
  switch (MOVE_KINDS[row.kind]) {
    case 'in':
    case 'return':
      return [{ warehouse, quantity, value }]
    case 'out':
      return [{ warehouse, quantity: 0 - quantity, value: row.cost }]
    case 'transfer':
      return [
        { warehouse, quantity: 0 - quantity, value: row.given as number },
        { warehouse: into, quantity, value },
      ]
    default:
      return []
  }
}

const parsedCorrections = (text: string): Outcome['corrections'] =>
  (JSON.parse(text) as [number, number, number, number][]).map(([date, sequence, line, amount]) => ({
    of: { date, sequence, line },
    amount,
  }))

/** The columns of a move's row that say what it came to. */
export function outcomeColumns(move: Move, outcome: Outcome) {
  const of = (warehouse: number) =>
    outcome.changes.find((change) => change.warehouse === warehouse)?.value ?? 0
  const isSpread = move.kind === 'recost' || move.kind === 'standard' || move.kind === 'revalue'
  const into = move.kind === 'transfer' ? move.into : 'warehouse' in move ? move.warehouse : 0
  return {
    cost: outcome.cost,
    into_value: isSpread || move.kind === 'out' ? 0 : of(into),
    changes: isSpread
      ? JSON.stringify(outcome.changes.map(({ warehouse, value }) => [warehouse, value]))
      : null,
    corrections:
      outcome.corrections.length === 0
        ? null
        : JSON.stringify(
            outcome.corrections.map(({ of: { date, sequence, line }, amount }) => [
              date,
              sequence,
              line,
              amount,
            ]),
          ),
    consumed: outcome.consumed,
    variance: outcome.variance,
    /** What a transfer takes out of the warehouse that it leaves. */
    ...(move.kind === 'transfer' && { given: of(move.warehouse) }),
  }
}

export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
