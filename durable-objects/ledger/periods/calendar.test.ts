import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysThrough, formatDate, parseDate, weekdayOf } from '../../kernel/dates.ts'
import { Calendar, type CalendarRule, cut, DEFAULT_RULE, type FixedYear, isWholeWeeks } from './calendar.ts'

const date = (text: string) => parseDate(text) as number
const fixed = (code: string, from: string, to: string, more: Partial<FixedYear> = {}): FixedYear => ({
  code,
  from: date(from),
  to: date(to),
  periods: 'months',
  isClosed: false,
  ...more,
})
const yearAt = (calendar: Calendar, text: string): [string, string, string] => {
  const { code, from, to } = calendar.yearOf(date(text))
  return [code, formatDate(from), formatDate(to)]
}
const spans = (all: readonly { from: number; to: number }[]) =>
  all.map(({ from, to }) => `${formatDate(from)} ${formatDate(to)}`)

describe('years that nobody opened', () => {
  const weeks = (rule: 'last' | 'nearest', firstMonth = 1): CalendarRule => ({
    firstMonth,
    periods: '4-4-5',
    weeks: { endsOn: 'saturday', rule },
  })

  it.each<[string, CalendarRule, string, [string, string, string]]>([
    ['are calendar years', DEFAULT_RULE, '2026-05-01', ['2026', '2026-01-01', '2026-12-31']],
    [
      'begin in the chosen month',
      { ...DEFAULT_RULE, firstMonth: 7 },
      '2026-06-30',
      ['2025-2026', '2025-07-01', '2026-06-30'],
    ],
    [
      'end on the last Saturday of January',
      weeks('last', 2),
      '2026-01-31',
      ['2025-2026', '2025-01-26', '2026-01-31'],
    ],
    [
      'end on the last Saturday of December',
      weeks('last'),
      '2022-12-31',
      ['2022', '2021-12-26', '2022-12-31'],
    ],
    [
      'end on the Saturday nearest to it',
      weeks('nearest'),
      '2026-12-31',
      ['2026', '2026-01-04', '2027-01-02'],
    ],
    ['reach back to the first date', DEFAULT_RULE, '1900-01-01', ['1900', '1900-01-01', '1900-12-31']],
    [
      'reach to the last date',
      { ...DEFAULT_RULE, firstMonth: 4 },
      '2999-12-31',
      ['2999-3000', '2999-04-01', '2999-12-31'],
    ],
  ])('%s', (_, rule, at, expected) => {
    expect(yearAt(new Calendar(rule, []), at)).toEqual(expected)
  })

  it('of weeks have 52 or 53 of them, and end on the same weekday', () => {
    const years = new Calendar(weeks('nearest'), []).yearsBetween(date('2000-06-01'), date('2060-01-01'))
    expect(years.every(isWholeWeeks)).toBe(true)
    expect(years.filter((year) => daysThrough(year.from, year.to) === 371)).toHaveLength(11)
    expect(new Set(years.map(({ to }) => weekdayOf(to)))).toEqual(new Set([6]))
  })
})

describe('years follow from those that were opened', () => {
  it('after a first year of 18 months, and before it', () => {
    const calendar = new Calendar(DEFAULT_RULE, [fixed('first', '2024-07-01', '2025-12-31')])
    expect(yearAt(calendar, '2025-12-31')).toEqual(['first', '2024-07-01', '2025-12-31'])
    expect(yearAt(calendar, '2026-01-01')).toEqual(['2026', '2026-01-01', '2026-12-31'])
    expect(yearAt(calendar, '2024-06-30')).toEqual(['2023-2024', '2023-07-01', '2024-06-30'])
    expect(calendar.yearOf(date('2025-01-01')).periods).toHaveLength(18)
  })

  it('after a short year that moves the first month', () => {
    const calendar = new Calendar(DEFAULT_RULE, [fixed('short', '2026-01-01', '2026-06-30')])
    expect(yearAt(calendar, '2027-01-01')).toEqual(['2026-2027', '2026-07-01', '2027-06-30'])
  })

  it('between two of them what is left is a year of its own', () => {
    const calendar = new Calendar(DEFAULT_RULE, [
      fixed('2024', '2024-01-01', '2024-12-31'),
      fixed('later', '2026-04-01', '2027-03-31'),
    ])
    expect(yearAt(calendar, '2025-08-01')).toEqual(['2025', '2025-01-01', '2025-12-31'])
    expect(yearAt(calendar, '2026-03-31')).toEqual(['2026-01-01', '2026-01-01', '2026-03-31'])
    expect(calendar.year('2026-01-01')?.to).toBe(date('2026-03-31'))
  })

  it('a code that is taken names the year that was opened', () => {
    const calendar = new Calendar(DEFAULT_RULE, [fixed('2027', '2026-01-01', '2026-12-31')])
    expect(calendar.year('2027')?.from).toBe(date('2026-01-01'))
    expect(yearAt(calendar, '2027-05-01')[0]).toBe('2027-01-01')
    expect(calendar.year('2027-01-01')?.from).toBe(date('2027-01-01'))
  })
})

describe('periods', () => {
  it.each<[string, Parameters<typeof cut>[1], string, string, string[]]>([
    [
      'months of a year that begins within one',
      'months',
      '2024-03-15',
      '2024-05-31',
      ['2024-03-15 2024-03-31', '2024-04-01 2024-04-30', '2024-05-01 2024-05-31'],
    ],
    [
      'quarters count back from the end',
      'quarters',
      '2024-03-15',
      '2024-12-31',
      ['2024-03-15 2024-03-31', '2024-04-01 2024-06-30', '2024-07-01 2024-09-30', '2024-10-01 2024-12-31'],
    ],
  ])('%s', (_, pattern, from, to, expected) => {
    expect(spans(cut({ from: date(from), to: date(to) }, pattern))).toEqual(expected)
  })

  it.each([
    ['4-4-5', [28, 28, 35]],
    ['4-5-4', [28, 35, 28]],
    ['5-4-4', [35, 28, 28]],
  ] as const)('%s: weeks, and the 53rd is in the last period', (pattern, quarter) => {
    const from = date('2026-01-04')
    const periods = cut({ from, to: addDays(from, 370) }, pattern)
    const days = periods.map((period) => daysThrough(period.from, period.to))
    expect(days.slice(0, 3)).toEqual(quarter)
    expect(days).toHaveLength(12)
    expect(days.at(-1)).toBe(quarter[2] + 7)
  })

  it('are found by their code', () => {
    const calendar = new Calendar({ ...DEFAULT_RULE, firstMonth: 7 }, [])
    expect(calendar.period('2025-2026-P12')).toMatchObject({ from: date('2026-06-01'), year: '2025-2026' })
    expect(calendar.period('2025-2026-P13')).toBeUndefined()
    expect(calendar.period('nonsense')).toBeUndefined()
    expect(calendar.year('9999')).toBeUndefined()
  })
})

const anyDate = fc
  .tuple(
    fc.integer({ min: 1901, max: 2998 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => year * 10_000 + month * 100 + day)
const anyRule: fc.Arbitrary<CalendarRule> = fc.record({
  firstMonth: fc.integer({ min: 1, max: 12 }),
  periods: fc.constantFrom('months', 'quarters', '4-4-5'),
  weeks: fc.option(
    fc.record({ endsOn: fc.constantFrom('friday', 'sunday'), rule: fc.constantFrom('last', 'nearest') }),
  ),
})
/** Years of any length with gaps between them, which are what nobody opened. */
const anyFixed = fc
  .tuple(
    anyDate,
    fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 5, max: 700 })), { maxLength: 4 }),
  )
  .map(([start, lengths]) => {
    let from = start
    return lengths.flatMap(([gap, days], index) => {
      const begin = addDays(from, gap)
      const to = addDays(begin, days)
      from = addDays(to, 1)
      return to > 29_990_101 ? [] : [{ ...fixed(`Y${index}`, '2000-01-01', '2000-12-31'), from: begin, to }]
    })
  })

it('every date lies in one year and one period, whatever was opened', () => {
  fc.assert(
    fc.property(anyRule, anyFixed, anyDate, (rule, years, at) => {
      const calendar = new Calendar(rule, years)
      const year = calendar.yearOf(at)
      expect(year.from <= at && at <= year.to).toBe(true)
      // Any of its days gives the same year, its neighbours adjoin, and its code names it alone.
      expect(calendar.yearOf(year.from)).toEqual(year)
      expect(calendar.yearOf(year.to)).toEqual(year)
      const next = calendar.yearOf(addDays(year.to, 1))
      expect(next.from).toBe(addDays(year.to, 1))
      expect(next.code).not.toBe(year.code)
      expect(calendar.year(year.code)).toEqual(year)
      // Periods make up the year without gaps.
      let day = year.from
      for (const period of year.periods) {
        expect(period.from).toBe(day)
        expect(period.to >= period.from).toBe(true)
        expect(calendar.period(period.code)).toEqual(period)
        day = addDays(period.to, 1)
      }
      expect(day).toBe(addDays(year.to, 1))
    }),
  )
})
