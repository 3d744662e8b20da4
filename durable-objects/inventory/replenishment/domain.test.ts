import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rule } from './contract.ts'
import { type Levels, propose, times, usedIn } from './domain.ts'

const rule = (more: Partial<Rule>): Rule => ({
  ...{ method: 'min-max', safety: 0, leadDays: 0, unit: 'pcs', multiple: '1', multipleSteps: 1 },
  ...more,
})
const NOTHING: Levels = { onHand: 0, reserved: 0, promised: 0, incoming: 0, onTheWay: 0, used: 0 }

describe('what is proposed', () => {
  it('fills up to the maximum, once what is left falls below the minimum', () => {
    const filled = (onHand: number) =>
      propose(rule({ minimum: 20, maximum: 100 }), { ...NOTHING, onHand }).quantity
    expect([filled(20), filled(19), filled(0), filled(-5)]).toEqual([0, 81, 100, 105])
  })

  it('counts what is reserved, promised, announced and on the way', () => {
    const levels = { onHand: 50, reserved: 30, promised: 10, incoming: 5, onTheWay: 2, used: 0 }
    expect(propose(rule({ minimum: 20, maximum: 20 }), levels)).toMatchObject({ projected: 17, missing: 3 })
  })

  it('comes in whole multiples', () => {
    const boxes = rule({ method: 'reorder-point', point: 30, safety: 5, unit: 'box', multipleSteps: 12 })
    expect(propose(boxes, { ...NOTHING, onHand: 34 })).toEqual({
      ...{ projected: 34, point: 35, target: 35, missing: 1, quantity: 12 },
    })
  })

  it('follows what was used', () => {
    const auto = rule({ method: 'auto', leadDays: 14, lookBackDays: 90, coverDays: 30, safety: 5 })
    // 100 in 90 days: 15.6 in 14 days, 33.3 in 30 days, each rounded up.
    expect(propose(auto, { ...NOTHING, onHand: 20, used: 100 })).toMatchObject({
      point: 21,
      target: 55,
      quantity: 35,
    })
    expect(propose(auto, { ...NOTHING, onHand: 5, used: -3 })).toMatchObject({
      point: 5,
      target: 5,
      quantity: 0,
    })
  })

  it('is enough, and never a multiple too much', () => {
    const steps = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(
        steps,
        steps,
        steps,
        steps,
        fc.integer({ min: 1, max: 500 }),
        (onHand, reserved, minimum, more, multipleSteps) => {
          const of = rule({ minimum, maximum: minimum + more, multipleSteps })
          const { projected, quantity, point, target } = propose(of, { ...NOTHING, onHand, reserved })
          expect(quantity % multipleSteps).toBe(0)
          if (projected >= point) expect(quantity).toBe(0)
          else {
            expect(projected + quantity).toBeGreaterThanOrEqual(target)
            expect(projected + quantity - multipleSteps).toBeLessThan(target)
          }
        },
      ),
    )
  })
})

it('use is exact where numbers are large', () => {
  expect(usedIn(365, 9_000_000_000_000_000, 365)).toBe(9_000_000_000_000_000)
  expect(usedIn(0, 100, 90)).toBe(0)
})

it('multiples are written without an end of zeros', () => {
  expect([times('1', 12), times('0.5', 3), times('2.50', 4), times('1.25', 0), times('10', 10)]).toEqual([
    ...['12', '1.5', '10', '0', '100'],
  ])
})
