import { describe, expect, it } from 'vitest'
import { compare, isNegative, isZero, negate, padScale, subtract, sum, sumOfSeen } from './decimal.ts'

describe('decimals are exact', () => {
  it('a sum of which a part is hidden is hidden', () => {
    expect(sumOfSeen(['0.10', '0.20'])).toBe('0.30')
    expect(sumOfSeen(['0.10', null])).toBeNull()
  })

  it('adds what floats cannot', () => {
    expect(sum(['0.10', '0.20'])).toBe('0.30')
    expect(sum(['90071992547409.91', '90071992547409.91'])).toBe('180143985094819.82')
    expect(sum(['0.000000000000000001', '1'])).toBe('1.000000000000000001')
  })

  it('keeps the longest scale, and zero decimals stay zero', () => {
    expect(sum(['1', '2'])).toBe('3')
    expect(sum(['1', '2.5', '0.25'])).toBe('3.75')
    expect(sum([])).toBe('0')
  })

  it('subtracts across zero', () => {
    expect(subtract('1.00', '2.50')).toBe('-1.50')
    expect(subtract('-0.05', '-0.10')).toBe('0.05')
  })

  it('has one zero', () => {
    expect(negate('0.00')).toBe('0.00')
    expect(negate(negate('-3.10'))).toBe('-3.10')
    expect(isZero('-0.00')).toBe(true)
    expect(isNegative('-0.00')).toBe(false)
  })

  it('compares by value, not by text', () => {
    expect(compare('10', '9.99')).toBe(1)
    expect(compare('1.0', '1.00')).toBe(0)
    expect(compare('-2', '1')).toBe(-1)
  })

  it('pads to a scale without ever cutting', () => {
    expect(padScale('5', 2)).toBe('5.00')
    expect(padScale('5.1', 2)).toBe('5.10')
    expect(padScale('5.123', 2)).toBe('5.123')
  })
})
