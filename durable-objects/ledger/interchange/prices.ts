/**
 * Market prices (`P`) as rates to company currency: a last resort where a transaction alone cannot say what its lines
 * are worth. Prices that name the company currency on either side are used; chains over a third commodity are not.
 */
import type { Decimal } from './decimal.ts'
import { isZero, powerOfTen } from './decimal.ts'
import type { PriceDirective } from './model.ts'

/** An exact rate: company currency per one of the unit. */
export type Rate = { numerator: bigint; denominator: bigint }

type DatedRate = { date: string; rate: Rate }
export type Prices = { direct: Map<string, DatedRate[]>; reverse: Map<string, DatedRate[]> }

export const collectPrices = (
  directives: readonly PriceDirective[],
  unitOf: (symbol: string) => string,
  companyCurrency: string,
): Prices => {
  const prices: Prices = { direct: new Map(), reverse: new Map() }
  // Stable by date: of two prices on one day the later line counts.
  for (const { date, commodity, price } of directives.toSorted((a, b) => compare(a.date, b.date))) {
    const unit = unitOf(commodity)
    const priceUnit = unitOf(price.commodity)
    if (unit === priceUnit || isZero(price.quantity)) continue
    if (priceUnit === companyCurrency) push(prices.direct, unit, date, rateOf(price.quantity))
    else if (unit === companyCurrency) push(prices.reverse, priceUnit, date, inverse(rateOf(price.quantity)))
  }
  return prices
}

/** The latest rate on or before the date; a price of the unit itself is preferred to one of the company currency. */
export const rateOn = (prices: Prices, unit: string, date: string): Rate | undefined =>
  latest(prices.direct.get(unit), date) ?? latest(prices.reverse.get(unit), date)

/** The rate at which `quantity` of something is worth `worth`. */
export const rateBetween = (worth: Decimal, quantity: Decimal): Rate => ({
  numerator: worth.digits * powerOfTen(quantity.scale),
  denominator: quantity.digits * powerOfTen(worth.scale),
})

export const times = (a: Rate, b: Rate): Rate => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
})

const rateOf = (price: Decimal): Rate => ({ numerator: price.digits, denominator: powerOfTen(price.scale) })
const inverse = (rate: Rate): Rate => ({ numerator: rate.denominator, denominator: rate.numerator })

const push = (rates: Map<string, DatedRate[]>, unit: string, date: string, rate: Rate): void => {
  const known = rates.get(unit)
  if (known === undefined) rates.set(unit, [{ date, rate }])
  else known.push({ date, rate })
}

const latest = (rates: readonly DatedRate[] | undefined, date: string): Rate | undefined => {
  if (rates === undefined) return undefined
  let low = 0
  let high = rates.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rates[middle]?.date ?? '') <= date) low = middle + 1
    else high = middle
  }
  return rates[low - 1]?.rate
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
