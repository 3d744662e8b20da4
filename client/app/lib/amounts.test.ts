import { describe, expect, it } from 'vitest'
import { decimalMarkOfBlock, editableAmount, formatAmount, parseAmount } from './amounts.ts'

describe('an amount is shown in the locale of its reader', () => {
  it.each([
    ['1234567.50', 'en', '1,234,567.50'],
    ['1234567.50', 'de', '1.234.567,50'],
    ['1234567.50', 'hi-IN', '12,34,567.50'],
    ['-0.05', 'en', '-0.05'],
    ['7', 'en', '7'],
  ])('%s in %s is %s', (text, locale, shown) => {
    expect(formatAmount(text, locale)).toBe(shown)
  })

  it('keeps digits that a float would lose', () => {
    expect(formatAmount('90071992547409.93', 'en')).toBe('90,071,992,547,409.93')
    expect(formatAmount('0.123456789012345678', 'en')).toBe('0.123456789012345678')
  })

  it('is edited without grouping, with the decimal mark of the locale', () => {
    expect(editableAmount('1234.50', 'de')).toBe('1234,50')
    expect(editableAmount('not a number', 'de')).toBe('not a number')
  })
})

describe('an amount is read as people write it', () => {
  it.each([
    ['1,234.50', 'en', '1234.50'],
    ['1.234,50', 'de', '1234.50'],
    ['1 234,50', 'fr', '1234.50'],
    ["1'234.50", 'de-CH', '1234.50'],
    ['12,34,567.50', 'en-IN', '1234567.50'],
    ['1,234', 'en', '1234'],
    ['1,234', 'de', '1.234'],
    ['1.234', 'de', '1234'],
    ['12,5', 'en', '12.5'],
    ['1.234.567', 'en', '1234567'],
    ['0,123', 'en', '0.123'],
    ['€ 12.00', 'en', '12.00'],
    ['12.00 EUR', 'en', '12.00'],
    ['(12.00)', 'en', '-12.00'],
    ['12.00-', 'en', '-12.00'],
    ['−12', 'en', '-12'],
    ['.5', 'en', '0.5'],
    ['5.', 'en', '5'],
    ['007', 'en', '7'],
  ])('%s typed in %s is %s', (typed, locale, read) => {
    expect(parseAmount(typed, locale)).toBe(read)
  })

  it.each(['', 'abc', '1.2.3', '1,23,4', '1,234.5,6', '--5', 'EUR', '.', '1e5'])(
    '%j is no amount',
    (typed) => {
      expect(parseAmount(typed, 'en')).toBeUndefined()
    },
  )

  it('reads a block of a sheet with one decimal mark', () => {
    const block = ['1.000', '2.500', '12,50']
    expect(decimalMarkOfBlock(block)).toBe(',')
    expect(decimalMarkOfBlock(['1.000', 'Rent'])).toBeUndefined()
    expect(parseAmount('1.000', 'en', ',')).toBe('1000')
  })
})
