import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chained, convert, convertTogether, meanOf, parseRate } from './decimals.ts'

describe('a rate', () => {
  it.each([
    ['1.0852', '1.0852'],
    ['1.1000', '1.1'],
    ['160', '160'],
    ['0.000000000000001', '0.000000000000001'],
    ['0', undefined],
    ['0.00', undefined],
    ['-1', undefined],
    ['1,08', undefined],
    ['1e3', undefined],
    ['.5', undefined],
    ['01', undefined],
    ['0.0000000000000001', undefined],
    ['1234567890123456', undefined],
    ['auto', undefined],
    ['', undefined],
  ])('%s is %s', (text, rate) => expect(parseRate(text)).toBe(rate))

  it('that is derived has 15 digits, and one that was recorded all it has', () => {
    expect(chained([{ rate: '3', isInverse: true }])).toBe('0.333333333333333')
    expect(chained([{ rate: '1.0852', isInverse: false }])).toBe('1.0852')
    expect(meanOf(['1', '1', '2'])).toBe('1.33333333333333')
  })
})

describe('money at a rate', () => {
  const cents = { from: 2, to: 2 }
  it.each([
    [100_00, '0.92155', cents, 92_16, 'half a cent goes up'],
    [-100_00, '0.92155', cents, -92_16, 'away from zero'],
    [100_00, '0.921549', cents, 92_15, 'less than half down'],
    [1_00, '162.5', { from: 2, to: 0 }, 163, 'to whole yen'],
    [163, '0.006153', { from: 0, to: 2 }, 1_00, 'and from them'],
    [1, '0.1', cents, 0, 'to nothing'],
    [1_0000, '220.5', { from: 4, to: 2 }, 220_50, 'from a fund of four decimals'],
  ])('%d at %s', (minor, rate, scales, expected) => expect(convert(minor, rate, scales)).toBe(expected))

  it('is refused where it would not be exact', () => {
    expect(convert(Number.MAX_SAFE_INTEGER, '1.1', cents)).toBeUndefined()
    expect(convertTogether([Number.MAX_SAFE_INTEGER, 1], '1.1', cents)).toBeUndefined()
  })

  it('that balances before balances after, and each value is within one minor unit of the exact one', () => {
    const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
    const rate = fc.integer({ min: 1, max: 99_999_999 }).map((each) => String(each / 100_000))
    fc.assert(
      fc.property(
        amounts,
        rate,
        fc.constantFrom(cents, { from: 2, to: 0 }, { from: 0, to: 3 }),
        (some, at, scales) => {
          const sum = some.reduce((total, each) => total + each, 0)
          const balanced = [...some, -sum]
          const values = convertTogether(balanced, at, scales) as number[]
          expect(values.reduce((total, each) => total + each, 0)).toBe(0)
          for (const [index, minor] of balanced.entries()) {
            const exact = minor * Number(at) * 10 ** (scales.to - scales.from)
            expect(Math.abs((values[index] as number) - exact)).toBeLessThan(1.000001)
          }
        },
      ),
    )
  })

  it('in parts comes to the rounded value of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 9 }), (parts) => {
        const values = convertTogether(parts, '0.92155', cents) as number[]
        const whole = parts.reduce((total, each) => total + each, 0)
        expect(values.reduce((total, each) => total + each, 0)).toBe(convert(whole, '0.92155', cents))
      }),
    )
  })
})
