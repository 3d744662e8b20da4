import { expect, it } from 'vitest'
import { chosenOf, costErrorsOf, receiptsOf } from './chosen.ts'

const lines = new Map([
  ['a', 3],
  ['b', 1],
])

it('names a receipt as a whole, or the lines that stay of it', () => {
  const chosen = [{ ...chosenOf('a'), left: new Set([1]) }, chosenOf('b')]
  expect(receiptsOf(chosen, lines, false).receipts).toEqual([
    { receipt: 'a', line: 0 },
    { receipt: 'a', line: 2 },
    { receipt: 'b' },
  ])
})

it('gives amounts to the lines that have one, and finds refusals again', () => {
  const chosen = [{ ...chosenOf('a'), amounts: { 2: '12.50' } }, chosenOf('b')]
  const { receipts, parts } = receiptsOf(chosen, lines, true)
  expect(receipts).toEqual([{ receipt: 'a', line: 2, amount: '12.50' }])
  const fields = new Map([
    ['/receipts/0/amount', 'Too much.'],
    ['/amount', 'Missing.'],
  ])
  const errors = costErrorsOf({ fields, general: undefined }, parts)
  expect(errors.parts.get('a/2')).toBe('Too much.')
  expect(errors.header.get('amount')).toBe('Missing.')
})
