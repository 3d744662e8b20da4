import { expect, it } from 'vitest'
import { conversionText, formatQuantity, fractionOf } from './format.ts'

it('a quantity has no decimals that say nothing', () => {
  expect(formatQuantity('12.500')).toBe('12.5')
  expect(formatQuantity('12.000')).toBe('12')
  expect(formatQuantity('1200')).toBe('1,200')
  expect(formatQuantity('-0.250')).toBe('-0.25')
})

it('a conversion is told in whole numbers', () => {
  const text = (numerator: number, denominator: number) =>
    conversionText({ code: 'box', numerator, denominator }, 'pcs').replaceAll('\u00a0', ' ')
  expect(text(12, 1)).toBe('1 box = 12 pcs')
  expect(text(1, 3)).toBe('3 box = 1 pcs')
})

it.each([
  ['12', 12, 1],
  ['0.25', 1, 4],
  ['1/3', 1, 3],
  [' 2.5 / 10 ', 1, 4],
  ['453.59237', 45_359_237, 100_000],
])('%s is a fraction in lowest terms', (text, numerator, denominator) => {
  expect(fractionOf(text)).toEqual({ numerator, denominator })
})

it.each(['', '0', '-1', '1/0', '1/2/3', 'twelve', '1//2'])('"%s" is no factor', (text) => {
  expect(fractionOf(text)).toBeUndefined()
})
