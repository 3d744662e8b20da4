import type { DateNumber } from '../../kernel/dates.ts'
import { BUCKETS, type Bucket } from './replies.ts'

/** How long an item is overdue, and the bucket that this puts it in. */

const A_DAY_MS = 86_400_000
/** Last day overdue of each bucket but the last. */
const LAST_DAYS = [0, 30, 60, 90]

const dayNumber = (date: DateNumber): number =>
  Date.UTC(Math.trunc(date / 10_000), (Math.trunc(date / 100) % 100) - 1, date % 100) / A_DAY_MS

export function addDays(date: DateNumber, days: number): DateNumber {
  const moved = new Date((dayNumber(date) + days) * A_DAY_MS)
  return moved.getUTCFullYear() * 10_000 + (moved.getUTCMonth() + 1) * 100 + moved.getUTCDate()
}

/** Negative while it is not due. */
export const daysOverdue = (due: DateNumber, asOf: DateNumber): number => dayNumber(asOf) - dayNumber(due)

export function bucketOf(overdue: number): Bucket {
  const at = LAST_DAYS.findIndex((last) => overdue <= last)
  return BUCKETS[at < 0 ? BUCKETS.length - 1 : at] as Bucket
}

/** The number of the bucket, as SQL over the column of a date. */
export function bucketSql(column: string, asOf: DateNumber): string {
  const cases = LAST_DAYS.map((last, bucket) => `WHEN ${column} >= ${addDays(asOf, -last)} THEN ${bucket}`)
  return `CASE ${cases.join(' ')} ELSE ${LAST_DAYS.length} END`
}
