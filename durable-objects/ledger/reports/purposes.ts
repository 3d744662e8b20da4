import { parseDate } from '../../kernel/dates.ts'
import { type BucketSource, mergedIn } from '../balance-matrix.ts'
import { type Balances, balancesOf, type Movement } from '../balances.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted } from '../contract.ts'
import type { LeftOut } from './inputs.ts'

/**
 * What entries that close a year, or take balances over, did to accounts: the part of the balances that a statement of a
 * period leaves out. They are few, and so are these buckets.
 */
export const purposesMigration = balancesOf('purpose_balance', '002-purposes')

/** Stands in the place of the unit. */
const ORDINAL: Record<LeftOut, number> = { closing: 1, opening: 2 }

export const purposeOf = (ordinal: number): LeftOut => (ordinal === ORDINAL.closing ? 'closing' : 'opening')

export const purposeBuckets = (chart: ChartStore, balances: Balances): BucketSource => ({
  balances,
  movements: (entry) => purposeMovements(chart, entry),
  accountNow: mergedIn(chart),
})

export function* purposeMovements(
  chart: Pick<ChartStore, 'accountById'>,
  { effectiveDate, purpose, lines }: Pick<EntryPosted, 'effectiveDate' | 'purpose' | 'lines'>,
): Iterable<Movement> {
  if (purpose !== 'closing' && purpose !== 'opening') return
  const [date, unit] = [parseDate(effectiveDate) as number, ORDINAL[purpose]]
  for (const { account, value } of lines)
    if (value !== null) yield { account: chart.accountById(account).ordinal, unit, date, quantity: 0, value }
}
