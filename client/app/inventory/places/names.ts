import type { PlaceKind } from '../../../../durable-objects/inventory/places/contract.ts'

/** How places are called by what they are for. */
export const PLACE_KIND_NAMES: Readonly<Record<PlaceKind, { name: string; detail: string }>> = {
  bin: { name: 'Bin', detail: 'Goods lie in it.' },
  view: { name: 'Group', detail: 'Only groups others: an aisle, a zone. Goods never lie in it.' },
  supplier: { name: 'Supplier', detail: 'Goods come from there.' },
  customer: { name: 'Customer', detail: 'Goods go there.' },
  scrap: { name: 'Scrap', detail: 'What is thrown away.' },
  production: { name: 'Production', detail: 'What is used up and what is made.' },
  adjustment: { name: 'Adjustment', detail: 'What is found and lost.' },
  transit: { name: 'In transit', detail: 'On the way between warehouses.' },
}

export const VIRTUAL_KINDS = [
  'supplier',
  'customer',
  'scrap',
  'production',
  'adjustment',
  'transit',
] as const satisfies readonly PlaceKind[]
