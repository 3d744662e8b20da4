import { formatAmount } from '../../kernel/amount.ts'
import { type DateNumber, formatDate } from '../../kernel/dates.ts'
import type { Account } from '../model.ts'
import { voucherOf } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportTables } from './figures.ts'
import type { BookLine } from './replies.ts'

/** Lines of one account in the order of their dates, as the log stood at a position and as a reader sees them. */

export interface LineRow extends Record<string, SqlStorageValue> {
  effective_date: DateNumber
  sequence: number
  line: number
  unit: number
  quantity: number
  value: number | null
  masked: number
}

export interface LineRange {
  from: DateNumber
  to: DateNumber
  knownAt: number
  /** Date, sequence and position of the line that they begin after. */
  after?: readonly [number, number, number] | undefined
}

const limitedTo = (visibility: Visibility | undefined) =>
  visibility?.isByEntry || visibility?.masksEntries ? visibility : undefined

export function linesOf(
  { database }: ReportTables,
  { ordinal }: Account,
  { from, to, knownAt, after = [from, 0, 0] }: LineRange,
  limit: number,
  visibility: Visibility | undefined,
): LineRow[] {
  const limited = limitedTo(visibility)
  const condition = limited?.lineCondition('?8', 'shown')
  return database.all<LineRow>(
    `SELECT l.effective_date, l.sequence, l.line, l.unit, l.quantity, l.value,
       ${limited ? `COALESCE(e.${limited.maskedEntries()}, 0)` : '0'} AS masked
     FROM journal_lines l ${limited ? JOIN_ENTRIES : ''}
     WHERE l.account = ?1 AND (l.effective_date, l.sequence, l.line) > (?2, ?3, ?4)
       AND l.effective_date <= ?5 AND l.sequence <= ?6 ${condition ? `AND ${condition.sql}` : ''}
     ORDER BY l.effective_date, l.sequence, l.line LIMIT ?7`,
    ordinal,
    ...after,
    to,
    knownAt,
    limit,
    ...(condition ? [condition.parameter] : []),
  )
}

/** What the lines of a day, up to and including one of them, come to. */
export function sumOfDay(
  { database }: ReportTables,
  { ordinal }: Account,
  [date, sequence, line]: readonly [number, number, number],
  knownAt: number,
  visibility: Visibility | undefined,
): number {
  const limited = limitedTo(visibility)
  const condition = limited?.lineCondition('?6', 'counted')
  const row = database.first<{ value: number }>(
    `SELECT COALESCE(SUM(l.value), 0) AS value FROM journal_lines l ${limited ? JOIN_ENTRIES : ''}
     WHERE l.account = ?1 AND l.effective_date = ?2 AND (l.sequence, l.line) <= (?3, ?4) AND l.sequence <= ?5
       ${condition ? `AND ${condition.sql}` : ''}`,
    ordinal,
    date,
    sequence,
    line,
    knownAt,
    ...(condition ? [condition.parameter] : []),
  )
  return row?.value ?? 0
}

const JOIN_ENTRIES = 'JOIN journal_entries e USING (effective_date, sequence)'

/** Lines with their running balance from an opening one on. */
export function bookLines({ chart, entries }: ReportTables, rows: readonly LineRow[], opening: number) {
  let balance = opening
  const { scale } = chart.currency
  const lines = rows.map((row): BookLine => {
    const [event] = entries.events([row.sequence])
    if (!event) throw new Error(`invariant broken: entry ${row.sequence} is not in the log`)
    const { id, journal, number, description, reference = null } = event.data
    const unit = chart.unitByOrdinal(row.unit)
    const masked = row.masked === 1
    const value = masked ? null : row.value
    balance += value ?? 0
    return {
      effectiveDate: formatDate(row.effective_date),
      entry: {
        id,
        journal,
        number,
        voucher: voucherOf(event.data),
        description,
        reference,
        sequence: row.sequence,
      },
      line: row.line,
      unit: unit.code,
      debit: value !== null && value >= 0 ? formatAmount(value, scale) : null,
      credit: value !== null && value < 0 ? formatAmount(-value, scale) : null,
      quantity: masked ? null : formatAmount(row.quantity, unit.scale),
      memo: masked ? null : (event.data.lines[row.line]?.memo ?? null),
      balance: formatAmount(balance, scale),
      ...(masked && { masked: true as const }),
    }
  })
  return { lines, balance }
}
