import type { DateNumber } from '../kernel/dates.ts'
import { type AccountTotals, addMovement } from './balances.ts'
import type { Unit } from './model.ts'
import type { LedgerTables } from './queries.ts'
import type { Visibility } from './visibility.ts'

/**
 * Totals over what a reader sees. Rules about accounts alone leave the balances as they are and choose among them; rules
 * about entries need the lines. Masked entries are few, so they are taken out of the balances again.
 */
export function totalsShown(
  tables: LedgerTables,
  asOf: DateNumber,
  knownAt: number,
  visibility: Visibility,
  everything: () => Iterable<AccountTotals>,
): Iterable<AccountTotals> {
  if (visibility.isByEntry) return totalsOfLines(tables, asOf, knownAt, visibility)
  const seen = [...everything()].filter(({ account }) =>
    visibility.seesAccount(tables.chart.accountByOrdinal(account)),
  )
  return visibility.masksEntries ? withoutMasked(tables, seen, asOf, knownAt, visibility) : seen
}

interface LineTotals extends Record<string, SqlStorageValue> {
  account: number
  unit: number
  debit_quantity: number
  credit_quantity: number
  debit_value: number
  credit_value: number
}

const side = (column: string, sign: '>' | '<') =>
  `COALESCE(SUM(IIF(l.${column} ${sign} 0, ABS(l.${column}), 0)), 0)`

function totalsOfLines(
  { database }: LedgerTables,
  asOf: DateNumber,
  knownAt: number,
  visibility: Visibility,
): AccountTotals[] {
  const condition = visibility.lineCondition('?3', 'counted')
  const rows = database.all<LineTotals>(
    `SELECT l.account, l.unit,
       ${side('quantity', '>')} AS debit_quantity, ${side('quantity', '<')} AS credit_quantity,
       ${side('value', '>')} AS debit_value, ${side('value', '<')} AS credit_value
     FROM journal_lines l JOIN journal_entries e USING (effective_date, sequence)
     WHERE l.effective_date <= ?1 AND l.sequence <= ?2 AND ${condition.sql}
     GROUP BY l.account, l.unit`,
    asOf,
    knownAt,
    condition.parameter,
  )
  return rows.map((row) => ({
    account: row.account,
    unit: row.unit,
    debitQuantity: row.debit_quantity,
    creditQuantity: row.credit_quantity,
    debitValue: row.debit_value,
    creditValue: row.credit_value,
  }))
}

function withoutMasked(
  { chart, database, entries }: LedgerTables,
  totals: readonly AccountTotals[],
  asOf: DateNumber,
  knownAt: number,
  visibility: Visibility,
): AccountTotals[] {
  const left = new Map(totals.map((each) => [`${each.account}|${each.unit}`, { ...each }]))
  const masked = database.all<{ sequence: number }>(
    `SELECT sequence FROM journal_entries WHERE ${visibility.maskedEntries()} AND effective_date <= ? AND sequence <= ?`,
    asOf,
    knownAt,
  )
  for (const { sequence } of masked) {
    const [event] = entries.events([sequence])
    if (!event) throw new Error(`invariant broken: entry ${sequence} is not in the log`)
    for (const line of event.data.lines) {
      const key = `${chart.accountById(line.account).ordinal}|${(chart.unit(line.unit) as Unit).ordinal}`
      const each = left.get(key)
      if (each) addMovement(each, line.quantity, line.value, -1)
    }
  }
  return [...left.values()]
}
