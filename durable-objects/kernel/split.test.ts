import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitByWeights } from './split.ts'

describe('splitting by the largest remainder', () => {
  it('gives what is left to the largest remainders', () => {
    expect(splitByWeights(15, [80, 8, 12])).toEqual([12, 1, 2])
    expect(splitByWeights(-100, [1, 1, 1])).toEqual([-34, -33, -33])
    expect(splitByWeights(0, [1, 2])).toEqual([0, 0])
  })

  it('loses nothing, and no part is off by a whole unit', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc
          .array(fc.nat(100_000_000), { minLength: 1, maxLength: 50 })
          .filter((all) => all.some((each) => each > 0)),
        (total, weights) => {
          const parts = splitByWeights(total, weights)
          expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(total))
          const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
          for (const [index, part] of parts.entries()) {
            const exact = BigInt(total) * BigInt(weights[index] as number)
            const off = BigInt(part) * sum - exact
            expect(off < sum && off > -sum).toBe(true)
          }
        },
      ),
    )
  })
})
