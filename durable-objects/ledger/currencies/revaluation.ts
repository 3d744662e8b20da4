import type { Account, Unit } from '../model.ts'
import type { ResolvedLine } from '../rules.ts'
import { convert } from './decimals.ts'
import { describeRate } from './described-rate.ts'
import type { FoundRate } from './finding.ts'

/**
 * What is held and owed in other currencies, at the rate of a day (IAS 21.23a), and the difference to what the books say
 * it is worth (IAS 21.28). Pure.
 *
 * A revaluation is booked for its day alone and reversed on the next: an item stays carried at what it was booked at, and
 * a payment settles that. What earlier revaluations booked and is not reversed by the day counts as carried, so that
 * revaluing a day again books only what is new, whatever was booked, matched or corrected in between.
 */
export interface Position {
  account: Account
  unit: Unit
  /** The open item; null for the balance of an account in the unit. */
  item: PositionItem | null
  quantity: number
  /** In the books, without revaluations. */
  historical: number
  /** Revalued already, and not reversed by the day. */
  revalued: number
}

export interface PositionItem {
  sequence: number
  entry: string
  line: number
  reference: string | null
}

export interface Revalued extends Position {
  /** Null where nothing is open any more: an earlier revaluation of it is taken back. */
  rate: FoundRate | null
  value: number
  difference: number
  /** What it adds to gains and to losses; one of them may fall. */
  gain: number
  loss: number
}

/** `rate` null where nothing is open. Undefined: the value is past what is exact. */
export function revalue(position: Position, rate: FoundRate | null, currency: Unit): Revalued | undefined {
  const { quantity, historical, revalued, unit } = position
  // What is left of the value of nothing is a residual: clearing books it, a revaluation leaves it.
  const value = rate ? convert(quantity, rate.rate, { from: unit.scale, to: currency.scale }) : historical
  if (value === undefined) return undefined
  const difference = value - historical
  const [before, after] = [gainAndLoss(revalued), gainAndLoss(difference)]
  return {
    ...position,
    rate,
    value,
    difference: difference - revalued,
    // What is taken back of a gain is no loss.
    gain: after.gain - before.gain,
    loss: after.loss - before.loss,
  }
}

export const gainAndLoss = (value: number) => ({ gain: Math.max(value, 0), loss: Math.max(0 - value, 0) })

export interface Totals {
  positions: number
  changed: number
  gain: number
  loss: number
}

export function totalsOf(positions: readonly Revalued[]): Totals {
  const totals = { positions: positions.length, changed: 0, gain: 0, loss: 0 }
  for (const { difference, gain, loss } of positions) {
    if (difference !== 0) totals.changed++
    totals.gain += gain
    totals.loss += loss
  }
  return totals
}

export interface Difference {
  line: ResolvedLine
  gain: number
  loss: number
}

export interface DifferenceEntry extends Omit<Totals, 'positions' | 'changed'> {
  lines: ResolvedLine[]
  /** How many of the differences are in it. */
  differences: number
}

/** Lines of differences with what they come to as gain and as loss, in as many entries as their lines need. */
export function balancedEntries(
  differences: readonly Difference[],
  accounts: { gain: Account; loss: Account },
  currency: Unit,
  linesMax: number,
): DifferenceEntry[] {
  const entries: DifferenceEntry[] = []
  const size = linesMax - COUNTER_LINES
  for (let start = 0; start < differences.length; start += size) {
    const part = differences.slice(start, start + size)
    let [gain, loss] = [0, 0]
    for (const each of part) {
      gain += each.gain
      loss += each.loss
    }
    const counter = (account: Account, value: number): ResolvedLine[] =>
      value === 0 ? [] : [{ account, unit: currency, quantity: value, value }]
    const counters = [...counter(accounts.gain, 0 - gain), ...counter(accounts.loss, loss)]
    entries.push({
      lines: [...part.map(({ line }) => line), ...counters],
      differences: part.length,
      gain,
      loss,
    })
  }
  return entries
}

const COUNTER_LINES = 2

/** A line that moves value and nothing in the unit. */
export const valueLine = (account: Account, unit: Unit, value: number): Difference => ({
  line: { account, unit, quantity: 0, value },
  ...gainAndLoss(value),
})

export const differenceOf = ({
  account,
  unit,
  difference,
  rate,
  item,
  gain,
  loss,
}: Revalued): Difference => ({
  line: {
    account,
    unit,
    quantity: 0,
    value: difference,
    ...(rate && { rate: describeRate(rate) }),
    ...(item?.reference && { reference: item.reference }),
  },
  gain,
  loss,
})

export const opposite = (lines: readonly ResolvedLine[]): ResolvedLine[] =>
  lines.map((line) => ({
    ...line,
    quantity: 0 - line.quantity,
    value: line.value === null ? null : 0 - line.value,
  }))
