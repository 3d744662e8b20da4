/**
 * Lots held in accounts: what units cost, and which of them a reduction takes, as beancount books it.
 * https://beancount.github.io/docs/how_inventories_work.html
 */
import type { Decimal } from '../decimal.ts'
import {
  add,
  divideRounded,
  equal,
  isZero,
  magnitude,
  multiply,
  negate,
  powerOfTen,
  sign,
  subtract,
  trim,
} from '../decimal.ts'
import { type Refused, refuse } from '../model.ts'
import type { BeanPosting, Booking, CostSpec } from './model.ts'

type Lot = { number: Decimal; cost: Decimal; currency: string; date: string; label: string | null }

/** Lots by account and unit. */
export type Lots = Map<string, Lot[]>

/** What the posting weighs: the cost of its units, signed as they are. */
export type LotCost = { weight: Decimal; currency: string; text: string }

/**
 * Books a posting with a cost. Refusals: `missing_cost`, `no_such_lot`, `ambiguous_lot`, `not_enough_lots`.
 */
export const bookLot = (
  lots: Lots,
  { account, units, cost }: BeanPosting,
  date: string,
  booking: Booking,
): LotCost | Refused => {
  if (units === null || cost === null) return missingCost
  const key = `${account} ${units.currency}`
  const held = lots.get(key) ?? []
  lots.set(key, held)
  const isReduction =
    booking !== 'NONE' &&
    held.some((lot) => sign(lot.number) === -sign(units.number) && fits(lot, cost, units.number))
  const wasHeld = booking !== 'NONE' && held.some((lot) => sign(lot.number) === -sign(units.number))
  if (isReduction) return reduce(held, units.number, cost, booking, account)
  if (cost.number === null && cost.extra === null) return wasHeld ? noSuchLot(cost, account) : missingCost
  return augment(held, units.number, cost, date)
}

const augment = (held: Lot[], number: Decimal, spec: CostSpec, date: string): LotCost | Refused => {
  if (spec.currency === null)
    return refuse('missing_cost', `The cost ${spec.text} names no currency. Add it after the number.`)
  const weight = weightOf(spec, number)
  const each = isZero(number) ? weight : quotient(weight, number)
  const lot = { number, cost: each, currency: spec.currency, date: spec.date ?? date, label: spec.label }
  const same = held.find(
    (other) =>
      equal(other.cost, lot.cost) &&
      other.currency === lot.currency &&
      other.date === lot.date &&
      other.label === lot.label,
  )
  if (same) same.number = add(same.number, number)
  else held.push(lot)
  return { weight, currency: spec.currency, text: spec.text }
}

/** Total cost of the units, signed as they are. */
const weightOf = ({ isTotal, number, extra }: CostSpec, units: Decimal): Decimal => {
  const signed = (total: Decimal) => (units.digits < 0n ? negate(total) : total)
  if (isTotal) return signed(number ?? extra ?? zeroDecimal)
  const each = multiply(units, number ?? zeroDecimal)
  return extra === null ? each : add(each, signed(extra))
}

const zeroDecimal: Decimal = { digits: 0n, scale: 0 }

const reduce = (
  held: Lot[],
  number: Decimal,
  spec: CostSpec,
  booking: Booking,
  account: string,
): LotCost | Refused => {
  const matches = held.filter((lot) => sign(lot.number) === -sign(number) && fits(lot, spec, number))
  const total = matches.reduce((sum, lot) => add(sum, lot.number), zeroDecimal)
  const isAll = isZero(add(total, number))
  if (matches.length > 1 && booking === 'STRICT' && !isAll) return ambiguous(matches, spec, account)
  if (sign(add(magnitude(total), negate(magnitude(number)))) < 0) return notEnough(spec, account)
  const currency = matches[0]?.currency ?? ''
  if (matches.some((lot) => lot.currency !== currency)) return ambiguous(matches, spec, account)
  const ordered = matches.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
  if (booking === 'LIFO') ordered.reverse()
  let left = magnitude(number)
  let cost = zeroDecimal
  for (const lot of ordered) {
    const available = magnitude(lot.number)
    const taken = sign(subtract(available, left)) < 0 ? available : left
    cost = add(cost, multiply(taken, lot.cost))
    lot.number = add(lot.number, number.digits < 0n ? negate(taken) : taken)
    left = subtract(left, taken)
  }
  held.splice(0, held.length, ...held.filter((lot) => !isZero(lot.number)))
  const weight = number.digits < 0n ? negate(cost) : cost
  return { weight, currency, text: spec.text }
}

const fits = (lot: Lot, spec: CostSpec, units: Decimal): boolean => {
  const wanted =
    spec.number === null ? null : spec.isTotal ? quotient(spec.number, magnitude(units)) : spec.number
  return (
    (wanted === null || equal(lot.cost, wanted)) &&
    (spec.currency === null || lot.currency === spec.currency) &&
    (spec.date === null || lot.date === spec.date.replaceAll('/', '-')) &&
    (spec.label === null || lot.label === spec.label)
  )
}

/** Digits of a unit cost that is not exact: as many as beancount counts with. */
const quotientScale = 28

const quotient = (a: Decimal, b: Decimal): Decimal => {
  if (isZero(b)) return zeroDecimal
  const numerator = a.digits * powerOfTen(quotientScale + b.scale)
  return trim({ digits: divideRounded(numerator, b.digits * powerOfTen(a.scale)), scale: quotientScale })
}

const missingCost = refuse(
  'missing_cost',
  'The posting opens a lot, and its cost is left out. Write it like {5.00 USD}.',
)

const noSuchLot = (spec: CostSpec, account: string): Refused =>
  refuse(
    'no_such_lot',
    `No lot in ${account} is like ${spec.text}. Correct the cost, the date or the label; a large file that was cut may hold the lot in an earlier part: write its cost here.`,
  )

const notEnough = (spec: CostSpec, account: string): Refused =>
  refuse(
    'not_enough_lots',
    `${account} holds less than that in the lots that are like ${spec.text}. Correct the number.`,
  )

const ambiguous = (matches: readonly Lot[], spec: CostSpec, account: string): Refused =>
  refuse(
    'ambiguous_lot',
    `${matches.length} lots in ${account} are like ${spec.text}. Say which with a cost, a date or a label, or open the account with "FIFO" or "LIFO".`,
  )
