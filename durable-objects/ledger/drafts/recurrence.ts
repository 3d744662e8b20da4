import * as library from 'rrule'
import { type DateNumber, dateOfUtc, daysInMonth, LAST_DATE, utcOf } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { LastDayRule } from './contract.ts'
import { type Rule, WEEKDAYS } from './rrule.ts'

// Its two builds differ: the one for bundlers has named exports, the one for Node has them on its default export.
const { RRule, Frequency } = (Reflect.get(library, 'default') ?? library) as typeof library

export interface Recurrence {
  rule: Rule
  /** The first date that there may be; it is one only if the rule says so. */
  start: DateNumber
  end: DateNumber | undefined
  lastDayRule: LastDayRule
}

/** Dates of a recurrence that are on or after `from`, in order and each once; at most so many. */
export function datesFrom(recurrence: Recurrence, from: DateNumber, limit: number): DateNumber[] {
  const dates: DateNumber[] = []
  if (limit > 0)
    visit(recurrence, (date) => {
      if (date >= from) dates.push(date)
      return dates.length < limit
    })
  return dates
}

export const nextAfter = (recurrence: Recurrence, date: DateNumber): DateNumber | undefined =>
  datesFrom(recurrence, date + 1, 1)[0]

/** How many dates there are in all. */
export function countDates(recurrence: Recurrence): number {
  let count = 0
  visit(recurrence, () => {
    count++
    return true
  })
  return count
}

/** Whether the rule itself says where it ends. */
export const hasEnd = ({ rule, end }: Recurrence): boolean =>
  rule.count !== undefined || rule.until !== undefined || end !== undefined

/** The last date that is looked at. */
function horizonOf({ rule, start, end }: Recurrence): DateNumber {
  const far = Math.min(start + LIMITS.scheduleYearsMax * 10_000, LAST_DATE)
  return Math.min(rule.until ?? far, end ?? far, far)
}

type Visitor = (date: DateNumber) => boolean

/** Every date in order until the visitor has enough. The dates are counted here, whichever way they are found. */
function visit(recurrence: Recurrence, wants: Visitor): void {
  const { rule, start } = recurrence
  const horizon = horizonOf(recurrence)
  if (start > horizon) return
  let count = 0
  const counted: Visitor = (date) =>
    date <= horizon && ++count <= (rule.count ?? count) && wants(date) && count !== rule.count
  if (rule.freq === 'DAILY') visitDays(recurrence, horizon, counted)
  else if (rule.freq === 'WEEKLY') visitWeeks(recurrence, horizon, counted)
  else visitMonths(recurrence, horizon, counted)
}

/** Of days, the other parts of a rule only leave some out. */
function visitDays({ rule, start }: Recurrence, horizon: DateNumber, wants: Visitor): void {
  const { interval, byMonth, byMonthDay, byDay } = rule
  const weekdays = byDay.map(({ weekday }) => WEEKDAYS.indexOf(weekday))
  for (const utc = utcOf(start); dateOfUtc(utc) <= horizon; utc.setUTCDate(utc.getUTCDate() + interval)) {
    const date = dateOfUtc(utc)
    const [month, day] = [Math.trunc(date / 100) % 100, date % 100]
    const length = daysInMonth(utc.getUTCFullYear(), month)
    const isLeftOut =
      (byMonth.length > 0 && !byMonth.includes(month)) ||
      (byMonthDay.length > 0 && !byMonthDay.includes(day) && !byMonthDay.includes(day - length - 1)) ||
      (weekdays.length > 0 && !weekdays.includes((utc.getUTCDay() + 6) % 7))
    if (!isLeftOut && !wants(date)) return
  }
}

function visitWeeks({ rule, start }: Recurrence, horizon: DateNumber, wants: Visitor): void {
  const { byDay, byMonth } = rule
  byLibrary(rule, start, horizon, byDay.length > 0 ? { byweekday: byDay.map(libraryDay) } : {}, (date) => {
    const isLeftOut = byMonth.length > 0 && !byMonth.includes(Math.trunc(date / 100) % 100)
    return isLeftOut || wants(date)
  })
}

function visitMonths(recurrence: Recurrence, horizon: DateNumber, wants: Visitor): void {
  const { rule, start } = recurrence
  const days = recurrence.lastDayRule === 'last-day' ? daysThatMonthsLack(recurrence) : undefined
  if (days) {
    visitShortMonths(recurrence, horizon, days, wants)
    return
  }
  const { byMonth, byMonthDay, byDay, bySetPos } = rule
  const parts = {
    ...(byMonth.length > 0 && { bymonth: byMonth }),
    ...(byMonthDay.length > 0 && { bymonthday: byMonthDay }),
    ...(byDay.length > 0 && { byweekday: byDay.map(libraryDay) }),
    ...(bySetPos.length > 0 && { bysetpos: bySetPos }),
  }
  byLibrary(rule, start, horizon, parts, wants)
}

/**
 * The library looks at its end date only when it finds a date, so a rule that has none would keep it busy until the year
 * 9999. The calendar repeats itself every 400 years: it is asked about the last ones of its time.
 */
function byLibrary(
  { freq, interval, weekStart }: Rule,
  start: DateNumber,
  horizon: DateNumber,
  parts: Partial<library.Options>,
  wants: Visitor,
): void {
  const years = CYCLE_YEARS * Math.floor((LIBRARY_LAST_YEAR - Math.trunc(horizon / 10_000)) / CYCLE_YEARS)
  const shift = years * 10_000
  const dates = new RRule({
    freq: Frequency[freq],
    interval,
    wkst: WEEKDAYS.indexOf(weekStart),
    dtstart: utcOf(start + shift),
    until: utcOf(horizon + shift),
    ...parts,
  })
  dates.all((utc) => wants(dateOfUtc(utc) - shift))
}

const LIBRARY_LAST_YEAR = 9_999
const CYCLE_YEARS = 400

function libraryDay({ weekday, nth }: Rule['byDay'][number]) {
  const day = RRule[weekday]
  return nth === undefined ? day : day.nth(nth)
}

/** Days of the month that a rule is about, if some month is too short for one of them. */
function daysThatMonthsLack({ rule, start }: Recurrence): number[] | undefined {
  const { byMonthDay, byDay, bySetPos } = rule
  if (byDay.length > 0 || bySetPos.length > 0) return undefined
  // What a rule leaves out is that of its first day (RFC 5545).
  const days = byMonthDay.length > 0 ? byMonthDay : [start % 100]
  return days.some((day) => day > 28) ? days : undefined
}

/** Month by month, as the rule goes through them, with the last day for a day that the month lacks. */
function visitShortMonths(
  { rule, start }: Recurrence,
  horizon: DateNumber,
  days: readonly number[],
  wants: Visitor,
): void {
  const first = start - (start % 100) + 1
  byLibrary(rule, first, horizon, { bymonth: monthsOf(rule, start), bymonthday: 1 }, (month) =>
    datesOfMonth(month, days).every((date) => date < start || wants(date)),
  )
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

function monthsOf({ freq, byMonth, byMonthDay }: Rule, start: DateNumber): number[] {
  if (byMonth.length > 0) return byMonth
  return freq === 'YEARLY' && byMonthDay.length === 0 ? [Math.trunc(start / 100) % 100] : ALL_MONTHS
}

/** Two days of a rule that are the same in a short month are one date. */
function datesOfMonth(first: DateNumber, days: readonly number[]): DateNumber[] {
  const length = daysInMonth(Math.trunc(first / 10_000), Math.trunc(first / 100) % 100)
  const numbers = days.map((day) => (day > 0 ? Math.min(day, length) : length + 1 + day))
  return [...new Set(numbers)]
    .filter((day) => day > 0)
    .sort((a, b) => a - b)
    .map((day) => first - 1 + day)
}
