import { LIMITS } from '../../kernel/limits.ts'
import { invariant } from '../../kernel/result.ts'
import { isShortage, keyText, type Layer, type Outcome, type Taking } from '../valuation/model.ts'
import type { StockRecalculated } from './contract.ts'
import { ItemAtDay } from './item-at-day.ts'
import { type ItemOnMove, isChanged, type Redone } from './item-history.ts'
import { grouped, layerOf, moveOf, outcomeOf } from './rows.ts'
import type { StockTables, TakingRow } from './tables.ts'

/** Steps that were decided a moment ago: folding them needs no second calculation. */
export type Steps = WeakMap<StockRecalculated, { sequence: number; step: RecalculationStep }>

/**
 * One step in which later moves of an item are valued anew: whole days of them, from where the last step ended. What was
 * posted of the item and what it is worth agree before and after every step; in between, what the changed past is worth
 * stands at the seam, and whoever moves the item is asked to wait.
 */
export class RecalculationStep {
  readonly history: ItemAtDay
  readonly redone: Redone[]
  readonly through: number
  readonly isLast: boolean

  constructor(tables: StockTables, item: ItemOnMove, movesMax: number = LIMITS.recalculatedMovesAStep) {
    const recalculation = tables.recalculation(item.ordinal)
    invariant(recalculation, `item ${item.ordinal} is being valued anew`)
    this.history = ItemAtDay.atSeam(tables, item)
    const { through, isLast } = tables.daysAfter(item.ordinal, recalculation.through, movesMax)
    this.through = through
    this.isLast = isLast
    this.redone = valueAnew(tables, item.ordinal, this.history, {
      after: recalculation.through,
      upTo: through,
    })
  }
}

/** Does the moves of some days again, behind what `history` holds. */
export function valueAnew(
  tables: StockTables,
  item: number,
  history: ItemAtDay,
  days: { after: number; upTo: number },
): Redone[] {
  const before = outcomesOf(tables, item, days)
  return tables.movesBetween(item, days).map((row) => {
    const move = moveOf(row)
    const after = history.apply(move)
    invariant(!isShortage(after), `move ${keyText(row)} of item ${item} finds what it takes`)
    const was = before(row)
    return { row, move, before: was, after, isChanged: isChanged(was, after) }
  })
}

/** What moves came to when they were done the last time. Layers that they took from are named, no more. */
function outcomesOf(tables: StockTables, item: number, days: { after: number; upTo: number }) {
  const made = grouped(tables.layersBetween(item, days).map(layerOf), ({ by }) => keyText(by))
  const taken = grouped(tables.takingsBetween(item, days), keyText)
  return (row: Parameters<typeof outcomeOf>[0]): Outcome =>
    outcomeOf(row, made.get(keyText(row)) ?? [], (taken.get(keyText(row)) ?? []).map(takingOf))
}

function takingOf(row: TakingRow): Taking {
  const by = { date: row.layer_date, sequence: row.layer_sequence, line: row.layer_line }
  const named = { by, part: row.layer_part } as Layer
  return { layer: named, quantity: row.quantity, value: row.value }
}
