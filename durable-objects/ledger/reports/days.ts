import { type DateNumber, daysInMonth, FIRST_YEAR, LAST_DATE, type MonthNumber } from '../../kernel/dates.ts'

/** Arithmetic of calendar dates, as numbers like 20260331. Pure. */

const FIRST_DATE: DateNumber = FIRST_YEAR * 10_000 + 101

const parts = (date: DateNumber) =>
  [Math.trunc(date / 10_000), Math.trunc(date / 100) % 100, date % 100] as const

export const lastDayOf = (month: MonthNumber): DateNumber =>
  month * 100 + daysInMonth(Math.trunc(month / 100), month % 100)

export const isMonthEnd = (date: DateNumber): boolean => date === lastDayOf(Math.trunc(date / 100))
export const isMonthStart = (date: DateNumber): boolean => date % 100 === 1

/** The last day before; of the first day of all, one that no entry can have. */
export function dayBefore(date: DateNumber): DateNumber {
  return date % 100 > 1 ? date - 1 : lastDayOf(monthsAfter(Math.trunc(date / 100), -1))
}

export function dayAfter(date: DateNumber): DateNumber {
  return isMonthEnd(date) ? monthsAfter(Math.trunc(date / 100), 1) * 100 + 1 : date + 1
}

export function monthsAfter(month: MonthNumber, count: number): MonthNumber {
  const months = Math.trunc(month / 100) * 12 + (month % 100) - 1 + count
  return Math.floor(months / 12) * 100 + (((months % 12) + 12) % 12) + 1
}

export const monthsBetween = (from: MonthNumber, to: MonthNumber): number =>
  (Math.trunc(to / 100) - Math.trunc(from / 100)) * 12 + (to % 100) - (from % 100)

/** The same day of another month; the last day of a month stays one, and no month gets a day that it does not have. */
export function sameDay(date: DateNumber, months: number): DateNumber {
  const month = monthsAfter(Math.trunc(date / 100), months)
  return isMonthEnd(date) ? lastDayOf(month) : Math.min(month * 100 + (date % 100), lastDayOf(month))
}

export function daysAfter(date: DateNumber, count: number): DateNumber {
  const [year, month, day] = parts(date)
  const shifted = new Date(Date.UTC(year, month - 1, day + count))
  return shifted.getUTCFullYear() * 10_000 + (shifted.getUTCMonth() + 1) * 100 + shifted.getUTCDate()
}

export function daysBetween(from: DateNumber, to: DateNumber): number {
  const at = (date: DateNumber) => {
    const [year, month, day] = parts(date)
    return Date.UTC(year, month - 1, day)
  }
  return Math.round((at(to) - at(from)) / 86_400_000)
}

/** A date that the books know. */
export const isDate = (date: DateNumber): boolean => date >= FIRST_DATE && date <= LAST_DATE
