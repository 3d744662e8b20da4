import {
  dayBefore,
  formatDate,
  lastDayOf,
  type MonthNumber,
  monthOf,
  monthsAfter,
} from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import type { Account } from '../model.ts'
import { unitFor } from '../model.ts'
import { type Span, tooManyColumns } from './columns.ts'
import { balancesAt, type ReportTables, type Scope, Sums } from './figures.ts'
import { type Frame, unknownDimension } from './frame.ts'
import { type LeftOut, parseFilter } from './inputs.ts'
import type { AppliedRate, TranslatedMovement, TranslationMethod, ValueSets } from './ports.ts'
import type { Parameters, TableColumn } from './table.ts'

/** Figures of a statement: of every account in every column, in the company's currency or translated. */

export interface StatementColumn extends TableColumn {
  filter: ValueSets | undefined
}

/** Of one column, debit positive. Income and expenses of a balance are split at the first day of its fiscal year. */
export interface ColumnFigures {
  of: (account: Account) => number
  earlier: (account: Account) => number
  thisYear: (account: Account) => number
  rates: readonly AppliedRate[]
}

export interface Translation {
  currency: string
  scale: number
  method: TranslationMethod | undefined
}

export type FigureRefusal = Refusal<'rate_not_found' | 'unknown_unit' | 'balance_out_of_range'>

export const isResult = ({ type }: Pick<Account, 'type'>): boolean => type === 'income' || type === 'expense'

/** The spans as columns, or one column for each value of a dimension over the first of them. */
export function statementColumns(
  { ports }: ReportTables,
  spans: readonly Span[],
  input: { dimension?: string | undefined; filter?: string | undefined },
  frame: Frame,
): StatementColumn[] | Refusal<'unknown_dimension' | 'too_many_columns'> {
  const { dimension } = input
  if (dimension === undefined)
    return spans.map((span, index) => ({
      ...span,
      key: `c${index + 1}`,
      filter: frame.filter,
      explain: datesOf(span),
    }))
  const values = ports.dimensions.values(dimension)
  if (!values) return unknownDimension('/dimension', `There is no dimension ${dimension}.`)
  const [span] = spans as [Span]
  const filter = input.filter === undefined ? {} : (parseFilter(input.filter) ?? {})
  const named = filter[dimension]
  const tops = values.filter(({ code, parent }) => (named ? named.includes(code) : parent === null))
  const codes = [...tops.map(({ code }) => code), ...(!named || named.includes('') ? [''] : [])]
  if (codes.length > LIMITS.reportColumnsMax) return tooManyColumns(codes.length)
  const columns = codes.map(
    (code, index): StatementColumn => ({
      ...span,
      key: `c${index + 1}`,
      title: code === '' ? 'None' : (tops.find((top) => top.code === code)?.name ?? code),
      dimension,
      value: code,
      filter: {
        ...frame.filter,
        [dimension]: code === '' ? new Set(['']) : ports.dimensions.subtree(dimension, [code]),
      },
      explain: { ...datesOf(span), filter: JSON.stringify({ ...filter, [dimension]: [code] }) },
    }),
  )
  return [...columns, { ...span, key: 'total', title: 'Total', filter: frame.filter, explain: datesOf(span) }]
}

const datesOf = ({ from, to }: Span): Parameters => ({
  ...(from !== undefined && { from: formatDate(from) }),
  to: formatDate(to),
})

/** The currency that a statement is wanted in, when that is not the company's own. */
export function translationOf(
  { chart }: ReportTables,
  input: { currency?: string | undefined; method?: TranslationMethod | undefined },
): Translation | undefined | Refusal<'unknown_unit'> {
  const { currency, method } = input
  if (currency === undefined || currency === chart.currency.code) return undefined
  const unit = unitFor(chart, currency)
  if (unit?.kind === 'currency') return { currency, scale: unit.scale, method }
  const detail = `${currency} is not a currency of ISO 4217, and not registered.`
  return { refused: 'unknown_unit', detail, errors: [{ pointer: '/currency', code: 'unknown_unit', detail }] }
}

/** One pass over the balances for all columns over the same lines. */
export function figuresOf(
  tables: ReportTables,
  columns: readonly StatementColumn[],
  scope: Omit<Scope, 'filter'>,
  translation: Translation | undefined,
): ColumnFigures[] | FigureRefusal {
  const cuts = columns.flatMap((column) => cutsOfColumn(tables, column))
  const months = translation ? monthEnds(tables, Math.max(...columns.map(({ to }) => to))) : []
  const sumsOf = new Map<ValueSets | undefined, Sums>()
  const figures: ColumnFigures[] = []
  for (const column of columns) {
    const { filter } = column
    const sums =
      sumsOf.get(filter) ?? new Sums(balancesAt(tables, [...cuts, ...months], { ...scope, filter }))
    sumsOf.set(filter, sums)
    if (!translation) {
      figures.push(plainFigures(tables, sums, column))
      continue
    }
    const translated = translatedFigures(
      tables,
      sums,
      column,
      [...months, ...cuts],
      scope.knownAt,
      translation,
    )
    if (isRefusal(translated)) return translated
    figures.push(translated)
  }
  return figures
}

function cutsOfColumn({ ports }: ReportTables, { from, to }: Span): number[] {
  return from === undefined ? [to, dayBefore(ports.yearOf(to).from)] : [dayBefore(from), to]
}

/** Ends of all months from the first entry on. */
export function monthEnds({ database }: ReportTables, to: number, from?: number): number[] {
  const first =
    from ??
    database.first<{ date: number | null }>('SELECT MIN(effective_date) AS date FROM journal_entries')?.date
  const ends: number[] = []
  for (let month: MonthNumber = monthOf(first ?? to); month <= monthOf(to); month = monthsAfter(month, 1))
    ends.push(Math.min(lastDayOf(month), to))
  return ends
}

function plainFigures({ ports }: ReportTables, sums: Sums, { from, to }: Span): ColumnFigures {
  const after = from === undefined ? undefined : dayBefore(from)
  const yearBegins = dayBefore(ports.yearOf(to).from)
  return {
    of: ({ ordinal }) => sums.balance(ordinal, after, to),
    earlier: ({ ordinal }) => sums.balance(ordinal, undefined, yearBegins),
    thisYear: ({ ordinal }) => sums.balance(ordinal, yearBegins, to),
    rates: [],
  }
}

function translatedFigures(
  tables: ReportTables,
  sums: Sums,
  { from, to }: Span,
  cuts: readonly number[],
  knownAt: number,
  { currency, method }: Translation,
): ColumnFigures | FigureRefusal {
  const { chart, ports } = tables
  const yearBegins = dayBefore(ports.yearOf(to).from)
  const after = from === undefined ? undefined : dayBefore(from)
  const movements: TranslatedMovement[] = []
  for (const ordinal of sums.accounts()) {
    const account = chart.accountByOrdinal(ordinal)
    if (from === undefined && isResult(account)) {
      movements.push(...movementsOf(sums, account, undefined, yearBegins, cuts, 'earlier'))
      movements.push(...movementsOf(sums, account, yearBegins, to, cuts, 'year'))
    } else if (from === undefined || isResult(account))
      // What moved in a range is a result: balances have no rate that would be theirs.
      movements.push(...movementsOf(sums, account, after, to, cuts, 'all'))
  }
  const translated = ports.translate(movements, { to: currency, asOf: to, method, knownAt })
  if (isRefusal(translated)) return translated
  const { figures, rates } = translated
  const read = (part: TranslatedPart) => (account: Account) => figures.get(keyOf(account, part)) ?? 0
  return { of: read('all'), earlier: read('earlier'), thisYear: read('year'), rates }
}

export type TranslatedPart = 'all' | 'earlier' | 'year'
export const keyOf = ({ ordinal }: Account, part: TranslatedPart): string => `${part} ${ordinal}`

/** What an account moved in each month between two cuts. What is at the closing rate anyway is one movement. */
export function movementsOf(
  sums: Sums,
  account: Account,
  after: number | undefined,
  upTo: number,
  cuts: readonly number[],
  part: TranslatedPart,
): TranslatedMovement[] {
  const of = { account: keyOf(account, part), type: account.type }
  const within = cuts.filter((cut) => cut < upTo && (after === undefined || cut > after))
  const isAtClosing = account.type === 'asset' || account.type === 'liability'
  const ends = isAtClosing ? [upTo] : [...new Set(within), upTo].sort((a, b) => a - b)
  const movements: TranslatedMovement[] = []
  let begin = after
  for (const end of ends) {
    const value = sums.balance(account.ordinal, begin, end)
    if (value !== 0) movements.push({ ...of, month: monthOf(end), value })
    begin = end
  }
  return movements
}

/** Accounts with a figure in some column, and, with `zeros`, all that take entries. */
export function shownAccounts(
  { chart }: ReportTables,
  figures: readonly ColumnFigures[],
  wanted: (account: Account) => boolean,
  zeros: boolean | undefined,
  masks: (account: Account) => boolean,
): Account[] {
  return chart
    .accounts()
    .filter(wanted)
    .filter(
      (account) =>
        masks(account) ||
        (zeros === true && !account.isHeading) ||
        figures.some(({ of }) => of(account) !== 0),
    )
}

export const LEFT_OUT_OF_RESULT: readonly LeftOut[] = ['closing']
