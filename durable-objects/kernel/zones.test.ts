import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dateAt } from './dates.ts'
import { daysOf, isTimeZone, localTime } from './zones.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Niue',
]
const at = (text: string) => Date.parse(text) * 1_000

describe('the days of a time zone', () => {
  it('begin where its clock says so, whatever the season', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(19_900_101, days))
    fc.assert(
      fc.property(fc.constantFrom(...zones), day, (zone, date) => {
        const days = daysOf(zone)
        const begin = days.beginOf(date)
        expect([days.dateAt(begin), days.dateAt(begin - 1_000)]).toEqual([date, addDays(date, -1)])
        expect(localTime(zone, begin).hour).toBe(0)
      }),
    )
  })

  it.each([
    ['Europe/Berlin', '2026-03-31T21:59:59Z', 20260331],
    ['Europe/Berlin', '2026-03-31T22:00:00Z', 20260401],
    ['Europe/Berlin', '2026-01-31T22:59:59Z', 20260131],
    ['America/New_York', '2026-04-01T03:59:59Z', 20260331],
    ['Asia/Kolkata', '2026-03-31T18:30:00Z', 20260401],
    ['UTC', '2026-03-31T23:59:59Z', 20260331],
  ])('in %s at %s', (zone, instant, date) => {
    expect(daysOf(zone).dateAt(at(instant))).toBe(date)
  })

  it('begin late where summer begins at midnight, and are passed over where a zone crossed the date line', () => {
    expect(daysOf('Africa/Cairo').beginOf(20260424)).toBe(at('2026-04-23T22:00:00Z'))
    expect(localTime('Africa/Cairo', at('2026-04-23T22:00:00Z')).hour).toBe(1)
    const apia = daysOf('Pacific/Apia')
    expect(apia.beginOf(20111230)).toBe(apia.beginOf(20111231))
  })

  it('are those of UTC where nothing else is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(daysOf('UTC').dateAt(seconds * 1_000_000)).toBe(dateAt(seconds * 1_000_000))
      }),
    )
  })
})

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Mars/Base', false],
  ['+02:00', false],
  ['', false],
])('a time zone is called %j: %s', (name, expected) => expect(isTimeZone(name)).toBe(expected))
