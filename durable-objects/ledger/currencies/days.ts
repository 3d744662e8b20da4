import { type DateNumber, LAST_DATE, type MonthNumber } from '../../kernel/dates.ts'

/** Counting in days of the calendar, for the age of a rate and the day after a date. */

const DAY_MS = 86_400_000

const dayNumber = (date: DateNumber): number =>
  Date.UTC(Math.trunc(date / 10_000), (Math.trunc(date / 100) % 100) - 1, date % 100) / DAY_MS

function dateOf(day: number): DateNumber {
  const at = new Date(day * DAY_MS)
  return at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate()
}

export const daysBetween = (from: DateNumber, to: DateNumber): number => dayNumber(to) - dayNumber(from)
export const dayAfter = (date: DateNumber): DateNumber => Math.min(dateOf(dayNumber(date) + 1), LAST_DATE)

export const firstOf = (month: MonthNumber): DateNumber => month * 100 + 1

export function lastOf(month: MonthNumber): DateNumber {
  const next = month % 100 === 12 ? month + 89 : month + 1
  return dateOf(dayNumber(firstOf(next)) - 1)
}
