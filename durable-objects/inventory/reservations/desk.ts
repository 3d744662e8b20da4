import type { NewEvent } from '../../kernel/log.ts'
import { refuse } from '../../kernel/result.ts'
import type { Movement, MovementRun, ReservedRefusal, StockPorts, Where } from '../reserved-stock.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import type { Amounts, AmountsChanged, Holding, ReservationConsumed } from './contract.ts'
import { carried, consumed, mismatch, type Taken } from './domain.ts'
import { Levels, type Reservation, within } from './model.ts'
import type { ReservationTables } from './tables.ts'

/** One decision about reservations: the tables as they are, and what the decision changes. */
export class Desk implements MovementRun {
  readonly levels: Levels
  readonly #tables: ReservationTables
  readonly #format: (item: StockItem, steps: number) => string
  /** What reservations keep by now, of those that the decision changed. */
  readonly #changed = new Map<string, { reservation: Reservation; amounts: Amounts; consumed: number }>()
  /** Warehouses in which an item may have become free, by item. */
  readonly #freed = new Map<string, { item: number; warehouse: number }>()

  constructor(
    tables: ReservationTables,
    stock: Pick<StockPorts, 'onHand'>,
    format: (item: StockItem, steps: number) => string,
  ) {
    this.#tables = tables
    this.#format = format
    this.levels = new Levels({
      onHand: (item, where) => stock.onHand(item, where),
      reserved: (item, where) => tables.reserved(item, where),
    })
  }

  amountsOf(reservation: Reservation): Amounts {
    return this.#changed.get(reservation.id)?.amounts ?? reservation.amounts
  }

  /** A reservation keeps something else from now on. */
  keep(reservation: Reservation, amounts: Amounts, consumedSteps = 0): void {
    const { id, item, warehouse } = reservation
    this.levels.keep(item, warehouse, this.amountsOf(reservation), -1)
    this.levels.keep(item, warehouse, amounts, 1)
    const before = this.#changed.get(id)?.consumed ?? 0
    this.#changed.set(id, { reservation, amounts, consumed: before + consumedSteps })
    this.free(item, warehouse)
  }

  /** Something may have become free there: who waits for it comes first. */
  free(item: number, warehouse: number): void {
    this.#freed.set(`${item} ${warehouse}`, { item, warehouse })
  }

  move(movement: Movement): ReservedRefusal | undefined {
    const { item, from, to, lot, quantity } = movement
    if (from && from.warehouseOrdinal !== null) {
      const refusal = this.#take(movement, from, from.warehouseOrdinal)
      if (refusal) return refusal
      this.levels.move(
        item.ordinal,
        { warehouse: from.warehouseOrdinal, place: from.ordinal, lot },
        -quantity,
      )
    }
    if (to && to.warehouseOrdinal !== null) {
      this.levels.move(item.ordinal, { warehouse: to.warehouseOrdinal, place: to.ordinal, lot }, quantity)
      this.free(item.ordinal, to.warehouseOrdinal)
    }
    return undefined
  }

  pickable(item: StockItem, place: number, lot: string | null, reservation?: string): number {
    if (item.allowsNegative) return Number.MAX_SAFE_INTEGER
    const own = reservation === undefined ? [] : this.chosen(reservation)
    const free = within(place, lot).map((where) => {
      const isThere = (each: Holding) => each.place === place && (!('lot' in where) || each.lot === where.lot)
      const held = own.filter(isThere).reduce((sum, { quantity }) => sum + quantity, 0)
      return this.levels.free(item.ordinal, where) + held
    })
    return Math.max(0, Math.min(...free))
  }

  chosen(id: string): readonly Holding[] {
    const reservation = this.#changed.get(id)?.reservation ?? this.#tables.find(id)
    return reservation ? this.amountsOf(reservation).held : []
  }

  events(): NewEvent[] {
    const events: NewEvent[] = []
    for (const { reservation, amounts, consumed: quantity } of this.#changed.values()) {
      const change: AmountsChanged = { id: reservation.id, before: reservation.amounts, after: amounts }
      if (quantity > 0) {
        const data: ReservationConsumed = { ...change, quantity }
        events.push({ type: 'reservation-consumed', version: 1, data })
      } else if (JSON.stringify(change.before) !== JSON.stringify(change.after))
        events.push({ type: 'reservation-allocated', version: 1, data: change })
    }
    return [...events, ...this.covered()]
  }

  /** What became free covers those who wait for receipts: who needs it first, then who came first. */
  covered(): NewEvent[] {
    const events: NewEvent[] = []
    if (this.#freed.size === 0 || !this.#tables.expectsAnything()) return events
    for (const { item, warehouse } of this.#freed.values()) {
      if (this.#tables.expected(item, warehouse) === 0) continue
      let free = this.levels.free(item, { warehouse })
      for (const reservation of free > 0 ? this.#tables.waiting(item, warehouse) : []) {
        const before = this.amountsOf(reservation)
        const quantity = Math.min(free, before.expected)
        if (quantity <= 0 || this.#isEnded.has(reservation.id)) continue
        const after = { ...before, soft: before.soft + quantity, expected: before.expected - quantity }
        const data: AmountsChanged = { id: reservation.id, before, after }
        events.push({ type: 'reservation-covered', version: 1, data })
        this.levels.keep(item, warehouse, before, -1)
        this.levels.keep(item, warehouse, after, 1)
        free -= quantity
      }
    }
    return events
  }

  readonly #isEnded = new Set<string>()

  /** A reservation keeps nothing any more. */
  end(reservation: Reservation): void {
    this.levels.keep(reservation.item, reservation.warehouse, this.amountsOf(reservation), -1)
    this.#isEnded.add(reservation.id)
    this.free(reservation.item, reservation.warehouse)
  }

  #take(movement: Movement, from: StockPlace, warehouse: number): ReservedRefusal | undefined {
    const { item, to, lot, quantity, reservation: id, pointer } = movement
    const stays = to?.warehouseOrdinal === warehouse
    const taken: Taken = { place: from.ordinal, lot, quantity }
    if (id !== undefined) {
      const refusal = this.#takeFor(
        id,
        { ...taken, item: item.ordinal, warehouse },
        stays ? to : undefined,
        pointer,
      )
      if (refusal) return refusal
    }
    if (item.allowsNegative) return undefined
    // Goods that stay in their warehouse take nothing from it: only what is held in the place counts.
    const places: Where[] = stays ? within(from.ordinal, lot) : [{ warehouse }, ...within(from.ordinal, lot)]
    const [tightest] = places
      .map((where) => ({ where, free: this.levels.free(item.ordinal, where) }))
      .sort((a, b) => a.free - b.free)
    if (!tightest || tightest.free >= quantity) return undefined
    const { where, free } = tightest
    const there = 'warehouse' in where ? (from.warehouse ?? '') : from.code
    const holders = this.#tables.holders(item.ordinal, where).filter((each) => each !== id)
    const detail = `${this.#format(item, Math.max(0, free))} ${item.unit} of ${item.code} in ${there} are free; ${this.#format(item, quantity)} are wanted. ${heldBy(holders)}`
    return refuse('stock_reserved', detail, [{ pointer, code: 'stock_reserved', detail }])
  }

  /** What the goods were kept for is consumed, or goes with them within the warehouse. */
  #takeFor(
    id: string,
    goods: Taken & { item: number; warehouse: number },
    to: StockPlace | undefined,
    pointer: string,
  ): ReservedRefusal | undefined {
    const reservation = this.#changed.get(id)?.reservation ?? this.#tables.find(id)
    if (!reservation) {
      const detail = `There is no reservation ${id}.`
      return refuse('reservation_not_found', detail, [{ pointer, code: 'reservation_not_found', detail }])
    }
    const amounts = this.amountsOf(reservation)
    const refusal = mismatch({ ...reservation, amounts }, goods, pointer)
    if (refusal) return refusal as ReservedRefusal
    if (to) this.keep(reservation, carried(amounts, goods, to.ordinal))
    else this.keep(reservation, consumed(amounts, goods), goods.quantity)
    return undefined
  }
}

const heldBy = (holders: readonly string[]): string =>
  holders.length === 0
    ? 'The rest is kept for somebody.'
    : `The rest is kept by ${holders.join(', ')}: release or change those, or take other goods.`
