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

export function formatInstant(text: string): string {
  const time = Date.parse(text)
  return Number.isNaN(time) ? text : instant.format(time)
}

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
