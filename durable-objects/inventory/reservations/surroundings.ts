import type { RefusalCode } from '../../kernel/contract.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { StockPorts } from '../reserved-stock.ts'
import type { ItemsParts, StockItem } from '../stock-item.ts'
import type { PlacesParts, StockPlace } from '../stock-place.ts'
import type { ReservationsContract } from './contract.ts'
import type { ReservationsRefusal } from './domain.ts'

/** What reservations ask of the rest of the inventory, and what of the input must be found there. */
export interface Surroundings {
  items: Pick<ItemsParts, 'byRef' | 'byId' | 'byOrdinal' | 'ordinal' | 'steps' | 'format'>
  places: Pick<PlacesParts, 'place' | 'byOrdinal' | 'warehouse' | 'warehouses' | 'default' | 'isWithin'>
  stock: StockPorts
}

export function stockedItem(
  { items }: Surroundings,
  ref: string,
  pointer: string,
): StockItem | ReservationsRefusal {
  const item = items.byRef(ref)
  if (!item) return at(pointer, 'unknown_item', `There is no item ${ref}.`)
  if (item.kind === 'kit')
    return at(pointer, 'item_not_stocked', `${item.code} is a kit. Reserve what it is made of.`)
  if (item.kind !== 'stock' || item.isTemplate)
    return at(pointer, 'item_not_stocked', `${item.code} is not kept in stock.`)
  return item
}

/** A place in use in which goods may lie. */
export function placeOf(
  { places }: Surroundings,
  code: string,
  pointer: string,
): StockPlace | ReservationsRefusal {
  const place = places.place(code)
  if (!place) return at(pointer, 'unknown_place', `There is no place ${code}.`)
  if (place.kind !== 'bin')
    return at(pointer, 'invalid_reservation', `Nothing that could be reserved lies in ${code}.`)
  if (!place.isActive) return at(pointer, 'invalid_reservation', `${code} is out of use.`)
  return place
}

/** By default that of the only or first warehouse. */
export function warehouseOf(
  { places }: Surroundings,
  code: string | undefined,
  pointer: string,
): { ordinal: number; code: string } | ReservationsRefusal {
  if (code === undefined) {
    const first = places.default()
    if (first) return first
    return at(pointer, 'unknown_warehouse', 'There is no warehouse in use. Open one first.')
  }
  const warehouse = places.warehouse(code)
  if (!warehouse) return at(pointer, 'unknown_warehouse', `There is no warehouse ${code}.`)
  if (!warehouse.isActive) return at(pointer, 'unknown_warehouse', `Warehouse ${code} is out of use.`)
  return warehouse
}

/** More than nothing, exactly. */
export function stepsOf(
  { items }: Surroundings,
  item: StockItem,
  { quantity, unit }: { quantity: string; unit?: string | undefined },
  pointer: string,
): number | ReservationsRefusal {
  const steps = items.steps(item, quantity, unit)
  if (isRefusal(steps)) {
    const field = steps.refused === 'unknown_unit_of_item' ? pointer.replace(/quantity$/, 'unit') : pointer
    return at(field, steps.refused, steps.detail)
  }
  if (steps <= 0) return at(pointer, 'invalid_quantity', 'Write a quantity that is more than nothing.')
  return steps
}

export const at = (
  pointer: string,
  code: RefusalCode<ReservationsContract>,
  detail: string,
): Refusal<RefusalCode<ReservationsContract>> => refuse(code, detail, [{ pointer, code, detail }])
