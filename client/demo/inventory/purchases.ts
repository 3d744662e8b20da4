import { GREENS, type Green, PACKS, type Pack } from './goods.ts'
import { MAIN } from './places.ts'
import { divided, type Levels } from './steps.ts'

/** What a delivery brings: so much of each that the bill for it is right. */
export interface Delivered {
  item: string
  /** In the unit that it is bought in. */
  units: number
  unit: string
  /** In stock units. */
  quantity: number
  /** Cents of the company's currency. */
  cost: number
}

interface Wish {
  item: string
  unit: string
  /** Stock units of one unit, and what it costs. */
  size: number
  price: number
  target: number
}

/** Green coffee got dearer over the year, each origin in its own way. */
const greenPrice = ({ price }: Green, month: number): number =>
  Math.round(price * (1 + 0.011 * month + 0.03 * Math.sin(month * 1.7 + price)))

/** Every origin up to what five weeks need; the rest of the bill is Santos. */
export function greenDelivery(levels: Levels, bill: number, month: number, season: number): Delivered[] {
  const wishes = GREENS.filter(({ monthly }) => monthly > 0).map((green): Wish => {
    const { code, sack, monthly } = green
    const price = greenPrice(green, month) * sack
    return { item: code, unit: 'sack', size: sack, price, target: monthly * season * 1.25 }
  })
  const [santos, ...others] = wishes
  // What little there is of is bought first.
  return santos ? delivered(levels, bill, [santos, ...others.toReversed()]) : []
}

export function packagingDelivery(levels: Levels, bill: number): Delivered[] {
  const wishes = PACKS.filter(({ code }) => code !== 'TISSUE').map(
    ({ code, unit, pieces, price, target }: Pack): Wish => ({
      item: code,
      unit,
      size: pieces,
      price,
      target,
    }),
  )
  return delivered(levels, bill, wishes)
}

/** The first wish takes what the others leave of the bill. */
function delivered(levels: Levels, bill: number, [rest, ...others]: Wish[]): Delivered[] {
  if (!rest) return []
  let left = bill
  const units = new Map<Wish, number>()
  for (const wish of others) {
    const missing = wish.target - levels.of(wish.item, MAIN)
    const wanted = Math.max(0, Math.ceil(missing / wish.size))
    const affordable = Math.min(wanted, Math.max(0, Math.floor(left / wish.price)))
    left -= affordable * wish.price
    units.set(wish, affordable)
  }
  units.set(rest, Math.max(0, Math.round(left / rest.price)))
  const bought = [rest, ...others].filter((wish) => (units.get(wish) ?? 0) > 0)
  const costs = divided(
    bill,
    bought.map((wish) => (units.get(wish) ?? 0) * wish.price),
  )
  return bought.map((wish, index) => {
    const count = units.get(wish) ?? 0
    levels.add(wish.item, MAIN, count * wish.size, costs[index])
    return {
      item: wish.item,
      unit: wish.unit,
      units: count,
      quantity: count * wish.size,
      cost: costs[index] ?? 0,
    }
  })
}
