import type { InputOf } from '../../kernel/contract.ts'
import { dayBefore } from '../../kernel/dates.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { AccountCategory } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Visibility } from '../visibility.ts'
import { CATEGORY_TITLES } from './categories.ts'
import { cutsOf, rangeColumns } from './columns.ts'
import type { ReportsContract } from './contract.ts'
import { balancesAt, cashFlowsAt, cashSums, type ReportTables, Sums } from './figures.ts'
import { frameOf, rangeOf } from './frame.ts'
import { LEFT_OUT } from './inputs.ts'
import type { ReportTable } from './replies.ts'
import { isResult, statementColumns } from './statement.ts'
import { isZero, type Line, sumOf, type TableColumn, tableView } from './table.ts'

/**
 * Cash flow statement (IAS 7). Indirect: the result, less what is in it without cash, and the changes of all accounts that
 * are not cash. Direct: what came in and went out, by the account that it moved against. Both are exactly the change of
 * the accounts of the category cash: an entry's values sum to zero, so cash is the opposite of everything else. With a
 * filter by dimensions it is direct: what cash moved against lines with these values.
 */
export function cashFlow(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'GetCashFlow'>,
  nowMicros: number,
  visibility: Visibility | undefined,
): ReportTable | Refusal<keyof ReportsContract['refusals']> {
  const frame = frameOf(tables, input, visibility)
  if (isRefusal(frame)) return frame
  if (frame.filter && input.presentation === 'indirect') return notByDimension()
  const range = rangeOf(tables, input, nowMicros, frame)
  if (isRefusal(range)) return range
  const spans = rangeColumns(range.from, range.to, input)
  if (isRefusal(spans)) return spans
  const columns = statementColumns(tables, spans, {}, frame)
  if (isRefusal(columns)) return columns

  const cuts = cutsOf(spans)
  const seen = tables.chart.accounts().filter((account) => visibility?.seesAccount(account) ?? true)
  const flows = cashFlowsAt(tables, cuts, frame)
  const statement: Statement = {
    columns,
    isWanted: (amounts) => input.zeros === true || !isZero(amounts),
    accounts: seen,
    sums: new Sums(balancesAt(tables, cuts, { ...frame, without: LEFT_OUT })),
    opening: new Sums(balancesAt(tables, cuts, { ...frame, only: 'opening' })),
    closing: new Sums(balancesAt(tables, cuts, { ...frame, only: 'closing' })),
    flows: cashSums(flows, 'flow'),
    exchange: cashSums(flows, 'exchange'),
  }
  const isDirect = input.presentation === 'direct' || frame.filter !== undefined
  const parts = isDirect ? directParts(statement) : indirectParts(statement)
  return tableView(tables, {
    report: 'cash-flow',
    title: isDirect ? 'Cash flow statement, direct' : 'Cash flow statement, indirect',
    columns,
    lines: [
      ...parts.lines,
      ...(frame.filter ? changeAlone(statement, parts.total) : endOf(statement, parts.total)),
    ],
    frame,
    filterText: input.filter,
  })
}

interface Statement {
  columns: readonly TableColumn[]
  isWanted: (amounts: readonly number[]) => boolean
  accounts: readonly Account[]
  /** Without entries that carry a result or a beginning forward. */
  sums: Sums
  opening: Sums
  closing: Sums
  flows: Sums
  exchange: Sums
}

const ACTIVITIES: readonly { id: string; title: string; categories: readonly AccountCategory[] }[] = [
  {
    id: 'operating',
    title: 'Operating activities',
    categories: [
      'revenue',
      'other-income',
      'cost-of-sales',
      'operating-expense',
      'depreciation',
      'finance-cost',
      'income-tax',
      'receivable',
      'inventory',
      'prepayment',
      'current-asset',
      'payable',
      'tax-payable',
      'current-liability',
    ],
  },
  { id: 'investing', title: 'Investing activities', categories: ['fixed-asset', 'non-current-asset'] },
  {
    id: 'financing',
    title: 'Financing activities',
    categories: ['non-current-liability', 'equity', 'retained-earnings'],
  },
]

const isCash = ({ category }: Account): boolean => category === 'cash'
const inCategories = (categories: readonly AccountCategory[]) => (account: Account) =>
  categories.includes(account.category)

type Read = (sums: Sums, account: Account, after: number, upTo: number) => number
const balanced: Read = (sums, { ordinal }, after, upTo) => sums.balance(ordinal, after, upTo)

/** A sum over accounts, one a column. */
const over = (
  { accounts, columns }: Statement,
  sums: Sums,
  wanted: (account: Account) => boolean,
  read: Read = balanced,
): number[] => {
  const chosen = accounts.filter(wanted)
  return columns.map(({ from, to }) => {
    const after = dayBefore(from as number)
    return chosen.reduce((sum, account) => sum + read(sums, account, after, to), 0)
  })
}

const negated = (amounts: readonly number[]): number[] => amounts.map((amount) => 0 - amount)

interface Parts {
  lines: Line[]
  total: number[]
}

// -------------------------------------------------------------------------------------------------- indirect

/** Taken out of the result where they stand in it without cash. */
const NON_CASH: readonly AccountCategory[] = ['depreciation']

function indirectParts(statement: Statement): Parts {
  const exchange = over(statement, statement.exchange, () => true)
  const change = (
    category: AccountCategory,
    title: string,
    categories: readonly AccountCategory[] = [category],
  ) =>
    line({
      id: `category:${category}`,
      title,
      category,
      amounts: negated(over(statement, statement.sums, inCategories(categories))),
      explain: { category: categories.join(','), measure: 'credit-balance', ...WITHOUT },
    })
  const sections = ACTIVITIES.map(({ id, title, categories }) => {
    const lines: Line[] = []
    if (id === 'operating') {
      lines.push(
        line({
          id: 'line:result',
          title: 'Result for the period',
          amounts: negated(over(statement, statement.sums, isResult)),
          explain: { type: 'income,expense', measure: 'credit-balance', ...WITHOUT },
        }),
      )
      for (const category of NON_CASH)
        lines.push(
          line({
            id: `non-cash:${category}`,
            title: `${CATEGORY_TITLES[category]}, without cash`,
            category,
            amounts: over(statement, statement.sums, inCategories([category])),
            explain: { category, measure: 'balance', ...WITHOUT },
          }),
        )
      lines.push(
        line({
          id: 'non-cash:exchange',
          title: 'Exchange differences on cash, without cash',
          amounts: negated(exchange),
          explain: { line: 'cash-exchange', measure: 'credit-balance' },
        }),
      )
    }
    // What was written off went through the result, so it is no sale of assets.
    for (const category of categories.filter((each) => !RESULT_CATEGORIES.has(each)))
      lines.push(
        category === 'fixed-asset'
          ? change(category, `${CATEGORY_TITLES[category]}, bought and sold`, ['fixed-asset', ...NON_CASH])
          : change(category, changeTitle(category)),
      )
    return { id, title, lines }
  })
  return partsOf(statement, sections)
}

const RESULT_CATEGORIES: ReadonlySet<AccountCategory> = new Set([
  'revenue',
  'other-income',
  'cost-of-sales',
  'operating-expense',
  'depreciation',
  'finance-cost',
  'income-tax',
])

const changeTitle = (category: AccountCategory) => `Change of ${lowerFirst(CATEGORY_TITLES[category])}`
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

// ---------------------------------------------------------------------------------------------------- direct

function directParts(statement: Statement): Parts {
  const sections = ACTIVITIES.map(({ id, title, categories }) => ({
    id,
    title,
    explain: { cash: 'flow', category: categories.join(','), measure: 'balance' },
    lines: [...receipts(statement, categories), ...payments(statement, categories)],
  }))
  return partsOf(statement, sections)
}

const receipts = (statement: Statement, categories: readonly AccountCategory[]) =>
  categories.map((category) =>
    line({
      id: `receipts:${category}`,
      title: `Receipts: ${CATEGORY_TITLES[category]}`,
      category,
      amounts: over(statement, statement.flows, inCategories([category]), side('debits')),
      explain: { cash: 'flow', category, measure: 'debits' },
    }),
  )

const payments = (statement: Statement, categories: readonly AccountCategory[]) =>
  categories.map((category) =>
    line({
      id: `payments:${category}`,
      title: `Payments: ${CATEGORY_TITLES[category]}`,
      category,
      amounts: negated(over(statement, statement.flows, inCategories([category]), side('credits'))),
      explain: { cash: 'flow', category, measure: 'minus-credits' },
    }),
  )

const side =
  (of: 'debits' | 'credits'): Read =>
  (sums, { ordinal }, after, upTo) =>
    sums.between(ordinal, after, upTo)[of]

// ------------------------------------------------------------------------------------------------------ both

const WITHOUT = { without: LEFT_OUT.join(',') }

type ComputedLine = Pick<Line, 'id' | 'title' | 'explain' | 'category'> & { amounts: number[] }
const line = (of: ComputedLine): Line => ({ kind: 'line', depth: 1, ...of })

interface Section {
  id: string
  title: string
  lines: Line[]
  explain?: Line['explain']
}

function partsOf(statement: Statement, sections: readonly Section[]): Parts {
  const width = statement.columns.length
  const totals: number[][] = []
  const lines = sections.flatMap(({ id, title, lines, explain }): Line[] => {
    const total = sumOf(
      lines.map(({ amounts }) => amounts as number[]),
      width,
    )
    totals.push(total)
    const wanted = lines.filter(({ amounts }) => statement.isWanted(amounts as number[]))
    return [
      { id: `section:${id}`, kind: 'section', depth: 0, title, amounts: [] },
      ...wanted,
      {
        id: `total:${id}`,
        kind: 'total',
        depth: 0,
        title: `Cash from ${lowerFirst(title)}`,
        amounts: total,
        explain,
      },
    ]
  })
  return { lines, total: sumOf(totals, width) }
}

/** Of some dimensions there is no cash at the beginning and the end: accounts of cash are those of the whole company. */
function changeAlone(statement: Statement, activities: readonly number[]): Line[] {
  const exchange = over(statement, statement.exchange, () => true)
  const change = sumOf([[...activities], exchange], statement.columns.length)
  return [
    ...(isZero(exchange) ? [] : [exchangeLine(exchange)]),
    totalLine('change', 'Change of cash', change, undefined),
  ]
}

const exchangeLine = (amounts: number[]): Line =>
  line({
    id: 'line:exchange',
    title: 'Effect of exchange rates on cash',
    amounts,
    explain: { line: 'cash-exchange', measure: 'balance' },
  })

const totalLine = (id: string, title: string, amounts: number[], explain: Line['explain']): Line => ({
  id: `total:${id}`,
  kind: 'total',
  depth: 0,
  title,
  amounts,
  explain,
})

const notByDimension = () =>
  refuse(
    'not_by_dimension',
    'The indirect statement begins with the result and is of the whole company. Leave the filter out, or ask for presentation=direct.',
    [
      {
        pointer: '/presentation',
        code: 'not_by_dimension',
        detail: 'With a filter the statement is direct.',
      },
    ],
  )

/** From the activities to the balance of cash at the end. */
function endOf(statement: Statement, activities: readonly number[]): Line[] {
  const { columns, accounts, sums, opening, closing } = statement
  const cash = accounts.filter(isCash)
  const taken = over(statement, opening, isCash)
  const exchange = over(statement, statement.exchange, () => true)
  const change = sumOf(
    [over(statement, sums, isCash), taken, over(statement, closing, isCash)],
    columns.length,
  )
  const atEnd = columns.map(({ to }) =>
    cash.reduce(
      (sum, { ordinal }) =>
        sum + [sums, opening, closing].reduce((all, each) => all + each.balance(ordinal, undefined, to), 0),
      0,
    ),
  )
  const atStart = atEnd.map((end, index) => end - (change[index] as number))
  // Of a reader who does not see all accounts, or of accounts that were given another category since.
  const others = change.map(
    (all, index) =>
      all - (activities[index] as number) - (taken[index] as number) - (exchange[index] as number),
  )
  const optional: Line[] = [
    line({
      id: 'line:opening',
      title: 'Cash taken over with opening balances',
      amounts: taken,
      explain: { category: 'cash', only: 'opening', measure: 'balance' },
    }),
    exchangeLine(exchange),
    line({ id: 'line:others', title: 'Against accounts that are not shown', amounts: others }),
  ]
  return [
    ...optional.filter(({ amounts }) => !isZero(amounts)),
    totalLine('change', 'Change of cash', change, { category: 'cash', measure: 'balance' }),
    totalLine('cash-at-start', 'Cash at the beginning', atStart, {
      line: 'cash-at-start',
      measure: 'balance',
    }),
    totalLine('cash-at-end', 'Cash at the end', atEnd, { line: 'cash-at-end', measure: 'balance' }),
  ]
}
