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

export const monthOf = (date: DateNumber): MonthNumber => Math.trunc(date / 100)
export const dayOf = (date: DateNumber): number => date % 100

export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (DAYS[month - 1] as number)
}

/** RFC 3339 with microseconds. */
export function formatInstant(micros: number): string {
  const millis = Math.trunc(micros / 1000)
  return `${new Date(millis).toISOString().slice(0, -1)}${String(micros % 1000).padStart(3, '0')}Z`
}
