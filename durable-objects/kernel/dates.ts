/**
 * Calendar dates of the company (`YYYY-MM-DD`, proleptic Gregorian, years 1900 to 2999) are stored as the integer
 * yyyymmdd: it sorts, compares and gives its month by division. Instants are microseconds since 1970 (UTC):
 * recordedAt must be strictly increasing, and a bulk request records more than one event in a millisecond.
 */
export type DateNumber = number
export type MonthNumber = number

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
export const FIRST_YEAR = 1900
export const LAST_YEAR = 2999
export const FIRST_DATE: DateNumber = 19000101
export const LAST_DATE: DateNumber = 29991231

export function parseDate(text: string): DateNumber | undefined {
  const match = ISO_DATE.exec(text)
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return undefined
  if (day < 1 || day > daysInMonth(year, month)) return undefined
  return year * 10_000 + month * 100 + day
}

export function formatDate(date: DateNumber): string {
  const text = String(date)
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}

export const yearOf = (date: DateNumber): number => Math.trunc(date / 10_000)
export const monthOf = (date: DateNumber): MonthNumber => Math.trunc(date / 100)
export const dayOf = (date: DateNumber): number => date % 100

export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (DAYS[month - 1] as number)
}

/** A date that the books know. */
export const isDate = (date: DateNumber): boolean => date >= FIRST_DATE && date <= LAST_DATE

// Counting. A date may be one before the first or after the last that the books know: whether it is, the caller asks.

const DAY_MS = 86_400_000

/** The date as the platform has it: midnight in UTC, where no day is longer than another. */
export const utcOf = (date: DateNumber): Date =>
  new Date(Date.UTC(yearOf(date), (monthOf(date) % 100) - 1, dayOf(date)))

export const dateOfUtc = (utc: Date): DateNumber =>
  utc.getUTCFullYear() * 10_000 + (utc.getUTCMonth() + 1) * 100 + utc.getUTCDate()

const dayNumber = (date: DateNumber): number => utcOf(date).getTime() / DAY_MS

export const addDays = (date: DateNumber, days: number): DateNumber =>
  dateOfUtc(new Date((dayNumber(date) + days) * DAY_MS))
export const dayAfter = (date: DateNumber): DateNumber => addDays(date, 1)
export const dayBefore = (date: DateNumber): DateNumber => addDays(date, -1)

/** How many days one date lies after another. */
export const daysBetween = (from: DateNumber, to: DateNumber): number => dayNumber(to) - dayNumber(from)

/** How many days there are from one date through another, both counted. */
export const daysThrough = (from: DateNumber, to: DateNumber): number => daysBetween(from, to) + 1

/** 0 is Sunday, as in the platform's dates. */
export const weekdayOf = (date: DateNumber): number => utcOf(date).getUTCDay()

export const firstDayOf = (month: MonthNumber): DateNumber => month * 100 + 1
export const lastDayOf = (month: MonthNumber): DateNumber =>
  month * 100 + daysInMonth(Math.trunc(month / 100), month % 100)
export const isMonthStart = (date: DateNumber): boolean => dayOf(date) === 1
export const isMonthEnd = (date: DateNumber): boolean => date === lastDayOf(monthOf(date))

export function monthsAfter(month: MonthNumber, count: number): MonthNumber {
  const months = Math.trunc(month / 100) * 12 + (month % 100) - 1 + count
  return Math.floor(months / 12) * 100 + (((months % 12) + 12) % 12) + 1
}

export const monthsBetween = (from: MonthNumber, to: MonthNumber): number =>
  (Math.trunc(to / 100) - Math.trunc(from / 100)) * 12 + (to % 100) - (from % 100)

/** The same day so many months on, or the month's last one where it is shorter. */
export function addMonths(date: DateNumber, months: number): DateNumber {
  const month = monthsAfter(monthOf(date), months)
  return Math.min(month * 100 + dayOf(date), lastDayOf(month))
}

/** The same, but the last day of a month stays one: a report's month of February is compared with all of January. */
export const sameDay = (date: DateNumber, months: number): DateNumber =>
  isMonthEnd(date) ? lastDayOf(monthsAfter(monthOf(date), months)) : addMonths(date, months)

/** The day of an instant in UTC, and when a day begins there, in microseconds. */
export const dateAt = (micros: number): DateNumber => dateOfUtc(new Date(Math.floor(micros / 1_000)))
export const beginOf = (date: DateNumber): number => utcOf(date).getTime() * 1_000

/** RFC 3339 with microseconds. */
export function formatInstant(micros: number): string {
  const millis = Math.trunc(micros / 1000)
  return `${new Date(millis).toISOString().slice(0, -1)}${String(micros % 1000).padStart(3, '0')}Z`
}
