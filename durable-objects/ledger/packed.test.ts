import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../kernel/limits.ts'
import type { HolderMonths } from './month-sums.ts'
import { A_MOVEMENT, packMonths, packMovements, unpackMonths, unpackMovements } from './packed.ts'

const ordinal = fc.integer({ min: 1, max: 100_000 })
const amount = fc.integer({ min: -LIMITS.minorUnitsMax, max: LIMITS.minorUnitsMax })
const sum = fc.integer({ min: 0, max: LIMITS.minorUnitsMax })
const movement = fc.tuple(
  fc.integer({ min: 0, max: 5_000 }),
  ordinal,
  ordinal,
  fc.integer({ min: 19000101, max: 29991231 }),
  amount,
  fc.option(amount),
)

describe('packed movements', () => {
  it('are what was packed, of any part of the log', () => {
    fc.assert(
      fc.property(fc.array(movement), fc.nat(50_000), fc.nat(50_000), (moves, one, other) => {
        let sequence = 1
        const all = moves.map(([step, ...rest]) => {
          sequence += step
          return [sequence, ...rest] as const
        })
        const [after, upTo] = [Math.min(one, other), Math.max(one, other)]
        const flat = all.flatMap((each) => each.map((number) => number ?? Number.NaN))
        expect(flat).toHaveLength(all.length * A_MOVEMENT)
        const unpacked: unknown[] = []
        unpackMovements(packMovements(flat), after, upTo, (...each) => unpacked.push(each))
        expect(unpacked).toEqual(all.filter(([at]) => at > after && at <= upTo).map((each) => [...each]))
      }),
    )
  })
})

describe('packed months', () => {
  const month = fc
    .tuple(fc.integer({ min: 1900, max: 2999 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, number]) => year * 100 + number)
  const holder = fc
    .record({
      account: ordinal,
      unit: ordinal,
      months: fc.uniqueArray(month),
      sums: fc.array(sum, { minLength: 4, maxLength: 4 }),
    })
    .map(({ months, sums, ...of }): HolderMonths => {
      return { ...of, months: months.sort((a, b) => a - b), sums: months.flatMap(() => sums) }
    })

  it('are what was packed, in however many parts', () => {
    fc.assert(
      fc.property(fc.array(holder), fc.integer({ min: 1, max: 500 }), (holders, bytesMax) => {
        const parts = [...packMonths(holders, bytesMax)]
        expect(parts.flatMap((part) => [...unpackMonths(part)])).toEqual(holders)
      }),
    )
  })
})
