import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOfUtc, formatDate, parseDate, utcOf } from '../../kernel/dates.ts'
import { countDates, datesFrom, nextAfter, type Recurrence } from './recurrence.ts'
import { parseRule, type Rule, WEEKDAYS } from './rrule.ts'

const on = (text: string): number => parseDate(text) as number

function recurrence(rrule: string, start: string, more: Partial<Recurrence> = {}): Recurrence {
  const rule = parseRule(rrule)
  if (typeof rule === 'string') throw new Error(rule)
  return { rule, start: on(start), end: undefined, lastDayRule: 'last-day', ...more }
}

const dates = (rrule: string, start: string, limit = 5, more: Partial<Recurrence> = {}) =>
  datesFrom(recurrence(rrule, start, more), on(start), limit).map(formatDate)

describe('the end of a month', () => {
  it('is the day that months have, for a schedule that starts on the 31st', () => {
    expect(dates('FREQ=MONTHLY', '2027-12-31', 5)).toEqual([
      '2027-12-31',
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
      '2028-04-30',
    ])
  })

  it('is left out by a schedule that skips months without the day, as RFC 5545 does', () => {
    expect(dates('FREQ=MONTHLY', '2026-01-31', 4, { lastDayRule: 'skip' })).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
      '2026-07-31',
    ])
  })

  it('is BYMONTHDAY=-1 under either rule', () => {
    for (const lastDayRule of ['last-day', 'skip'] as const)
      expect(dates('FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-15', 3, { lastDayRule })).toEqual([
        '2026-01-31',
        '2026-02-28',
        '2026-03-31',
      ])
  })

  it('is one date where two days of a rule meet in it', () => {
    expect(dates('FREQ=MONTHLY;BYMONTHDAY=30,31', '2026-02-01', 3)).toEqual([
      '2026-02-28',
      '2026-03-30',
      '2026-03-31',
    ])
  })

  it('is 28 February for a leap day in other years', () => {
    expect(dates('FREQ=YEARLY', '2024-02-29', 5)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ])
    expect(dates('FREQ=YEARLY', '2024-02-29', 2, { lastDayRule: 'skip' })).toEqual([
      '2024-02-29',
      '2028-02-29',
    ])
  })

  it('does not shift the months after it', () => {
    expect(dates('FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31', '2026-08-31', 4)).toEqual([
      '2026-08-31',
      '2026-11-30',
      '2027-02-28',
      '2027-05-31',
    ])
  })
})

describe('a rule', () => {
  it.each([
    ['FREQ=WEEKLY;BYDAY=MO,FR', '2026-07-01', ['2026-07-03', '2026-07-06', '2026-07-10']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=WE', '2026-07-01', ['2026-07-01', '2026-07-15', '2026-07-29']],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-07-01', ['2026-07-31', '2026-08-28', '2026-09-25']],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '2026-01-01',
      ['2026-01-30', '2026-02-27', '2026-03-31'],
    ],
    ['FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=31', '2026-01-01', ['2026-03-31', '2026-06-30', '2026-09-30']],
    ['FREQ=DAILY;COUNT=2', '2026-12-31', ['2026-12-31', '2027-01-01']],
    ['FREQ=DAILY;UNTIL=20260102T235959Z', '2026-01-01', ['2026-01-01', '2026-01-02']],
    ['RRULE:FREQ=MONTHLY;COUNT=3;BYMONTHDAY=31', '2026-01-01', ['2026-01-31', '2026-02-28', '2026-03-31']],
  ])('%s from %s', (rrule, start, expected) =>
    expect(dates(rrule, start, expected.length + (/COUNT|UNTIL/.test(rrule) ? 1 : 0))).toEqual(expected),
  )

  it.each([
    ['FREQ=HOURLY', 'FREQ'],
    ['INTERVAL=2', 'FREQ'],
    ['FREQ=MONTHLY;BYHOUR=3', 'BYHOUR'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;INTERVAL=0', 'INTERVAL'],
    ['FREQ=WEEKLY;BYDAY=1MO', '1MO'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;BYDAY=XX', 'BYDAY'],
    ['FREQ=DAILY;COUNT=1;UNTIL=20260101', 'COUNT'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2', 'BYSETPOS'],
    ['FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2', 'BYSETPOS'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31', 'BYDAY'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'BYMONTHDAY'],
    ['FREQ', 'FREQ'],
    ['FREQ=DAILY;WKST=8', 'WKST'],
  ])('%s is refused, naming %s', (rrule, part) => expect(parseRule(rrule)).toContain(part))

  it('that never has a date is found out without walking to the end of time', () => {
    for (const rrule of ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', 'FREQ=MONTHLY;INTERVAL=12;BYMONTH=3'])
      expect(dates(rrule, '2026-01-01')).toEqual([])
    expect(dates('FREQ=YEARLY;INTERVAL=4', '2100-02-28', 3)).toHaveLength(3)
  })

  it('ends with its last possible date however long it runs', () => {
    const long = recurrence('FREQ=YEARLY', '2950-06-01')
    expect(countDates(long)).toBe(50)
    expect(nextAfter(long, on('2999-06-01'))).toBeUndefined()
  })
})

/** The same by looking at every day. */
function onPaper({ rule, start, end, lastDayRule }: Recurrence, until: number): number[] {
  const found: number[] = []
  const first = utcOf(start)
  const startDay = start % 100
  const monthsSince = (utc: Date) =>
    (utc.getUTCFullYear() - first.getUTCFullYear()) * 12 + utc.getUTCMonth() - first.getUTCMonth()
  const weekStart = (utc: Date) => Math.floor((utc.getTime() / 86_400_000 + 3) / 7)
  const last = Math.min(until, end ?? until, rule.until ?? until)
  for (const utc = utcOf(start); dateOfUtc(utc) <= last; utc.setUTCDate(utc.getUTCDate() + 1)) {
    if (rule.count !== undefined && found.length === rule.count) break
    const length = new Date(Date.UTC(utc.getUTCFullYear(), utc.getUTCMonth() + 1, 0)).getUTCDate()
    const day = utc.getUTCDate()
    const weekday = WEEKDAYS[(utc.getUTCDay() + 6) % 7]
    const isDay = (wanted: number) =>
      wanted > 0
        ? wanted === day || (lastDayRule === 'last-day' && wanted > length && day === length)
        : length + 1 + wanted === day
    const matches = {
      DAILY: () => Math.round((utc.getTime() - first.getTime()) / 86_400_000) % rule.interval === 0,
      WEEKLY: () =>
        (weekStart(utc) - weekStart(first)) % rule.interval === 0 &&
        (rule.byDay.length > 0
          ? rule.byDay.some((each) => each.weekday === weekday)
          : utc.getUTCDay() === first.getUTCDay()),
      MONTHLY: () =>
        monthsSince(utc) % rule.interval === 0 &&
        (rule.byMonthDay.length > 0 ? rule.byMonthDay : [startDay]).some(isDay),
      YEARLY: () =>
        (utc.getUTCFullYear() - first.getUTCFullYear()) % rule.interval === 0 &&
        utc.getUTCMonth() === first.getUTCMonth() &&
        isDay(startDay),
    }
    if (matches[rule.freq]()) found.push(dateOfUtc(utc))
  }
  return found
}

const date = fc
  .date({ min: new Date('1999-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
  .map((each) => formatDate(dateOfUtc(each)))
const rule = fc.record({
  freq: fc.constantFrom<Rule['freq']>('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
  interval: fc.integer({ min: 1, max: 7 }),
  days: fc.array(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 })), {
    maxLength: 4,
  }),
  weekdays: fc.subarray([...WEEKDAYS]),
  count: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  lastDayRule: fc.constantFrom<Recurrence['lastDayRule']>('last-day', 'skip'),
})

const textOf = ({
  freq,
  interval,
  days,
  weekdays,
  count,
}: typeof rule extends fc.Arbitrary<infer R> ? R : never) =>
  [
    `FREQ=${freq}`,
    `INTERVAL=${interval}`,
    ...(freq === 'MONTHLY' && days.length > 0 ? [`BYMONTHDAY=${days.join(',')}`] : []),
    ...(freq === 'WEEKLY' && weekdays.length > 0 ? [`BYDAY=${weekdays.join(',')}`] : []),
    ...(count === undefined ? [] : [`COUNT=${count}`]),
  ].join(';')

describe('no date is lost or doubled', () => {
  it('the dates are those of looking at every day', () => {
    fc.assert(
      fc.property(rule, date, (each, start) => {
        const of = recurrence(textOf(each), start, { lastDayRule: each.lastDayRule })
        const until = on(start) + 60_000
        const found = datesFrom({ ...of, end: Math.min(until, 29991231) }, on(start), 10_000)
        expect(found).toEqual(onPaper(of, until))
      }),
      { numRuns: 300 },
    )
  })

  it('going from each date to the next one passes through all of them, once and in order', () => {
    fc.assert(
      fc.property(rule, date, (each, start) => {
        const of = recurrence(textOf(each), start, { lastDayRule: each.lastDayRule })
        const all = datesFrom(of, on(start), 30)
        const walked: number[] = []
        for (
          let at = datesFrom(of, on(start), 1)[0];
          at !== undefined && walked.length < 30;
          at = nextAfter(of, at)
        )
          walked.push(at)
        expect(walked).toEqual(all)
        expect(new Set(all).size).toBe(all.length)
      }),
      { numRuns: 100 },
    )
  })
})
