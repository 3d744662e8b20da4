import { type DateNumber, parseDate } from '../../kernel/dates.ts'

/**
 * RFC 5545, section 3.3.10, as far as it speaks of calendar dates. Strict: what a schedule does not understand it refuses,
 * because a part that is passed over would book on other days than its author meant.
 */
export interface Rule {
  freq: Frequency
  interval: number
  byMonth: number[]
  byMonthDay: number[]
  byDay: { weekday: Weekday; nth?: number }[]
  bySetPos: number[]
  weekStart: Weekday
  count?: number
  until?: DateNumber
}

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof FREQUENCIES)[number]
/** In the order in which the library counts them: 0 is Monday. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Larger ones say nothing that a company could mean. */
const INTERVAL_MAX = 1_000
const COUNT_MAX = 10_000

/** The rule, or what is wrong with it and the way out. */
export function parseRule(text: string): Rule | string {
  const parts = new Map<string, string>()
  for (const part of text.replace(/^RRULE:/i, '').split(';')) {
    const [name = '', value, ...rest] = part.split('=').map((each) => each.trim().toUpperCase())
    if (value === undefined || value === '' || rest.length > 0)
      return `"${part}" is not a part of a rule. Write NAME=VALUE, parts separated by semicolons.`
    if (parts.has(name)) return `${name} is there twice.`
    parts.set(name, value)
  }
  const unknown = [...parts.keys()].find((name) => !KNOWN.has(name))
  if (unknown !== undefined)
    return `${unknown} is not known here. Use FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS, WKST, and COUNT or UNTIL.`
  return assembled(parts)
}

const KNOWN = new Set([
  'FREQ',
  'INTERVAL',
  'BYMONTH',
  'BYMONTHDAY',
  'BYDAY',
  'BYSETPOS',
  'WKST',
  'COUNT',
  'UNTIL',
])

function assembled(parts: ReadonlyMap<string, string>): Rule | string {
  const freq = FREQUENCIES.find((each) => each === parts.get('FREQ'))
  if (!freq) return 'FREQ has to be DAILY, WEEKLY, MONTHLY or YEARLY: a schedule has dates, not times.'
  const numbers = (name: string, min: number, max: number) => numbersOf(parts, name, min, max)
  const read = {
    interval: numbers('INTERVAL', 1, INTERVAL_MAX),
    byMonth: numbers('BYMONTH', 1, 12),
    byMonthDay: numbers('BYMONTHDAY', -31, 31),
    bySetPos: numbers('BYSETPOS', -366, 366),
    count: numbers('COUNT', 1, COUNT_MAX),
    byDay: weekdaysOf(parts.get('BYDAY')),
    until: untilOf(parts.get('UNTIL')),
    weekStart: weekdayOf(parts.get('WKST') ?? 'MO'),
  }
  const mistake = Object.values(read).find(
    (each): each is string => typeof each === 'string' && each.includes(' '),
  )
  if (mistake !== undefined) return mistake
  const { interval, byMonth, byMonthDay, bySetPos, count, byDay, until, weekStart } = read as Read
  const rule: Rule = {
    freq,
    interval: interval[0] ?? 1,
    byMonth,
    byMonthDay,
    byDay,
    bySetPos,
    weekStart,
    ...(count[0] !== undefined && { count: count[0] }),
    ...(until !== undefined && { until }),
  }
  if (interval.length > 1 || count.length > 1) return 'INTERVAL and COUNT are single numbers.'
  return contradictionIn(rule) ?? rule
}

interface Read {
  interval: number[]
  byMonth: number[]
  byMonthDay: number[]
  bySetPos: number[]
  count: number[]
  byDay: Rule['byDay']
  until: DateNumber | undefined
  weekStart: Weekday
}

/** What cannot stand together, and what could never have a date. */
function contradictionIn(rule: Rule): string | undefined {
  const { freq, byMonthDay, byDay, bySetPos, byMonth, count, until } = rule
  const isNumbered = byDay.some(({ nth }) => nth !== undefined)
  if (count !== undefined && until !== undefined)
    return 'COUNT and UNTIL do not stand together: give one of them.'
  if (freq === 'WEEKLY' && byMonthDay.length > 0) return 'BYMONTHDAY does not go with FREQ=WEEKLY.'
  if ((freq === 'DAILY' || freq === 'WEEKLY') && bySetPos.length > 0)
    return `BYSETPOS does not go with FREQ=${freq}. Use MONTHLY or YEARLY.`
  if ((freq === 'DAILY' || freq === 'WEEKLY') && isNumbered)
    return `A numbered weekday such as 1MO in BYDAY does not go with FREQ=${freq}. Use MONTHLY or YEARLY.`
  if (isNumbered && byMonthDay.length > 0)
    return 'A numbered weekday such as 1MO in BYDAY does not go with BYMONTHDAY.'
  const isOfMonths = freq === 'MONTHLY' || byMonth.length > 0
  if (isOfMonths && byDay.some(({ nth = 1 }) => Math.abs(nth) > 5))
    return 'BYDAY: a month has no weekday more than five times.'
  if (bySetPos.some((position) => Math.abs(position) > largestSet(rule)))
    return `BYSETPOS picks from the days of BYDAY or BYMONTHDAY, and there are not so many of them.`
  const longest = Math.max(...(byMonth.length > 0 ? byMonth : [1]).map((month) => MONTH_DAYS[month - 1] ?? 0))
  if (byMonthDay.length > 0 && byMonthDay.every((day) => Math.abs(day) > longest))
    return 'BYMONTHDAY: none of the months of BYMONTH has such a day.'
  return undefined
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The most days that a month or year of the rule can have. */
function largestSet({ freq, byMonth, byMonthDay, byDay }: Rule): number {
  const months = freq === 'MONTHLY' ? 1 : byMonth.length || 12
  if (byMonthDay.length > 0) return byMonthDay.length * months
  const isOfYear = freq === 'YEARLY' && byMonth.length === 0
  return byDay.reduce(
    (sum, { nth }) => sum + (nth !== undefined ? (isOfYear ? 1 : months) : isOfYear ? 53 : 5 * months),
    0,
  )
}

function numbersOf(
  parts: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
): number[] | string {
  const text = parts.get(name)
  if (text === undefined) return []
  const numbers = text.split(',').map((each) => (/^[+-]?\d{1,5}$/.test(each) ? Number(each) : Number.NaN))
  const isGood = numbers.every((each) => each >= min && each <= max && each !== 0)
  const range = min < 0 ? `${min} to ${max} without 0` : `${min} to ${max}`
  return isGood ? [...new Set(numbers)] : `${name} takes whole numbers from ${range}, not ${text}.`
}

function weekdaysOf(text: string | undefined): Rule['byDay'] | string {
  if (text === undefined) return []
  const days: Rule['byDay'] = []
  for (const each of text.split(',')) {
    const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(each) ?? []
    const weekday = WEEKDAYS.find((day) => day === name)
    const number = nth === undefined ? undefined : Number(nth)
    if (!weekday || number === 0 || Math.abs(number ?? 1) > 53)
      return `BYDAY takes weekdays such as MO, 1MO or -1FR, not ${each}.`
    days.push({ weekday, ...(number !== undefined && { nth: number }) })
  }
  return days
}

const weekdayOf = (text: string): Weekday | string =>
  WEEKDAYS.find((day) => day === text) ?? `WKST takes a weekday such as MO, not ${text}.`

/** A date, or an instant of which the date counts. */
function untilOf(text: string | undefined): DateNumber | string | undefined {
  if (text === undefined) return undefined
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(text) ?? []
  return parseDate(`${year}-${month}-${day}`) ?? `UNTIL takes a date such as 20261231, not ${text}.`
}
