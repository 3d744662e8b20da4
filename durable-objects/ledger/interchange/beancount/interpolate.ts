/**
 * Makes beancount transactions whole: what lots cost, the amount that is left out, and what may be left over.
 * https://beancount.github.io/docs/precision_tolerances.html
 */
import type { Decimal } from '../decimal.ts'
import { add, isZero, multiply, negate, scaledRounded, sign, trim, zero } from '../decimal.ts'
import { isRefused, type Refused, refuse } from '../model.ts'
import { bookLot, type LotCost, type Lots } from './lots.ts'
import type { BeanOptions, BeanPosting, BeanTransaction, Booking } from './model.ts'

/** A posting with its amount. `lot` is the cost that it weighs; `left`: the file leaves the amount to the others. */
export type WholePosting = {
  posting: BeanPosting
  number: Decimal
  currency: string
  decimals: number
  lot: LotCost | null
  left: 'no' | 'exact' | 'rounded'
}

export type Whole = { postings: WholePosting[]; tolerances: Map<string, Decimal> }

/** Refusals: `missing_amounts`, and those of lots. */
export const makeWhole = (
  { date, postings }: BeanTransaction,
  lots: Lots,
  options: BeanOptions,
  bookingOf: (account: string) => Booking,
): Whole | (Refused & { line: number }) => {
  const whole: WholePosting[] = []
  let open: BeanPosting | null = null
  for (const posting of postings) {
    const { units, cost, line } = posting
    if (units === null) {
      if (open !== null) return { ...twoOpen(open, posting), line }
      open = posting
      continue
    }
    const lot = cost === null ? null : bookLot(lots, posting, date, bookingOf(posting.account))
    if (lot !== null && isRefused(lot)) return { ...lot, line }
    whole.push({
      posting,
      number: units.number,
      currency: units.currency,
      decimals: units.decimals,
      lot,
      left: 'no',
    })
  }
  const tolerances = tolerancesOf(whole, options)
  if (open !== null) whole.push(...openAmounts(open, residues(whole), tolerances))
  return { postings: whole, tolerances }
}

const tolerancesOf = (whole: readonly WholePosting[], options: BeanOptions): Map<string, Decimal> => {
  const tolerances = new Map<string, Decimal>()
  const raise = (currency: string, tolerance: Decimal): void => {
    const known = tolerances.get(currency)
    if (known === undefined || sign(add(tolerance, negate(known))) > 0) tolerances.set(currency, tolerance)
  }
  for (const { currency } of whole) {
    const otherwise = options.toleranceDefaults.get(currency) ?? options.toleranceDefaults.get('*')
    if (otherwise !== undefined) raise(currency, otherwise)
  }
  for (const [currency, tolerance] of options.toleranceDefaults)
    if (currency !== '*') raise(currency, tolerance)
  for (const { currency, decimals } of whole)
    if (decimals > 0) raise(currency, lastDigit(decimals, options.toleranceMultiplier))
  return tolerances
}

/** The multiple of one unit of the last digit written. */
export const lastDigit = (decimals: number, multiplier: Decimal): Decimal => ({
  digits: multiplier.digits,
  scale: multiplier.scale + decimals,
})

const residues = (whole: readonly WholePosting[]): Map<string, Decimal> => {
  const sums = new Map<string, Decimal>()
  for (const each of whole) {
    const { amount, currency } = weightOf(each)
    sums.set(currency, add(sums.get(currency) ?? zero, amount))
  }
  return sums
}

/** By its cost, else by its price, else by itself. */
const weightOf = ({
  posting,
  number,
  currency,
  lot,
}: WholePosting): { amount: Decimal; currency: string } => {
  if (lot !== null) return { amount: lot.weight, currency: lot.currency }
  const { price } = posting
  if (price === null) return { amount: number, currency }
  const { isTotal, amount } = price
  const total = number.digits < 0n ? negate(amount.number) : amount.number
  return { amount: isTotal ? total : multiply(number, amount.number), currency: amount.currency }
}

const openAmounts = (
  posting: BeanPosting,
  sums: ReadonlyMap<string, Decimal>,
  tolerances: ReadonlyMap<string, Decimal>,
): WholePosting[] =>
  [...sums]
    .filter(([, sum]) => !isZero(sum))
    .map(([currency, sum]) => {
      const exact = negate(sum)
      const number = rounded(exact, tolerances.get(currency))
      const left = isZero(add(number, sum)) ? ('exact' as const) : ('rounded' as const)
      return { posting, number, currency, decimals: number.scale, lot: null, left }
    })

/** To the digits that the tolerance speaks of, halves to even. */
const rounded = (number: Decimal, tolerance: Decimal | undefined): Decimal => {
  if (tolerance === undefined || isZero(tolerance)) return number
  const quantum = trim(multiply(tolerance, { digits: 2n, scale: 0 }))
  if (quantum.digits.toString().length >= quantumDigitsMax || number.scale <= quantum.scale) return number
  return { digits: scaledRounded(number, quantum.scale), scale: quantum.scale }
}

/** A tolerance with more digits speaks of no digit in particular. */
const quantumDigitsMax = 5

const twoOpen = (first: BeanPosting, second: BeanPosting): Refused =>
  refuse(
    'missing_amounts',
    `Both ${first.account} (line ${first.line}) and ${second.account} (line ${second.line}) have no amount; one can be found from the others. Write the other one.`,
  )
