import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf } from '../../kernel/contract.ts'
import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import type { ChartStore } from '../chart.ts'
import type { Account } from '../model.ts'
import type { Visibility } from '../visibility.ts'
import { bucketSql } from './ageing.ts'
import { openSql } from './allocations.ts'
import type { OpenItemsContract } from './contract.ts'
import { OPEN } from './item-rows.ts'
import { BUCKETS, type Totals } from './replies.ts'
import type { Moment, ShownItem } from './views.ts'

export type ListInput = InputOf<OpenItemsContract, 'ListOpenItems'>

/** A place in the list of one account: day of settling, effective date, log position, line. */
export type Place = readonly [settledOn: number, date: number, sequence: number, line: number]

/** Rows of one account looked at for one page: a rare text among a million gives short pages, never a slow one. */
export const CANDIDATES_A_PAGE = 5_000

/** What the items of an account are asked for. */
export interface Wanted {
  account: Account
  input: ListInput
  moment: Moment
  /** The log goes on after the moment's position. */
  isPast: boolean
  visibility: Visibility | undefined
}

/** Nothing but the present is asked for: rows say what is open now. */
const isPresent = ({ input, isPast }: Wanted): boolean => !isPast && input.asOf === undefined

const openThen = (wanted: Wanted): string =>
  isPresent(wanted)
    ? 'l.open_quantity AS open_then, l.open_value AS value_then'
    : `${openSql('quantity', '?2', '?3')} AS open_then, ${openSql('value', '?2', '?3')} AS value_then`

const isJoined = ({ input, visibility }: Wanted): boolean => Boolean(input.q) || visibility !== undefined
const JOIN_ENTRIES = 'JOIN journal_entries e USING (effective_date, sequence)'

/** The next items of an account after a place, and the last place that was looked at when there may be more. */
export function pageOfAccount(
  database: Database,
  chart: ChartStore,
  wanted: Wanted,
  after: Place | undefined,
  limit: number,
): { rows: ShownItem[]; last: Place | undefined } {
  const { input, visibility } = wanted
  const isOpen = (input.status ?? 'open') === 'open'
  const from = after ?? startOf(input)
  const order = isOpen
    ? 'l.effective_date, l.sequence, l.line'
    : 'l.settled_on DESC, l.effective_date DESC, l.sequence DESC, l.line DESC'
  const later = isOpen
    ? '(l.effective_date, l.sequence, l.line) > (?6, ?7, ?8)'
    : '(l.settled_on, l.effective_date, l.sequence, l.line) < (?5, ?6, ?7, ?8)'
  const text = textSql(input, '?9')
  const condition = visibility?.lineCondition('?10', 'shown')
  const isChosen = isJoined(wanted) || input.dueBefore !== undefined || !isPresent(wanted)
  const candidatesMax = isChosen ? CANDIDATES_A_PAGE : limit + 1
  const masked = visibility ? `COALESCE(e.${visibility.maskedEntries()}, 0)` : '0'
  const found = database.all<ShownItem & { wanted: number }>(
    `WITH candidates AS (
       SELECT *, ${openThen(wanted)} FROM open_items l
       WHERE ${placeSql(wanted)} AND ${later} ORDER BY ${order} LIMIT ${candidatesMax})
     SELECT l.*, ${masked} AS masked,
       ${filterSql(input)} AND ${text} AND ${condition?.sql ?? 'TRUE'} AS wanted
     FROM candidates l ${isJoined(wanted) ? JOIN_ENTRIES : ''}
     ORDER BY ${order}`,
    ...bindings(chart, wanted),
    ...from,
    ...(isJoined(wanted) ? [patternOf(input)] : []),
    ...(condition ? [condition.parameter] : []),
  )
  const rows: ShownItem[] = []
  for (const row of found) {
    if (rows.length === limit) return { rows, last: placeOfRow(rows.at(-1) as ShownItem) }
    if (row.wanted === 1) rows.push(row)
  }
  const lookedAt = found.at(-1)
  return { rows, last: found.length === candidatesMax && lookedAt ? placeOfRow(lookedAt) : undefined }
}

const OLDEST: Place = [0, 0, 0, 0]
const NEWEST: Place = [999_999_999, 0, 0, 0]
/** Before the first item of an account. */
export const startOf = ({ status = 'open' }: ListInput): Place => (status === 'open' ? OLDEST : NEWEST)
const placeOfRow = (row: ShownItem): Place => [row.settled_on, row.effective_date, row.sequence, row.line]

/** Parameters 1 to 4; what comes after them is the caller's. */
function bindings(chart: ChartStore, { account, input, moment }: Wanted): SqlStorageValue[] {
  const unit = input.unit === undefined ? null : (chart.unit(input.unit)?.ordinal ?? 0)
  return [account.ordinal, moment.asOf, moment.knownAt, unit]
}

/** Rows that may be wanted, found by the key of the table alone where the present is asked for. */
function placeSql(wanted: Wanted): string {
  const { isPast, input } = wanted
  const { status = 'open', asOf } = input
  const before = isPast ? '(l.settled_on > ?2 OR l.last_match > ?3)' : 'l.settled_on > ?2'
  const open = isPresent(wanted) ? `l.settled_on = ${OPEN}` : before
  // At an earlier date something may have been settled whose match was taken back since.
  const matched = isPast || asOf !== undefined ? 'TRUE' : 'l.settled_on <= ?2'
  const state = { open, matched, all: 'TRUE' }[status]
  return `l.account = ?1 AND ${state} AND l.effective_date <= ?2 AND l.sequence <= ?3 AND (?4 IS NULL OR l.unit = ?4)`
}

function filterSql({ status = 'open', dueBefore }: ListInput): string {
  const state = { open: 'l.open_then <> 0', matched: 'l.open_then = 0', all: 'TRUE' }[status]
  const due = dueBefore === undefined ? 'TRUE' : `${DUE} < ${parseDate(dueBefore)}`
  return `${state} AND ${due}`
}

const textSql = ({ q }: ListInput, pattern: string): string =>
  q ? `(l.reference LIKE ${pattern} ESCAPE '\\' OR e.description LIKE ${pattern} ESCAPE '\\')` : 'TRUE'

const patternOf = ({ q }: ListInput): string | null => (q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null)

const DUE = 'COALESCE(l.due_date, l.effective_date)'

interface SumRow extends Record<string, SqlStorageValue> {
  unit: number
  bucket: number
  is_debit: number
  items: number
  quantity: number
  value: number
}

/** Sums of what is open, by unit and by age. Amounts that are masked for the reader count in none of them. */
export function totalsOf(database: Database, chart: ChartStore, wanted: readonly Wanted[]): Totals {
  const units = new Map<number, Sum>()
  const ageing = BUCKETS.map(() => newSum())
  const value = newSum()
  for (const each of wanted)
    for (const row of sumsOfAccount(database, chart, each)) {
      const unit = units.get(row.unit) ?? newSum()
      units.set(row.unit, unit)
      add(unit, row, row.quantity)
      add(ageing[row.bucket] as Sum, row, row.value)
      add(value, row, row.value)
    }
  const { scale } = chart.currency
  return {
    units: [...units]
      .map(([ordinal, sum]) => ({ unit: chart.unitByOrdinal(ordinal), sum }))
      .map(({ unit, sum }) => ({ unit: unit.code, items: sum.items, ...written(sum, unit.scale) }))
      .sort((a, b) => (a.unit < b.unit ? -1 : 1)),
    value: written(value, scale),
    ageing: BUCKETS.map((bucket, at) => {
      const sum = ageing[at] as Sum
      return { bucket, items: sum.items, ...written(sum, scale) }
    }),
  }
}

function sumsOfAccount(database: Database, chart: ChartStore, wanted: Wanted): SumRow[] {
  const { input, moment, visibility } = wanted
  const open: Wanted = { ...wanted, input: { ...input, status: 'open' } }
  const text = textSql(input, '?5')
  const condition = visibility?.lineCondition('?6', 'counted')
  return database.all<SumRow>(
    `WITH opened AS (
       SELECT l.*, ${openThen(wanted)} FROM open_items l
       WHERE ${placeSql(open)})
     SELECT l.unit, ${bucketSql(DUE, moment.today)} AS bucket, l.quantity > 0 AS is_debit,
       COUNT(*) AS items, SUM(l.open_then) AS quantity, COALESCE(SUM(l.value_then), 0) AS value
     FROM opened l ${isJoined(wanted) ? JOIN_ENTRIES : ''}
     WHERE ${filterSql(open.input)} AND ${text} AND ${condition?.sql ?? 'TRUE'}
     GROUP BY 1, 2, 3`,
    ...bindings(chart, wanted),
    ...(isJoined(wanted) ? [patternOf(input)] : []),
    ...(condition ? [condition.parameter] : []),
  )
}

interface Sum {
  items: number
  debit: number
  credit: number
}
const newSum = (): Sum => ({ items: 0, debit: 0, credit: 0 })

function add(sum: Sum, { items, is_debit }: SumRow, amount: number): void {
  sum.items += items
  if (is_debit === 1) sum.debit += amount
  else sum.credit -= amount
}

const written = ({ debit, credit }: Sum, scale: number) => ({
  debit: formatAmount(debit, scale),
  credit: formatAmount(credit, scale),
  balance: formatAmount(debit - credit, scale),
})
