import { formatAmount } from '../../kernel/amount.ts'
import { type DateNumber, formatDate } from '../../kernel/dates.ts'
import type { Account } from '../model.ts'
import { voucherOf } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportTables } from './figures.ts'
import type { ValueSets } from './ports.ts'
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

/** Which lines a reader gets: those that their rules show them, and that a filter by dimensions names. */
export interface LineScope {
  visibility: Visibility | undefined
  filter: ValueSets | undefined
}

const limitedTo = (visibility: Visibility | undefined) =>
  visibility?.isByEntry || visibility?.masksEntries ? visibility : undefined

export function linesOf(
  { database }: ReportTables,
  { ordinal }: Account,
  { from, to, knownAt, after = [from, 0, 0] }: LineRange,
  limit: number,
  { visibility, filter }: LineScope,
): LineRow[] {
  const limited = limitedTo(visibility)
  const condition = limited?.lineCondition('?9', 'shown')
  return database.all<LineRow>(
    `SELECT l.effective_date, l.sequence, l.line, l.unit, l.quantity, l.value,
       ${limited ? `COALESCE(e.${limited.maskedEntries()}, 0)` : '0'} AS masked
     FROM journal_lines l ${limited ? JOIN_ENTRIES : ''}
     WHERE l.account = ?1 AND (l.effective_date, l.sequence, l.line) > (?2, ?3, ?4)
       AND l.effective_date <= ?5 AND l.sequence <= ?6 AND ${inDimensions('?8')} ${condition ? `AND ${condition.sql}` : ''}
     ORDER BY l.effective_date, l.sequence, l.line LIMIT ?7`,
    ordinal,
    ...after,
    to,
    knownAt,
    limit,
    filterText(filter),
    ...(condition ? [condition.parameter] : []),
  )
}

/** What the lines of a day, up to and including one of them, come to. */
export function sumOfDay(
  { database }: ReportTables,
  { ordinal }: Account,
  [date, sequence, line]: readonly [number, number, number],
  knownAt: number,
  { visibility, filter }: LineScope,
): number {
  const limited = limitedTo(visibility)
  const condition = limited?.lineCondition('?7', 'counted')
  const row = database.first<{ value: number }>(
    `SELECT COALESCE(SUM(l.value), 0) AS value FROM journal_lines l ${limited ? JOIN_ENTRIES : ''}
     WHERE l.account = ?1 AND l.effective_date = ?2 AND (l.sequence, l.line) <= (?3, ?4) AND l.sequence <= ?5
       AND ${inDimensions('?6')} ${condition ? `AND ${condition.sql}` : ''}`,
    ordinal,
    date,
    sequence,
    line,
    knownAt,
    filterText(filter),
    ...(condition ? [condition.parameter] : []),
  )
  return row?.value ?? 0
}

/** Values by dimension, as the condition takes them; null: all lines. */
const filterText = (filter: ValueSets | undefined): string | null =>
  filter
    ? JSON.stringify(Object.fromEntries(Object.entries(filter).map(([key, all]) => [key, [...all]])))
    : null

/** A line's dimensions are in its event alone; a line without one has the value "". */
const inDimensions = (parameter: string): string =>
  `(${parameter} IS NULL OR NOT EXISTS (
     SELECT 1 FROM json_each(${parameter}) f WHERE NOT EXISTS (
       SELECT 1 FROM json_each(f.value) v, events ev WHERE ev.sequence = l.sequence
         AND v.value = COALESCE(json_extract(ev.data, '$.lines[' || l.line || '].dimensions."' || f.key || '"'), ''))))`

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
