/**
 * What each line of a balanced transaction is worth in company currency, exactly.
 *
 * Lines are grouped by the unit they weigh in (their cost's unit, else their own), since each such group sums to zero:
 * 1. A group in company currency: a line's worth is its cost. Lines of company currency are worth themselves.
 * 2. Another group that holds company currency with a cost (`-11 USD @@ 10 EUR`): that exchange gives the rate.
 * 3. A group in which every unit nets to zero by itself (10 hours in, 10 hours out) needs no value: null.
 * 4. Else a rate is needed: from another line of the transaction that prices the unit, else from `P` directives on or
 *    before the date. Without one the transaction is refused (`no_company_value`).
 */
import type { BalancedLine } from './balance.ts'
import type { Decimal } from './decimal.ts'
import { add, divideRounded, isZero, minorUnits, powerOfTen, scaledRounded, zero } from './decimal.ts'
import type { Refused } from './model.ts'
import { refuse } from './model.ts'
import type { Prices, Rate } from './prices.ts'
import { rateBetween, rateOn, times } from './prices.ts'

/**
 * `exact` is in `fineDecimals` decimals of a minor unit. `own`: the stated amount is in company currency and is its
 * value. `none`: the line has no value.
 */
export type Worth = { kind: 'own' } | { kind: 'none' } | { kind: 'exact'; exact: bigint }

export type WorthContext = { currency: string; currencyScale: number; prices: Prices }

/** Finer than any residue that matters: deviations are compared at this grain, never booked. */
export const fineDecimals = 30
export const fine = powerOfTen(fineDecimals)

/** The worth of each line, in order. `pricedBy` names the units whose rate came from a `P` directive. */
export const worthOfLines = (
  lines: readonly BalancedLine[],
  date: string,
  context: WorthContext,
): { worths: Worth[]; pricedBy: string[] } | Refused => {
  const groups = new Map<string, BalancedLine[]>()
  for (const line of lines) {
    const unit = line.cost?.unit ?? line.unit
    const group = groups.get(unit)
    if (group === undefined) groups.set(unit, [line])
    else group.push(line)
  }
  const rates = new Map<string, Rate | null>()
  const pricedBy: string[] = []
  for (const [unit, group] of groups) {
    const rate = rateOfGroup(unit, group, lines, date, context)
    if (rate === undefined) return noCompanyValue(unit, group, context.currency)
    if (rate?.priced === true) pricedBy.push(unit)
    rates.set(unit, rate)
  }
  return { worths: lines.map((line) => worthOf(line, rates, context)), pricedBy }
}

const worthOf = (line: BalancedLine, rates: Map<string, Rate | null>, context: WorthContext): Worth => {
  const finest = context.currencyScale + fineDecimals
  if (line.unit === context.currency) {
    // An amount the file leaves open may fall between two minor units; a stated one may not (checked elsewhere).
    return line.inferred && minorUnits(line.quantity, context.currencyScale) === null
      ? { kind: 'exact', exact: scaledRounded(line.quantity, finest) }
      : { kind: 'own' }
  }
  const unit = line.cost?.unit ?? line.unit
  const weight = line.cost?.amount ?? line.quantity
  if (unit === context.currency) return { kind: 'exact', exact: scaledRounded(weight, finest) }
  const rate = rates.get(unit)
  if (rate === null || rate === undefined) return { kind: 'none' }
  const numerator = weight.digits * rate.numerator * powerOfTen(finest)
  return { kind: 'exact', exact: divideRounded(numerator, rate.denominator * powerOfTen(weight.scale)) }
}

type GroupRate = Rate & { priced: boolean }

/** null: no rate needed. undefined: needed, and not to be found. */
const rateOfGroup = (
  unit: string,
  group: readonly BalancedLine[],
  lines: readonly BalancedLine[],
  date: string,
  context: WorthContext,
): GroupRate | null | undefined => {
  if (unit === context.currency) return null
  const exchanged = group.filter((line) => line.unit === context.currency)
  if (exchanged.length > 0) {
    const worth = total(exchanged.map((line) => line.quantity))
    const weight = total(exchanged.map((line) => line.cost?.amount ?? line.quantity))
    return isZero(weight) ? undefined : { ...rateBetween(worth, weight), priced: false }
  }
  if (netsByItself(group)) return null
  const sibling = lines.find(
    (l) => l.unit === unit && l.cost?.unit === context.currency && !isZero(l.quantity),
  )
  if (sibling?.cost) return { ...rateBetween(sibling.cost.amount, sibling.quantity), priced: false }
  const listed = rateOn(context.prices, unit, date)
  if (listed !== undefined) return { ...listed, priced: true }
  // The cost's currency has no price, but what it bought may have one.
  for (const line of group) {
    const own =
      line.cost === null || isZero(line.cost.amount) ? undefined : rateOn(context.prices, line.unit, date)
    if (own !== undefined && line.cost)
      return { ...times(own, rateBetween(line.quantity, line.cost.amount)), priced: true }
  }
  return undefined
}

const netsByItself = (group: readonly BalancedLine[]): boolean => {
  const sums = new Map<string, Decimal>()
  for (const line of group) sums.set(line.unit, add(sums.get(line.unit) ?? zero, line.quantity))
  for (const sum of sums.values()) if (!isZero(sum)) return false
  return true
}

const total = (amounts: readonly Decimal[]): Decimal => amounts.reduce(add, zero)

const noCompanyValue = (unit: string, group: readonly BalancedLine[], currency: string): Refused => {
  const units = [...new Set(group.map((line) => line.unit))].filter((other) => other !== unit)
  const what = units.length === 0 ? unit : `${units.join(', ')} against ${unit}`
  return refuse(
    'no_company_value',
    `Nothing says what ${what} is worth in ${currency} on this date. Give a cost in ${currency} with @ on the ` +
      `postings, or a price above: P DATE ${unit} AMOUNT ${currency}.`,
  )
}
