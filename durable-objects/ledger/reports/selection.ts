import { type DateNumber, dayBefore, formatDate, parseDate } from '../../kernel/dates.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { AccountCategory, AccountType } from '../contract.ts'
import type { Account } from '../model.ts'
import type { ReportTables } from './figures.ts'
import type { Frame } from './frame.ts'
import { type FigureInput, listed, type Measure } from './inputs.ts'
import { isResult, type TranslatedPart } from './statement.ts'
import { aboveAmong } from './tree.ts'

/** Which accounts, over which days, make a figure. */
export interface FigurePart {
  accounts: readonly Account[]
  /** After this day; undefined: from the beginning. */
  after: DateNumber | undefined
  upTo: DateNumber
  /** −1: what remains of the other side. */
  factor: 1 | -1
  /** How the translation of a statement keeps it apart. */
  part: TranslatedPart
}

type SelectionRefusal = Refusal<'figure_not_named' | 'account_not_found' | 'dates_out_of_order'>

export function partsOfFigure(
  tables: ReportTables,
  input: FigureInput,
  to: DateNumber,
  { visibility }: Frame,
  isTranslated: boolean,
): FigurePart[] | SelectionRefusal {
  const from = input.from === undefined ? undefined : parseDate(input.from)
  if (from !== undefined && from > to)
    return refuse('dates_out_of_order', 'The first day lies after the last. Exchange them.', [
      { pointer: '/from', code: 'dates_out_of_order', detail: `Must be at most ${formatDate(to)}.` },
    ])
  const counted = tables.chart
    .accounts()
    .filter(
      (account) => !visibility || (visibility.seesAccount(account) && !visibility.masksAccount(account)),
    )
  if (input.line !== undefined) return partsOfLine(tables, input, counted, from, to, isTranslated)
  const { account, category, type } = input
  if (account === undefined && category === undefined && type === undefined)
    return refuse('figure_not_named', 'Name an account, categories, types or a line of a statement.', [
      { pointer: '/account', code: 'figure_not_named', detail: 'Give account, category, type or line.' },
    ])
  let accounts = counted
  if (account !== undefined) {
    const wanted = tables.chart.account(account)
    if (!wanted || (visibility && !visibility.seesAccount(wanted)))
      return refuse('account_not_found', `There is no account ${account} in this company.`, [
        { pointer: '/account', code: 'account_not_found', detail: 'Is not the code of an account.' },
      ])
    const isWithin = input.subtree ? below(tables, wanted) : (each: Account) => each === wanted
    accounts = accounts.filter(isWithin)
  }
  const categories = listed<AccountCategory>(category)
  const types = listed<AccountType>(type)
  if (categories) accounts = accounts.filter((each) => categories.includes(each.category))
  if (types) accounts = accounts.filter((each) => types.includes(each.type))
  const after = from === undefined ? undefined : dayBefore(from)
  return [{ accounts, after, upTo: to, factor: 1, part: 'all' }]
}

function below({ chart }: ReportTables, top: Account): (account: Account) => boolean {
  const above = aboveAmong(chart.account, () => true)
  return (account) => {
    const seen = new Set<number>()
    for (let each: Account | undefined = account; each && !seen.has(each.ordinal); each = above(each)) {
      if (each.ordinal === top.ordinal) return true
      seen.add(each.ordinal)
    }
    return false
  }
}

function partsOfLine(
  { ports }: ReportTables,
  { line }: FigureInput,
  accounts: readonly Account[],
  from: DateNumber | undefined,
  to: DateNumber,
  isTranslated: boolean,
): FigurePart[] {
  const yearBegins = dayBefore(ports.yearOf(to).from)
  const after = from === undefined ? undefined : dayBefore(from)
  const of = (types: readonly AccountType[], factor: 1 | -1 = 1): FigurePart => ({
    accounts: accounts.filter(({ type }) => types.includes(type)),
    after: undefined,
    upTo: to,
    factor,
    part: 'all',
  })
  const results = accounts.filter(isResult)
  const earlier: FigurePart = {
    accounts: results,
    after: undefined,
    upTo: yearBegins,
    factor: 1,
    part: 'earlier',
  }
  const thisYear: FigurePart = { accounts: results, after: yearBegins, upTo: to, factor: 1, part: 'year' }
  const opposite = (part: FigurePart): FigurePart => ({ ...part, factor: -1 })
  const cash = accounts.filter(({ category }) => category === 'cash')
  switch (line) {
    case 'year-result':
      return [thisYear]
    case 'earlier-results':
      return [earlier]
    // Translated, equity is what the other side leaves: the difference is a part of it.
    case 'total-equity':
      return isTranslated ? [of(['asset'], -1), of(['liability'], -1)] : [of(['equity']), earlier, thisYear]
    case 'total-liabilities-and-equity':
      return isTranslated ? [of(['asset'], -1)] : [of(['liability', 'equity']), earlier, thisYear]
    case 'translation-difference':
      return [of(['asset', 'liability', 'equity'], -1), opposite(earlier), opposite(thisYear)]
    case 'cash-at-start':
      return [{ accounts: cash, after: undefined, upTo: after ?? dayBefore(to), factor: 1, part: 'all' }]
    case 'cash-at-end':
      return [{ accounts: cash, after: undefined, upTo: to, factor: 1, part: 'all' }]
    default:
      return [{ accounts, after, upTo: to, factor: 1, part: 'all' }]
  }
}

/** What debits and credits come to in a figure. */
export function measured(measure: Measure, debits: number, credits: number): number {
  switch (measure) {
    case 'balance':
      return debits - credits
    case 'credit-balance':
      return credits - debits
    case 'debits':
      return debits
    case 'credits':
      return credits
    case 'minus-credits':
      return 0 - credits
  }
}
