import type { Database } from '../kernel/database.ts'

/**
 * Merges the buckets of one holder into another's. What comes out is row for row what a fold would have made if all had
 * been booked on the one from the start, so that balances as known at any sequence show both as one.
 */
export function mergeBuckets(database: Database, table: string, from: number, into: number): void {
  for (const { unit, month } of bucketsOf(database, table, from)) {
    const versions = mergedVersions(
      versionsOf(database, table, { account: from, unit, month }),
      versionsOf(database, table, { account: into, unit, month }),
    )
    for (const account of [from, into])
      for (const each of [`${table}s`, `${table}_history`])
        database.run(`DELETE FROM ${each} WHERE account = ? AND unit = ? AND month = ?`, account, unit, month)
    write(database, table, { account: into, unit, month }, versions)
  }
}

interface BucketKey extends Record<string, SqlStorageValue> {
  account: number
  unit: number
  month: number
}

/** A bucket as it stood from an epoch on. */
interface Version {
  epoch: number
  sums: number[]
  /** Five numbers a day: see `balances.ts`. */
  days: number[]
}

const SUMS = ['debit_quantity', 'credit_quantity', 'debit_value', 'credit_value'] as const
const A_DAY = 5

function bucketsOf(database: Database, table: string, account: number) {
  return database.all<{ unit: number; month: number }>(
    `SELECT unit, month FROM ${table}s WHERE account = ?`,
    account,
  )
}

interface SumsRow extends Record<(typeof SUMS)[number], number> {
  days: string
}
type HistoryRow = SumsRow & { until_epoch: number } & Record<string, SqlStorageValue>
type CurrentRow = SumsRow & { since_epoch: number } & Record<string, SqlStorageValue>

/** The images of the history in their order, each from the end of the one before, and the bucket as it is now. */
function versionsOf(database: Database, table: string, { account, unit, month }: BucketKey): Version[] {
  const current = database.first<CurrentRow>(
    `SELECT * FROM ${table}s WHERE account = ? AND unit = ? AND month = ?`,
    account,
    unit,
    month,
  )
  if (!current) return []
  const history = database.all<HistoryRow>(
    `SELECT * FROM ${table}_history WHERE account = ? AND unit = ? AND month = ? ORDER BY until_epoch`,
    account,
    unit,
    month,
  )
  const versions: Version[] = []
  let epoch = current.since_epoch
  for (const row of history) {
    versions.push(versionOf(epoch, row))
    epoch = row.until_epoch
  }
  return [...versions, versionOf(epoch, current)]
}

const versionOf = (epoch: number, row: SumsRow): Version => ({
  epoch,
  sums: SUMS.map((sum) => row[sum]),
  days: JSON.parse(row.days) as number[],
})

function mergedVersions(one: readonly Version[], other: readonly Version[]): Version[] {
  const epochs = [...new Set([...one, ...other].map(({ epoch }) => epoch))].sort((a, b) => a - b)
  return epochs.map((epoch) => {
    const both = [one, other].flatMap((versions) => versions.findLast((each) => each.epoch <= epoch) ?? [])
    return {
      epoch,
      sums: SUMS.map((_, index) => both.reduce((sum, { sums }) => sum + (sums[index] as number), 0)),
      days: sumOfDays(both.map(({ days }) => days)),
    }
  })
}

function sumOfDays(all: readonly number[][]): number[] {
  const byDay = new Map<number, number[]>()
  for (const days of all)
    for (let at = 0; at < days.length; at += A_DAY) {
      const [day = 0, ...amounts] = days.slice(at, at + A_DAY)
      const sums = byDay.get(day)
      byDay.set(day, sums ? sums.map((sum, index) => sum + (amounts[index] as number)) : amounts)
    }
  return [...byDay].sort(([a], [b]) => a - b).flat(2)
}

function write(
  database: Database,
  table: string,
  { account, unit, month }: BucketKey,
  versions: readonly Version[],
): void {
  const key = ['account', 'unit', 'month']
  const row = ({ sums, days }: Version) => [account, unit, month, ...sums, JSON.stringify(days)]
  const past = versions
    .slice(0, -1)
    .map((version, index) => [...row(version), (versions[index + 1] as Version).epoch])
  database.insertRows(`${table}_history`, [...key, ...SUMS, 'days', 'until_epoch'], past)
  const [first, last] = [versions[0] as Version, versions.at(-1) as Version]
  database.insertRows(
    `${table}s`,
    [...key, ...SUMS, 'days', 'since_epoch', 'epoch'],
    [[...row(last), first.epoch, last.epoch]],
  )
}
