import { describe, expect, it } from 'vitest'
import { emptySchedule, mayMissDays, scheduleInput } from './schedule-form.ts'

const form = { ...emptySchedule('2026-01-31'), name: 'Rent' }

describe('a recurring entry', () => {
  it('is sent with lines of its own', () => {
    const lines = [
      { key: 1, account: '6100', side: 'debit' as const, amount: '100.00' },
      { key: 2, account: '1010', side: 'credit' as const, amount: '100.00' },
    ]
    expect(scheduleInput({ ...form, description: 'Rent {yyyy}-{mm}', lines })).toEqual({
      name: 'Rent',
      entry: {
        description: 'Rent {yyyy}-{mm}',
        lines: [
          { account: '6100', debit: '100.00' },
          { account: '1010', credit: '100.00' },
        ],
      },
      rrule: 'FREQ=MONTHLY;BYMONTHDAY=31',
      start: '2026-01-31',
      lastDayRule: 'last-day',
      mode: 'post',
    })
  })

  it('is sent with a template and its amounts', () => {
    const input = scheduleInput({
      ...form,
      template: 'rent',
      variables: { amount: '5', net: '' },
      end: '2026-12-31',
    })
    expect(input).toMatchObject({ template: { code: 'rent', variables: { amount: '5' } }, end: '2026-12-31' })
    expect(input).not.toHaveProperty('entry')
  })

  it('asks about months without such a day only where there are some', () => {
    expect(mayMissDays(form)).toBe(true)
    expect(mayMissDays({ ...form, rule: { ...form.rule, on: { day: -1 } } })).toBe(false)
    expect(mayMissDays({ ...form, rule: { ...form.rule, period: 'WEEKLY' } })).toBe(false)
  })
})
