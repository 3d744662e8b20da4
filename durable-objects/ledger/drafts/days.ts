import { type DateNumber, formatDate, LAST_DATE } from '../../kernel/dates.ts'
import type { ReverseRule } from './contract.ts'

/** Calendar dates as the library of recurrences counts them: midnight in UTC, where no day is longer than another. */

export const utcOf = (date: DateNumber): Date =>
  new Date(Date.UTC(Math.trunc(date / 10_000), (Math.trunc(date / 100) % 100) - 1, date % 100))

export const dateOf = (utc: Date): DateNumber =>
  utc.getUTCFullYear() * 10_000 + (utc.getUTCMonth() + 1) * 100 + utc.getUTCDate()

/** The calendar date of an instant: a company has no time zone of its own, so that of UTC. */
export const today = (nowMicros: number): DateNumber => dateOf(new Date(Math.trunc(nowMicros / 1_000)))

/** When a date begins, in microseconds. */
export const beginOf = (date: DateNumber): number => utcOf(date).getTime() * 1_000

export const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

export function dayAfter(date: DateNumber): DateNumber {
  const utc = utcOf(date)
  utc.setUTCDate(utc.getUTCDate() + 1)
  return dateOf(utc)
}

/** The day on which an entry of this date is reversed; undefined past the end of the calendar. */
export function reversalDate(date: DateNumber, rule: ReverseRule): DateNumber | undefined {
  const utc = utcOf(date)
  const on =
    rule === 'next-day'
      ? dayAfter(date)
      : dateOf(new Date(Date.UTC(utc.getUTCFullYear(), utc.getUTCMonth() + 1, 1)))
  return on > LAST_DATE ? undefined : on
}

/** Texts of recurring entries and templates may name their date. */
export function filled(text: string, date: DateNumber): string {
  const [year = '', month = '', day = ''] = formatDate(date).split('-')
  return text.replaceAll('{yyyy}', year).replaceAll('{mm}', month).replaceAll('{dd}', day)
}
