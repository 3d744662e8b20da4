import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf } from '../../kernel/contract.ts'
import { type DateNumber, formatDate, lastDayOf, monthsBetween, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { Account } from '../model.ts'
import { accountRef } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportsContract } from './contract.ts'
import { entriesOfFigure } from './explain-entries.ts'
import { balancesAt, cashFlowsAt, cashSums, type ReportTables, Sums } from './figures.ts'
import { defaultTo, type Frame, frameOf } from './frame.ts'
import { type FigureInput, type LeftOut, listed } from './inputs.ts'
import type { AppliedRate } from './ports.ts'
import type { Explanation } from './replies.ts'
import { type FigurePart, measured, partsOfFigure } from './selection.ts'
import { keyOf, monthEnds, movementsOf, type Translation, translationOf } from './statement.ts'
import { partialOf } from './table.ts'

/**
 * What a figure is made of. The buckets are the balances by account and month that it is the sum of; the entries are
 * those behind them; each entry's event is proved to be in the log.
 */
export function explainFigure(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'ExplainFigure'>,
  nowMicros: number,
  visibility: Visibility | undefined,
): Explanation | Refusal<keyof ReportsContract['refusals']> {
  const frame = frameOf(tables, input, visibility)
  if (isRefusal(frame)) return frame
  const to = parseDate(input.to ?? '') ?? defaultTo(tables, nowMicros, frame)
  const translation = translationOf(tables, input)
  if (isRefusal(translation)) return translation
  const conflict = conflictIn(input, translation)
  if (conflict) return conflict
  const unit = input.unit === undefined ? undefined : tables.chart.unit(input.unit)
  if (input.unit !== undefined && !unit)
    return refuse('unknown_unit', `There is no unit ${input.unit} in this company.`, [
      { pointer: '/unit', code: 'unknown_unit', detail: 'Is not the code of a unit.' },
    ])
  const parts = partsOfFigure(tables, input, to, frame, translation !== undefined)
  if (isRefusal(parts)) return parts

  const figure = figureOf(tables, input, parts, frame, unit?.ordinal)
  const own = unit ?? tables.chart.currency
  const translated = translation && translate(tables, input, figure, frame, to, translation)
  if (translated && isRefusal(translated)) return translated
  // Proofs are hashed from the log: they cost more than all the rest, and come when somebody asks for them.
  const root = visibility || !input.proofs ? undefined : tables.ports.proof.root(frame.knownAt)
  const entries = entriesOfFigure(tables, input, figure.parts, frame, own, root)
  if (isRefusal(entries)) return entries
  return {
    figure: translated
      ? formatAmount(translated.figure, translated.scale)
      : formatAmount(
          figure.buckets.reduce((sum, { amount }) => sum + amount, 0),
          own.scale,
        ),
    currency: translation?.currency ?? own.code,
    parameters: parametersOf(input, to, frame),
    accounts: new Set(figure.buckets.map(({ account }) => account.ordinal)).size,
    granularity: figure.granularity,
    buckets: figure.buckets.map(({ account, month, debits, credits, amount }) => ({
      account: accountRef(account),
      unit: own.code,
      month,
      debit: formatAmount(debits, own.scale),
      credit: formatAmount(credits, own.scale),
      amount: formatAmount(amount, own.scale),
    })),
    translation: translated?.rows ?? [],
    rates: [...(translated?.rates ?? [])],
    entries,
    root: root ?? null,
    knownAt: frame.knownAt,
    sequence: tables.log.head.sequence,
    ...partialOf(visibility),
  }
}

/** A complete question: what was left to defaults is named. */
function parametersOf(input: FigureInput, to: DateNumber, { knownAt }: Frame): Record<string, string> {
  const { limit: _, cursor: __, proofs: ___, ...named } = input as InputOf<ReportsContract, 'ExplainFigure'>
  const given = Object.entries({ ...named, to: formatDate(to), knownAt }).filter(
    ([, value]) => value !== undefined,
  )
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

function conflictIn(
  input: FigureInput,
  translation: Translation | undefined,
): Refusal<'figure_not_named'> | undefined {
  const sided = input.measure !== undefined && !['balance', 'credit-balance'].includes(input.measure)
  if (
    translation &&
    (sided || input.unit !== undefined || input.cash !== undefined || input.line === 'cash-exchange')
  )
    return refuse('figure_not_named', 'Only balances in the currency of the company are translated.', [
      { pointer: '/currency', code: 'figure_not_named', detail: 'Leave it out, or ask for a balance.' },
    ])
  const left = input.without !== undefined || input.only !== undefined
  if (input.unit !== undefined && (left || input.cash !== undefined))
    return refuse('figure_not_named', 'A quantity is that of all entries.', [
      {
        pointer: '/unit',
        code: 'figure_not_named',
        detail: 'Cannot be combined with without, only and cash.',
      },
    ])
  return undefined
}

interface FigureBucket {
  account: Account
  month: string | null
  debits: number
  credits: number
  amount: number
}

interface Figure {
  parts: readonly FigurePart[]
  sums: Sums
  cuts: readonly DateNumber[]
  buckets: FigureBucket[]
  granularity: Explanation['granularity']
}

function figureOf(
  tables: ReportTables,
  input: FigureInput,
  parts: readonly FigurePart[],
  frame: Frame,
  unit: number | undefined,
): Figure {
  const cuts = cutsOfParts(tables, parts, frame)
  const scope = {
    ...frame,
    without: listed<LeftOut>(input.without),
    only: input.only,
  }
  const cash = input.line === 'cash-exchange' ? 'exchange' : input.cash
  const sums = cash
    ? cashSums(cashFlowsAt(tables, cuts, frame), cash)
    : new Sums(balancesAt(tables, cuts, scope), unit)
  const buckets = parts.flatMap((part) => bucketsOf(part, sums, cuts, input))
  return { parts, sums, cuts, ...within(buckets, cuts.length < 2 ? 'all' : 'month') }
}

/** The ends of months within the parts, and where these begin and end. By dimension there is one pass for each of them. */
function cutsOfParts(tables: ReportTables, parts: readonly FigurePart[], { filter }: Frame): DateNumber[] {
  const last = Math.max(...parts.map(({ upTo }) => upTo))
  const edges = parts.flatMap(({ after, upTo }) => (after === undefined ? [upTo] : [after, upTo]))
  const begins = parts.some(({ after }) => after === undefined)
    ? undefined
    : Math.min(...parts.map(({ after }) => after as number))
  let months = monthEnds(tables, last, begins)
  const first = months[0]
  if (filter && first !== undefined && months.length > LIMITS.explainMonthsMax) {
    const years = Math.ceil(monthsBetween(Math.trunc(first / 100), Math.trunc(last / 100)) / 12)
    months =
      years > LIMITS.explainMonthsMax
        ? []
        : months.filter((end) => end % 10_000 === 1231 && end === lastDayOf(Math.trunc(end / 100)))
  }
  return [...new Set([...months, ...edges])].sort((a, b) => a - b)
}

function bucketsOf(
  { accounts, after, upTo, factor }: FigurePart,
  sums: Sums,
  cuts: readonly DateNumber[],
  { measure = 'balance' }: FigureInput,
): FigureBucket[] {
  const ends = cuts.filter((cut) => cut <= upTo && (after === undefined || cut > after))
  const buckets: FigureBucket[] = []
  for (const account of accounts) {
    let begin = after
    for (const end of ends) {
      const { debits, credits } = sums.between(account.ordinal, begin, end)
      begin = end
      if (debits === 0 && credits === 0) continue
      const amount = factor * measured(measure, debits, credits) + 0
      buckets.push({ account, month: formatDate(end).slice(0, 7), debits, credits, amount })
    }
  }
  return buckets
}

/** Buckets of the same account and month as one, and of years or all time where there would be too many. */
function within(
  buckets: readonly FigureBucket[],
  granularity: Explanation['granularity'],
): Pick<Figure, 'buckets' | 'granularity'> {
  const merged = new Map<string, FigureBucket>()
  for (const bucket of buckets) {
    const month =
      granularity === 'all'
        ? null
        : granularity === 'year'
          ? (bucket.month?.slice(0, 4) ?? null)
          : bucket.month
    const key = `${bucket.account.ordinal} ${month}`
    const held = merged.get(key)
    if (!held) {
      merged.set(key, { ...bucket, month })
      continue
    }
    held.debits += bucket.debits
    held.credits += bucket.credits
    held.amount += bucket.amount
  }
  if (merged.size > LIMITS.explainBucketsMax && granularity !== 'all')
    return within(buckets, granularity === 'month' ? 'year' : 'all')
  return { buckets: [...merged.values()], granularity }
}

interface TranslatedFigure {
  figure: number
  scale: number
  rows: Explanation['translation']
  rates: readonly AppliedRate[]
}

function translate(
  tables: ReportTables,
  { measure = 'balance' }: FigureInput,
  { parts, sums, cuts }: Figure,
  { knownAt }: Frame,
  to: DateNumber,
  { currency, method, scale }: Translation,
): TranslatedFigure | Refusal<'rate_not_found' | 'unknown_unit' | 'balance_out_of_range'> {
  const movements = parts.flatMap(({ accounts, after, upTo, part }) =>
    accounts.flatMap((account) => movementsOf(sums, account, after, upTo, cuts, part)),
  )
  const translated = tables.ports.translate(movements, { to: currency, asOf: to, method, knownAt })
  if (isRefusal(translated)) return translated
  const sign = measure === 'balance' ? 1 : -1
  let figure = 0
  const own = tables.chart.currency.scale
  const rows = parts.flatMap(({ accounts, after, upTo, part, factor }) =>
    accounts.flatMap((account) => {
      const amount = sign * factor * sums.balance(account.ordinal, after, upTo) + 0
      const value = sign * factor * (translated.figures.get(keyOf(account, part)) ?? 0) + 0
      if (amount === 0 && value === 0) return []
      figure += value
      return [
        {
          account: accountRef(account),
          amount: formatAmount(amount, own),
          translated: formatAmount(value, scale),
        },
      ]
    }),
  )
  return { figure, scale, rows, rates: translated.rates }
}
