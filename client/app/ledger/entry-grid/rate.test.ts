import { expect, it } from 'vitest'
import { isRate, rateOf, valueAt } from './rate.ts'

it('a rate stands behind an at sign', () => {
  expect(isRate('@0.9')).toBe(true)
  expect(isRate('0.9')).toBe(false)
  expect(rateOf('@ 0.9 ')).toBe('0.9')
})

it('makes a value that is rounded half away from zero', () => {
  expect(valueAt('100.00', '0.92155', 2)).toBe('92.16')
  expect(valueAt('100.00', '0.921549', 2)).toBe('92.15')
  expect(valueAt('0.10', '0.5', 0)).toBe('0')
  expect(valueAt('3', '2', 2)).toBe('6.00')
  expect(valueAt('1', '0.001', 2)).toBe('0.00')
})
