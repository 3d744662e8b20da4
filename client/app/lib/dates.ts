import { userLocale } from './amounts.ts'

/** Calendar dates (`YYYY-MM-DD`) and instants, shown in the reader's locale; nothing here shifts a calendar date. */

// The calendar date is pinned to UTC on both sides, so that no time zone can move it to the day before.
const calendar = new Intl.DateTimeFormat(userLocale(), {
  dateStyle: 'medium',
  timeZone: 'UTC',
})
const instant = new Intl.DateTimeFormat(userLocale(), {
  dateStyle: 'medium',
  timeStyle: 'medium',
})

export function formatDate(date: string): string {
  const time = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(time) ? date : calendar.format(time)
}

/** A text of the API, whose dates are ISO 8601, as its reader writes dates. What is a part of a longer word stays. */
export const withDates = (text: string): string =>
  text.replace(/(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])/g, (date) => formatDate(date))

const month = new Intl.DateTimeFormat(userLocale(), { year: 'numeric', month: 'short', timeZone: 'UTC' })
/** The month of a date: `Mar 2026`. */
export const formatMonth = (date: string): string => month.format(Date.parse(`${date}T00:00:00Z`))

/** Of an accounting month, `2026-03`. */
export const formatYearMonth = (yearMonth: string): string => formatMonth(`${yearMonth}-01`)

/** From one date to another, as short as the locale can say it: `1 Jan – 21 Nov 2026`. */
export function formatDateRange(from: string, to: string): string {
  const [start, end] = [from, to].map((date) => Date.parse(`${date}T00:00:00Z`)) as [number, number]
  return Number.isNaN(start + end) || start > end ? `${from} – ${to}` : calendar.formatRange(start, end)
}

export function formatInstant(text: string): string {
  const time = Date.parse(text)
  return Number.isNaN(time) ? text : instant.format(time)
}

const clock = new Intl.DateTimeFormat(userLocale(), { timeStyle: 'medium' })
export const formatTime = (time: number): string => clock.format(time)

const distance = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** How long ago, or how soon: `5 minutes ago`, `in 3 days`. */
export function formatDistance(text: string, nowMs = Date.now()): string {
  const awayMs = Date.parse(text) - nowMs
  const [unit, lengthMs] = STEPS.find(([, length]) => Math.abs(awayMs) >= length) ?? ['minute', 60_000]
  const steps = Math.trunc(awayMs / lengthMs)
  return steps === 0 ? 'just now' : distance.format(steps, unit)
}

const countries = new Intl.DisplayNames('en', { type: 'region' })
export const countryName = (code: string): string => countries.of(code) ?? code

/** Today where the user is. */
export const today = (): string => isoDate(new Date())

export const endOfYearBefore = (date: string): string => `${Number(date.slice(0, 4)) - 1}-12-31`

/** The last day of the month before the date's. */
export function endOfMonthBefore(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10)
}

function isoDate(date: Date): string {
  const part = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`
}
