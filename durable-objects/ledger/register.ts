import { formatAmount } from '../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../kernel/cursor.ts'
import type { Database } from '../kernel/database.ts'
import { type DateNumber, formatDate, LAST_DATE, parseDate } from '../kernel/dates.ts'
import { LIMITS } from '../kernel/limits.ts'
import { type Refusal, refuse } from '../kernel/result.ts'
import { BalanceMatrix, fillAsKnownAt, ledgerBuckets } from './balance-matrix.ts'
import type { AccountTotals } from './balances.ts'
import type { LedgerContract } from './contract.ts'
import type { Account } from './model.ts'
import type { LedgerTables } from './queries.ts'
import { accountRef, lineAmountsView, NO_AMOUNTS, voucherOf } from './views.ts'
import type { Visibility } from './visibility.ts'

/** Without what every report says of itself. */
type RegisterPage = Omit<
  ReplyOf<LedgerContract, 'GetRegister'>,
  'company' | 'sequence' | 'hash' | 'from' | 'to'
>

interface LineRow extends Record<string, SqlStorageValue> {
  effective_date: number
  sequence: number
  line: number
  unit: number
  quantity: number
  value: number | null
  masked: number
}

interface Balance {
  value: number
  quantities: Map<number, number>
}

/**
 * One page of an account's lines with running balances: a range read for the lines, the buckets for the balance before
 * the first of them. Nothing depends on how many lines lie before the page, but for a reader whose rules choose among the
 * lines: the balance is then added up from those that are shown.
 */
export function registerPage(
  tables: LedgerTables,
  account: Account,
  input: InputOf<LedgerContract, 'GetRegister'>,
  visibility?: Visibility,
): RegisterPage | Refusal<'invalid_cursor' | 'known_at_in_future'> {
  const { chart, entries, log } = tables
  const cursor = decodeCursor(input.cursor, 3)
  if (cursor === 'invalid') return invalidCursor()
  const head = log.head.sequence
  const knownAt = input.knownAt ?? head
  if (knownAt > head) return knownAtInFuture(head)
  const limit = input.limit ?? LIMITS.pageRowsDefault
  const limited = visibility?.isByEntry || visibility?.masksEntries ? visibility : undefined
  const found = lines(tables, account, input, cursor, limit + 1, limited)
  const shown = found.slice(0, limit)
  const oldestFirst = input.order === 'desc' ? shown.toReversed() : shown

  const balance = balanceBefore(tables, account, oldestFirst[0], knownAt, input.unit, limited)
  const data = oldestFirst.map((row) => {
    const unit = chart.unitByOrdinal(row.unit)
    const masked = row.masked === 1
    const quantity = (balance.quantities.get(row.unit) ?? 0) + (masked ? 0 : row.quantity)
    balance.quantities.set(row.unit, quantity)
    balance.value += masked ? 0 : (row.value ?? 0)
    const [event] = entries.events([row.sequence])
    if (!event) throw new Error(`invariant broken: entry ${row.sequence} is not in the log`)
    const { id, journal, number, description } = event.data
    const voucher = voucherOf(event.data)
    return {
      effectiveDate: formatDate(row.effective_date),
      entry: { id, journal, number, voucher, description, sequence: row.sequence },
      line: row.line,
      ...(masked
        ? { ...NO_AMOUNTS, unit: unit.code }
        : lineAmountsView(chart, { unit: unit.code, quantity: row.quantity, value: row.value })),
      memo: masked ? null : (event.data.lines[row.line]?.memo ?? null),
      balance: formatAmount(balance.value, chart.currency.scale),
      quantityBalance: formatAmount(quantity, unit.scale),
      ...(masked && { masked: true as const }),
    }
  })
  const last = found.length > limit ? shown.at(-1) : undefined
  return {
    data: input.order === 'desc' ? data.reverse() : data,
    nextCursor: last ? encodeCursor([last.effective_date, last.sequence, last.line]) : null,
    account: accountRef(account),
    currency: chart.currency.code,
    knownAt,
    ...(limited && { partial: true as const }),
  }
}

export const knownAtInFuture = (head: number, pointer = '/knownAt'): Refusal<'known_at_in_future'> =>
  refuse('known_at_in_future', `The log ends at ${head}. Choose a sequence up to that.`, [
    { pointer, code: 'known_at_in_future', detail: `Must be at most ${head}.` },
  ])

function lines(
  { database, chart }: LedgerTables,
  account: Account,
  input: InputOf<LedgerContract, 'GetRegister'>,
  cursor: number[] | undefined,
  limit: number,
  limited: Visibility | undefined,
): LineRow[] {
  const descending = input.order === 'desc'
  const [compare, direction] = descending ? ['<', 'DESC'] : ['>', 'ASC']
  const [date, sequence, line] = cursor ?? [descending ? LAST_DATE + 1 : 0, 0, 0]
  const unit = input.unit === undefined ? null : (chart.unit(input.unit)?.ordinal ?? 0)
  const condition = limited?.lineCondition('?10', 'shown')
  return database.all<LineRow>(
    `SELECT l.effective_date, l.sequence, l.line, l.unit, l.quantity, l.value,
       ${limited ? `COALESCE(e.${limited.maskedEntries()}, 0)` : '0'} AS masked
     FROM journal_lines l ${limited ? JOIN_ENTRIES : ''}
     WHERE l.account = ?1 AND (l.effective_date, l.sequence, l.line) ${compare} (?2, ?3, ?4)
       AND l.effective_date BETWEEN ?5 AND ?6 AND (?7 IS NULL OR l.unit = ?7) AND l.sequence <= ?9 ${condition ? `AND ${condition.sql}` : ''}
     ORDER BY l.effective_date ${direction}, l.sequence ${direction}, l.line ${direction} LIMIT ?8`,
    account.ordinal,
    date as number,
    sequence as number,
    line as number,
    (input.from === undefined ? undefined : parseDate(input.from)) ?? 0,
    (input.to === undefined ? undefined : parseDate(input.to)) ?? LAST_DATE,
    unit,
    limit,
    input.knownAt ?? LIMITS.minorUnitsMax,
    ...(condition ? [condition.parameter] : []),
  )
}

const JOIN_ENTRIES = 'JOIN journal_entries e USING (effective_date, sequence)'

/** The account's balance before a line: the buckets up to the day before, and that day's earlier lines. */
function balanceBefore(
  tables: LedgerTables,
  account: Account,
  line: LineRow | undefined,
  knownAt: number,
  onlyUnit: string | undefined,
  limited: Visibility | undefined,
): Balance {
  const { chart, database } = tables
  const balance: Balance = { value: 0, quantities: new Map() }
  if (!line) return balance
  const add = (unit: number, quantity: number, value: number) => {
    // A register of one unit runs its balances over that unit's lines alone.
    if (onlyUnit !== undefined && chart.unitByOrdinal(unit).code !== onlyUnit) return
    balance.value += value
    balance.quantities.set(unit, (balance.quantities.get(unit) ?? 0) + quantity)
  }
  if (limited) {
    for (const { unit, quantity, value } of shownBefore(database, account, line, knownAt, limited))
      add(unit, quantity, value)
    return balance
  }
  for (const totals of totalsBefore(tables, account, line.effective_date, knownAt))
    add(totals.unit, totals.debitQuantity - totals.creditQuantity, totals.debitValue - totals.creditValue)
  const sameDay = database.all<{ unit: number; quantity: number; value: number }>(
    `SELECT unit, SUM(quantity) AS quantity, COALESCE(SUM(value), 0) AS value FROM journal_lines
     WHERE account = ? AND effective_date = ? AND (sequence, line) < (?, ?) AND sequence <= ? GROUP BY unit`,
    account.ordinal,
    line.effective_date,
    line.sequence,
    line.line,
    knownAt,
  )
  for (const { unit, quantity, value } of sameDay) add(unit, quantity, value)
  return balance
}

/** Of one account, before a day: from the buckets as they are, or as they were known. */
function totalsBefore(
  tables: LedgerTables,
  account: Account,
  date: DateNumber,
  knownAt: number,
): AccountTotals[] {
  const { balances, log } = tables
  if (knownAt === log.head.sequence) return balances.totalsBefore(account.ordinal, date)
  // A day less is before every line of the day, also where it is none of the calendar.
  const matrix = new BalanceMatrix([date - 1])
  fillAsKnownAt(matrix, tables, ledgerBuckets(tables), knownAt, account.ordinal)
  return [...matrix.totals()].filter((totals) => totals.account === account.ordinal)
}

function shownBefore(
  database: Database,
  account: Account,
  line: LineRow,
  knownAt: number,
  limited: Visibility,
) {
  const condition = limited.lineCondition('?6', 'counted')
  return database.all<{ unit: number; quantity: number; value: number }>(
    `SELECT l.unit, SUM(l.quantity) AS quantity, COALESCE(SUM(l.value), 0) AS value
     FROM journal_lines l ${JOIN_ENTRIES}
     WHERE l.account = ?1 AND (l.effective_date, l.sequence, l.line) < (?2, ?3, ?4) AND l.sequence <= ?5
       AND ${condition.sql}
     GROUP BY l.unit`,
    account.ordinal,
    line.effective_date,
    line.sequence,
    line.line,
    knownAt,
    condition.parameter,
  )
}
