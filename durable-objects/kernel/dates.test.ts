import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  beginOf,
  dateAt,
  dayAfter,
  dayBefore,
  daysBetween,
  daysThrough,
  FIRST_DATE,
  formatDate,
  isDate,
  isMonthEnd,
  LAST_DATE,
  lastDayOf,
  monthOf,
  monthsAfter,
  monthsBetween,
  parseDate,
  sameDay,
  weekdayOf,
} from './dates.ts'

const day = fc
  .integer({ min: 0, max: daysBetween(FIRST_DATE, LAST_DATE) })
  .map((days) => addDays(FIRST_DATE, days))
const months = fc.integer({ min: -600, max: 600 })

describe('counting days', () => {
  it('goes forth and back over months, years and centuries', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date)
        expect(daysBetween(date, addDays(date, days))).toBe(days)
        expect(daysThrough(date, addDays(date, days))).toBe(days + 1)
        expect(dayBefore(dayAfter(date))).toBe(date)
        expect(weekdayOf(addDays(date, 7))).toBe(weekdayOf(date))
      }),
    )
  })

  it('gives dates of the calendar, each once and in order', () => {
    fc.assert(
      fc.property(day, (date) => {
        expect(parseDate(formatDate(date))).toBe(date)
        expect(dayAfter(date) > date).toBe(true)
        expect(dateAt(beginOf(date))).toBe(date)
        expect(dateAt(beginOf(date) - 1_000)).toBe(dayBefore(date))
      }),
    )
  })

  it('knows leap years, and where the calendar of the books ends', () => {
    expect(dayAfter(20240228)).toBe(20240229)
    expect(dayAfter(19000228)).toBe(19000301)
    expect(weekdayOf(20260101)).toBe(4)
    expect([FIRST_DATE, LAST_DATE].map(isDate)).toEqual([true, true])
    expect([dayBefore(FIRST_DATE), dayAfter(LAST_DATE)].map(isDate)).toEqual([false, false])
  })
})

describe('counting months', () => {
  it('goes forth and back', () => {
    fc.assert(
      fc.property(day, months, (date, count) => {
        const month = monthOf(date)
        expect(monthsAfter(monthsAfter(month, count), -count)).toBe(month)
        expect(monthsBetween(month, monthsAfter(month, count))).toBe(count)
        expect(monthOf(addMonths(date, count))).toBe(monthsAfter(month, count))
        expect(dayAfter(lastDayOf(month))).toBe(monthsAfter(month, 1) * 100 + 1)
      }),
    )
  })

  it('takes the last day where a month is shorter', () => {
    expect(addMonths(20240131, 1)).toBe(20240229)
    expect(addMonths(20240229, -12)).toBe(20230228)
    expect(addMonths(20240229, 1)).toBe(20240329)
  })

  it('keeps the end of a month its end where ranges are compared', () => {
    expect(sameDay(20240229, 1)).toBe(20240331)
    expect(sameDay(20240228, 1)).toBe(20240328)
    expect(sameDay(20240131, 1)).toBe(20240229)
    fc.assert(
      fc.property(day, months, (date, count) => !isMonthEnd(date) || isMonthEnd(sameDay(date, count))),
    )
  })
})
