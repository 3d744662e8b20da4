import type { Database } from '../kernel/database.ts'
import { type DateNumber, daysInMonth, type MonthNumber, monthOf, parseDate } from '../kernel/dates.ts'
import type { EventLog } from '../kernel/log.ts'
import { type AccountTotals, type Balances, EPOCH_EVENTS, type Movement, type Totals } from './balances.ts'
import type { ChartStore } from './chart.ts'
import type { EntryPosted } from './contract.ts'
import { fillFromMemory } from './matrix-memory.ts'
import type { Unit } from './model.ts'
import { SUMS, UNITS_MAX } from './month-sums.ts'
import type { MovementsOf } from './movement-log.ts'
import type { Visibility } from './visibility.ts'

/**
 * Debits and credits of every account up to each of several dates: what a report with columns is made of, in one pass
 * over the balances however many columns there are.
 */
export class BalanceMatrix {
  /** In order, each once. */
  readonly cuts: readonly DateNumber[]
  readonly #rows = new Map<number, MatrixRow>()

  constructor(dates: Iterable<DateNumber>) {
    this.cuts = [...new Set(dates)].sort((a, b) => a - b)
  }

  get last(): DateNumber {
    return this.cuts.at(-1) ?? 0
  }

  rows(): Iterable<MatrixRow> {
    return this.#rows.values()
  }

  /** Of a matrix of one date. */
  *totals(): Iterable<AccountTotals> {
    for (const { account, unit, sums } of this.#rows.values()) {
      const [debitQuantity = 0, creditQuantity = 0, debitValue = 0, creditValue = 0] = sums
      yield { account, unit, debitQuantity, creditQuantity, debitValue, creditValue }
    }
  }

  /** Place of a date among the cuts: of the first one that it is not after; undefined behind the last. */
  slotOf(date: DateNumber): number | undefined {
    let [low, high] = [0, this.cuts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.cuts[middle] as number) < date) low = middle + 1
      else high = middle
    }
    return low < this.cuts.length ? low : undefined
  }

  add(account: number, unit: number, slot: number, totals: Totals, sign: 1 | -1 = 1): void {
    const { sums } = this.#row(account, unit)
    const at = slot * SUMS
    sums[at] = (sums[at] as number) + sign * totals.debitQuantity
    sums[at + 1] = (sums[at + 1] as number) + sign * totals.creditQuantity
    sums[at + 2] = (sums[at + 2] as number) + sign * totals.debitValue
    sums[at + 3] = (sums[at + 3] as number) + sign * totals.creditValue
  }

  addSums(account: number, unit: number, slot: number, added: readonly unknown[], first = 0): void {
    const { sums } = this.#row(account, unit)
    for (let sum = 0; sum < SUMS; sum++)
      sums[slot * SUMS + sum] = (sums[slot * SUMS + sum] as number) + (added[first + sum] as number)
  }

  /** The days of a month as a bucket holds them: five numbers each, the day and its sums. */
  addDays(account: number, unit: number, month: MonthNumber, days: readonly number[]): void {
    const { sums } = this.#row(account, unit)
    for (let index = 0; index < days.length; index += A_DAY) {
      const slot = this.slotOf(month * 100 + (days[index] as number))
      if (slot === undefined) return
      for (let sum = 0; sum < SUMS; sum++)
        sums[slot * SUMS + sum] = (sums[slot * SUMS + sum] as number) + (days[index + 1 + sum] as number)
    }
  }

  move({ account, unit, date, quantity, value }: Movement, sign: 1 | -1): void {
    const slot = this.slotOf(date)
    if (slot === undefined) return
    const { sums } = this.#row(account, unit)
    const at = slot * SUMS
    const side = (amount: number, debit: number) => {
      const index = at + debit + (amount > 0 ? 0 : 1)
      sums[index] = (sums[index] as number) + sign * Math.abs(amount)
    }
    side(quantity, 0)
    if (value !== null) side(value, 2)
  }

  /** Adds another matrix over the same dates, or takes it away. */
  addAll(other: BalanceMatrix, sign: 1 | -1): void {
    for (const { account, unit, sums } of other.rows()) {
      const own = this.#row(account, unit).sums
      for (let index = 0; index < own.length; index++)
        own[index] = (own[index] as number) + sign * (sums[index] as number)
    }
  }

  #row(account: number, unit: number): MatrixRow {
    const key = account * UNITS_MAX + unit
    let row = this.#rows.get(key)
    if (!row) {
      row = { account, unit, sums: new Float64Array(this.cuts.length * SUMS) }
      this.#rows.set(key, row)
    }
    return row
  }
}

/** Four sums a cut: debit and credit quantity, debit and credit value, of what moved since the cut before. */
export interface MatrixRow {
  account: number
  unit: number
  sums: Float64Array
}

export { SUMS }

const A_DAY = 1 + SUMS

/** One set of buckets, and what an entry does to it. */
export interface BucketSource {
  balances: Balances
  movements: MovementsOf
  /** Where what was booked on an account counts by now: where it was merged into another one, there. */
  accountNow: (ordinal: number) => number
}

export interface MatrixTables {
  database: Database
  log: EventLog
  chart: ChartStore
}

/** What an entry does to the ledger's own balances. */
export const ledgerMovements = (chart: ChartStore): MovementsOf =>
  function* ({ effectiveDate, lines }) {
    const date = parseDate(effectiveDate) as number
    for (const { account, unit, quantity, value } of lines)
      yield {
        account: chart.accountById(account).ordinal,
        unit: (chart.unit(unit) as Unit).ordinal,
        date,
        quantity,
        value,
      }
  }

export const ledgerBuckets = ({
  chart,
  balances,
}: {
  chart: ChartStore
  balances: Balances
}): BucketSource => ({
  balances,
  movements: ledgerMovements(chart),
  accountNow: mergedIn(chart),
})

export const mergedIn = (chart: Pick<ChartStore, 'accountByOrdinal'>) => (ordinal: number) =>
  chart.accountByOrdinal(ordinal).ordinal

/**
 * Fills the matrix with the buckets as the log stood at a sequence: from memory and what moved since the nearest position
 * that is known there; or from the tables of the nearest epoch's end (or now) and the events between, forth or back, at
 * most half an epoch of them. `account` leaves out all others.
 */
export function fillAsKnownAt(
  matrix: BalanceMatrix,
  { database, log }: Pick<MatrixTables, 'database' | 'log'>,
  source: BucketSource,
  knownAt: number,
  account?: number,
): void {
  const { balances, movements, accountNow } = source
  // Some sources are empty in most companies: nothing was ever in them, at whichever position.
  if (!database.first(`SELECT 1 FROM ${balances.table}s LIMIT 1`)) return
  const head = log.head.sequence
  if (fillFromMemory(matrix, { balances, accountNow, knownAt, head, account })) return
  const from = nearestEpoch(knownAt, head)
  if (from > 0) fillFromBuckets(matrix, database, accountNow, balances.table, epochBefore(from, head))
  const sign = knownAt > from ? 1 : -1
  for (const entry of entriesBetween({ database, log }, Math.min(from, knownAt), Math.max(from, knownAt)))
    for (const movement of movements(entry)) matrix.move(movement, sign)
}

/** The position that the buckets' tables know and that is the nearest: an epoch's end, or the end of the log. */
export function nearestEpoch(knownAt: number, head: number): number {
  const start = Math.floor(knownAt / EPOCH_EVENTS) * EPOCH_EVENTS
  const end = Math.min(start + EPOCH_EVENTS, head)
  return knownAt - start <= end - knownAt ? start : end
}

/** The epoch that ends there; undefined: the buckets as they are. */
export const epochBefore = (position: number, head: number): number | undefined =>
  position === head ? undefined : position / EPOCH_EVENTS - 1

/** Entries of a short part of the log. What is recorded stays as it is, so the part that was read last is kept. */
export function entriesBetween(
  { database, log }: Pick<MatrixTables, 'database' | 'log'>,
  after: number,
  upTo: number,
): readonly EntryPosted[] {
  if (after === upTo) return []
  const known = lastRead.get(log)
  if (known?.after === after && known.upTo === upTo) return known.entries
  const entries: EntryPosted[] = []
  for (const [data] of database.eachRaw<[data: string]>(
    `SELECT data FROM events WHERE sequence > ? AND sequence <= ? AND type = 'journal-entry-posted'`,
    after,
    upTo,
  ))
    entries.push(JSON.parse(data) as EntryPosted)
  if (upTo - after <= EPOCH_EVENTS) lastRead.set(log, { after, upTo, entries })
  return entries
}

const lastRead = new WeakMap<EventLog, { after: number; upTo: number; entries: readonly EntryPosted[] }>()

/** Of one account, unit and slot; the days are those of a month that a cut lies within. */
type SlotRow = [
  account: number,
  unit: number,
  slot: number,
  debitQuantity: number,
  creditQuantity: number,
  debitValue: number,
  creditValue: number,
  days: string | null,
]

const COLUMNS = ['debit_quantity', 'credit_quantity', 'debit_value', 'credit_value']

function fillFromBuckets(
  matrix: BalanceMatrix,
  database: Database,
  accountNow: BucketSource['accountNow'],
  table: string,
  epoch: number | undefined,
): void {
  const { slot, days } = slotsOf(matrix.cuts)
  const last = monthOf(matrix.last)
  const rows =
    epoch === undefined
      ? database.eachRaw<SlotRow>(
          `SELECT account, unit, ${slot('month')} AS slot, ${COLUMNS.map((sum) => `SUM(${sum}) AS ${sum}`).join(', ')},
             ${days('month', 'days')} AS days
           FROM ${table}s WHERE month <= ? GROUP BY account, unit, slot`,
          last,
        )
      : database.eachRaw<SlotRow>(
          `SELECT b.account, b.unit, ${slot('b.month')} AS slot,
             ${COLUMNS.map((sum) => `SUM(COALESCE(h.${sum}, b.${sum})) AS ${sum}`).join(', ')},
             ${days('b.month', 'COALESCE(h.days, b.days)')} AS days
           FROM ${table}s b LEFT JOIN ${table}_history h
             ON h.account = b.account AND h.unit = b.unit AND h.month = b.month
             -- Most buckets are as they were then: only those touched since have an image to look for.
             AND h.until_epoch = IIF(b.epoch <= ?2, NULL, (
               SELECT MIN(i.until_epoch) FROM ${table}_history i
               WHERE i.account = b.account AND i.unit = b.unit AND i.month = b.month AND i.until_epoch > ?2))
           WHERE b.month <= ?1 AND b.since_epoch <= ?2 GROUP BY b.account, b.unit, slot`,
          last,
          epoch,
        )
  for (const [ordinal, unit, slot, ...sums] of rows) {
    const account = accountNow(ordinal)
    if (slot >= 0) matrix.addSums(account, unit, slot, sums)
    else matrix.addDays(account, unit, -slot, JSON.parse(sums[SUMS] ?? '[]') as number[])
  }
}

/** In which slot a month lies; one that a cut lies within is told as −month, and comes with its days. */
function slotsOf(cuts: readonly DateNumber[]) {
  const within = monthsWithin(cuts)
  const arms = (month: string) =>
    cuts.flatMap((cut, slot) => {
      const own = monthOf(cut)
      if (!within.has(own)) return [`WHEN ${month} <= ${own} THEN ${slot}`]
      return monthOf(cuts[slot - 1] ?? 0) === own
        ? []
        : [`WHEN ${month} < ${own} THEN ${slot} WHEN ${month} = ${own} THEN ${-own}`]
    })
  return {
    slot: (month: string) => `CASE ${arms(month).join(' ')} END`,
    days: (month: string, days: string) =>
      within.size === 0 ? 'NULL' : `MAX(IIF(${month} IN (${[...within].join(', ')}), ${days}, NULL))`,
  }
}

/** Months that a cut lies within: their days are wanted, and not only their sums. */
export function monthsWithin(cuts: readonly DateNumber[]): ReadonlySet<MonthNumber> {
  const within = new Set<MonthNumber>()
  for (const [index, cut] of cuts.entries()) {
    const month = monthOf(cut)
    const isAlone = monthOf(cuts[index + 1] ?? 0) !== month && monthOf(cuts[index - 1] ?? 0) !== month
    if (!isAlone || !isMonthEnd(cut)) within.add(month)
  }
  return within
}

const isMonthEnd = (date: DateNumber): boolean =>
  date % 100 === daysInMonth(Math.trunc(date / 10_000), Math.trunc(date / 100) % 100)

/** The same over the lines that a reader sees, for rules that choose among entries. */
export function fillFromLines(
  matrix: BalanceMatrix,
  { database }: MatrixTables,
  knownAt: number,
  visibility: Visibility,
  condition = 'TRUE',
): void {
  const visible = visibility.lineCondition('?3', 'counted')
  const side = (column: string, sign: '>' | '<') =>
    `COALESCE(SUM(IIF(l.${column} ${sign} 0, ABS(l.${column}), 0)), 0)`
  const arms = matrix.cuts.map((cut, slot) => `WHEN l.effective_date <= ${cut} THEN ${slot}`)
  const rows = database.eachRaw<SlotRow>(
    `SELECT l.account, l.unit, CASE ${arms.join(' ')} END AS slot,
       ${side('quantity', '>')} AS debit_quantity, ${side('quantity', '<')} AS credit_quantity,
       ${side('value', '>')} AS debit_value, ${side('value', '<')} AS credit_value, NULL AS days
     FROM journal_lines l JOIN journal_entries e USING (effective_date, sequence)
     WHERE l.effective_date <= ?1 AND l.sequence <= ?2 AND ${visible.sql} AND ${condition}
     GROUP BY l.account, l.unit, slot`,
    matrix.last,
    knownAt,
    visible.parameter,
  )
  for (const [account, unit, slot, ...sums] of rows) matrix.addSums(account, unit, slot, sums)
}
