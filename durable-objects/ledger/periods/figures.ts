import { createHash } from 'node:crypto'
import type { Database } from '../../kernel/database.ts'
import { addDays, type DateNumber, monthOf } from '../../kernel/dates.ts'
import { type AccountTotals, NOTHING, type Totals } from '../balances.ts'
import type { EntryPosted } from '../contract.ts'
import type { Account, Unit } from '../model.ts'
import type { LedgerParts } from '../store.ts'
import type { Span } from './calendar.ts'

/** What a year comes to, by account: made of balances alone, so that it costs a pass over accounts and months. */

export interface FiguresParts extends Pick<LedgerParts, 'chart' | 'balances' | 'entries'> {
  database: Database
}

export interface YearFigures {
  /** What income and expense accounts moved, without closing entries; debit positive, those that moved something. */
  result: { account: Account; value: number }[]
  /** Debit positive: a profit is negative. */
  net: number
  /** What is left to be closed by an entry, by account and unit. */
  unclosed: { account: Account; unit: Unit; quantity: number; value: number }[]
  /** SHA-256 over the result and the balances of all other accounts at the end of the year. */
  digest: string
}

export function yearFigures(parts: FiguresParts, year: Span): YearFigures {
  const { chart } = parts
  const closed = closedBy(parts, year)
  const values = new Map<number, number>()
  const unclosed: YearFigures['unclosed'] = []
  for (const { account: ordinal, unit, value, moved } of movements(parts, year)) {
    const account = chart.accountByOrdinal(ordinal)
    const isOfYear = isProfitAndLoss(account)
    values.set(ordinal, (values.get(ordinal) ?? 0) + (isOfYear ? moved.value : value))
    if (!isOfYear || moved.turnover === 0 || (moved.value === 0 && moved.quantity === 0)) continue
    unclosed.push({
      account,
      unit: chart.unitByOrdinal(unit),
      quantity: moved.quantity,
      value: moved.value,
    })
  }
  for (const [account, value] of closed) values.set(account, (values.get(account) ?? 0) - value)
  const moved = [...values]
    .filter(([, value]) => value !== 0)
    .map(([ordinal, value]) => ({ account: chart.accountByOrdinal(ordinal), value }))
    .sort((a, b) => byText(a.account.code, b.account.code))
  const result = moved.filter(({ account }) => isProfitAndLoss(account))
  return {
    result,
    net: result.reduce((sum, { value }) => sum + value, 0),
    unclosed: unclosed.sort(
      (a, b) => byText(a.account.code, b.account.code) || byText(a.unit.code, b.unit.code),
    ),
    digest: digestOf(moved),
  }
}

const isProfitAndLoss = ({ type }: Account): boolean => type === 'income' || type === 'expense'

/** An account in one unit: its value at the end of the year, and what was moved in it; debit positive. */
interface Movement {
  account: number
  unit: number
  value: number
  /** Turnover: debits and credits of values together. */
  moved: { quantity: number; value: number; turnover: number }
}

/** Years of whole months are a sum over months; others look into the days of their first and last one. */
function movements(parts: FiguresParts, year: Span): Movement[] {
  return year.from % 100 === 1 && addDays(year.to, 1) % 100 === 1
    ? movementsByMonth(parts, year)
    : movementsByDay(parts, year)
}

interface MonthsRow extends Record<string, SqlStorageValue> {
  account: number
  unit: number
  value: number
  moved_quantity: number
  moved_value: number
  turnover: number
}

const movementsByMonth = ({ database }: FiguresParts, { from, to }: Span): Movement[] =>
  database
    .all<MonthsRow>(
      `SELECT account, unit, SUM(debit_value - credit_value) AS value,
         SUM(IIF(month >= ?1, debit_quantity - credit_quantity, 0)) AS moved_quantity,
         SUM(IIF(month >= ?1, debit_value - credit_value, 0)) AS moved_value,
         SUM(IIF(month >= ?1, debit_value + credit_value, 0)) AS turnover
       FROM balances WHERE month <= ?2 GROUP BY account, unit`,
      monthOf(from),
      monthOf(to),
    )
    .map(({ account, unit, value, moved_quantity, moved_value, turnover }) => ({
      account,
      unit,
      value,
      moved: { quantity: moved_quantity, value: moved_value, turnover },
    }))

function movementsByDay({ balances }: FiguresParts, { from, to }: Span): Movement[] {
  const key = ({ account, unit }: AccountTotals) => `${account}|${unit}`
  const before = new Map(balances.totalsAsOf(addDays(from, -1)).map((totals) => [key(totals), totals]))
  return balances.totalsAsOf(to).map((totals) => {
    const { account, unit } = totals
    const [now, then] = [sumsOf(totals), sumsOf(before.get(key(totals)) ?? NOTHING)]
    return {
      account,
      unit,
      value: now.value,
      moved: {
        quantity: now.quantity - then.quantity,
        value: now.value - then.value,
        turnover: now.turnover - then.turnover,
      },
    }
  })
}

const sumsOf = ({ debitQuantity, creditQuantity, debitValue, creditValue }: Totals) => ({
  quantity: debitQuantity - creditQuantity,
  value: debitValue - creditValue,
  turnover: debitValue + creditValue,
})

/** What closing entries of the year moved, and entries that took them back: by account, debit positive. */
function closedBy({ database, entries, chart }: FiguresParts, { from, to }: Span): Map<number, number> {
  const sequences = database
    .all<{ sequence: number }>(
      "SELECT sequence FROM journal_entries WHERE purpose = 'closing' AND effective_date BETWEEN ? AND ?",
      from,
      to,
    )
    .map(({ sequence }) => sequence)
  const values = new Map<number, number>()
  for (const { data } of entries.events(sequences))
    for (const { account, value } of (data as EntryPosted).lines) {
      const { ordinal } = chart.accountById(account)
      values.set(ordinal, (values.get(ordinal) ?? 0) + (value ?? 0))
    }
  return values
}

/** Accounts by id, one a line: the same whatever they are called. */
function digestOf(rows: readonly { account: Account; value: number }[]): string {
  const lines = rows.map(({ account, value }) => `${account.id} ${value}\n`).sort(byText)
  return createHash('sha256').update(lines.join('')).digest('hex')
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The first and the last day with an entry. */
export function bookedDays(database: Database): { first: DateNumber; last: DateNumber } | undefined {
  const [row] = database.all<{ first: number | null; last: number | null }>(
    `SELECT (SELECT MIN(effective_date) FROM journal_entries) AS first,
       (SELECT MAX(effective_date) FROM journal_entries) AS last`,
  )
  return row?.first && row.last ? { first: row.first, last: row.last } : undefined
}

export const isBooked = (database: Database, { from, to }: Span): boolean =>
  database.first(
    'SELECT 1 AS found FROM journal_entries WHERE effective_date BETWEEN ? AND ? LIMIT 1',
    from,
    to,
  ) !== undefined
