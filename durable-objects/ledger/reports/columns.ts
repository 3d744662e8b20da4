import {
  addDays,
  type DateNumber,
  dayAfter,
  dayBefore,
  daysBetween,
  formatDate,
  isDate,
  isMonthEnd,
  isMonthStart,
  lastDayOf,
  type MonthNumber,
  monthOf,
  monthsAfter,
  monthsBetween,
  sameDay,
} from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'

/** The columns of a report: which dates each of them covers. Pure. */

export interface Span {
  title: string
  /** Undefined: from the beginning, a balance. */
  from: DateNumber | undefined
  to: DateNumber
}

export interface ColumnWish {
  compare?: 'previous-period' | 'previous-year' | undefined
  by?: 'month' | 'quarter' | 'year' | undefined
  periods?: number | undefined
  dimension?: string | undefined
}

type ColumnRefusal = Refusal<'columns_conflict' | 'too_many_columns' | 'dates_out_of_order'>

/** Columns of what moved in a range. */
export function rangeColumns(from: DateNumber, to: DateNumber, wish: ColumnWish): Span[] | ColumnRefusal {
  if (from > to)
    return refuse('dates_out_of_order', 'The first day lies after the last. Exchange them.', [
      { pointer: '/from', code: 'dates_out_of_order', detail: `Must be at most ${formatDate(to)}.` },
    ])
  const conflict = conflictIn(wish)
  if (conflict) return conflict
  const all: Span = { title: rangeTitle(from, to), from, to }
  if (wish.by) {
    const parts = partsOf(from, to, MONTHS_OF[wish.by])
    return parts.length > LIMITS.reportColumnsMax
      ? tooManyColumns(parts.length)
      : [...parts, { ...all, title: 'Total' }]
  }
  if (!wish.compare) return [all]
  const shifts = Array.from({ length: wish.periods ?? 1 }, (_, index) => index + 1)
  const earlier = shifts.map((count) =>
    wish.compare === 'previous-year' ? yearsBefore(from, to, count) : periodsBefore(from, to, count),
  )
  const spans = [all, ...earlier.filter((span) => isDate(span.from as number))]
  return spans.length > LIMITS.reportColumnsMax ? tooManyColumns(spans.length) : spans
}

/** Columns of balances at the ends of days. */
export function balanceColumns(asOf: DateNumber, wish: ColumnWish): Span[] | ColumnRefusal {
  const conflict = conflictIn(wish)
  if (conflict) return conflict
  const column = (to: DateNumber): Span => ({ title: formatDate(to), from: undefined, to })
  if (wish.by) {
    const months = MONTHS_OF[wish.by]
    const count = wish.periods ?? BALANCES_DEFAULT[wish.by]
    const lastMonth = monthOf(asOf)
    // Ends of whole months, quarters or years of the calendar, and the date itself at the end.
    const first = endOfPart(lastMonth, months)
    const ends = Array.from({ length: count - 1 }, (_, index) =>
      lastDayOf(monthsAfter(first, -months * (index + 1))),
    )
    return [asOf, ...ends].filter(isDate).map(column).reverse()
  }
  if (!wish.compare) return [column(asOf)]
  const months = wish.compare === 'previous-year' ? 12 : 1
  const earlier = Array.from({ length: wish.periods ?? 1 }, (_, index) =>
    sameDay(asOf, -months * (index + 1)),
  )
  const spans = [asOf, ...earlier].filter(isDate).map(column)
  return spans.length > LIMITS.reportColumnsMax ? tooManyColumns(spans.length) : spans
}

export const tooManyColumns = (count: number): Refusal<'too_many_columns'> =>
  refuse(
    'too_many_columns',
    `The report would have ${count} columns; it takes ${LIMITS.reportColumnsMax}. Choose fewer or longer periods.`,
  )

const MONTHS_OF = { month: 1, quarter: 3, year: 12 }
const BALANCES_DEFAULT = { month: 12, quarter: 8, year: 5 }

function conflictIn({ compare, by, dimension }: ColumnWish): Refusal<'columns_conflict'> | undefined {
  const given = Object.entries({ compare, by, dimension }).filter(([, value]) => value !== undefined)
  if (given.length < 2) return undefined
  return refuse(
    'columns_conflict',
    'Choose one of compare, by and dimension.',
    given.slice(1).map(([field]) => ({
      pointer: `/${field}`,
      code: 'columns_conflict',
      detail: `Cannot be combined with ${given[0]?.[0]}.`,
    })),
  )
}

/** The months, quarters or years of the calendar that a range touches, cut to it. */
function partsOf(from: DateNumber, to: DateNumber, months: number): Span[] {
  const parts: Span[] = []
  for (let start = from; start <= to; ) {
    const end = Math.min(lastDayOf(endOfPart(monthOf(start), months)), to)
    parts.push({ title: partTitle(start, end, months), from: start, to: end })
    // Counted on past the limit, but not without end.
    if (parts.length > MANY || end >= to) break
    start = dayAfter(end)
  }
  return parts
}

const MANY = 1_200

/** The last month of the part of the year that a month lies in. */
function endOfPart(month: MonthNumber, months: number): MonthNumber {
  const within = ((month % 100) - 1) % months
  return monthsAfter(month, months - 1 - within)
}

function partTitle(start: DateNumber, end: DateNumber, months: number): string {
  const isWhole =
    isMonthStart(start) && isMonthEnd(end) && monthsBetween(monthOf(start), monthOf(end)) === months - 1
  if (!isWhole) return rangeTitle(start, end)
  const year = Math.trunc(start / 10_000)
  if (months === 12) return String(year)
  return months === 3 ? `${year} Q${Math.ceil((monthOf(end) % 100) / 3)}` : formatDate(start).slice(0, 7)
}

const rangeTitle = (from: DateNumber, to: DateNumber): string => `${formatDate(from)} – ${formatDate(to)}`

function yearsBefore(from: DateNumber, to: DateNumber, count: number): Span {
  const [first, last] = [sameDay(from, -12 * count), sameDay(to, -12 * count)]
  // The first day of March is no month's end, so it stays itself.
  return { title: rangeTitle(first, last), from: first, to: last }
}

/** Of whole months, as many months before; else as many days before. */
function periodsBefore(from: DateNumber, to: DateNumber, count: number): Span {
  if (isMonthStart(from) && isMonthEnd(to)) {
    const months = monthsBetween(monthOf(from), monthOf(to)) + 1
    const first = monthsAfter(monthOf(from), -months * count)
    const [start, end] = [first * 100 + 1, lastDayOf(monthsAfter(first, months - 1))]
    return { title: rangeTitle(start, end), from: start, to: end }
  }
  const days = daysBetween(from, to) + 1
  const start = addDays(from, -days * count)
  const end = addDays(start, days - 1)
  return { title: rangeTitle(start, end), from: start, to: end }
}

/** Every date at which a sum must be known for these columns. */
export const cutsOf = (spans: readonly Span[]): DateNumber[] =>
  spans.flatMap(({ from, to }) => (from === undefined ? [to] : [dayBefore(from), to]))
