/** A recurrence as people say it, and as RFC 5545 writes it. Pure. */

export const PERIODS = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Period = (typeof PERIODS)[number]

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Which weekday of a month: the first, … the last. */
export const ORDINALS = [1, 2, 3, 4, -1] as const

export interface Rule {
  period: Period
  /** Every so many periods. */
  every: number
  /** Of a week. */
  weekdays: readonly Weekday[]
  /** Of a month or year: a day of the month, counted from the end where it is negative, or a weekday of it. */
  on: { day: number } | { ordinal: number; weekday: Weekday }
  /** Of a year, from 1. */
  month: number
  /** After so many dates; undefined: no such end. */
  count: number | undefined
}

/** On the start's own day, which is what most people mean. */
export function ruleFrom(start: string): Rule {
  const [, month = 1, day = 1] = start.split('-').map(Number)
  const weekday = WEEKDAYS[(new Date(`${start}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO'
  return { period: 'MONTHLY', every: 1, weekdays: [weekday], on: { day }, month, count: undefined }
}

export function rruleOf({ period, every, weekdays, on, month, count }: Rule): string {
  const day = 'day' in on ? `BYMONTHDAY=${on.day}` : `BYDAY=${on.ordinal}${on.weekday}`
  const chosen = WEEKDAYS.filter((weekday) => weekdays.includes(weekday))
  const parts = [
    `FREQ=${period}`,
    every > 1 && `INTERVAL=${every}`,
    period === 'WEEKLY' && chosen.length > 0 && `BYDAY=${chosen.join(',')}`,
    period === 'YEARLY' && `BYMONTH=${month}`,
    (period === 'MONTHLY' || period === 'YEARLY') && day,
    count !== undefined && `COUNT=${count}`,
  ]
  return parts.filter(Boolean).join(';')
}

/** Undefined for a rule that says more than the builder can. */
export function ruleOf(rrule: string): Rule | undefined {
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]))
  const known = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'COUNT']
  const period = PERIODS.find((each) => each === parts.get('FREQ'))
  if (!period || [...parts.keys()].some((name) => !known.includes(name))) return undefined
  const number = (name: string) => (parts.has(name) ? Number(parts.get(name)) : undefined)
  const byDay = parts.get('BYDAY')
  const weekday = /^(-?\d)(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay ?? '')
  const isOfMonth = period === 'MONTHLY' || period === 'YEARLY'
  const day = number('BYMONTHDAY')
  if (isOfMonth ? !(weekday || Number.isInteger(day)) : parts.has('BYMONTHDAY')) return undefined
  const weekdays = isOfMonth ? [] : (byDay?.split(',') ?? [])
  if (!weekdays.every((each) => (WEEKDAYS as readonly string[]).includes(each))) return undefined
  return {
    period,
    every: number('INTERVAL') ?? 1,
    weekdays: weekdays as Weekday[],
    on: weekday ? { ordinal: Number(weekday[1]), weekday: weekday[2] as Weekday } : { day: day ?? 1 },
    month: number('BYMONTH') ?? 1,
    count: number('COUNT'),
  }
}

const UNITS: Readonly<Record<Period, string>> = {
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
}
export const unitName = (period: Period, every: number): string => `${UNITS[period]}${every === 1 ? '' : 's'}`

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}
export const weekdayName = (weekday: Weekday): string => DAY_NAMES[weekday]

const ORDINAL_NAMES: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  [-1]: 'last',
}
export const ordinalName = (ordinal: number): string => ORDINAL_NAMES[ordinal] ?? String(ordinal)

export const monthName = (month: number): string =>
  new Date(Date.UTC(2000, month - 1, 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' })

/** `Every month on day 31`, or the rule itself where it says more. */
export function ruleInWords(rrule: string): string {
  const rule = ruleOf(rrule)
  if (!rule) return rrule
  const { period, every, weekdays, on, month, count } = rule
  const often = every === 1 ? `Every ${unitName(period, 1)}` : `Every ${every} ${unitName(period, every)}`
  const day =
    'day' in on
      ? on.day === -1
        ? 'the last day'
        : `day ${on.day}`
      : `the ${ordinalName(on.ordinal)} ${weekdayName(on.weekday)}`
  const place =
    period === 'WEEKLY'
      ? weekdays.length > 0 && `on ${weekdays.map(weekdayName).join(', ')}`
      : period === 'MONTHLY'
        ? `on ${day}`
        : period === 'YEARLY' && `on ${day} of ${monthName(month)}`
  const times = count !== undefined && `${count} ${count === 1 ? 'time' : 'times'}`
  return [often, place, times]
    .filter(Boolean)
    .join(' ')
    .replace(/ (\d+ times?)$/, ', $1')
}
