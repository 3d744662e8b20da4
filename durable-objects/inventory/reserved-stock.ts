import type { NewEvent } from '../kernel/log.ts'
import type { Refusal } from '../kernel/result.ts'
import type { reservationRefusals } from './reservations/contract.ts'
import type { StockItem } from './stock-item.ts'
import type { StockPlace } from './stock-place.ts'

/** What the other parts of the inventory get of reservations, and what reservations get of the stock. */

export type ReservedRefusal = Refusal<Extract<keyof typeof reservationRefusals, string>>

/** A line of a document that moves goods: what it takes from a place, brings into one, or both. */
export interface Movement {
  item: StockItem
  /** Goods that come from a virtual place, or from nowhere, take from no reservation. */
  from?: StockPlace | undefined
  /** A place of the same warehouse as `from` takes nothing from the warehouse. */
  to?: StockPlace | undefined
  /** Lot or serial number; null where the item has none. */
  lot: string | null
  /** Steps. */
  quantity: number
  /** Id of the reservation that these goods were kept for: they consume it, or within a warehouse take it along. */
  reservation?: string | undefined
  /** Of the line in the input, such as `/lines/3`. */
  pointer: string
}

/**
 * What moves by one decision, line by line: each sees what those before it took and brought. It judges whether what moves is
 * free, not whether it is there: the stock refuses that by itself.
 */
export interface MovementRun {
  /** `stock_reserved` says how much is free, and who holds the rest. */
  move(movement: Movement): ReservedRefusal | undefined
  /**
   * Steps that may be picked of a place and lot (ordinal, code) without what others hold there; with a reservation, what it holds
   * itself may be picked too. Of the warehouse as a whole `move` judges.
   */
  pickable(item: StockItem, place: number, lot: string | null, reservation?: string): number
  /** Places and lots that were chosen for a reservation: to be picked from before others. */
  chosen(reservation: string): readonly { place: number; lot: string | null; quantity: number }[]
  /** What becomes of reservations by it, once all lines are in: to be recorded with the moves, in the same decision. */
  events(): NewEvent[]
}

export interface ReservationsParts {
  /** Steps that are reserved of an item by its ordinal. */
  reserved(item: number, where: Where): number
  /** More of an item is reserved somewhere than lies there. */
  isOverReserved(item: number): boolean
  /** Steps on hand in a warehouse that nobody has reserved. */
  available(item: number, warehouse: number): number
  /** Begins a decision that moves stock. */
  begin(): MovementRun
  /** What one line would be refused for, with nothing taken before it. */
  refuses(movement: Movement): ReservedRefusal | undefined
  /** What is announced of an item for a warehouse, and what of it is promised, by day (yyyymmdd). */
  incoming(item: number, warehouse: number): readonly DatedQuantity[]
  promised(item: number, warehouse: number): readonly DatedQuantity[]
  /** Adds lines to what was announced under a reference. Warehouses are ordinals, days YYYY-MM-DD. */
  announce(
    reference: string,
    lines: readonly { item: StockItem; warehouse: number; quantity: number; date: string }[],
  ): NewEvent[] | Refusal<'invalid_reservation'>
  /** Events by which a receipt against an announcement makes it smaller: as much of it as is still expected. */
  received(
    reference: string,
    received: readonly { item: StockItem; warehouse: string; quantity: number }[],
  ): NewEvent[]
}

/** Steps; without a day where none is known. */
export interface DatedQuantity {
  date: number | null
  quantity: number
}

/** Where something lies, by ordinals: anywhere in a warehouse, or in one place; there of all lots, or of one. */
export type Where = { warehouse: number } | { place: number; lot?: string | null | undefined }

/** What lies in one place of one lot. */
export interface Lying {
  /** Ordinal. */
  place: number
  lot: string | null
  /** YYYY-MM-DD */
  expiry: string | null
  /** Steps. */
  quantity: number
}

/** What reservations ask of the stock. Quantities are steps. */
export interface StockPorts {
  /** Of an item by its ordinal, in one warehouse or place. */
  onHand(item: number, where: Where): number
  /** Of an item in each warehouse that has any. */
  onHandByWarehouse(item: number): { warehouse: number; quantity: number }[]
  /** Everything of an item in a warehouse, place by place. */
  lying(item: number, warehouse: number): Lying[]
}
