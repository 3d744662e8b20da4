import { mulDiv } from '../valuation/exact.ts'

/** Pure arithmetic of the reports. Dates are yyyymmdd, amounts minor units, quantities steps. */

export const dayNumber = (date: number): number =>
  Date.UTC(Math.trunc(date / 10_000), (Math.trunc(date / 100) % 100) - 1, date % 100) / 86_400_000

export interface Held {
  quantity: number
  value: number
}

export interface Age {
  rootDate: number
  quantity: number
  /** Undefined: the layer has its share of what its warehouse is worth. */
  value: number | undefined
}

/**
 * Goods by their age. Layers without a value of their own get shares of `pool`, which sum to it exactly. Negative layers
 * have no age.
 */
export function aged(layers: readonly Age[], pool: Held, ends: readonly number[], on: number) {
  const buckets = Array.from({ length: ends.length + 1 }, (): Held => ({ quantity: 0, value: 0 }))
  const negative: Held = { quantity: 0, value: 0 }
  const today = dayNumber(on)
  let [quantity, given] = [0, 0]
  for (const layer of layers) {
    quantity += layer.quantity
    const until = pool.quantity === 0 ? 0 : mulDiv(pool.value, quantity, pool.quantity)
    const value = layer.value ?? until - given
    if (layer.value === undefined) given = until
    const age = today - dayNumber(layer.rootDate)
    const at = ends.findIndex((end) => age <= end)
    const bucket = layer.quantity < 0 ? negative : (buckets[at === -1 ? ends.length : at] as Held)
    bucket.quantity += layer.quantity
    bucket.value += value
  }
  return { buckets, negative }
}

/** Mean of a value over the days of a period; changes are in the order of their days. */
export function averageValue(
  opening: number,
  changes: readonly { date: number; value: number }[],
  from: number,
  to: number,
): number {
  const [first, last] = [dayNumber(from), dayNumber(to)]
  let sum = 0n
  let value = opening
  let since = first
  for (const change of changes) {
    const day = dayNumber(change.date)
    sum += BigInt(value) * BigInt(day - since)
    since = day
    value += change.value
  }
  sum += BigInt(value) * BigInt(last + 1 - since)
  const days = BigInt(last + 1 - first)
  const [n, isNegative] = sum < 0n ? [-sum, true] : [sum, false]
  const rounded = Number((2n * n + days) / (2n * days))
  return isNegative ? 0 - rounded : rounded
}

/** `amount × part ÷ whole` with two decimals; null where it divides by nothing. */
export function ratio(amount: number, part: number, whole: number): string | null {
  if (whole <= 0) return null
  const hundredths = mulDiv(amount, part * 100, whole)
  const sign = hundredths < 0 ? '-' : ''
  const digits = String(Math.abs(hundredths)).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
