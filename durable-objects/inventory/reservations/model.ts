import type { Where } from '../reserved-stock.ts'
import type { Amounts, Demand, Holding, ReservationKind, ReservationStatus } from './contract.ts'

/** A reservation as it stands. Quantities are steps, item, warehouse and places ordinals. */
export interface Reservation {
  id: string
  sequence: number
  kind: ReservationKind
  status: ReservationStatus
  demand: Demand
  item: number
  warehouse: number
  amounts: Amounts
  consumed: number
  /** yyyymmdd */
  neededBy: number | null
  /** Microseconds since 1970. */
  expiresAt: number | null
}

export const NOTHING: Amounts = { soft: 0, expected: 0, held: [] }

export const heldIn = ({ held }: Amounts): number => held.reduce((sum, { quantity }) => sum + quantity, 0)

/** What is kept of stock on hand. */
export const reservedIn = (amounts: Amounts): number => amounts.soft + heldIn(amounts)

export const totalOf = (amounts: Amounts): number => reservedIn(amounts) + amounts.expected

/** Adds to what is held of a lot in a place; what comes to nothing is left out. */
export function holding(held: readonly Holding[], { place, lot, quantity }: Holding): Holding[] {
  const isSame = (each: Holding) => each.place === place && each.lot === lot
  const before = held.find(isSame)?.quantity ?? 0
  const rest = held.filter((each) => !isSame(each))
  return before + quantity === 0 ? rest : [...rest, { place, lot, quantity: before + quantity }]
}

/** Where levels come from: the tables and the stock as they were before the decision. */
export interface LevelSource {
  onHand(item: number, where: Where): number
  reserved(item: number, where: Where): number
}

/**
 * On hand and reserved while a decision is made: the tables, and what the decision has done so far. What is reserved counts in
 * the warehouse; what is held also in its place; what is held of a lot also there. These lie in each other, so what is
 * reserved can be delivered exactly when in none of them more is reserved than is on hand.
 */
export class Levels {
  readonly #source: LevelSource
  readonly #stock = new Map<string, number>()
  readonly #reserved = new Map<string, number>()

  constructor(source: LevelSource) {
    this.#source = source
  }

  free(item: number, where: Where): number {
    return this.onHand(item, where) - this.reserved(item, where)
  }

  onHand(item: number, where: Where): number {
    return this.#source.onHand(item, where) + (this.#stock.get(keyOf(item, where)) ?? 0)
  }

  reserved(item: number, where: Where): number {
    return this.#source.reserved(item, where) + (this.#reserved.get(keyOf(item, where)) ?? 0)
  }

  /** Counts what a reservation keeps: with 1 it begins, with −1 it ends. */
  keep(item: number, warehouse: number, amounts: Amounts, sign: 1 | -1): void {
    add(this.#reserved, keyOf(item, { warehouse }), sign * reservedIn(amounts))
    for (const { place, lot, quantity } of amounts.held)
      for (const where of within(place, lot)) add(this.#reserved, keyOf(item, where), sign * quantity)
  }

  /** Goods come into a place, or leave it with a negative quantity. */
  move(item: number, at: { warehouse: number; place: number; lot: string | null }, quantity: number): void {
    for (const where of [{ warehouse: at.warehouse }, ...within(at.place, at.lot)])
      add(this.#stock, keyOf(item, where), quantity)
  }
}

/** A place, and the lot in it. */
export const within = (place: number, lot: string | null): Where[] =>
  lot === null ? [{ place }] : [{ place }, { place, lot }]

function keyOf(item: number, where: Where): string {
  if ('warehouse' in where) return `${item} w${where.warehouse}`
  return `${item} p${where.place} ${where.lot ?? ''}`
}

const add = (map: Map<string, number>, key: string, quantity: number) =>
  map.set(key, (map.get(key) ?? 0) + quantity)
