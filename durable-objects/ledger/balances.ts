import type { Database } from '../kernel/database.ts'
import { type DateNumber, dayOf, type MonthNumber, monthOf } from '../kernel/dates.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { Migration } from '../kernel/migrations.ts'
import { mergeBuckets } from './merged-buckets.ts'
import { MonthSums } from './month-sums.ts'
import { MovementLog, type MovementsOf } from './movement-log.ts'

/**
 * Balances in buckets of one account, unit and month, with the days of the month inside the row: an entry of two lines
 * writes two rows, any balance as of any date reads months, and no report reads lines.
 *
 * History is kept by epochs of {@link EPOCH_EVENTS} log positions. The first change of a bucket in an epoch saves the
 * bucket as it was, so the books as known at an epoch's end are one seek a bucket, and those as known at any
 * sequence are the nearest epoch's end and the few events between.
 */
export const EPOCH_EVENTS = 2_048

/** Both tables of one set of buckets. */
const bucketTables = (table: string): string => `CREATE TABLE ${table}s (
      account INTEGER NOT NULL,
      unit INTEGER NOT NULL,
      month INTEGER NOT NULL,
      debit_quantity INTEGER NOT NULL,
      credit_quantity INTEGER NOT NULL,
      debit_value INTEGER NOT NULL,
      credit_value INTEGER NOT NULL,
      days TEXT NOT NULL,
      since_epoch INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      PRIMARY KEY (account, unit, month)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ${table}_history (
      account INTEGER NOT NULL,
      unit INTEGER NOT NULL,
      month INTEGER NOT NULL,
      until_epoch INTEGER NOT NULL,
      debit_quantity INTEGER NOT NULL,
      credit_quantity INTEGER NOT NULL,
      debit_value INTEGER NOT NULL,
      credit_value INTEGER NOT NULL,
      days TEXT NOT NULL,
      PRIMARY KEY (account, unit, month, until_epoch)
    ) STRICT, WITHOUT ROWID`

export const balancesMigration: Migration = { id: '002-balances', sql: bucketTables('balance') }

/** The same buckets for other holders than accounts, such as an account with a combination of dimensions. */
export const balancesOf = (table: string, id: string): Migration => ({ id, sql: bucketTables(table) })

/** Debits and credits, each as a positive sum; quantities in minor units of the unit, values of the company's currency. */
export interface Totals {
  debitQuantity: number
  creditQuantity: number
  debitValue: number
  creditValue: number
}

export interface AccountTotals extends Totals {
  account: number
  unit: number
}

export interface Movement {
  account: number
  unit: number
  date: DateNumber
  quantity: number
  value: number | null
}

/**
 * The days of a month, in order, five numbers each: day, debit quantity, credit quantity, debit value, credit value. Flat,
 * because a bucket is copied and written far more often than it is read day by day.
 */
type Days = number[]
const A_DAY = 5

export interface DayTotals extends Totals {
  day: number
}

interface Bucket extends AccountTotals {
  month: MonthNumber
  days: Days
  sinceEpoch: number
  epoch: number
}

interface BucketRow extends Record<string, SqlStorageValue> {
  account: number
  unit: number
  month: number
  debit_quantity: number
  credit_quantity: number
  debit_value: number
  credit_value: number
  days: string
  since_epoch: number
  epoch: number
}

export const epochOf = (sequence: number): number => Math.floor((sequence - 1) / EPOCH_EVENTS)

/** Buckets kept in memory, so that posting to a busy account reads nothing. A bucket takes up to about 2 kB. */
const CACHED_BUCKETS_MAX = 8_000

const COLUMNS = 'account, unit, month, debit_quantity, credit_quantity, debit_value, credit_value, days'

/** Buckets of the object. Changes are held back until the turn's commit: one write a bucket, however many entries. */
export class Balances {
  /** Without an end: `balance` of `balances`. */
  readonly table: string
  /** Absent where nobody asks for these buckets by months. */
  readonly movements: MovementLog | undefined
  readonly #database: Database
  readonly #totals: ReturnType<typeof totalsOfTable>
  readonly #cache = new Map<string, Bucket>()
  readonly #dirty = new Set<Bucket>()
  readonly #superseded: { bucket: Bucket; untilEpoch: number }[] = []
  /** What the current command changed, as it was before. */
  readonly #before = new Map<string, Bucket | undefined>()
  #supersededAtMark = 0
  /** Written early in the current command: if it is undone, they are due again. */
  readonly #settled = new Map<string, Bucket>()
  #settledHistory: { bucket: Bucket; untilEpoch: number }[] = []
  /** Loaded when they are first asked for; false: they are too many. */
  #months: MonthSums | false | undefined
  #isMerged = false

  constructor(database: Database, table = 'balance', movementsOf?: MovementsOf) {
    this.#database = database
    this.table = table
    this.movements = movementsOf && new MovementLog(database, table, movementsOf)
    this.#totals = totalsOfTable(table)
  }

  /** The sums of every bucket, also of those that are not written yet; undefined: they are too many for memory. */
  months(): MonthSums | undefined {
    this.#months ??= this.#loadMonths()
    return this.#months || undefined
  }

  /** The days of these buckets, now or at the end of an epoch; of those that are there. */
  *days(keys: readonly BucketKey[], epoch?: number): Iterable<BucketDays> {
    this.#loadAll(keys)
    const changed: BucketKey[] = []
    for (const key of keys) {
      const bucket = this.#cache.get(keyOf(key)) ?? this.#load(key.account, key.unit, key.month)
      if (!bucket || (epoch !== undefined && bucket.sinceEpoch > epoch)) continue
      if (epoch === undefined || bucket.epoch <= epoch) yield bucket
      else changed.push(key)
    }
    if (epoch === undefined || changed.length === 0) return
    const rows = this.#database.eachRaw<DaysRow>(this.#totals.daysAtEpoch, keysOf(changed), epoch)
    for (const [account, unit, month, days] of rows) yield { account, unit, month, days: JSON.parse(days) }
  }

  add(movement: Movement, sequence: number): void {
    const bucket = this.#touch(movement, epochOf(sequence))
    addMovement(bucket, movement.quantity, movement.value, 1)
    addToDay(bucket.days, dayOf(movement.date), movement.quantity, movement.value)
    this.#keep(bucket, bucket)
    this.movements?.add(movement, sequence)
  }

  /**
   * Writes what earlier commands of the turn hold back, inside of the current command's savepoint: a decision that reads
   * balances asks for it first.
   */
  settle(): void {
    for (const bucket of this.#dirty) this.#settled.set(keyOf(bucket), bucket)
    this.#settledHistory.push(...this.#superseded.slice(0, this.#supersededAtMark))
    this.#write()
  }

  mark(): void {
    this.#before.clear()
    this.#settled.clear()
    this.#settledHistory = []
    this.#supersededAtMark = this.#superseded.length
    this.#isMerged = false
    this.movements?.mark()
    if (this.#cache.size > CACHED_BUCKETS_MAX && this.#dirty.size === 0) this.#cache.clear()
  }

  undo(): void {
    for (const [key, before] of this.#before) {
      const now = this.#cache.get(key)
      if (now) this.#dirty.delete(now)
      if (before) this.#cache.set(key, before)
      else this.#cache.delete(key)
      // It may hold changes of earlier commands of this turn; writing it once more than needed is harmless.
      if (before) this.#dirty.add(before)
      const bucket = before ?? now
      if (bucket) this.#keep(bucket, before ?? NOTHING)
    }
    this.movements?.undo()
    for (const [key, bucket] of this.#settled) if (!this.#before.has(key)) this.#dirty.add(bucket)
    // Only now: what the tables lack again is not clean.
    if (this.#isMerged) this.#forgetClean()
    this.#before.clear()
    this.#superseded.length = this.#supersededAtMark
    this.#superseded.push(...this.#settledHistory)
    this.#settled.clear()
    this.#settledHistory = []
  }

  flush(): void {
    this.#write()
    this.#before.clear()
  }

  #write(): void {
    if (this.#superseded.length > 0) {
      const columns = [...COLUMNS.split(', '), 'until_epoch']
      const rows = this.#superseded.map(({ bucket, untilEpoch }) => [...rowOf(bucket), untilEpoch])
      this.#database.insertRows(`${this.table}_history`, columns, rows)
      this.#superseded.length = 0
      this.#supersededAtMark = 0
    }
    for (const bucket of this.#dirty)
      this.#database.run(
        `INSERT OR REPLACE INTO ${this.table}s (${COLUMNS}, since_epoch, epoch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...rowOf(bucket),
        bucket.sinceEpoch,
        bucket.epoch,
      )
    this.#dirty.clear()
  }

  forget(): void {
    this.#cache.clear()
    this.#dirty.clear()
    this.#before.clear()
    this.#superseded.length = 0
    this.#supersededAtMark = 0
    this.#settled.clear()
    this.#settledHistory = []
    this.#months = undefined
    this.movements?.forget()
  }

  /** Between turns: writes what makes the past quicker to read. */
  checkpoint(head: number): void {
    this.movements?.checkpoint(head, () => this.months())
  }

  /** All of it is to be folded anew, from the first event on. */
  clear(): void {
    this.#database.run(`DELETE FROM ${this.table}s`)
    this.#database.run(`DELETE FROM ${this.table}_history`)
    this.movements?.clear()
    this.#months = undefined
  }

  /** Two holders become one, now and as known at any time before. */
  merge(from: number, into: number): void {
    this.settle()
    for (const [key, bucket] of this.#cache)
      if (bucket.account === from || bucket.account === into) {
        // Read from the tables again; if the command is undone, they are as they were.
        if (!this.#before.has(key)) this.#before.set(key, copy(bucket))
        this.#cache.delete(key)
      }
    mergeBuckets(this.#database, this.table, from, into)
    this.#months = undefined
    this.#isMerged = true
  }

  /** Totals of every account and unit up to and including a date, as the log stands now. */
  totalsAsOf(date: DateNumber): AccountTotals[] {
    const rows = this.#database.all<TotalsRow>(this.#totals.now, monthOf(date))
    return rows.map((row) => totalsOf(row, dayOf(date)))
  }

  /** The same as it stood at the end of an epoch. */
  totalsAtEpoch(date: DateNumber, epoch: number): AccountTotals[] {
    const rows = this.#database.all<TotalsRow>(this.#totals.atEpoch, monthOf(date), epoch)
    return rows.map((row) => totalsOf(row, dayOf(date)))
  }

  /** Totals of one account before a date, by unit. */
  totalsBefore(account: number, date: DateNumber): AccountTotals[] {
    const rows = this.#database.all<TotalsRow>(this.#totals.ofAccount, monthOf(date), account)
    return rows.map((row) => totalsOf(row, dayOf(date) - 1))
  }

  #keep({ account, unit, month }: Bucket, totals: Totals): void {
    if (!this.#months) return
    this.#months.set(account, unit, month, totals)
    if (this.#months.buckets > LIMITS.bucketsInMemoryMax) this.#months = false
  }

  #loadMonths(): MonthSums | false {
    const months = new MonthSums()
    for (const [account, unit, month, ...sums] of this.#database.eachRaw<SumsRow>(this.#totals.byMonth)) {
      const [debitQuantity, creditQuantity, debitValue, creditValue] = sums
      months.set(account, unit, month, { debitQuantity, creditQuantity, debitValue, creditValue })
      if (months.buckets > LIMITS.bucketsInMemoryMax) return false
    }
    for (const bucket of this.#dirty) months.set(bucket.account, bucket.unit, bucket.month, bucket)
    return months
  }

  #touch(movement: Movement, epoch: number): Bucket {
    const { account, unit } = movement
    const month = monthOf(movement.date)
    const key = keyOf({ account, unit, month })
    const bucket = this.#cache.get(key) ?? this.#load(account, unit, month)
    if (!this.#before.has(key)) this.#before.set(key, bucket && copy(bucket))
    if (bucket && bucket.epoch < epoch) {
      this.#superseded.push({ bucket: copy(bucket), untilEpoch: epoch })
      bucket.epoch = epoch
    }
    const touched = bucket ?? { account, unit, month, ...NOTHING, days: [], sinceEpoch: epoch, epoch }
    this.#cache.set(key, touched)
    this.#dirty.add(touched)
    return touched
  }

  /** What was read after two holders became one is not so any more. */
  #forgetClean(): void {
    this.#months = undefined
    for (const [key, bucket] of this.#cache) if (!this.#dirty.has(bucket)) this.#cache.delete(key)
  }

  /** Many at once, as far as there is room for them. */
  #loadAll(keys: readonly BucketKey[]): void {
    const room = CACHED_BUCKETS_MAX - this.#cache.size
    const missing = keys.filter((key) => !this.#cache.has(keyOf(key))).slice(0, Math.max(room, 0))
    if (missing.length === 0) return
    for (const row of this.#database.each<BucketRow>(this.#totals.ofKeys, keysOf(missing)))
      this.#cache.set(keyOf(row), bucketOf(row))
  }

  #load(account: number, unit: number, month: number): Bucket | undefined {
    const row = this.#database.first<BucketRow>(
      `SELECT * FROM ${this.table}s WHERE account = ? AND unit = ? AND month = ?`,
      account,
      unit,
      month,
    )
    return row && bucketOf(row)
  }
}

export const NOTHING: Totals = { debitQuantity: 0, creditQuantity: 0, debitValue: 0, creditValue: 0 }

/** Adds (`sign` 1) or takes back (−1) one movement. */
export function addMovement(to: Totals, quantity: number, value: number | null, sign: 1 | -1): void {
  if (quantity > 0) to.debitQuantity += sign * quantity
  else to.creditQuantity -= sign * quantity
  if (value === null) return
  if (value > 0) to.debitValue += sign * value
  else to.creditValue -= sign * value
}

interface TotalsRow extends Record<string, SqlStorageValue> {
  account: number
  unit: number
  debit_quantity: number
  credit_quantity: number
  debit_value: number
  credit_value: number
  days: string | null
}

type SumsRow = [
  account: number,
  unit: number,
  month: number,
  debitQuantity: number,
  creditQuantity: number,
  debitValue: number,
  creditValue: number,
]
type DaysRow = [account: number, unit: number, month: number, days: string]

export type BucketKey = Pick<Bucket, 'account' | 'unit' | 'month'>
export type BucketDays = Readonly<Pick<Bucket, 'account' | 'unit' | 'month' | 'days'>>

const keysOf = (keys: readonly BucketKey[]): string =>
  JSON.stringify(keys.map(({ account, unit, month }) => [account, unit, month]))

const SUMS = ['debit_quantity', 'credit_quantity', 'debit_value', 'credit_value']

function totalsOfTable(table: string) {
  /** Whole months before the month ?1, and that month's days, by account and unit: one pass in key order. */
  const now = `
    SELECT account, unit, ${SUMS.map((sum) => `SUM(IIF(month < ?1, ${sum}, 0)) AS ${sum}`).join(', ')},
      MAX(IIF(month = ?1, days, NULL)) AS days
    FROM ${table}s WHERE month <= ?1 GROUP BY account, unit`
  /** A bucket at the end of epoch ?2 is the first image saved after it, or the bucket itself if it was not touched since. */
  const atEpoch = `
    SELECT b.account, b.unit,
      ${SUMS.map((sum) => `SUM(IIF(b.month < ?1, COALESCE(h.${sum}, b.${sum}), 0)) AS ${sum}`).join(', ')},
      MAX(IIF(b.month = ?1, COALESCE(h.days, b.days), NULL)) AS days
    FROM ${table}s b LEFT JOIN ${table}_history h
      ON h.account = b.account AND h.unit = b.unit AND h.month = b.month AND h.until_epoch = (
        SELECT MIN(i.until_epoch) FROM ${table}_history i
        WHERE i.account = b.account AND i.unit = b.unit AND i.month = b.month AND i.until_epoch > ?2)
    WHERE b.month <= ?1 AND b.since_epoch <= ?2 GROUP BY b.account, b.unit`
  const byMonth = `SELECT account, unit, month, ${SUMS.join(', ')} FROM ${table}s`
  const keys = `(SELECT value ->> 0 AS account, value ->> 1 AS unit, value ->> 2 AS month FROM json_each(?1)) k`
  const ofKeys = `SELECT b.* FROM ${keys} CROSS JOIN ${table}s b USING (account, unit, month)`
  /** Of buckets that were changed after epoch ?2: the first image that was saved after it. */
  const daysAtEpoch = `SELECT k.account, k.unit, k.month, (
      SELECT h.days FROM ${table}_history h
      WHERE h.account = k.account AND h.unit = k.unit AND h.month = k.month AND h.until_epoch > ?2
      ORDER BY h.until_epoch LIMIT 1) FROM ${keys}`
  const ofAccount = now.replace('WHERE', 'WHERE account = ?2 AND')
  return { now, atEpoch, ofAccount, byMonth, ofKeys, daysAtEpoch }
}

function totalsOf(row: TotalsRow, lastDay: number): AccountTotals {
  const totals: AccountTotals = {
    account: row.account,
    unit: row.unit,
    debitQuantity: row.debit_quantity,
    creditQuantity: row.credit_quantity,
    debitValue: row.debit_value,
    creditValue: row.credit_value,
  }
  for (const day of row.days === null ? [] : parseDays(row.days)) {
    if (day.day > lastDay) continue
    totals.debitQuantity += day.debitQuantity
    totals.creditQuantity += day.creditQuantity
    totals.debitValue += day.debitValue
    totals.creditValue += day.creditValue
  }
  return totals
}

function addToDay(days: Days, day: number, quantity: number, value: number | null): void {
  // Most entries come in the order of their days, so the wanted day is usually the last one.
  let at = days.length
  while (at > 0 && (days[at - A_DAY] as number) >= day) at -= A_DAY
  if (days[at] !== day) days.splice(at, 0, day, 0, 0, 0, 0)
  const side = quantity > 0 ? 1 : 2
  days[at + side] = (days[at + side] as number) + Math.abs(quantity)
  if (value === null) return
  const valueSide = value > 0 ? 3 : 4
  days[at + valueSide] = (days[at + valueSide] as number) + Math.abs(value)
}

const keyOf = ({ account, unit, month }: BucketKey): string => `${account}|${unit}|${month}`

const copy = (bucket: Bucket): Bucket => ({ ...bucket, days: bucket.days.slice() })

export function parseDays(text: string): DayTotals[] {
  const days = JSON.parse(text) as Days
  return Array.from({ length: days.length / A_DAY }, (_, index) => {
    const [day, debitQuantity, creditQuantity, debitValue, creditValue] = days.slice(
      index * A_DAY,
      (index + 1) * A_DAY,
    ) as [number, number, number, number, number]
    return { day, debitQuantity, creditQuantity, debitValue, creditValue }
  })
}

function rowOf(bucket: Bucket): SqlStorageValue[] {
  const { account, unit, month, debitQuantity, creditQuantity, debitValue, creditValue } = bucket
  return [
    account,
    unit,
    month,
    debitQuantity,
    creditQuantity,
    debitValue,
    creditValue,
    JSON.stringify(bucket.days),
  ]
}

const bucketOf = (row: BucketRow): Bucket => ({
  account: row.account,
  unit: row.unit,
  month: row.month,
  debitQuantity: row.debit_quantity,
  creditQuantity: row.credit_quantity,
  debitValue: row.debit_value,
  creditValue: row.credit_value,
  days: JSON.parse(row.days) as Days,
  sinceEpoch: row.since_epoch,
  epoch: row.epoch,
})
