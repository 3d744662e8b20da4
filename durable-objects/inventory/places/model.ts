import type { PlaceKind } from './contract.ts'

/** One row of the table of places. */
export interface PlaceRow {
  ordinal: number
  code: string
  name: string
  kind: PlaceKind
  /** Ordinal of the warehouse's root place; null where the place is virtual. */
  warehouse: number | null
  /** Ordinal of the place above; null for root places and virtual ones. */
  parent: number | null
  isActive: boolean
  isPickable: boolean
  sort: number
}

export interface WarehouseRow {
  ordinal: number
  code: string
  name: string
  address: string | null
  isActive: boolean
  /** Id. */
  stockAccount: string | null
}

/** What decisions look up: each a few seeks, whatever the number of places. */
export interface PlacesBook {
  byCode(code: string): PlaceRow | undefined
  byOrdinal(ordinal: number): PlaceRow
  /** Those of the codes that places have, in their order. */
  existing(codes: readonly string[]): string[]
  warehouse(code: string): WarehouseRow | undefined
  warehouseCount(): number
  placeCount(): number
  nextOrdinal(): number
  hasActiveChildren(ordinal: number): boolean
  hasChildren(ordinal: number): boolean
  /** How many levels lie below a place. */
  height(ordinal: number): number
  putAway(item: string, warehouse: number): number | undefined
}

/** What decisions ask of the stock. */
export interface Contents {
  /** Something lies in the place itself. */
  quantityIn(place: number): boolean
  /** Something lies anywhere in the warehouse. */
  quantityInWarehouse(warehouse: number): boolean
}

/** Places above a place, from the root place of its warehouse down to itself. */
export function pathOf(book: Pick<PlacesBook, 'byOrdinal'>, place: PlaceRow): PlaceRow[] {
  const path = [place]
  for (let above = place.parent; above !== null; above = path[0]?.parent ?? null)
    path.unshift(book.byOrdinal(above))
  return path
}

/** The places that every company has. Their ordinals are promises; those of users follow after `SYSTEM_ORDINALS_MAX`. */
export const VIRTUAL_PLACES = [
  { ordinal: 1, code: 'SUPPLIERS', name: 'Suppliers', kind: 'supplier' },
  { ordinal: 2, code: 'CUSTOMERS', name: 'Customers', kind: 'customer' },
  { ordinal: 3, code: 'SCRAP', name: 'Scrap', kind: 'scrap' },
  { ordinal: 4, code: 'PRODUCTION', name: 'Production', kind: 'production' },
  { ordinal: 5, code: 'ADJUSTMENT', name: 'Adjustments', kind: 'adjustment' },
  { ordinal: 6, code: 'TRANSIT', name: 'In transit', kind: 'transit' },
] as const satisfies { ordinal: number; code: string; name: string; kind: PlaceKind }[]

export const SYSTEM_ORDINALS_MAX = 100
