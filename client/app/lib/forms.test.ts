import { describe, expect, it } from 'vitest'
import { Problem } from '../../sdk/problem.ts'
import { formatDate, withDates } from './dates.ts'
import { errorsOf, messageOf, refusalText } from './forms.ts'

const day = formatDate('2026-04-01')
const detail = 'The period is locked. The first open date is 2026-04-01.'
const shown = `The period is locked. The first open date is ${day}.`

describe('dates in texts of the API', () => {
  it('are shown as the reader writes them, wherever a refusal is shown', () => {
    expect(day).not.toBe('2026-04-01')
    const errors = [{ pointer: '/effectiveDate', code: 'period_locked', detail }]
    const locked = {
      type: 'about:blank',
      status: 423,
      code: 'period_locked',
      title: 'Locked',
      requestId: null,
    }
    const whole = new Problem({ ...locked, detail, errors: [] })
    expect(messageOf(whole)).toBe(shown)
    expect(errorsOf(whole).general).toBe(shown)
    const ofField = new Problem({ ...locked, detail, errors })
    expect(errorsOf(ofField).fields.get('/effectiveDate')).toBe(shown)
    expect(refusalText({ detail: '', errors })).toBe(shown)
    expect(refusalText({ detail, errors: [] })).toBe(shown)
  })

  it('stay where they are a part of a word, or no date', () => {
    for (const text of ['INV-2026-04-01', '2026-04-01T10:00:00Z', '2026-13-41', '12026-04-011', 'R/2026-04'])
      expect(withDates(text)).toBe(text)
    expect(withDates('"2026-04-01", (2026-04-01)')).toBe(`"${day}", (${day})`)
  })
})
