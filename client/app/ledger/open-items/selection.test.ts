import { describe, expect, it } from 'vitest'
import { amountProblem, type Chosen, restOf, sumsOf } from './selection.ts'

const item = (side: Chosen['side'], openAmount: string, more: Partial<Chosen> = {}): Chosen => ({
  entry: 'je_1',
  line: 0,
  voucher: 'GJ 1',
  effectiveDate: '2026-01-01',
  reference: null,
  unit: 'EUR',
  side,
  openAmount,
  ...more,
})

describe('sums of a selection', () => {
  it('are of both sides, with what is taken of an item', () => {
    const chosen = [
      item('debit', '100.00'),
      item('debit', '50.00', { amount: '20.00' }),
      item('credit', '110.00'),
    ]
    expect(sumsOf(chosen)).toEqual({
      unit: 'EUR',
      debit: '120.00',
      credit: '110.00',
      difference: '10.00',
      isMatchable: true,
    })
  })

  it('need both sides and one unit', () => {
    expect(sumsOf([item('debit', '100.00')]).isMatchable).toBe(false)
    const mixed = sumsOf([item('debit', '1.00'), item('credit', '1.00', { unit: 'USD' })])
    expect(mixed).toMatchObject({ unit: undefined, isMatchable: false })
  })

  it('say on which side a rest stays', () => {
    expect(restOf('-3.50')).toEqual({ side: 'credit', amount: '3.50' })
    expect(restOf('3.50')).toEqual({ side: 'debit', amount: '3.50' })
  })
})

it('takes no more of an item than is open', () => {
  expect(amountProblem(item('debit', '10.00', { amount: '10.01' }))).toBe('Less than that is open.')
  expect(amountProblem(item('debit', '10.00', { amount: '0' }))).toBe('Write an amount above zero.')
  expect(amountProblem(item('debit', '10.00', { amount: '-1' }))).toBe('Write an amount above zero.')
  expect(amountProblem(item('debit', '10.00', { amount: '9.99' }))).toBeUndefined()
})
