/**
 * Makes one transaction whole: finds the cost of each line, the elided amount, and the price that two commodities
 * exchanged without one imply; and checks that the transaction balances.
 *
 * The check is hledger's: the sum of each commodity, costs converted, must look like zero. Older versions look with
 * the commodity's display precision (its directive, else the most decimals in the file), newer ones with the most
 * decimals of the transaction's own amounts; costs never count. A transaction that either accepts is accepted.
 */
import type { Decimal } from './decimal.ts'
import {
  add,
  divideRounded,
  format,
  isZero,
  looksZero,
  magnitude,
  multiply,
  negate,
  powerOfTen,
  sign,
  zero,
} from './decimal.ts'
import type { Amount, Cost, Posting, PostingKind, Refused, Transaction } from './model.ts'
import { isRefused, refuse } from './model.ts'

/** A posting's amount in one unit. `cost` is signed: what the line weighs in the balance. */
export type BalancedLine = {
  posting: Posting
  unit: string
  quantity: Decimal
  cost: { unit: string; amount: Decimal } | null
  /** The file does not state this amount: it follows from the others. */
  inferred: boolean
}

export type BalancedTransaction = { lines: BalancedLine[]; lotCostUsed: boolean }

/** What balancing must know about the file and the books. */
export type BalanceRules = {
  unitOf: (symbol: string) => string
  companyCurrency: string
  /** Display precision of a unit in this file, undefined when the file never shows one. */
  precisionOf: (unit: string) => number | undefined
  /** Where the format says it; else what balances is found (see below). */
  costOf?: CostOf
}

/** Amounts of postings that are assigned a balance; every other posting has its own or none. */
export type AssignedAmounts = ReadonlyMap<Posting, Amount[]>

/**
 * Refusals: `unbalanced`, `missing_amounts`, `cost_in_same_unit`.
 *
 * A lot cost without `@` is the line's cost. Where that does not balance, the lot cost is tried in place of `@` (as
 * beancount weighs a sale), then no lot cost at all (as hledger does).
 */
export const balanceTransaction = (
  transaction: Transaction,
  assigned: AssignedAmounts,
  rules: BalanceRules,
): BalancedTransaction | Refused => {
  if (rules.costOf) {
    const only = balanceWith(transaction, assigned, rules, rules.costOf)
    return isRefused(only) ? only : { ...only, lotCostUsed: false }
  }
  const first = balanceWith(transaction, assigned, rules, (p) => p.cost ?? p.lot)
  if (!isRefused(first) || transaction.postings.every((p) => p.lot === null)) return first
  const byLot = balanceWith(transaction, assigned, rules, (p) => p.lot ?? p.cost)
  if (!isRefused(byLot)) return { ...byLot, lotCostUsed: true }
  const withoutLots = balanceWith(transaction, assigned, rules, (p) => p.cost)
  return isRefused(withoutLots) ? first : withoutLots
}

type CostOf = (posting: Posting) => Cost | null

const balanceWith = (
  transaction: Transaction,
  assigned: AssignedAmounts,
  rules: BalanceRules,
  costOf: CostOf,
): BalancedTransaction | Refused => {
  const real = balanceGroup(transaction, 'real', assigned, rules, costOf)
  if (isRefused(real)) return real
  if (transaction.postings.every((p) => p.kind !== 'balanced')) return { lines: real, lotCostUsed: false }
  const bracketed = balanceGroup(transaction, 'balanced', assigned, rules, costOf)
  if (isRefused(bracketed)) return bracketed
  const order = new Map(transaction.postings.map((posting, index) => [posting, index]))
  const lines = [...real, ...bracketed].sort(
    (a, b) => (order.get(a.posting) ?? 0) - (order.get(b.posting) ?? 0),
  )
  return { lines, lotCostUsed: false }
}

/** Real postings balance among themselves, and so do bracketed ones. */
const balanceGroup = (
  { postings, tolerances }: Transaction,
  kind: PostingKind,
  assigned: AssignedAmounts,
  rules: BalanceRules,
  costOf: CostOf,
): BalancedLine[] | Refused => {
  const lines: BalancedLine[] = []
  let elided: { posting: Posting; at: number } | null = null
  for (const posting of postings) {
    if (posting.kind !== kind) continue
    const amounts = posting.amount === null ? assigned.get(posting) : [posting.amount]
    if (amounts === undefined) {
      if (elided !== null) return missingAmounts(elided.posting, posting)
      elided = { posting, at: lines.length }
      continue
    }
    const cost = posting.amount === null ? (posting.assertion?.cost ?? null) : costOf(posting)
    for (const amount of amounts) lines.push(costedLine(posting, amount, cost, rules))
  }
  const nonsense = lines.find(
    (l) => l.cost?.unit === l.unit && !isZero(add(l.cost.amount, negate(l.quantity))),
  )
  if (nonsense !== undefined) return costInSameUnit(nonsense)
  const sums = weigh(lines)
  if (elided !== null) {
    lines.splice(elided.at, 0, ...inferAmounts(elided.posting, sums))
    return lines
  }
  const allowed = toleranceBy(tolerances, rules)
  const open = [...sums].filter(
    ([unit, sum]) => !isWithin(sum, allowed.get(unit)) && !isNegligible(unit, sum, lines, rules),
  )
  if (open.length === 0) return lines
  return inferConversion(lines, open, rules) ? lines : unbalanced(open, kind)
}

const costedLine = (
  posting: Posting,
  amount: Amount,
  cost: Cost | null,
  rules: BalanceRules,
): BalancedLine => {
  const unit = rules.unitOf(amount.commodity)
  const { quantity } = amount
  const line = { posting, unit, quantity, inferred: false }
  if (cost === null) return { ...line, cost: null }
  // A total cost takes the sign of the quantity; with no quantity it stands as written.
  const total = quantity.digits < 0n ? negate(cost.amount.quantity) : cost.amount.quantity
  const weight = cost.total ? total : multiply(quantity, cost.amount.quantity)
  return { ...line, cost: { unit: rules.unitOf(cost.amount.commodity), amount: weight } }
}

/** The sum per unit, each line by its cost where it has one. */
const weigh = (lines: readonly BalancedLine[]): Map<string, Decimal> => {
  const sums = new Map<string, Decimal>()
  for (const line of lines) {
    const unit = line.cost?.unit ?? line.unit
    sums.set(unit, add(sums.get(unit) ?? zero, line.cost?.amount ?? line.quantity))
  }
  return sums
}

/** The elided posting takes what is missing: one line per unit that does not balance without it. */
const inferAmounts = (posting: Posting, sums: Map<string, Decimal>): BalancedLine[] =>
  [...sums]
    .filter(([, sum]) => !isZero(sum))
    .map(([unit, sum]) => ({ posting, unit, quantity: negate(sum), cost: null, inferred: true }))

const toleranceBy = (
  tolerances: ReadonlyMap<string, Decimal> | undefined,
  rules: BalanceRules,
): Map<string, Decimal> =>
  new Map([...(tolerances ?? [])].map(([commodity, tolerance]) => [rules.unitOf(commodity), tolerance]))

const isWithin = (sum: Decimal, tolerance: Decimal | undefined): boolean =>
  tolerance !== undefined && sign(add(magnitude(sum), negate(tolerance))) <= 0

const isNegligible = (
  unit: string,
  sum: Decimal,
  lines: readonly BalancedLine[],
  rules: BalanceRules,
): boolean => {
  if (isZero(sum)) return true
  const inFile = rules.precisionOf(unit)
  if (inFile !== undefined && looksZero(sum, inFile)) return true
  let local = -1
  for (const line of lines) {
    if (line.unit === unit && line.posting.amount !== null)
      local = Math.max(local, line.posting.amount.decimals)
  }
  return local >= 0 && looksZero(sum, local)
}

/**
 * Two commodities exchanged without a price: each is the other's cost. hledger prices the one that comes first; here
 * the one that is not the company currency is priced when there is such a one, so that its lines get a value.
 */
const inferConversion = (lines: BalancedLine[], open: [string, Decimal][], rules: BalanceRules): boolean => {
  const [one, other] = open
  if (open.length !== 2 || one === undefined || other === undefined) return false
  if (sign(one[1]) === sign(other[1])) return false
  const units = [one[0], other[0]]
  if (lines.some((l) => l.cost !== null && (units.includes(l.unit) || units.includes(l.cost.unit))))
    return false
  const seenFirst = lines.find((l) => units.includes(l.unit))?.unit
  const priced =
    one[0] === rules.companyCurrency ? other : other[0] === rules.companyCurrency ? one : undefined
  const from = priced ?? (seenFirst === one[0] ? one : other)
  const to = from === one ? other : one
  for (const line of lines) {
    if (line.unit === from[0]) line.cost = { unit: to[0], amount: share(line.quantity, from[1], to[1]) }
  }
  return true
}

/** Decimals of a share that cannot be exact: far below any minor unit, so that only the order of lines could see it. */
const shareDecimals = 60

const share = (quantity: Decimal, from: Decimal, to: Decimal): Decimal => {
  if (isZero(add(quantity, negate(from)))) return negate(to)
  const product = multiply(quantity, to)
  const shift = shareDecimals + from.scale - product.scale
  const numerator = shift >= 0 ? product.digits * powerOfTen(shift) : product.digits
  const denominator = shift >= 0 ? from.digits : from.digits * powerOfTen(-shift)
  return { digits: -divideRounded(numerator, denominator), scale: shareDecimals }
}

const missingAmounts = (first: Posting, second: Posting): Refused =>
  refuse(
    'missing_amounts',
    `Both ${first.account} (line ${first.line}) and ${second.account} (line ${second.line}) have no amount; one can be ` +
      'found from the others. Write the other one, with two spaces before it.',
  )

const costInSameUnit = (line: BalancedLine): Refused =>
  refuse(
    'cost_in_same_unit',
    `${format(line.quantity)} ${line.unit} of ${line.posting.account} (line ${line.posting.line}) is given another cost in ` +
      'its own commodity. Remove the cost.',
  )

/** Units named in one refusal. */
const shownMax = 5

const unbalanced = (open: [string, Decimal][], kind: PostingKind): Refused => {
  const sums = open
    .slice(0, shownMax)
    .map(([unit, sum]) => `${format(magnitude(sum))} ${unit} too ${sum.digits > 0n ? 'much' : 'little'}`)
  const which = kind === 'balanced' ? 'postings in brackets' : 'postings'
  return refuse(
    'unbalanced',
    `The ${which} sum to ${sums.join(', ')}. Correct an amount, or give the missing cost with @.`,
  )
}
