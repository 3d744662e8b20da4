import type { InputOf } from '../../kernel/contract.ts'
import { formatInstant, parseDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { Amounts, ReservationChanged, ReservationReleased, ReservationsContract } from './contract.ts'
import { Desk } from './desk.ts'
import {
  allocated,
  amountsFor,
  type Candidate,
  expiryOf,
  firstExpiredFirst,
  type ReservationsRefusal,
  reduced,
} from './domain.ts'
import { heldIn, holding, NOTHING, type Reservation, totalOf } from './model.ts'
import { notAvailable, Promised } from './reserving.ts'
import { at, placeOf, type Surroundings, stepsOf } from './surroundings.ts'
import { dateText, type ReservationTables } from './tables.ts'

type Input<Name extends keyof ReservationsContract['operations']> = InputOf<ReservationsContract, Name>

/** What becomes of a reservation: its quantity, its days, its places, its end. */
export class Changing {
  readonly #tables: ReservationTables
  readonly #around: Surroundings

  constructor(tables: ReservationTables, around: Surroundings) {
    this.#tables = tables
    this.#around = around
  }

  change(
    reservation: Reservation,
    input: Input<'ChangeReservation'>,
    nowMicros: number,
  ): NewEvent[] | ReservationsRefusal {
    const { amounts: before, id, item: ordinal } = reservation
    const desk = this.#desk()
    const item = this.#around.items.byOrdinal(ordinal)
    const neededBy = input.neededBy === undefined ? dateText(reservation.neededBy) : input.neededBy
    const amounts = this.#amounts(desk, item, reservation, input, neededBy)
    if (isRefusal(amounts)) return amounts
    const expiresAt =
      typeof input.expiresAt === 'string' ? expiryOf(input.expiresAt, nowMicros) : input.expiresAt
    if (isRefusal(expiresAt)) return expiresAt
    const data: ReservationChanged = { id, before: {}, after: {} }
    if (JSON.stringify(amounts) !== JSON.stringify(before)) {
      data.before.amounts = before
      data.after.amounts = amounts
    }
    if (neededBy !== dateText(reservation.neededBy)) {
      data.before.neededBy = dateText(reservation.neededBy)
      data.after.neededBy = neededBy
    }
    if (expiresAt !== undefined && expiresAt !== reservation.expiresAt) {
      data.before.expiresAt = reservation.expiresAt
      data.after.expiresAt = expiresAt
    }
    if (Object.keys(data.after).length === 0) return []
    desk.keep(reservation, amounts)
    return [{ type: 'reservation-changed', version: 1, data }, ...desk.covered()]
  }

  #amounts(
    desk: Desk,
    item: StockItem,
    { amounts, kind, warehouse, neededBy: dayBefore }: Reservation,
    input: Input<'ChangeReservation'>,
    neededBy: string | null,
  ): Amounts | ReservationsRefusal {
    const total = totalOf(amounts)
    const { quantity, unit } = input
    const wanted =
      quantity === undefined ? total : stepsOf(this.#around, item, { quantity, unit }, '/quantity')
    if (isRefusal(wanted)) return wanted
    const kept = wanted < total ? reduced(amounts, total - wanted) : amounts
    const day = neededBy === null ? null : (parseDate(neededBy) ?? null)
    // What is promised is asked for anew, as if it were not promised yet: another day may be too early for it.
    const promised = new Promised(this.#tables)
    promised.add(item.ordinal, warehouse, { date: dayBefore, quantity: -amounts.expected })
    const promisable = () => promised.promisable(item.ordinal, warehouse, day)
    if (kept.expected > 0 && day !== dayBefore && promisable() < kept.expected)
      return at(
        '/neededBy',
        'stock_not_available',
        `${this.#around.items.format(item, kept.expected)} ${item.unit} of it wait for receipts, which do not come by then.`,
      )
    if (wanted <= total) return kept
    const [held] = amounts.held
    const { amounts: more, missing } = amountsFor(desk.levels, {
      item: item.ordinal,
      allowsNegative: item.allowsNegative,
      warehouse,
      place: kind === 'hard' ? held?.place : undefined,
      lot: (kind === 'hard' && held?.lot) || null,
      quantity: wanted - total,
      isExpected: input.expected === true,
      promisable: () => promisable() - amounts.expected,
    })
    const sum: Amounts = {
      soft: amounts.soft + more.soft,
      expected: amounts.expected + more.expected,
      held: more.held.reduce(holding, amounts.held),
    }
    const { code } = this.#around.places.byOrdinal(kind === 'hard' && held ? held.place : warehouse)
    return missing > 0 ? notAvailable(this.#around, item, wanted, sum, code, '/quantity') : sum
  }

  end(
    reservations: readonly Reservation[],
    type: 'reservation-released' | 'reservation-expired',
    reason?: string,
  ): NewEvent[] {
    const desk = this.#desk()
    const ended = reservations.map((reservation): NewEvent => {
      const { id, amounts: before } = reservation
      desk.end(reservation)
      const data: ReservationReleased = { id, before, ...(reason && { reason }) }
      return { type, version: 1, data }
    })
    return [...ended, ...desk.covered()]
  }

  allocate(
    reservation: Reservation,
    input: Input<'AllocateReservation'>,
    nowMicros: number,
  ): NewEvent[] | ReservationsRefusal {
    const { items } = this.#around
    const item = items.byOrdinal(reservation.item)
    const wanted = this.#toAllocate(reservation, item, input)
    if (isRefusal(wanted)) return wanted
    if (wanted === 0) return []
    const candidates = this.#candidates(reservation, input, formatInstant(nowMicros).slice(0, 10))
    if (isRefusal(candidates)) return candidates
    const done = allocated(this.#desk().levels, reservation, wanted, candidates)
    if (done === 'too_many')
      return at(
        '/reservation',
        'too_many_holdings',
        'It would lie in too many places. Name a place or a smaller quantity.',
      )
    const { amounts, missing } = done
    if (missing === wanted || (missing > 0 && !input.partial))
      return at(
        '/quantity',
        'stock_not_available',
        `${items.format(item, wanted - missing)} ${item.unit} of ${item.code} can be taken from places; ${items.format(item, wanted)} are wanted. Ask for less, or send partial.`,
      )
    return [allocatedEvent(reservation, amounts)]
  }

  #toAllocate(
    { amounts: { soft } }: Reservation,
    item: StockItem,
    { quantity, unit }: Input<'AllocateReservation'>,
  ): number | ReservationsRefusal {
    if (quantity === undefined) return soft
    const wanted = stepsOf(this.#around, item, { quantity, unit }, '/quantity')
    if (isRefusal(wanted) || wanted <= soft) return wanted
    const rest = this.#around.items.format(item, soft)
    return at('/quantity', 'invalid_quantity', `Only ${rest} ${item.unit} of it lie in no place yet.`)
  }

  #candidates(
    { item, warehouse }: Reservation,
    { place, lot }: Input<'AllocateReservation'>,
    today: string,
  ): Candidate[] | ReservationsRefusal {
    const { places, stock } = this.#around
    const named = place === undefined ? undefined : places.place(place)
    if (place !== undefined && named?.warehouseOrdinal !== warehouse) {
      const found = named ? undefined : placeOf(this.#around, place, '/place')
      return isRefusal(found)
        ? found
        : at('/place', 'invalid_reservation', `${place} is a place of another warehouse.`)
    }
    const candidates: Candidate[] = []
    for (const lying of stock.lying(item, warehouse)) {
      const at = places.byOrdinal(lying.place)
      const isWanted = named ? places.isWithin(at, named.code) : at.isPickable
      const isGood = lying.expiry === null || lying.expiry >= today
      if (isWanted && isGood && at.isActive && (lot === undefined || lying.lot === lot))
        candidates.push({ ...lying, code: at.code, sort: at.sort })
    }
    return candidates.sort(firstExpiredFirst)
  }

  deallocate(reservation: Reservation): NewEvent[] | ReservationsRefusal {
    const { amounts, id, kind } = reservation
    if (kind === 'hard')
      return at(
        '/reservation',
        'invalid_reservation',
        `Reservation ${id} is of a place. Release it, and reserve without one.`,
      )
    if (amounts.held.length === 0) return []
    const soft = amounts.soft + heldIn(amounts)
    return [allocatedEvent(reservation, { ...NOTHING, soft, expected: amounts.expected })]
  }

  #desk = () => new Desk(this.#tables, this.#around.stock, this.#around.items.format)
}

const allocatedEvent = ({ id, amounts: before }: Reservation, after: Amounts): NewEvent => ({
  type: 'reservation-allocated',
  version: 1,
  data: { id, before, after },
})
