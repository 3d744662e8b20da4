import type { Database } from '../../kernel/database.ts'
import { monthOf } from '../../kernel/dates.ts'
import type { Held } from './domain.ts'

/** Reads of what the stock keeps, item by item. Warehouses below zero are the goods of one transfer on their way. */

export interface ValueRow extends Record<string, SqlStorageValue> {
  warehouse: number
  date: number
  sequence: number
  quantity: number
  value: number
}

export interface PoolRow extends Record<string, SqlStorageValue> {
  warehouse: number
  quantity: number
  value: number
}

export interface PlaceRow extends Record<string, SqlStorageValue> {
  place: number
  lot: number
  quantity: number
}

export interface LotRow extends Record<string, SqlStorageValue> {
  lot: number
  code: string
  expiry: number | null
}

/** `knownAt` undefined: as the log stands now. */
export interface Point {
  asOf: number
  knownAt: number | undefined
}

export class StockRows {
  readonly database: Database

  constructor(database: Database) {
    this.database = database
  }

  held(item: number, point: Point): Map<number, Held> {
    return byWarehouse(this.heldRows(item, point))
  }

  /**
   * By warehouse, each transfer that is on its way by itself: months before the day's, and the days of its month; as known
   * before, everything that was booked.
   */
  heldRows(item: number, { asOf, knownAt }: Point): PoolRow[] {
    return knownAt === undefined
      ? this.database.all<PoolRow>(
          `SELECT warehouse, sum(quantity) AS quantity, sum(value) AS value FROM (
               SELECT warehouse, quantity, value FROM stock_months WHERE item = ?1 AND month < ?2
               UNION ALL
               SELECT v.warehouse, v.quantity, v.value FROM stock_pools p
                 JOIN stock_values v ON v.item = p.item AND v.warehouse = p.warehouse
               WHERE p.item = ?1 AND v.date >= ?2 * 100 AND v.date <= ?3
             ) GROUP BY warehouse`,
          ...[item, monthOf(asOf), asOf],
        )
      : this.database.all<PoolRow>(
          `SELECT warehouse, sum(quantity) AS quantity, sum(value) AS value FROM stock_values
             WHERE item = ? AND date <= ? AND sequence <= ? GROUP BY warehouse`,
          ...[item, asOf, knownAt],
        )
  }

  /** As it is now, whatever its day; each transfer that is on its way by itself. */
  poolRows(item: number): PoolRow[] {
    return this.database.all<PoolRow>(
      'SELECT warehouse, quantity, value FROM stock_pools WHERE item = ?',
      item,
    )
  }

  pools(item: number): Map<number, Held> {
    return byWarehouse(this.poolRows(item))
  }

  /** What was booked from one day to another, in the order of the days and of the log. */
  booked(item: number, from: number, to: number, knownAt: number | undefined): ValueRow[] {
    return this.database.all<ValueRow>(
      `SELECT v.warehouse, v.date, v.sequence, v.quantity, v.value FROM stock_pools p
         JOIN stock_values v ON v.item = p.item AND v.warehouse = p.warehouse
       WHERE p.item = ? AND v.date >= ? AND v.date <= ? AND v.sequence <= ?
       ORDER BY v.date, v.sequence, v.warehouse`,
      ...[item, from, to, knownAt ?? Number.MAX_SAFE_INTEGER],
    )
  }

  /** What lies in each place of each lot: what lies there now less what came later; as known before, all moves until then. */
  lying(item: number, { asOf, knownAt }: Point): PlaceRow[] {
    const moves = (condition: string, sign: string) =>
      [
        ['to_place', sign, INTO],
        ['from_place', sign === '' ? '-' : '', OUT_OF],
      ].map(
        ([place, of, kinds]) =>
          `SELECT ${place} AS place, lot, ${of}quantity AS quantity FROM stock_moves
           WHERE item = ?1 AND kind IN (${kinds}) AND ${condition}`,
      )
    const parts =
      knownAt === undefined
        ? ['SELECT place, lot, quantity FROM stock_on_hand WHERE item = ?1', ...moves('date > ?2', '-')]
        : moves('date <= ?2 AND sequence <= ?3', '')
    return this.database.all<PlaceRow>(
      `SELECT place, lot, sum(quantity) AS quantity FROM (${parts.join(' UNION ALL ')})
       GROUP BY place, lot HAVING sum(quantity) <> 0 ORDER BY place, lot`,
      ...[item, asOf, ...(knownAt === undefined ? [] : [knownAt])],
    )
  }

  lot(lot: number): LotRow | undefined {
    if (lot === 0) return undefined
    return this.database.first<LotRow>('SELECT lot, code, expiry FROM stock_lots WHERE lot = ?', lot)
  }

  lotOf(item: number, code: string): LotRow | undefined {
    return this.database.first<LotRow>(
      'SELECT lot, code, expiry FROM stock_lots WHERE item = ? AND code = ?',
      ...[item, code],
    )
  }
}

/** Kinds of moves (`stock_moves.kind`) that bring goods into a place of the company, and that take them out of one. */
export const IN = 0
export const RETURN = 1
export const OUT = 2
export const TRANSFER = 3
export const SHIFT = 7
const INTO = [IN, RETURN, TRANSFER, SHIFT].join(', ')
const OUT_OF = [OUT, TRANSFER, SHIFT].join(', ')

/** What is on its way counts as one. */
function byWarehouse(rows: readonly PoolRow[]): Map<number, Held> {
  const held = new Map<number, Held>()
  for (const row of rows) {
    const warehouse = Math.max(row.warehouse, 0)
    const { quantity, value } = held.get(warehouse) ?? { quantity: 0, value: 0 }
    held.set(warehouse, { quantity: quantity + row.quantity, value: value + row.value })
  }
  return held
}

export function sumOf(held: Iterable<Held>): Held {
  const sum = { quantity: 0, value: 0 }
  for (const { quantity, value } of held) {
    sum.quantity += quantity
    sum.value += value
  }
  return sum
}
