import type { InputOf } from '../../kernel/contract.ts'
import { parseDate } from '../../kernel/dates.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import { ACCOUNT_CATEGORIES, type AccountType } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Visibility } from '../visibility.ts'
import { CATEGORY_TITLES, TYPE_TITLES } from './categories.ts'
import { balanceColumns } from './columns.ts'
import type { ReportsContract } from './contract.ts'
import type { ReportTables } from './figures.ts'
import { defaultTo, frameOf } from './frame.ts'
import { eachOnce } from './profit-and-loss.ts'
import type { ReportTable } from './replies.ts'
import {
  type ColumnFigures,
  figuresOf,
  isResult,
  shownAccounts,
  statementColumns,
  translationOf,
} from './statement.ts'
import { accountLines, isZero, type Line, remembered, sumOf, tableView } from './table.ts'
import { aboveAmong, treeOf } from './tree.ts'

/**
 * Assets, liabilities and equity. What no entry has closed of the results stands in equity by computation: that of the
 * fiscal year of the date, and that of all years before it. A closing entry moves a result from there to the account that
 * it names, so nothing is counted twice.
 */
export function balanceSheet(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'GetBalanceSheet'>,
  nowMicros: number,
  visibility: Visibility | undefined,
): ReportTable | Refusal<keyof ReportsContract['refusals']> {
  const { chart } = tables
  const frame = frameOf(tables, input, visibility)
  if (isRefusal(frame)) return frame
  const asOf = parseDate(input.asOf ?? '') ?? defaultTo(tables, nowMicros, frame)
  const spans = balanceColumns(asOf, input)
  if (isRefusal(spans)) return spans
  const columns = statementColumns(tables, spans, input, frame)
  if (isRefusal(columns)) return columns
  const translation = translationOf(tables, input)
  if (isRefusal(translation)) return translation
  const figures = figuresOf(tables, columns, frame, translation)
  if (isRefusal(figures)) return figures

  const masks = (account: Account) => visibility?.masksAccount(account) ?? false
  const seen = (account: Account) => visibility?.seesAccount(account) ?? true
  const width = columns.length
  const part = (type: 'asset' | 'liability' | 'equity') => {
    // Assets are shown as they are debited, all else as it is credited.
    const signed = remembered((account: Account) =>
      figures.map(({ of }) => (type === 'asset' ? of(account) : 0 - of(account))),
    )
    const shown = shownAccounts(
      tables,
      figures,
      (each) => each.type === type && seen(each),
      input.zeros,
      masks,
    )
    const above = aboveAmong(chart.account, (each) => each.type === type && seen(each))
    const measure = type === 'asset' ? 'balance' : 'credit-balance'
    const lines = ACCOUNT_CATEGORIES[type].flatMap((category): Line[] => {
      const accounts = shown.filter((each) => each.category === category)
      if (accounts.length === 0) return []
      const explain = { category, measure }
      const amounts = sumOf(accounts.filter((each) => !masks(each)).map(signed), width)
      const title = CATEGORY_TITLES[category]
      return [
        { id: `category:${category}`, kind: 'category', depth: 1, title, category, amounts, explain },
        ...accountLines(treeOf(accounts, above), 2, { figures: signed, width, explain, masks }),
      ]
    })
    const total = sumOf(shown.filter((each) => !masks(each)).map(signed), width)
    return { lines, total, measure }
  }

  const [assets, liabilities, equity] = [part('asset'), part('liability'), part('equity')]
  const results = chart.accounts().filter((account) => isResult(account) && seen(account) && !masks(account))
  const resultOf = (read: (of: ColumnFigures, account: Account) => number) =>
    figures.map((of) => results.reduce((sum, account) => sum - read(of, account), 0))
  const earlier = resultOf((of, account) => of.earlier(account))
  const thisYear = resultOf((of, account) => of.thisYear(account))
  const owned = sumOf([equity.total, earlier, thisYear], width)
  // Of a reader who sees a part of the lines, both sides need not be equal; only a translation makes them so.
  const difference = translation
    ? assets.total.map((sum, index) => sum - (liabilities.total[index] as number) - (owned[index] as number))
    : new Array<number>(width).fill(0)
  const totalEquity = sumOf([owned, difference], width)
  const section = (type: AccountType): Line => ({
    id: `section:${type}`,
    kind: 'section',
    depth: 0,
    title: TYPE_TITLES[type],
    amounts: [],
  })
  const computed = (id: string, title: string, amounts: number[]): Line => ({
    id: `line:${id}`,
    kind: 'line',
    depth: 1,
    title,
    amounts,
    explain: { line: id, measure: 'credit-balance' },
  })
  const total = (id: string, title: string, amounts: number[], explain: Line['explain']): Line => ({
    id: `total:${id}`,
    kind: 'total',
    depth: 0,
    title,
    amounts,
    explain,
  })
  const lines: Line[] = [
    section('asset'),
    ...assets.lines,
    total('assets', 'Total assets', assets.total, { type: 'asset', measure: 'balance' }),
    section('liability'),
    ...liabilities.lines,
    total('liabilities', 'Total liabilities', liabilities.total, {
      type: 'liability',
      measure: 'credit-balance',
    }),
    section('equity'),
    ...equity.lines,
    ...(isZero(earlier) && !input.zeros
      ? []
      : [computed('earlier-results', 'Results of earlier years, not closed', earlier)]),
    computed('year-result', 'Result of the year, not closed', thisYear),
    ...(translation
      ? [computed('translation-difference', 'Currency translation difference', difference)]
      : []),
    total('equity', 'Total equity', totalEquity, { line: 'total-equity', measure: 'credit-balance' }),
    total(
      'liabilities-and-equity',
      'Total liabilities and equity',
      sumOf([liabilities.total, totalEquity], width),
      { line: 'total-liabilities-and-equity', measure: 'credit-balance' },
    ),
  ]
  return tableView(tables, {
    report: 'balance-sheet',
    title: 'Balance sheet',
    columns,
    lines,
    frame,
    filterText: input.filter,
    currency: translation && {
      code: translation.currency,
      scale: translation.scale,
      method: translation.method,
    },
    rates: figures.flatMap(({ rates }) => rates).filter(eachOnce()),
  })
}
