import { invariant } from '../../kernel/result.ts'
import {
  type Issued,
  keyText,
  type Move,
  type MoveKey,
  type Outcome,
  type Past,
  type Shortage,
} from '../valuation/model.ts'
import { compareLayers } from '../valuation/pool.ts'
import { StockOfItem } from '../valuation/stock-of-item.ts'
import type { ItemOnMove, Redone } from './item-history.ts'
import { effectsByIssue, leastAfter, type StateRows, stateAt, stateAtSeam } from './past-state.ts'
import { layerOf } from './rows.ts'
import type { StockTables } from './tables.ts'

/**
 * An item's stock at the end of a day, with nothing of what came later: for an item with so many later moves that they are
 * valued anew step by step.
 */
export class ItemAtDay {
  readonly stock: StockOfItem
  readonly later: readonly never[] = []
  readonly #tables: StockTables
  readonly #item: ItemOnMove
  readonly #date: number
  #effects: ReadonlyMap<string, { quantity: number; value: number; corrected: number }> | undefined

  private constructor(tables: StockTables, item: ItemOnMove, date: number, { layers, pools }: StateRows) {
    this.#tables = tables
    this.#item = item
    this.#date = date
    this.stock = new StockOfItem(item.method, item.allowsNegative, this.#past())
    this.stock.load(layers.map(layerOf).sort(compareLayers), pools)
  }

  /** As the moves up to a day made it. */
  static inHistory(tables: StockTables, item: ItemOnMove, date: number): ItemAtDay {
    return new ItemAtDay(tables, item, date, stateAt(tables.database, item.ordinal, date))
  }

  /** As far as its moves are valued anew. */
  static atSeam(tables: StockTables, item: ItemOnMove): ItemAtDay {
    const recalculation = tables.recalculation(item.ordinal)
    invariant(recalculation, `item ${item.ordinal} is being valued anew`)
    // Whether later moves find what they take was settled with the document that changed the past.
    const trusted = { ...item, allowsNegative: true }
    return new ItemAtDay(tables, trusted, recalculation.through, stateAtSeam(tables.database, item.ordinal))
  }

  apply(move: Move): Outcome | Shortage {
    return this.stock.apply(move)
  }

  /** Later moves wait. */
  redo(): Redone[] {
    return []
  }

  /** The first place where moves behind the day would find too little, once these are done; quantities alone decide it. */
  shortLater(moves: readonly Move[]): { wanted: number; available: number } | undefined {
    const ofTransfers = this.#item.allowsNegative
    for (const move of moves) {
      if (move.kind !== 'out' && move.kind !== 'transfer') continue
      const { warehouse } = move
      const lot = this.#item.method === 'lot' ? move.lot : undefined
      const atDay = this.#quantity(warehouse, lot)
      const { database } = this.#tables
      const where = { warehouse, lot, atDay, ofTransfers }
      const least = leastAfter(database, this.#item.ordinal, this.#date, where)
      if (least < 0) return { wanted: move.quantity, available: Math.max(0, move.quantity + least) }
    }
    return undefined
  }

  #quantity(warehouse: number, lot: number | undefined): number {
    const pool = this.stock.pools().get(warehouse)
    if (!pool || lot === undefined) return pool?.quantity ?? 0
    return [...pool.open()].reduce((sum, layer) => sum + (layer.lot === lot ? layer.remaining : 0), 0)
  }

  #past(): Past {
    const { ordinal } = this.#item
    return {
      issue: (of) => this.#issue(of),
      lastCost: () => this.#tables.lastCost(ordinal, this.#date),
      standard: () => this.#tables.standard(ordinal, this.#date) ?? this.#item.standardCost(),
    }
  }

  /** As it stood at the end of the day: less what later moves say of it. */
  #issue(of: MoveKey): Issued {
    const { ordinal } = this.#item
    const issued = this.#tables.issued(ordinal, of)
    invariant(issued, `issue ${keyText(of)} is in its item's history`)
    this.#effects ??= effectsByIssue(this.#tables.database, ordinal, this.#date)
    const later = this.#effects.get(keyText(of))
    if (!later) return issued
    return {
      ...issued,
      value: issued.value - later.corrected,
      returnedQuantity: issued.returnedQuantity - later.quantity,
      returnedValue: issued.returnedValue - later.value,
    }
  }
}
