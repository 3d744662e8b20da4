import { invariant } from '../../kernel/result.ts'
import {
  isShortage,
  keyText,
  type Layer,
  type Outcome,
  type Past,
  type UnitCost,
} from '../valuation/model.ts'
import { compareLayers } from '../valuation/pool.ts'
import { StockOfItem } from '../valuation/stock-of-item.ts'
import { itemOnMove } from './desk.ts'
import type { StockPorts } from './ports.ts'
import { layerOf, layerText, moveOf } from './rows.ts'
import { type LayerRow, MOVE_KINDS, type MoveRow, type StockTables } from './tables.ts'

/** Goods that left the company, or came back to it. */
export interface OutsideMove {
  move: 'out' | 'return'
  warehouse: number
  /** Ordinal of the place outside. */
  outside: number
  quantity: number
  /** What came into stock: negative where goods left. With what was corrected of it since, as it was known. */
  value: number
}

/**
 * What lay in which layers on a day, and what moves cost, as it was known at a position of the log (undefined: at its end).
 *
 * What is kept says how things stand by now. Of an item that nothing was recorded of since, that is taken back to the
 * day by its takings. Where something was recorded since, it may have changed any layer: the moves that were
 * known are done again from the first one, in the order of the item's history. They come to what they came to then, for the
 * order of what is recorded does not count in it.
 */
export class StockPast {
  readonly #tables: StockTables
  readonly #ports: StockPorts
  /** Moves that were done again so far, so that a reader can tell how much it asked for. */
  replayed = 0

  constructor(tables: StockTables, ports: StockPorts) {
    this.#tables = tables
    this.#ports = ports
  }

  /** Layers that something was left of at the end of a day, the oldest first. */
  layers(item: number, asOf: number, knownAt?: number): Layer[] {
    if (this.#isKept(item, knownAt)) return this.#takenBack(item, asOf)
    const stock = this.#replayed(item, asOf, knownAt, () => {})
    return [...stock.pools().values()].flatMap((pool) => [...pool.open()]).sort(compareLayers)
  }

  /** What went to places outside and came back from them, from one day to another. */
  outside(item: number, from: number, to: number, knownAt?: number): OutsideMove[] {
    const costs = this.#isKept(item, knownAt) ? undefined : this.#costs(item, knownAt)
    const rows = this.#tables.database.all<MoveRow>(
      `SELECT * FROM stock_moves WHERE item = ? AND date >= ? AND date <= ? AND sequence <= ? AND kind IN (?, ?)
       ORDER BY date, sequence, line`,
      ...[item, from, to, knownAt ?? Number.MAX_SAFE_INTEGER, OUT, RETURN],
    )
    return rows.map((row) => ({
      move: row.kind === OUT ? 'out' : 'return',
      warehouse: row.warehouse,
      outside: row.kind === OUT ? row.to_place : row.from_place,
      quantity: row.quantity,
      value: costs ? (costs.get(keyText(row)) as number) : row.cost - row.corrected,
    }))
  }

  /** What the tables say is how things stood: nothing was recorded of the item since, and it is not being valued anew. */
  #isKept(item: number, knownAt?: number): boolean {
    if (this.#tables.recalculation(item)) return false
    return (
      knownAt === undefined ||
      this.#tables.database.first(
        'SELECT 1 AS found FROM stock_moves WHERE item = ? AND sequence > ? LIMIT 1',
        item,
        knownAt,
      ) === undefined
    )
  }

  #takenBack(item: number, asOf: number): Layer[] {
    const taken = this.#tables.takingsAfter(item, asOf).filter(({ layer_date }) => layer_date <= asOf)
    if (taken.length === 0)
      return this.#tables
        .openLayers(item)
        .filter(({ date }) => date <= asOf)
        .map(layerOf)
    // Each of them once and in their order, which costs less than looking for those that were taken from.
    const rows = this.#tables.database.all<LayerRow>(
      'SELECT * FROM stock_layers WHERE item = ? AND date <= ? ORDER BY date, sequence, line, part',
      ...[item, asOf],
    )
    const layers = new Map(rows.map((row) => [layerText(layerOf(row)), layerOf(row)]))
    for (const { layer_sequence, layer_line, layer_part, quantity, value } of taken) {
      const layer = layers.get(`${layer_sequence}/${layer_line}/${layer_part}`)
      invariant(layer, `layer ${layer_sequence}/${layer_line}/${layer_part} is in its item's tables`)
      layer.remaining += quantity
      layer.remainingValue += value
    }
    return [...layers.values()].filter(isOpen)
  }

  #costs(item: number, knownAt?: number): Map<string, number> {
    const costs = new Map<string, number>()
    this.#replayed(item, Number.MAX_SAFE_INTEGER, knownAt, (row, { cost, corrections }) => {
      costs.set(keyText(row), cost)
      for (const { of, amount } of corrections) costs.set(keyText(of), (costs.get(keyText(of)) ?? 0) - amount)
    })
    return costs
  }

  #replayed(
    item: number,
    asOf: number,
    knownAt = Number.MAX_SAFE_INTEGER,
    done: (row: MoveRow, outcome: Outcome) => void,
  ): StockOfItem {
    const { method, standardCost } = itemOnMove(this.#ports, this.#ports.items.byOrdinal(item))
    // Whether it may be negative by now does not matter: what was recorded found what it took.
    const stock = new StockOfItem(method, true, this.#beginning(item, standardCost))
    const rows = this.#tables.database.each<MoveRow>(
      `SELECT * FROM stock_moves WHERE item = ? AND date <= ? AND sequence <= ? ORDER BY date, sequence, line`,
      ...[item, asOf, knownAt],
    )
    for (const row of rows) {
      this.replayed++
      const outcome = stock.apply(moveOf(row))
      invariant(!isShortage(outcome), `move ${keyText(row)} found what it took when it was recorded`)
      done(row, outcome)
    }
    return stock
  }

  /** Before the first move: no receipt, and the standard cost that held before the first one was set. */
  #beginning(item: number, standardCost: () => UnitCost | undefined): Past {
    return {
      issue: (of) => {
        throw new Error(`issue ${keyText(of)} comes before what comes back of it`)
      },
      lastCost: () => undefined,
      standard: () => this.#tables.standard(item, 0) ?? standardCost(),
    }
  }
}

const OUT = MOVE_KINDS.indexOf('out')
const RETURN = MOVE_KINDS.indexOf('return')

const isOpen = ({ remaining, remainingValue }: Layer): boolean => remaining !== 0 || remainingValue !== 0
