import { parseDate } from '../../kernel/dates.ts'
import { type BucketSource, mergedIn } from '../balance-matrix.ts'
import { type Balances, balancesOf, type Movement } from '../balances.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted, PostedLine } from '../contract.ts'

/**
 * Cash that moved, by the account that it moved against: buckets like the ledger's own, so that a cash flow statement
 * reads months and no lines, and has a past like any balance. Only entries that touch cash are in it.
 *
 * An entry's net movement of cash is put on its lines in other accounts on the opposite side of it, in proportion to their
 * values, by largest remainder. Wages of 100 of which 70 are paid and 30 withheld move 70 against wages.
 */
export const cashFlowsMigration = balancesOf('cash_flow', '001-cash-flows')
export const cashSegmentsMigration = balancesOf('cash_segment', '004-cash-segments')

/** What stands in the place of the unit: money that came or went, or cash that was only valued anew (IAS 7.28). */
export const CASH_FLOW = 1
export const CASH_EXCHANGE = 2

export const cashSegmentBuckets = (
  chart: ChartStore,
  segmentOf: (line: PostedLine) => number,
  balances: Balances,
): BucketSource => ({
  balances,
  movements: (entry) => cashMovementsInSegments(chart, segmentOf, entry),
  accountNow: (segment) => segment,
})

export const cashFlowBuckets = (chart: ChartStore, balances: Balances): BucketSource => ({
  balances,
  movements: (entry) => cashMovements(chart, entry),
  accountNow: mergedIn(chart),
})

type CashEntry = Pick<EntryPosted, 'effectiveDate' | 'purpose' | 'lines'>

/** Inflows are debits, outflows credits. */
export function* cashMovements(
  chart: Pick<ChartStore, 'accountById'>,
  { effectiveDate, purpose, lines }: CashEntry,
): Iterable<Movement> {
  // What was there when the books began did not come in; a statement shows it in a line of its own.
  if (purpose === 'opening') return
  const date = parseDate(effectiveDate) as number
  let [flow, exchange] = [0, 0]
  const others = new Map<number, number>()
  for (const line of lines) {
    if (line.value === null) continue
    const account = chart.accountById(line.account)
    if (account.category !== 'cash')
      others.set(account.ordinal, (others.get(account.ordinal) ?? 0) + line.value)
    else if (isValuation(line)) exchange += line.value
    else flow += line.value
  }
  for (const [unit, amount] of [
    [CASH_FLOW, flow],
    [CASH_EXCHANGE, exchange],
  ] as const)
    for (const [account, value] of allocated(amount, others))
      yield { account, unit, date, quantity: 0, value }
}

/**
 * The same by dimensions: what moved against an account is put on its lines with different dimensions, in proportion to
 * their values. Segments (one account in one combination) stand in the place of accounts; lines without dimensions are
 * in none.
 */
export function* cashMovementsInSegments(
  chart: Pick<ChartStore, 'accountById'>,
  segmentOf: (line: PostedLine) => number,
  entry: CashEntry,
): Iterable<Movement> {
  if (!entry.lines.some(({ dimensions }) => dimensions)) return
  for (const movement of cashMovements(chart, entry)) {
    const segments = new Map<number, number>()
    for (const line of entry.lines) {
      if (line.value === null || chart.accountById(line.account).ordinal !== movement.account) continue
      const segment = line.dimensions ? segmentOf(line) : NO_SEGMENT
      segments.set(segment, (segments.get(segment) ?? 0) + line.value)
    }
    for (const [segment, value] of allocated(movement.value as number, segments))
      if (segment !== NO_SEGMENT) yield { ...movement, account: segment, value }
  }
}

const NO_SEGMENT = 0

/** Value without quantity: nothing was paid. */
const isValuation = ({ quantity, value }: PostedLine): boolean => quantity === 0 && value !== 0

/** An amount over accounts in proportion to their values on the opposite side, by largest remainder; sums to it exactly. */
export function allocated(amount: number, values: ReadonlyMap<number, number>): [account: number, number][] {
  if (amount === 0) return []
  const opposite = [...values].filter(([, value]) => Math.sign(value) === -Math.sign(amount))
  const shares = opposite.length > 0 ? opposite : [...values].filter(([, value]) => value !== 0)
  const weights = shares.map(([account, value]) => ({ account, weight: BigInt(Math.abs(value)) }))
  const total = weights.reduce((sum, { weight }) => sum + weight, 0n)
  if (total === 0n) return []
  const size = BigInt(Math.abs(amount))
  const parts = weights.map(({ account, weight }) => ({
    account,
    part: (size * weight) / total,
    rest: (size * weight) % total,
  }))
  let left = size - parts.reduce((sum, { part }) => sum + part, 0n)
  // Equal remainders go to the account that was opened first, so that the same entry always gives the same parts.
  for (const part of [...parts].sort((a, b) => compare(b.rest, a.rest) || a.account - b.account)) {
    if (left === 0n) break
    part.part += 1n
    left -= 1n
  }
  const sign = Math.sign(amount)
  return parts.filter(({ part }) => part !== 0n).map(({ account, part }) => [account, sign * Number(part)])
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
