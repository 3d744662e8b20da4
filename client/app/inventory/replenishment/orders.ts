import { isDecimal, isNegative, isZero } from '../../lib/decimal.ts'
import type { Accepting, Proposal } from './queries.ts'

/** Proposals that are ordered together. Pure. */

export interface Chosen {
  proposal: Proposal
  /** In the unit that it is ordered in; as it is proposed, or as somebody changed it. */
  quantity: string
}

/** From one source to one warehouse: an order, or a transfer. */
export interface Order {
  key: string
  warehouse: string
  by: Proposal['by']
  supplier: string | null
  from: string | null
  lines: Chosen[]
}

export const keyOf = ({ item, warehouse }: Pick<Proposal, 'item' | 'warehouse'>): string =>
  `${item.id}/${warehouse}`

export function ordersOf(chosen: readonly Chosen[]): Order[] {
  const orders = new Map<string, Order>()
  for (const each of chosen) {
    const { warehouse, by, supplier, from } = each.proposal
    const key = [warehouse, by, supplier ?? '', from ?? ''].join('\t')
    const order = orders.get(key) ?? { key, warehouse, by, supplier, from, lines: [] }
    order.lines.push(each)
    orders.set(key, order)
  }
  return [...orders.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Why a quantity cannot be ordered. */
export function problemOf(quantity: string): string | undefined {
  if (!isDecimal(quantity)) return 'Write a number.'
  return isZero(quantity) || isNegative(quantity) ? 'Nothing would be ordered.' : undefined
}

interface Terms {
  reference: string
  date: string
  inTransit: boolean
}

export const inputOf = (
  { warehouse, by, lines }: Order,
  { reference, date, inTransit }: Terms,
): Accepting => ({
  warehouse,
  ...(by === 'receipt' && reference.trim() && { reference: reference.trim() }),
  ...(by === 'receipt' && date && { date }),
  ...(by === 'transfer' && inTransit && { inTransit: true }),
  lines: lines.map(({ proposal: { item, order }, quantity }) => ({
    item: item.id,
    quantity,
    unit: order.unit,
  })),
})
