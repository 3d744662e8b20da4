import { invariant } from '../../kernel/result.ts'
import {
  isShortage,
  keyText,
  type Layer,
  type Method,
  type Move,
  type MoveKey,
  type Outcome,
  type Past,
  type Shortage,
  type UnitCost,
} from '../valuation/model.ts'
import { StockOfItem } from '../valuation/stock-of-item.ts'
import { grouped, layerOf, layerText, moveOf, outcomeOf } from './rows.ts'
import type { MoveRow, StockTables } from './tables.ts'

/** A later move that was valued anew. */
export interface Redone {
  row: MoveRow
  move: Move
  before: Outcome
  after: Outcome
  /** It came to something else than before. */
  isChanged: boolean
}

export interface ItemOnMove {
  ordinal: number
  method: Method
  allowsNegative: boolean
  /** Where none was set from a day on. */
  standardCost: () => UnitCost | undefined
}

/**
 * Puts moves of one day into an item's history. What came on later days is taken back, and done again behind them; nothing
 * is written here. Moves are recorded later than all others, so on their day they are the last.
 */
export class ItemHistory {
  readonly stock: StockOfItem
  readonly layers = new Map<string, Layer>()
  /** The layers as they are stored. */
  readonly stored = new Map<string, Layer>()
  readonly later: { row: MoveRow; move: Move; before: Outcome }[] = []
  readonly #item: ItemOnMove
  readonly #tables: StockTables
  readonly #date: number
  #isRedone = false
  #isLoaded = false

  constructor(
    tables: StockTables,
    item: ItemOnMove,
    date: number,
    pools = tables.pools(item.ordinal),
    lastDate = tables.lastDate(item.ordinal),
  ) {
    this.#tables = tables
    this.#item = item
    this.#date = date
    this.stock = new StockOfItem(item.method, item.allowsNegative, this.#past())
    this.stock.load([], pools)
    if (lastDate > date) {
      this.#loadOpen()
      this.#takeBack()
    }
  }

  apply(move: Move): Outcome | Shortage {
    invariant(!this.#isRedone, 'what comes later is done already')
    if (this.#looksAtLayers(move)) this.#loadOpen()
    return this.stock.apply(move)
  }

  /** Does again what came on later days. A shortage: one of them finds too little by now. */
  redo(): Redone[] | { short: Shortage; row: MoveRow } {
    this.#isRedone = true
    const redone: Redone[] = []
    for (const { row, move, before } of this.later) {
      const after = this.stock.apply(move)
      if (isShortage(after)) return { short: after, row }
      redone.push({ row, move, before, after, isChanged: isChanged(before, after) })
    }
    return redone
  }

  /** Goods that come in where nothing is missing need no layer but their own: most receipts read none. */
  #looksAtLayers(move: Move): boolean {
    if (move.kind === 'shift') return false
    if (move.kind !== 'in' && move.kind !== 'return') return true
    return (this.stock.pools().get(move.warehouse)?.quantity ?? 0) < 0
  }

  #loadOpen(): void {
    if (this.#isLoaded) return
    this.#isLoaded = true
    const rows = this.#tables.openLayers(this.#item.ordinal)
    for (const row of rows) this.#load(layerOf(row))
    this.stock.load(this.layers.values(), [])
  }

  #load(layer: Layer): void {
    this.layers.set(layerText(layer), layer)
    this.stored.set(layerText(layer), { ...layer })
  }

  #takeBack(): void {
    const { ordinal } = this.#item
    const rows = this.#tables.movesAfter(ordinal, this.#date)
    for (const found of [
      ...this.#tables.layersAfter(ordinal, this.#date),
      ...this.#tables.layersTakenAfter(ordinal, this.#date),
    ]) {
      const layer = layerOf(found)
      if (!this.layers.has(layerText(layer))) this.#load(layer)
    }
    const made = grouped([...this.layers.values()], ({ by }) => keyText(by))
    const taken = grouped(this.#tables.takingsAfter(ordinal, this.#date), keyText)
    for (const row of rows) {
      const text = keyText(row)
      const takings = (taken.get(text) ?? []).map((taking) => ({
        layer: this.#layerAt(taking.layer_sequence, taking.layer_line, taking.layer_part),
        quantity: taking.quantity,
        value: taking.value,
      }))
      const before = outcomeOf(row, made.get(text) ?? [], takings)
      this.later.push({ row, move: moveOf(row), before })
    }
    for (const { before } of this.later.toReversed()) this.stock.undo(before)
  }

  #layerAt(sequence: number, line: number, part: number): Layer {
    const layer = this.layers.get(`${sequence}/${line}/${part}`)
    invariant(layer, `layer ${sequence}/${line}/${part} is in its item's tables`)
    return layer
  }

  /** Before the day, as the tables have it: less what was done on later days. */
  #past(): Past {
    const { ordinal } = this.#item
    return {
      issue: (of: MoveKey) => {
        const issued = this.#tables.issued(ordinal, of)
        invariant(issued, `issue ${keyText(of)} is in its item's history`)
        for (const { move, before } of this.later) {
          if (move.kind === 'return' && keyText(move.of) === keyText(of)) {
            issued.returnedQuantity -= move.quantity
            issued.returnedValue -= before.cost
          }
          for (const correction of before.corrections)
            if (keyText(correction.of) === keyText(of)) issued.value -= correction.amount
        }
        return issued
      },
      lastCost: () => this.#tables.lastCost(ordinal, this.#date),
      standard: () => this.#tables.standard(ordinal, this.#date) ?? this.#item.standardCost(),
    }
  }
}

export function isChanged(before: Outcome, after: Outcome): boolean {
  return JSON.stringify(comparable(before)) !== JSON.stringify(comparable(after))
}

const comparable = ({ cost, changes, corrections, consumed, variance, made, taken }: Outcome) => [
  cost,
  changes.map(({ warehouse, value }) => [warehouse, value]).sort(),
  corrections,
  consumed,
  variance,
  made.map(({ quantity, value, root, lot }) => [quantity, value, root, lot]),
  taken.map(({ layer: { by, part }, quantity, value }) => [by, part, quantity, value]),
]
