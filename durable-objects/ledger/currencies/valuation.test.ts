import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { ValuedLine } from '../rules.ts'
import type { FoundRate } from './finding.ts'
import { valuationOf } from './valuation.ts'

const usd = { code: 'USD', name: 'USD', kind: 'currency' as const, scale: 2 }
const jpy = { ...usd, code: 'JPY', scale: 0 }
const line = (index: number, quantity: number, rate: string, unit = usd): ValuedLine => ({
  index,
  unit,
  quantity,
  rate,
})
const found = (rate: string, source = 'ecb'): FoundRate => ({
  from: 'USD',
  to: 'EUR',
  rate,
  way: 'inverse',
  via: [],
  date: 20260330,
  ageDays: 1,
  source,
  legs: [],
})
const valuation = valuationOf({
  currency: () => ({ code: 'EUR', scale: 2 }),
  sources: () => ['ecb', 'manual'],
  find: (unit, _, source) =>
    unit === 'USD' ? found('0.92', source) : refuse('rate_not_found', `There is no rate from ${unit}.`),
})
const valuesOf = (lines: readonly ValuedLine[]) => {
  const values = valuation.values(lines, '2026-03-31')
  if (isRefusal(values)) throw new Error(values.detail)
  return values
}

describe('lines that bring a rate', () => {
  it('tell the rate that made their value, and where it is from', () => {
    expect(valuesOf([line(0, 100_00, '0.9215'), line(3, -50_00, 'auto'), line(4, 1, 'manual')])).toEqual([
      { value: 92_15, rate: '0.9215' },
      { value: -46_00, rate: '0.92 ecb 2026-03-30 inverse' },
      { value: 1, rate: '0.92 manual 2026-03-30 inverse' },
    ])
  })

  it('lose no cent: three thirds of 100.00 come to what the whole does', () => {
    const lines = [33_33, 33_33, 33_34, -100_00].map((quantity, index) => line(index, quantity, '0.9217'))
    expect(valuesOf(lines).map(({ value }) => value)).toEqual([30_72, 30_72, 30_73, -92_17])
  })

  it('keep a difference between two rates, which nobody has booked', () => {
    const [debit, credit] = valuesOf([line(0, 100_00, '0.92'), line(1, -100_00, '0.93')])
    expect((debit?.value ?? 0) + (credit?.value ?? 0)).toBe(-1_00)
  })

  it('of the same amount written in two ways are at one rate', () => {
    const lines = [line(0, 33, '0.50'), line(1, 34, '0.5'), line(2, -67, '0.500')]
    expect(valuesOf(lines).reduce((sum, { value }) => sum + value, 0)).toBe(0)
  })

  it.each([
    [line(2, 100, 'bundesbank'), 'invalid_line'],
    [line(2, 100, '0'), 'invalid_line'],
    [line(2, 100, '-1.5'), 'invalid_line'],
    [line(2, 100, 'auto', jpy), 'rate_not_found'],
    [line(2, Number.MAX_SAFE_INTEGER, '2'), 'balance_out_of_range'],
  ])('are refused at the line: %j', (each, refused) => {
    expect(valuation.values([line(0, 1, '1'), each], '2026-03-31')).toMatchObject({
      refused,
      errors: [{ pointer: '/lines/2/rate', code: refused }],
    })
  })

  it('of a balanced entry always balance, whatever the rates of its currencies', () => {
    const rate = fc.integer({ min: 1, max: 99_999_999 }).map((each) => String(each / 100_000))
    const side = fc.array(fc.integer({ min: -9_999_999, max: 9_999_999 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(side, side, rate, rate, (some, others, ofUsd, ofJpy) => {
        const balanced = (amounts: number[]) => [...amounts, -amounts.reduce((sum, each) => sum + each, 0)]
        const lines = [
          ...balanced(some).map((quantity) => ({ quantity, rate: ofUsd, unit: usd })),
          ...balanced(others).map((quantity) => ({ quantity, rate: ofJpy, unit: jpy })),
        ].map((each, index) => ({ ...each, index }))
        expect(valuesOf(lines).reduce((sum, { value }) => sum + value, 0)).toBe(0)
      }),
    )
  })
})
