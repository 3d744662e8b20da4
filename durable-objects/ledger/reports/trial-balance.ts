import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf } from '../../kernel/contract.ts'
import { dayBefore, formatDate, isDate } from '../../kernel/dates.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import { type BalanceMatrix, SUMS } from '../balance-matrix.ts'
import type { Account } from '../model.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportsContract } from './contract.ts'
import { balancesAt, type ReportTables, Sums } from './figures.ts'
import { frameOf, rangeOf } from './frame.ts'
import type { ReportRow, ReportTable } from './replies.ts'
import { accountLines, sumOf, type TableColumn, tableView } from './table.ts'
import { aboveAmong, treeOf } from './tree.ts'

/** Opening balance, debits, credits and closing balance of every account, in the tree of the chart. */
export function trialBalanceByPeriod(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'GetTrialBalanceByPeriod'>,
  nowMicros: number,
  visibility: Visibility | undefined,
): ReportTable | Refusal<'known_at_in_future' | 'unknown_dimension' | 'dates_out_of_order'> {
  const { chart } = tables
  const frame = frameOf(tables, input, visibility)
  if (isRefusal(frame)) return frame
  const range = rangeOf(tables, input, nowMicros, frame)
  if (isRefusal(range)) return range
  const { from, to } = range
  const before = dayBefore(from)
  const matrix = balancesAt(tables, [before, to], frame)
  const sums = new Sums(matrix)

  const figures = ({ ordinal }: Account): number[] => {
    const opening = sums.balance(ordinal, undefined, before)
    const { debits, credits } = sums.between(ordinal, before, to)
    return [opening, debits, credits, opening + debits - credits]
  }
  const masks = (account: Account) => visibility?.masksAccount(account) ?? false
  const moved = movedIn(matrix)
  const isShown = (account: Account) =>
    (moved.has(account.ordinal) || masks(account) || (input.zeros === true && !account.isHeading)) &&
    (visibility?.seesAccount(account) ?? true)
  const shown = chart.accounts().filter(isShown)
  const above = aboveAmong(chart.account, (account) => visibility?.seesAccount(account) ?? true)
  const quantities = quantitiesOf(tables, matrix)
  const lines = accountLines(treeOf(shown, above), 0, { figures, width: 4, explain: {}, masks, quantities })
  const total = sumOf(shown.filter((each) => !masks(each)).map(figures), 4)
  return tableView(tables, {
    report: 'trial-balance',
    title: 'Trial balance',
    columns: columnsOf(from, to),
    lines: [
      ...lines,
      { id: 'total', kind: 'total', depth: 0, title: 'Total', amounts: total, explain: EVERYTHING },
    ],
    frame,
    filterText: input.filter,
  })
}

const EVERYTHING = { type: 'asset,liability,equity,income,expense' }

/** An account whose movements cancel out each other has moved all the same. */
function movedIn(matrix: BalanceMatrix): ReadonlySet<number> {
  const moved = new Set<number>()
  for (const { account, sums } of matrix.rows()) if (sums.some((sum) => sum !== 0)) moved.add(account)
  return moved
}

function columnsOf(from: number, to: number): TableColumn[] {
  const before = dayBefore(from)
  const within = { from: formatDate(from), to: formatDate(to) }
  return [
    {
      key: 'opening',
      title: 'Opening balance',
      from: undefined,
      to: before,
      explain: isDate(before) ? { to: formatDate(before) } : null,
    },
    { key: 'debit', title: 'Debit', from, to, explain: { ...within, measure: 'debits' } },
    { key: 'credit', title: 'Credit', from, to, explain: { ...within, measure: 'credits' } },
    { key: 'closing', title: 'Closing balance', from: undefined, to, explain: { to: within.to } },
  ]
}

/** Quantities of an account in other units than the company's currency, in the same columns. */
function quantitiesOf({ chart }: ReportTables, matrix: BalanceMatrix) {
  const byAccount = new Map<number, ReportRow['quantities']>()
  // One cut where the period begins with the first day of all.
  const last = matrix.cuts.length - 1
  for (const { account, unit, sums } of matrix.rows()) {
    if (unit === chart.currency.ordinal) continue
    const { code, scale } = chart.unitByOrdinal(unit)
    const opening = (sums[0] as number) - (sums[1] as number)
    const [debit, credit] = [sums[last * SUMS] as number, sums[last * SUMS + 1] as number]
    const amounts = [opening, debit, credit, opening + debit - credit]
    if (amounts.every((amount) => amount === 0)) continue
    const held = byAccount.get(account) ?? []
    byAccount.set(account, [
      ...held,
      { unit: code, amounts: amounts.map((amount) => formatAmount(amount, scale)) },
    ])
  }
  return (account: Account) =>
    (byAccount.get(account.ordinal) ?? []).sort((a, b) => (a.unit < b.unit ? -1 : 1))
}
