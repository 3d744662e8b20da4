import type { StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import type { StockPorts } from './ports.ts'
import type { OnHandRow, StockTables } from './tables.ts'

/** Goods of one lot in one place. */
export interface Pick {
  place: StockPlace
  lot: string | undefined
  lotOrdinal: number
  quantity: number
}

/**
 * Where the lines of one document take their goods from: lots that expire first in front, then places in the order in
 * which they are walked. Each line sees what those before it took.
 */
export class Picking {
  readonly #ports: StockPorts
  readonly #tables: StockTables
  /** What lies of an item, less what earlier lines took. */
  readonly #lying = new Map<number, OnHandRow[]>()

  constructor(ports: StockPorts, tables: StockTables) {
    this.#ports = ports
    this.#tables = tables
  }

  /** Takes up to so much; what is missing of it is in no pick. */
  take(item: StockItem, from: StockPlace, wanted: number, lot?: string): Pick[] {
    const { places } = this.#ports
    const candidates = this.#rows(item)
      .filter((row) => row.quantity > 0 && (lot === undefined || row.code === lot))
      .map((row) => ({ row, place: places.byOrdinal(row.place) }))
      .filter(({ place }) => places.isWithin(place, from.code))
      .sort(
        (a, b) =>
          (a.row.expiry ?? Infinity) - (b.row.expiry ?? Infinity) ||
          Number(b.place.ordinal === from.ordinal) - Number(a.place.ordinal === from.ordinal) ||
          a.place.sort - b.place.sort ||
          a.place.ordinal - b.place.ordinal ||
          a.row.lot - b.row.lot,
      )
    const picks: Pick[] = []
    let rest = wanted
    for (const { row, place } of candidates) {
      if (rest === 0) break
      const quantity = Math.min(rest, row.quantity)
      row.quantity -= quantity
      rest -= quantity
      picks.push({ place, lot: row.code ?? undefined, lotOrdinal: row.lot, quantity })
    }
    return picks
  }

  #rows(item: StockItem): OnHandRow[] {
    const known = this.#lying.get(item.ordinal) ?? this.#tables.lying(item.ordinal)
    this.#lying.set(item.ordinal, known)
    return known
  }
}
