import { type DateNumber, formatInstant, parseDate } from '../../kernel/dates.ts'

/** Counting days and months of the calendar: where a fiscal year and its periods begin and end. */

const DAY_MS = 86_400_000

const parts = (date: DateNumber): [year: number, month: number, day: number] => [
  Math.trunc(date / 10_000),
  Math.trunc(date / 100) % 100,
  date % 100,
]

const numberOf = (date: DateNumber): number => {
  const [year, month, day] = parts(date)
  return Date.UTC(year, month - 1, day) / DAY_MS
}

function dateOf(day: number): DateNumber {
  const at = new Date(day * DAY_MS)
  return at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate()
}

export const yearIn = (date: DateNumber): number => parts(date)[0]

export const addDays = (date: DateNumber, days: number): DateNumber => dateOf(numberOf(date) + days)

/** How many days there are from one date through another, both counted. */
export const daysThrough = (from: DateNumber, to: DateNumber): number => numberOf(to) - numberOf(from) + 1

/** The same day so many months on, or the month's last one where it is shorter. */
export function addMonths(date: DateNumber, months: number): DateNumber {
  const [year, month, day] = parts(date)
  const first = Date.UTC(year, month - 1 + months, 1) / DAY_MS
  const last = Date.UTC(year, month + months, 0) / DAY_MS
  return dateOf(Math.min(first + day - 1, last))
}

/** The last day of a month, `month` 1 to 12. */
export const endOfMonth = (year: number, month: number): DateNumber =>
  dateOf(Date.UTC(year, month, 0) / DAY_MS)

/** 0 is Sunday, as in the platform's dates. */
export const weekdayOf = (date: DateNumber): number => new Date(numberOf(date) * DAY_MS).getUTCDay()

/** The day of an instant in UTC. */
export const dayAt = (micros: number): DateNumber =>
  parseDate(formatInstant(micros).slice(0, 10)) as DateNumber
