import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal, refuse } from '../../kernel/result.ts'
import { ACCOUNT_TYPES } from '../contract.ts'
import { type AppliedRate, type Movement, type Translated, translate } from './translation.ts'

const [eur, usd] = [
  { code: 'EUR', scale: 2 },
  { code: 'USD', scale: 2 },
]
const applied = (rate: string, basis: AppliedRate['basis'], date: string): AppliedRate => ({
  rate,
  from: 'EUR',
  to: 'USD',
  source: 'ecb',
  date,
  basis,
})
const AVERAGES: Record<number, string> = { 202601: '1.10', 202602: '1.20', 202603: '1.15' }
const rates = {
  closing: () => applied('1.25', 'closing', '2026-03-31'),
  average: (month: number) => applied(AVERAGES[month] ?? '1', 'average', String(month)),
}
const plan = { method: 'closing-rate' as const, from: eur, to: usd, rates }

const BOOKS: Movement[] = [
  { account: 'bank', type: 'asset', month: 202601, value: 1_000_00 },
  { account: 'capital', type: 'equity', month: 202601, value: -1_000_00 },
  { account: 'bank', type: 'asset', month: 202602, value: 500_00 },
  { account: 'sales', type: 'income', month: 202602, value: -500_00 },
  { account: 'rent', type: 'expense', month: 202603, value: 200_00 },
  { account: 'payables', type: 'liability', month: 202603, value: -200_00 },
]

describe('figures in a second currency (IAS 21.39)', () => {
  it('balance sheet at the closing rate, results at their months, capital at its own; the rest is the difference', () => {
    const { figures, difference, rates: used } = translate(BOOKS, plan) as Translated
    expect(Object.fromEntries(figures)).toEqual({
      bank: 1_875_00,
      payables: -250_00,
      capital: -1_100_00,
      sales: -600_00,
      rent: 230_00,
    })
    // Net assets of 1,625.00 are capital of 1,100.00, a profit of 370.00 and a gain of translation of 155.00.
    expect(difference).toBe(-155_00)
    expect(used.map(({ basis, date }) => `${basis} ${date}`).sort()).toEqual([
      'average 202601',
      'average 202602',
      'average 202603',
      'closing 2026-03-31',
    ])
  })

  it('for convenience, everything at the closing rate', () => {
    const { figures, difference } = translate(BOOKS, { ...plan, method: 'convenience' }) as Translated
    expect(figures.get('capital')).toBe(-1_250_00)
    expect(difference).toBe(0)
  })

  it('is refused where a rate is missing', () => {
    const missing = () => refuse('rate_not_found', 'There is none.')
    expect(translate(BOOKS, { ...plan, rates: { ...rates, average: missing } })).toMatchObject({
      refused: 'rate_not_found',
    })
    // Nothing of that month is needed, so nothing is asked.
    const assets = BOOKS.filter(({ type }) => type === 'asset')
    expect(translate(assets, { ...plan, rates: { ...rates, average: missing } })).not.toHaveProperty(
      'refused',
    )
  })

  it('figures and difference always sum to zero, and at one rate the difference is rounding alone', () => {
    const movement = fc.record({
      account: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      month: fc.constantFrom(202601, 202602, 202603),
      value: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    })
    const typed = fc
      .array(movement, { minLength: 1, maxLength: 30 })
      .map((all) =>
        all.map(
          (each): Movement => ({ ...each, type: ACCOUNT_TYPES['abcde'.indexOf(each.account)] ?? 'asset' }),
        ),
      )
    fc.assert(
      fc.property(typed, fc.integer({ min: 1, max: 99_999 }), (movements, rate) => {
        const sum = movements.reduce((total, { value }) => total + value, 0)
        const balanced = [...movements, { account: 'a', type: 'asset' as const, month: 202603, value: -sum }]
        const translated = translate(balanced, plan)
        if (isRefusal(translated)) throw new Error('refused')
        const total = [...translated.figures.values()].reduce((all, each) => all + each, 0)
        expect(total + translated.difference).toBe(0)

        const same = applied(String(rate / 1_000), 'closing', '')
        const atOne = translate(balanced, { ...plan, rates: { closing: () => same, average: () => same } })
        // One rounding of half a cent for each account and month.
        if (!isRefusal(atOne)) expect(Math.abs(atOne.difference)).toBeLessThanOrEqual(8)
      }),
    )
  })
})
