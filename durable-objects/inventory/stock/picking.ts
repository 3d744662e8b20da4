import type { MovementRun } from '../reserved-stock.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import type { StockPorts } from './ports.ts'
import type { OnHandRow, StockTables } from './tables.ts'

/** Goods of one lot in one place. */
export interface Pick {
  place: StockPlace
  lot: string | undefined
  quantity: number
}

interface Wanted {
  quantity: number
  lot?: string | undefined
  /** That the goods were kept for. */
  reservation?: string | undefined
}

/**
 * Where the lines of one document take their goods from: what was chosen for a reservation, lots that expire first, then places in the order in
 * which they are walked. Each line sees what those before it took.
 */
export class Picking {
  readonly #ports: StockPorts
  readonly #tables: StockTables
  readonly #movement: MovementRun
  /** What lies of an item, less what earlier lines took. */
  readonly #lying = new Map<number, OnHandRow[]>()

  constructor(ports: StockPorts, tables: StockTables, movement: MovementRun) {
    this.#ports = ports
    this.#tables = tables
    this.#movement = movement
  }

  /**
   * Takes up to so much; what is missing of it is in no pick. What is free goes first; what others hold is taken last, so
   * that a refusal names who holds it.
   */
  take(item: StockItem, from: StockPlace, wanted: Wanted): Pick[] {
    const candidates = this.#candidates(item, from, wanted)
    const picks = new Map<OnHandRow, Pick>()
    let rest = wanted.quantity
    for (const isFree of [true, false])
      for (const { row, place, free } of candidates) {
        if (rest === 0) return [...picks.values()]
        const quantity = Math.min(rest, isFree ? Math.min(row.quantity, free) : row.quantity)
        if (quantity <= 0) continue
        row.quantity -= quantity
        rest -= quantity
        const lot = row.code ?? undefined
        const picked = picks.get(row) ?? { place, lot, quantity: 0 }
        picked.quantity += quantity
        picks.set(row, picked)
      }
    return [...picks.values()]
  }

  #candidates(item: StockItem, from: StockPlace, { lot, reservation }: Wanted) {
    const { places } = this.#ports
    const chosen = new Set(
      reservation === undefined
        ? []
        : this.#movement.chosen(reservation).map(({ place, lot: of }) => `${place} ${of ?? ''}`),
    )
    return this.#rows(item)
      .filter((row) => row.quantity > 0 && (lot === undefined || row.code === lot))
      .map((row) => ({ row, place: places.byOrdinal(row.place) }))
      .filter(({ place }) => places.isWithin(place, from.code))
      .map(({ row, place }) => ({
        row,
        place,
        isChosen: chosen.has(`${row.place} ${row.code ?? ''}`),
        free: this.#movement.pickable(item, row.place, row.code, reservation),
      }))
      .sort(
        (a, b) =>
          Number(b.isChosen) - Number(a.isChosen) ||
          (a.row.expiry ?? Infinity) - (b.row.expiry ?? Infinity) ||
          Number(b.place.ordinal === from.ordinal) - Number(a.place.ordinal === from.ordinal) ||
          a.place.sort - b.place.sort ||
          a.place.ordinal - b.place.ordinal ||
          a.row.lot - b.row.lot,
      )
  }

  #rows(item: StockItem): OnHandRow[] {
    const known = this.#lying.get(item.ordinal) ?? this.#tables.lying(item.ordinal)
    this.#lying.set(item.ordinal, known)
    return known
  }
}
