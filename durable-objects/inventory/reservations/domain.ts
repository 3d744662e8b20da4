import type { RefusalCode } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { Lying } from '../reserved-stock.ts'
import type { Amounts, Holding, ReservationsContract } from './contract.ts'
import { heldIn, holding, type Levels, NOTHING, type Reservation, totalOf, within } from './model.ts'

/** Pure decisions about what a reservation keeps. */

export type ReservationsRefusal = Refusal<RefusalCode<ReservationsContract>>

export interface Wanted {
  item: number
  allowsNegative: boolean
  warehouse: number
  /** Named: a hard reservation of what lies there. */
  place: number | undefined
  lot: string | null
  quantity: number
  isExpected: boolean
  /** What can be promised of announced receipts for the day on which it is needed. */
  promisable: () => number
}

/** What can be kept of what is wanted: on hand first, then of what is expected. `missing` is the rest. */
export function amountsFor(levels: Levels, wanted: Wanted): { amounts: Amounts; missing: number } {
  const { item, warehouse, place, lot, quantity } = wanted
  const free = wanted.allowsNegative ? quantity : freeIn(levels, item, warehouse, place, lot)
  const kept = Math.min(quantity, Math.max(0, free))
  if (place !== undefined) {
    const held = kept === 0 ? [] : [{ place, lot, quantity: kept }]
    return { amounts: { soft: 0, expected: 0, held }, missing: quantity - kept }
  }
  const rest = quantity - kept
  const expected = rest > 0 && wanted.isExpected ? Math.min(rest, wanted.promisable()) : 0
  return { amounts: { soft: kept, expected, held: [] }, missing: rest - expected }
}

/** What nobody has reserved of a warehouse, and where one is named, of a place and a lot in it. */
export function freeIn(
  levels: Levels,
  item: number,
  warehouse: number,
  place: number | undefined,
  lot: string | null,
): number {
  const places = place === undefined ? [] : within(place, lot)
  return Math.min(...[{ warehouse }, ...places].map((where) => levels.free(item, where)))
}

/** A smaller quantity gives up what is only expected first, then what lies anywhere, then what is held, the last first. */
export function reduced(amounts: Amounts, by: number): Amounts {
  const expected = Math.min(by, amounts.expected)
  const soft = Math.min(by - expected, amounts.soft)
  let rest = by - expected - soft
  const held: Holding[] = []
  for (const each of amounts.held.toReversed()) {
    const taken = Math.min(rest, each.quantity)
    rest -= taken
    if (each.quantity > taken) held.unshift({ ...each, quantity: each.quantity - taken })
  }
  return { soft: amounts.soft - soft, expected: amounts.expected - expected, held }
}

export interface Taken {
  place: number
  lot: string | null
  quantity: number
}

/**
 * Goods leave for the demand. They are those held in this place of this lot, then those of any lot in it, then what lies
 * anywhere, then what is held elsewhere (another place was picked than was chosen), and last what was only expected.
 */
export function consumed(amounts: Amounts, { place, lot, quantity }: Taken): Amounts {
  const order = [
    (each: Holding) => each.place === place && each.lot === lot,
    (each: Holding) => each.place === place && each.lot === null,
  ]
  let rest = quantity
  let { soft, expected, held } = amounts
  const takeHeld = (isNext: (each: Holding) => boolean) => {
    for (const each of held.filter(isNext)) {
      const taken = Math.min(rest, each.quantity)
      held = taken === 0 ? held : holding(held, { ...each, quantity: -taken })
      rest -= taken
    }
  }
  for (const isNext of order) takeHeld(isNext)
  const softly = Math.min(rest, soft)
  soft -= softly
  rest -= softly
  takeHeld(() => true)
  expected -= rest
  return { soft, expected, held }
}

/** Goods move within their warehouse: what of the reservation is held among them goes with them. */
export function carried(amounts: Amounts, { place, lot, quantity }: Taken, to: number): Amounts {
  let rest = quantity
  let held = amounts.held
  for (const each of amounts.held) {
    if (each.place !== place || (each.lot !== null && each.lot !== lot)) continue
    const moved = Math.min(rest, each.quantity)
    if (moved === 0) continue
    held = holding(held, { ...each, quantity: -moved })
    held = holding(held, { place: to, lot: each.lot, quantity: moved })
    rest -= moved
  }
  return { ...amounts, held }
}

/** Whether a reservation may be taken from by goods like these. */
export function mismatch(
  reservation: Reservation,
  goods: { item: number; warehouse: number } & Taken,
  pointer: string,
): ReservationsRefusal | undefined {
  const { id, amounts, status } = reservation
  const of = (code: RefusalCode<ReservationsContract>, detail: string) =>
    refuse(code, detail, [{ pointer, code, detail }])
  if (status !== 'open') return of('reservation_settled', `Reservation ${id} is ${status}.`)
  if (reservation.item !== goods.item)
    return of('reservation_mismatch', `Reservation ${id} is of another item.`)
  if (reservation.warehouse !== goods.warehouse)
    return of('reservation_mismatch', `Reservation ${id} is of goods in another warehouse.`)
  if (reservation.kind === 'hard') {
    const held = amounts.held
      .filter(({ place, lot }) => place === goods.place && (lot === null || lot === goods.lot))
      .reduce((sum, { quantity }) => sum + quantity, 0)
    if (held < goods.quantity)
      return of(
        held === 0 ? 'reservation_mismatch' : 'reservation_exceeded',
        held === 0
          ? `Reservation ${id} is of goods in another place or of another lot.`
          : `Reservation ${id} keeps less than that there. Take the rest by a line without a reservation.`,
      )
  }
  if (totalOf(amounts) < goods.quantity)
    return of(
      'reservation_exceeded',
      `Reservation ${id} keeps less than that. Take the rest by a line without a reservation, or change it.`,
    )
  return undefined
}

/** What lies somewhere, with what its place says of picking. */
export interface Candidate extends Lying {
  code: string
  sort: number
}

/** Lots that expire first come first; what does not expire comes last; then places in the order of their walk. */
export const firstExpiredFirst = (a: Candidate, b: Candidate): number =>
  compare(a.expiry ?? '9999', b.expiry ?? '9999') ||
  a.sort - b.sort ||
  compare(a.code, b.code) ||
  compare(a.lot ?? '', b.lot ?? '')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Takes a quantity that lies anywhere in the warehouse from these places, in this order, as far as they are free. */
export function allocated(
  levels: Levels,
  { item, warehouse, amounts }: Pick<Reservation, 'item' | 'warehouse' | 'amounts'>,
  quantity: number,
  candidates: readonly Candidate[],
): { amounts: Amounts; missing: number } | 'too_many' {
  let rest = Math.min(quantity, amounts.soft)
  const missing = quantity - rest
  let held = amounts.held
  for (const { place, lot, quantity: lying } of candidates) {
    if (rest === 0) break
    const free = Math.min(lying, ...within(place, lot).map((where) => levels.free(item, where)))
    const taken = Math.min(rest, Math.max(0, free))
    if (taken === 0) continue
    const each = { place, lot, quantity: taken }
    // It counts in its warehouse already: now it counts in the place, too.
    levels.keep(item, warehouse, { ...NOTHING, held: [each] }, 1)
    levels.keep(item, warehouse, { ...NOTHING, soft: taken }, -1)
    held = holding(held, each)
    rest -= taken
  }
  if (held.length > LIMITS.reservationHoldingsMax) return 'too_many'
  const soft = amounts.soft - (heldIn({ ...NOTHING, held }) - heldIn(amounts))
  return { amounts: { ...amounts, soft, held }, missing: missing + rest }
}

export function expiryOf(expiresAt: string, nowMicros: number): number | ReservationsRefusal {
  const at = Date.parse(expiresAt) * 1_000
  const refused = (detail: string) =>
    refuse('invalid_reservation_end' as const, detail, [
      { pointer: '/expiresAt', code: 'invalid_reservation_end', detail },
    ])
  if (at <= nowMicros) return refused('A reservation ends in the future.')
  if (at > nowMicros + LIMITS.reservationDaysMax * 86_400_000_000)
    return refused(`A reservation lasts ${LIMITS.reservationDaysMax} days at most.`)
  return at
}
