import {
  addDays,
  addMonths,
  type DateNumber,
  daysThrough,
  FIRST_DATE,
  FIRST_YEAR,
  formatDate,
  LAST_DATE,
  lastDayOf,
  parseDate,
  weekdayOf,
  yearOf,
} from '../../kernel/dates.ts'
import {
  type FiscalCalendar,
  type FiscalPeriod,
  type FiscalYear,
  type PeriodPattern,
  WEEKDAYS,
  type WeekRule,
} from './contract.ts'

/**
 * Fiscal years by computation. Years that the company opened or closed are fixed; all others follow from them, twelve
 * months after twelve months (or 52 and 53 weeks), and without any fixed one from the first month that was chosen. So every
 * date lies in one year, there is neither a gap nor an overlap, and nothing has to be set up.
 */

export interface CalendarRule {
  /** 1 to 12. */
  firstMonth: number
  periods: PeriodPattern
  weeks: WeekRule | null
}

export interface Span {
  from: DateNumber
  to: DateNumber
}

export interface FixedYear extends Span {
  code: string
  periods: PeriodPattern | readonly Span[]
  isClosed: boolean
}

export const DEFAULT_RULE: CalendarRule = { firstMonth: 1, periods: 'months', weeks: null }

export class Calendar implements FiscalCalendar {
  readonly rule: CalendarRule
  /** In order, without overlaps. */
  readonly fixed: readonly FixedYear[]

  constructor(rule: CalendarRule, fixed: readonly FixedYear[]) {
    this.rule = rule
    this.fixed = [...fixed].sort((a, b) => a.from - b.from)
  }

  yearOf(date: DateNumber): FiscalYear {
    const fixed = this.fixed.find(({ from, to }) => from <= date && date <= to)
    return fixed ? yearMadeOf(fixed, false) : this.#derived(date)
  }

  yearsBetween(from: DateNumber, to: DateNumber): FiscalYear[] {
    const years: FiscalYear[] = []
    for (let date = from; date <= to; ) {
      const year = this.yearOf(date)
      years.push(year)
      date = addDays(year.to, 1)
    }
    return years
  }

  year(code: string): FiscalYear | undefined {
    const fixed = this.fixed.find((each) => each.code === code)
    if (fixed) return yearMadeOf(fixed, false)
    const dated = parseDate(code)
    const named = Number(/^(\d{4})(-\d{4})?$/.exec(code)?.[1] ?? Number.NaN)
    const around: Span | undefined =
      dated !== undefined
        ? { from: dated, to: dated }
        : named >= FIRST_YEAR && named <= yearOf(LAST_DATE)
          ? { from: named * 10_000 + 101, to: named * 10_000 + 1_231 }
          : undefined
    return around && this.yearsBetween(around.from, around.to).find((year) => year.code === code)
  }

  period(code: string): FiscalPeriod | undefined {
    const year = this.year(/^(.+)-P\d\d$/.exec(code)?.[1] ?? '')
    return year?.periods.find((period) => period.code === code)
  }

  #derived(date: DateNumber): FiscalYear {
    const span = this.#spanOf(date)
    const clipped = { from: Math.max(span.from, FIRST_DATE), to: Math.min(span.to, LAST_DATE) }
    const code = this.#codeOf(span)
    return yearMadeOf({ ...clipped, code, periods: this.rule.periods, isClosed: false }, true)
  }

  #spanOf(date: DateNumber): Span & { isCut?: boolean } {
    const before = this.fixed.findLast(({ from }) => from <= date)
    const next = this.fixed.find(({ from }) => from > date)
    if (!before) {
      const end = next ? addDays(next.from, -1) : this.#naturalEnd(yearOf(date) + 1)
      let years = Math.max(1, yearOf(end) - yearOf(date) - 2)
      while (this.#startBefore(end, years) > date) years++
      return { from: this.#startBefore(end, years), to: addDays(this.#startBefore(end, years - 1), -1) }
    }
    const start = addDays(before.to, 1)
    let years = Math.max(0, yearOf(date) - yearOf(start) - 2)
    while (this.#startAfter(start, years + 1) <= date) years++
    const from = this.#startAfter(start, years)
    const to = addDays(this.#startAfter(start, years + 1), -1)
    const last = next ? addDays(next.from, -1) : to
    return { from, to: Math.min(to, last), isCut: to > last }
  }

  /** Where a year begins, so many years after the one that begins on `start`. */
  #startAfter(start: DateNumber, years: number): DateNumber {
    if (years === 0) return start
    if (!this.rule.weeks) return addMonths(start, 12 * years)
    const first = this.#yearEndingNear(addDays(start, WEEKS_52 - 1))
    return addDays(this.#naturalEnd(first + years - 1), 1)
  }

  /** Where a year begins, so many years before the one that begins after `end`. */
  #startBefore(end: DateNumber, years: number): DateNumber {
    if (years === 0) return addDays(end, 1)
    if (!this.rule.weeks) return addMonths(addDays(end, 1), -12 * years)
    const last = this.#yearEndingNear(addDays(end, -WEEKS_52))
    return addDays(this.#naturalEnd(last - years + 1), 1)
  }

  /** The calendar year whose natural end is nearest. */
  #yearEndingNear(date: DateNumber): number {
    const distance = (year: number) => Math.abs(daysThrough(this.#naturalEnd(year), date) - 1)
    const year = yearOf(date)
    return [year, year + 1].reduce((best, each) => (distance(each) < distance(best) ? each : best), year - 1)
  }

  /** Where the year ends that the rule alone gives, in or about the final month of a calendar year. */
  #naturalEnd(year: number): DateNumber {
    const { firstMonth, weeks } = this.rule
    const end = lastDayOf(year * 100 + (firstMonth === 1 ? 12 : firstMonth - 1))
    if (!weeks) return end
    const past = (weekdayOf(end) - WEEKDAYS.indexOf(weeks.endsOn) + 7) % 7
    return addDays(end, weeks.rule === 'nearest' && past > 3 ? 7 - past : -past)
  }

  /** `2026`, or `2025-2026` where it lies in both; the first day for what is left between two fixed years. */
  #codeOf({ from, to, isCut }: Span & { isCut?: boolean }): string {
    // Weeks at the edges do not count: a year of 52 weeks that ends on 2 January is that of the year before.
    const [first, last] = [yearOf(addDays(from, 7)), yearOf(addDays(to, -7))]
    const code = first === last ? String(first) : `${first}-${last}`
    return isCut || this.fixed.some((each) => each.code === code) ? formatDate(from) : code
  }
}

const WEEKS_52 = 364

const yearMadeOf = (year: FixedYear, isDerived: boolean): FiscalYear => ({
  code: year.code,
  from: year.from,
  to: year.to,
  isDerived,
  isClosed: year.isClosed,
  periods: periodsOf(year),
})

const periodsOf = (year: Pick<FixedYear, 'code' | 'from' | 'to' | 'periods'>): FiscalPeriod[] =>
  (typeof year.periods === 'string' ? cut(year, year.periods) : year.periods).map(({ from, to }, index) => ({
    code: `${year.code}-P${String(index + 1).padStart(2, '0')}`,
    year: year.code,
    from,
    to,
  }))

/** Periods of a year by pattern. What does not fit in whole is a shorter first period, with weeks a longer or shorter last. */
export function cut({ from, to }: Span, pattern: PeriodPattern): Span[] {
  const starts = startsOf({ from, to }, pattern)
  return starts.map((start, index) => {
    const next = starts[index + 1]
    return { from: start, to: next === undefined ? to : addDays(next, -1) }
  })
}

function startsOf({ from, to }: Span, pattern: PeriodPattern): DateNumber[] {
  const starts: DateNumber[] = []
  if (pattern === 'months') {
    for (let start = from; start <= to; start = addMonths(start - (start % 100) + 1, 1)) starts.push(start)
    return starts
  }
  if (pattern === 'quarters') {
    const end = addDays(to, 1)
    for (let back = 3; ; back += 3) {
      const start = addMonths(end, -back)
      starts.unshift(Math.max(start, from))
      if (start <= from) return starts
    }
  }
  const quarter = pattern.split('-').map(Number)
  let start = from
  for (let index = 0; index < PERIODS_OF_WEEKS && start <= to; index++) {
    starts.push(start)
    start = addDays(start, 7 * (quarter[index % 3] as number))
  }
  return starts
}

const PERIODS_OF_WEEKS = 12

/** Whether a pattern of weeks fits: the year has 52 or 53 of them. */
export const isWholeWeeks = ({ from, to }: Span): boolean =>
  [WEEKS_52, WEEKS_52 + 7].includes(daysThrough(from, to))
