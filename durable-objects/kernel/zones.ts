import { addDays, beginOf, type DateNumber, dateAt } from './dates.ts'

/**
 * Clocks of time zones (IANA). What they say changes with the platform's own table of zones, so nothing that is folded from the
 * log asks them: a date that was decided by a clock is in the event.
 */

export interface LocalTime {
  date: DateNumber
  /** 0 to 23. */
  hour: number
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  weekday: number
}

/** The days of a company: which one it is at an instant, and when one begins, both in microseconds since 1970. */
export interface Days {
  dateAt(micros: number): DateNumber
  beginOf(date: DateNumber): number
}

export const UTC_DAYS: Days = { dateAt, beginOf }

export const daysOf = (zone: string): Days =>
  zone === 'UTC'
    ? UTC_DAYS
    : { dateAt: (micros) => localTime(zone, micros).date, beginOf: (date) => beginIn(zone, date) }

export function isTimeZone(name: string): boolean {
  // The platform takes offsets such as "+02:00" too, which know no summer.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
/** Every zone's clock is off UTC by whole quarters of an hour, so within one its hour and day stay. */
const QUARTER_MICROS = 900_000_000
const QUARTERS_A_DAY = 96

interface Clock {
  format: Intl.DateTimeFormat
  quarter: number
  time: LocalTime
}
const clocks = new Map<string, Clock>()
const CLOCKS_MAX = 100

export function localTime(zone: string, micros: number): LocalTime {
  const quarter = Math.floor(micros / QUARTER_MICROS)
  const clock = clocks.get(zone) ?? newClock(zone)
  if (clock.quarter !== quarter) {
    const parts = clock.format.formatToParts(Math.trunc(micros / 1_000))
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
    clock.time = {
      date: Number(part('year')) * 10_000 + Number(part('month')) * 100 + Number(part('day')),
      hour: Number(part('hour')),
      weekday: WEEKDAYS.indexOf(part('weekday')) + 1,
    }
    clock.quarter = quarter
  }
  return clock.time
}

function newClock(zone: string): Clock {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  })
  const clock = { format, quarter: Number.NaN, time: { date: 0, hour: 0, weekday: 1 } }
  if (clocks.size >= CLOCKS_MAX) clocks.clear()
  clocks.set(zone, clock)
  return clock
}

/** The first quarter of an hour at which a zone has this date; where it skipped the date, at which it has a later one. */
function beginIn(zone: string, date: DateNumber): number {
  // No clock is a day off UTC.
  let [before, at] = [beginOf(addDays(date, -1)), beginOf(addDays(date, 1))]
  for (let span = 2 * QUARTERS_A_DAY; span > 1; span = Math.ceil(span / 2)) {
    const middle = before + Math.floor((at - before) / QUARTER_MICROS / 2) * QUARTER_MICROS
    if (localTime(zone, middle).date >= date) at = middle
    else before = middle
  }
  return at
}
