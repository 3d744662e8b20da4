import { type MonthNumber, monthOf } from '../kernel/dates.ts'
import { type BalanceMatrix, epochBefore, monthsWithin, nearestEpoch } from './balance-matrix.ts'
import type { Balances, BucketKey } from './balances.ts'
import { type HolderMonths, SUMS } from './month-sums.ts'

interface Wanted {
  balances: Balances
  accountNow: (ordinal: number) => number
  knownAt: number
  head: number
  /** All others are left out. */
  account: number | undefined
}

/**
 * Fills a matrix with the sums of months in memory. Only of months that a date lies within are buckets read, for their
 * days. False: memory does not know, and nothing was filled in.
 */
export function fillFromMemory(matrix: BalanceMatrix, wanted: Wanted): boolean {
  const { balances, knownAt, head, account } = wanted
  const { movements } = balances
  const months = balances.months()
  if (!movements || !months) return false
  const known = movements.nearest(knownAt, { sequence: head, months })
  if (!known) return false
  const within = monthsWithin(matrix.cuts)
  const from = nearestEpoch(knownAt, head)
  if (knownAt < head && !movements.reaches(Math.max(known.sequence, knownAt, from), head)) return false

  const accountNow = remembered(wanted.accountNow)
  const isWanted = (ordinal: number) => account === undefined || accountNow(ordinal) === account
  for (const holder of known.holders)
    if (isWanted(holder.account)) addMonths(matrix, holder, accountNow(holder.account), within)
  const move = (position: number, wantsWithin: boolean) => {
    const sign = knownAt > position ? 1 : -1
    const [after, upTo] = sign === 1 ? [position, knownAt] : [knownAt, position]
    movements.visit(after, upTo, (_, ordinal, unit, date, quantity, value) => {
      if (within.size > 0 && within.has(monthOf(date)) !== wantsWithin) return
      if (isWanted(ordinal)) matrix.move({ account: accountNow(ordinal), unit, date, quantity, value }, sign)
    })
  }
  move(known.sequence, false)
  if (within.size === 0) return true

  if (from > 0) {
    const keys: BucketKey[] = []
    for (const { account: ordinal, unit, months: all } of months.holders())
      if (isWanted(ordinal))
        for (const month of all) if (within.has(month)) keys.push({ account: ordinal, unit, month })
    for (const bucket of balances.days(keys, epochBefore(from, head)))
      matrix.addDays(accountNow(bucket.account), bucket.unit, bucket.month, bucket.days)
  }
  move(from, true)
  return true
}

function addMonths(
  matrix: BalanceMatrix,
  { unit, months, sums }: HolderMonths,
  account: number,
  within: ReadonlySet<MonthNumber>,
): void {
  const { cuts } = matrix
  let slot = 0
  for (let index = 0; index < months.length; index++) {
    const month = months[index] as MonthNumber
    while (slot < cuts.length && monthOf(cuts[slot] as number) < month) slot++
    if (slot === cuts.length) return
    if (!within.has(month)) matrix.addSums(account, unit, slot, sums, index * SUMS)
  }
}

/** Ordinals are small and asked for with every movement. */
function remembered(of: (ordinal: number) => number): (ordinal: number) => number {
  const known: number[] = []
  return (ordinal) => {
    const now = known[ordinal] ?? of(ordinal)
    known[ordinal] = now
    return now
  }
}
