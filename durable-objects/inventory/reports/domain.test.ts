import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aged, averageValue, dayNumber, ratio } from './domain.ts'

describe('ages', () => {
  const layers = [
    { rootDate: 20260101, quantity: 3, value: undefined },
    { rootDate: 20260120, quantity: 4, value: undefined },
    { rootDate: 20260131, quantity: 3, value: undefined },
  ]

  it('count the day itself as nothing, and the last day of a bucket in it', () => {
    const { buckets } = aged(layers, { quantity: 10, value: 1_000 }, [0, 11], 20260131)
    expect(buckets.map(({ quantity }) => quantity)).toEqual([3, 4, 3])
  })

  it('give goods without a value of their own shares that sum to what they are worth together', () => {
    const { buckets } = aged(layers, { quantity: 10, value: 1_001 }, [0, 11], 20260131)
    expect(buckets.map(({ value }) => value)).toEqual([300, 401, 300])
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ quantity: fc.integer({ min: 1, max: 99 }), age: fc.integer({ min: 1, max: 28 }) }),
          {
            minLength: 1,
          },
        ),
        fc.integer({ min: -99_999, max: 99_999 }),
        (goods, value) => {
          const own = goods.map(({ quantity, age }) => ({
            rootDate: 20260100 + age,
            quantity,
            value: undefined,
          }))
          const quantity = goods.reduce((sum, each) => sum + each.quantity, 0)
          const { buckets } = aged(own, { quantity, value }, [3, 9], 20260131)
          expect(buckets.reduce((sum, each) => sum + each.value, 0)).toBe(value)
          expect(buckets.reduce((sum, each) => sum + each.quantity, 0)).toBe(quantity)
        },
      ),
    )
  })

  it('are none of what left before it came', () => {
    const { negative, buckets } = aged(
      [{ rootDate: 20260101, quantity: -2, value: -50 }],
      { quantity: -2, value: -50 },
      [30],
      20260131,
    )
    expect(negative).toEqual({ quantity: -2, value: -50 })
    expect(buckets.every(({ quantity }) => quantity === 0)).toBe(true)
  })
})

describe('the mean over a period', () => {
  it('weighs each value with its days, and counts a change from its own day on', () => {
    expect(averageValue(100, [], 20260101, 20260131)).toBe(100)
    expect(averageValue(0, [{ date: 20260301, value: 300 }], 20260227, 20260302)).toBe(150)
    expect(averageValue(0, [{ date: 20260101, value: -1 }], 20260101, 20260102)).toBe(-1)
  })

  it('is exact where sums pass 2^53', () => {
    const value = Number.MAX_SAFE_INTEGER
    expect(averageValue(value, [], 20250101, 20261231)).toBe(value)
  })

  it('knows leap days', () => expect(dayNumber(20280301) - dayNumber(20280228)).toBe(2))
})

describe('a ratio', () => {
  it('has two decimals, and is none of nothing', () => {
    expect(ratio(1, 1, 3)).toBe('0.33')
    expect(ratio(-5, 1, 100)).toBe('-0.05')
    expect(ratio(8_600, 10, 4_000)).toBe('21.50')
    expect(ratio(1, 1, 0)).toBeNull()
  })
})
