/** Dates as journals write them: `2026-01-31`, `2026/1/31`, `2026.1.31`, and without year where one is in force. */
import type { Refused } from './model.ts'
import { refuse } from './model.ts'
import type { Scanner } from './text.ts'
import { isDigit } from './text.ts'

/**
 * Reads a date. `year` is the year in force (a `Y` directive, or the entry's own year for its secondary date).
 * Refusals: `invalid_date`, `year_unknown`.
 */
export const readDate = (s: Scanner, year: string | null): string | Refused => {
  const start = s.at
  const first = readDigits(s)
  const mark = readSeparator(s)
  const second = first === '' || mark === '' ? '' : readDigits(s)
  if (second === '')
    return refuse('invalid_date', `“${excerpt(s.text, start)}” is not a date. Write YYYY-MM-DD.`)
  if (first.length < 4) {
    if (year === null) {
      return refuse(
        'year_unknown',
        `The date ${s.text.slice(start, s.at)} has no year. Add it, or put a line such as Y2026 above.`,
      )
    }
    return calendarDate(year, first, second, s.text.slice(start, s.at))
  }
  const mark2 = readSeparator(s)
  const third = mark2 === mark ? readDigits(s) : ''
  if (third === '')
    return refuse('invalid_date', `“${excerpt(s.text, start)}” is not a date. Write YYYY-MM-DD.`)
  return calendarDate(first, second, third, s.text.slice(start, s.at))
}

const calendarDate = (year: string, month: string, day: string, written: string): string | Refused => {
  const y = Number(year)
  const m = Number(month)
  const d = Number(day)
  if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) {
    return refuse('invalid_date', `${written} is not a day of the calendar. Correct the date.`)
  }
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const daysInMonth = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (monthDays[month - 1] ?? 0)

const readDigits = (s: Scanner): string => {
  const start = s.at
  while (s.at < s.text.length && isDigit(s.text.charCodeAt(s.at))) s.at++
  return s.at - start > 9 ? '' : s.text.slice(start, s.at)
}

const readSeparator = (s: Scanner): string => {
  const mark = s.text.charAt(s.at)
  if (mark !== '-' && mark !== '/' && mark !== '.') return ''
  s.at++
  return mark
}

const excerpt = (text: string, from: number): string => text.slice(from, from + 20).trim()
