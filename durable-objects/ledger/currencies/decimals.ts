import { Decimal } from 'decimal.js'
import { LIMITS } from '../../kernel/limits.ts'

/**
 * The arithmetic of rates. Everything is exact decimal; there are two roundings, each at one place and by one rule:
 * a rate that is derived (inverse, cross, average) is kept to {@link RATE_DIGITS} significant digits, and an amount is
 * rounded once, to the minor units of its currency. Both round half away from zero, which is the commercial rule.
 */
const Exact = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -60,
  toExpPos: 60,
})

/** Significant digits of a derived rate: with 15 an amount of a trillion is still exact to the cent. */
export const RATE_DIGITS = 15

const RATE = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/
const [WHOLE_DIGITS, DECIMALS] = [15, 15]

/** The rate in its one written form, without zeros at the end; undefined where the text is no rate. */
export function parseRate(text: string): string | undefined {
  if (!RATE.test(text)) return undefined
  const rate = new Exact(text)
  return rate.isZero() ? undefined : rate.toFixed()
}

export const RATE_FORM = `Write a decimal above zero such as "1.0852", with at most ${WHOLE_DIGITS} digits before the point and ${DECIMALS} after it.`

/** The arithmetic mean: of the quotations of a month, as central banks publish it. */
export const meanOf = (rates: readonly string[]): string =>
  derived(rates.reduce((sum, rate) => sum.add(rate), new Exact(0)).div(rates.length))

/** A step from one unit to another: its rate, or one divided by it. */
export interface Step {
  rate: string
  isInverse: boolean
}

/** Steps one after the other, rounded once at the end. */
export function chained(steps: readonly Step[]): string {
  const only = steps[0]
  if (steps.length === 1 && only && !only.isInverse) return only.rate
  let [over, under] = [new Exact(1), new Exact(1)]
  for (const { rate, isInverse } of steps) {
    if (isInverse) under = under.mul(rate)
    else over = over.mul(rate)
  }
  return derived(over.div(under))
}

const derived = (rate: Decimal): string => rate.toSignificantDigits(RATE_DIGITS).toFixed()

/** Places between the minor units of two currencies. */
export interface Scales {
  from: number
  to: number
}

/** Minor units of one currency in those of the other at a rate, rounded once; undefined where it is past what is exact. */
export function convert(minor: number, rate: string, scales: Scales): number | undefined {
  const amount = exactly(minor, rate, scales).toDecimalPlaces(0).toNumber()
  return Math.abs(amount) <= LIMITS.minorUnitsMax ? amount + 0 : undefined
}

/**
 * Many amounts at one rate: their values sum to the rounded value of their sum, so what balances before balances after.
 * Each is the exact value rounded down or up by less than one minor unit; the units that rounding down leaves go to the
 * largest remainders, the first ones where they are equal.
 */
export function convertTogether(
  minors: readonly number[],
  rate: string,
  scales: Scales,
): number[] | undefined {
  const exact = minors.map((minor) => exactly(minor, rate, scales))
  const floors = exact.map((each) => each.floor())
  const total = exact.reduce((sum, each) => sum.add(each), new Exact(0)).toDecimalPlaces(0)
  let left = floors.reduce((rest, each) => rest.sub(each), total).toNumber()
  const byRemainder = exact
    .map((each, index) => ({ index, remainder: each.sub(floors[index] as Decimal) }))
    .sort((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index)
  const values = floors.map((each) => each.toNumber())
  for (const { index } of byRemainder) {
    if (left <= 0) break
    values[index] = (values[index] as number) + 1
    left--
  }
  const isExact = values.every((value) => Math.abs(value) <= LIMITS.minorUnitsMax)
  return isExact ? values.map((value) => value + 0) : undefined
}

const exactly = (minor: number, rate: string, { from, to }: Scales): Decimal =>
  new Exact(minor).mul(rate).mul(new Exact(10).pow(to - from))
