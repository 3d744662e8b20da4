import { describe, expect, it } from 'vitest'
import { type Rule, rruleOf, ruleFrom, ruleInWords, ruleOf } from './rule.ts'

const monthly = ruleFrom('2026-01-31')
const having = (change: Partial<Rule>) => rruleOf({ ...monthly, ...change })

describe('a recurrence', () => {
  it('begins on the day of its start, every month', () => {
    expect(rruleOf(monthly)).toBe('FREQ=MONTHLY;BYMONTHDAY=31')
    expect(monthly.weekdays).toEqual(['SA'])
  })

  it('is written as RFC 5545 does', () => {
    expect(having({ period: 'DAILY', every: 10 })).toBe('FREQ=DAILY;INTERVAL=10')
    expect(having({ period: 'WEEKLY', weekdays: ['FR', 'MO'] })).toBe('FREQ=WEEKLY;BYDAY=MO,FR')
    expect(having({ on: { ordinal: -1, weekday: 'FR' }, every: 3 })).toBe(
      'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR',
    )
    expect(having({ period: 'YEARLY', month: 6, on: { day: -1 }, count: 5 })).toBe(
      'FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1;COUNT=5',
    )
  })

  it('is read back as it was written, and not where it says more', () => {
    for (const rule of [
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
      'FREQ=YEARLY;BYMONTH=6;BYDAY=1MO;COUNT=5',
      'FREQ=DAILY;INTERVAL=10',
    ]) {
      const read = ruleOf(rule)
      expect(read && rruleOf(read)).toBe(rule)
    }
    for (const rule of ['FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=1', 'FREQ=MONTHLY', 'FREQ=HOURLY', 'nonsense'])
      expect(ruleOf(rule)).toBeUndefined()
  })

  it('is said in words', () => {
    expect(ruleInWords('FREQ=MONTHLY;BYMONTHDAY=-1')).toBe('Every month on the last day')
    expect(ruleInWords('FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;COUNT=4')).toBe(
      'Every 3 months on the last Friday, 4 times',
    )
    expect(ruleInWords('FREQ=WEEKLY;BYDAY=MO,FR')).toBe('Every week on Monday, Friday')
    expect(ruleInWords('FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15;COUNT=1')).toBe(
      'Every year on day 15 of June, 1 time',
    )
    expect(ruleInWords('FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1')).toBe('FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1')
  })
})
