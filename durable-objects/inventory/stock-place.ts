import type { Scope } from '../kernel/contract.ts'
import type { Actor } from '../kernel/module.ts'
import type { PlaceKind } from './places/contract.ts'
import type { BookAccount } from './stock-item.ts'

/** A place as other parts see it. Stored moves name it by its ordinal, which stays when its code is changed. */
export interface StockPlace {
  ordinal: number
  code: string
  name: string
  kind: PlaceKind
  /** Code and ordinal of its warehouse; null where the place is virtual. A warehouse's ordinal is that of its root place. */
  warehouse: string | null
  warehouseOrdinal: number | null
  /** Codes from the warehouse's root place down to the place itself. */
  path: readonly string[]
  /** The place itself and its warehouse are in use. */
  isActive: boolean
  isPickable: boolean
  /** Order in which places are walked when goods are picked. */
  sort: number
}

export interface Warehouse {
  /** That of its root place, whose code is the warehouse's own. */
  ordinal: number
  code: string
  name: string
  isActive: boolean
  /** Id of the account that goods in it are booked on, instead of the items' own; null: theirs. */
  stockAccount: string | null
}

/** What other parts get of the places. */
export interface PlacesParts {
  place(code: string): StockPlace | undefined
  /** Throws (a bug) where nothing has this ordinal: places are never removed. */
  byOrdinal(ordinal: number): StockPlace
  ordinal(code: string): number | undefined
  warehouse(code: string): Warehouse | undefined
  /** By code; a company has a bounded number of them. */
  warehouses(): readonly Warehouse[]
  /** Codes of a place and all below it, by code. Of a warehouse these may be 100,000: ask with a bin, or use `isWithin`. */
  within(code: string): string[]
  isWithin(place: StockPlace, above: string): boolean
  /** The root place of the only warehouse in use, or of the first one that was opened. */
  default(): StockPlace | undefined
  /** The virtual place of a kind that every company has from the beginning. */
  virtual(kind: VirtualKind): StockPlace
  /** Where an item is best put away in a warehouse; undefined where nobody said so. */
  putAway(item: string, warehouse: string): StockPlace | undefined
}

export type VirtualKind = Exclude<PlaceKind, 'bin' | 'view'>

/** What places ask of others. */
export interface PlacesPorts {
  /** Something lies in the place itself, by its ordinal. */
  quantityIn(place: number): boolean
  /** Something lies anywhere in the warehouse, by the ordinal of its root place. */
  quantityInWarehouse(warehouse: number): boolean
  /** By id, code or barcode. */
  item(ref: string): { id: string; code: string; name: string } | undefined
  chart: {
    account(code: string): BookAccount | undefined
    accountById(id: string): BookAccount
  }
  /** Which accounts the actor sees; undefined: all. */
  sight(
    actor: Actor,
    operation: string,
    scope: Scope,
  ): { seesAccount(account: BookAccount): boolean } | undefined
}
