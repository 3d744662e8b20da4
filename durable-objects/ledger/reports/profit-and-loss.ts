import type { InputOf } from '../../kernel/contract.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import type { AccountCategory } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Visibility } from '../visibility.ts'
import { CATEGORY_TITLES } from './categories.ts'
import { rangeColumns } from './columns.ts'
import type { ReportsContract } from './contract.ts'
import type { ReportTables } from './figures.ts'
import { frameOf, rangeOf } from './frame.ts'
import type { ReportTable } from './replies.ts'
import {
  figuresOf,
  isResult,
  LEFT_OUT_OF_RESULT,
  shownAccounts,
  statementColumns,
  translationOf,
} from './statement.ts'
import { accountLines, isZero, type Line, remembered, sumOf, tableView } from './table.ts'
import { aboveAmong, treeOf } from './tree.ts'

/** The steps from revenue to the result: categories, and the totals of all that stands above them. */
const STEPS: readonly (AccountCategory | { id: string; title: string })[] = [
  'revenue',
  'cost-of-sales',
  { id: 'gross-profit', title: 'Gross profit' },
  'other-income',
  'operating-expense',
  'depreciation',
  { id: 'operating-result', title: 'Operating result' },
  'finance-cost',
  { id: 'result-before-tax', title: 'Result before tax' },
  'income-tax',
  { id: 'result', title: 'Result for the period' },
]

export function profitAndLoss(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'GetProfitAndLoss'>,
  nowMicros: number,
  visibility: Visibility | undefined,
): ReportTable | Refusal<keyof ReportsContract['refusals']> {
  const { chart } = tables
  const frame = frameOf(tables, input, visibility)
  if (isRefusal(frame)) return frame
  const range = rangeOf(tables, input, nowMicros, frame)
  if (isRefusal(range)) return range
  const spans = rangeColumns(range.from, range.to, input)
  if (isRefusal(spans)) return spans
  const columns = statementColumns(tables, spans, input, frame)
  if (isRefusal(columns)) return columns
  const translation = translationOf(tables, input)
  if (isRefusal(translation)) return translation
  const figures = figuresOf(tables, columns, { ...frame, without: LEFT_OUT_OF_RESULT }, translation)
  if (isRefusal(figures)) return figures

  const masks = (account: Account) => visibility?.masksAccount(account) ?? false
  const seen = (account: Account) => visibility?.seesAccount(account) ?? true
  const shown = shownAccounts(
    tables,
    figures,
    (account) => isResult(account) && seen(account),
    input.zeros,
    masks,
  )
  const above = aboveAmong(chart.account, (account) => isResult(account) && seen(account))
  // Income is shown as it is credited, an expense as it is debited.
  const signed = remembered((account: Account) =>
    figures.map(({ of }) => (account.type === 'income' ? 0 - of(account) : of(account))),
  )

  const lines: Line[] = []
  const passed: AccountCategory[] = []
  let result = new Array<number>(columns.length).fill(0)
  for (const step of STEPS) {
    if (typeof step !== 'string') {
      lines.push({
        id: `total:${step.id}`,
        kind: 'total',
        depth: 0,
        title: step.title,
        amounts: result,
        explain: { category: passed.join(','), measure: 'credit-balance', ...WITHOUT },
      })
      continue
    }
    passed.push(step)
    const accounts = shown.filter(({ category }) => category === step)
    const amounts = sumOf(accounts.filter((each) => !masks(each)).map(signed), columns.length)
    const isIncome = step === 'revenue' || step === 'other-income'
    result = result.map((sum, index) => sum + (isIncome ? 1 : -1) * (amounts[index] as number))
    if (accounts.length === 0 && isZero(amounts)) continue
    const explain = { category: step, measure: isIncome ? 'credit-balance' : 'balance', ...WITHOUT }
    const title = CATEGORY_TITLES[step]
    lines.push({
      id: `category:${step}`,
      kind: 'category',
      depth: 0,
      title,
      category: step,
      amounts,
      explain,
    })
    const of = { figures: signed, width: columns.length, explain, masks }
    lines.push(...accountLines(treeOf(accounts, above), 1, of))
  }
  return tableView(tables, {
    report: 'profit-and-loss',
    title: 'Profit and loss',
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

const WITHOUT = { without: LEFT_OUT_OF_RESULT.join(',') }

/** Keeps the first of those that are told alike. */
export function eachOnce(): (value: unknown) => boolean {
  const seen = new Set<string>()
  return (value) => {
    const key = JSON.stringify(value)
    return seen.has(key) ? false : seen.add(key) !== undefined
  }
}
