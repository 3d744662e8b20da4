import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Rate, take } from './rate.ts'

const rate: Rate = { burst: 3, everyMs: 100 }

/** Takes at each of the times and says which were allowed. */
function taking(of: Rate, times: readonly number[]): boolean[] {
  let arrivalMs = 0
  return times.map((nowMs) => {
    const taken = take(arrivalMs, of, nowMs)
    arrivalMs = taken.arrivalMs
    return taken.isAllowed
  })
}

describe('a rate', () => {
  it('allows its burst at once, then one for each interval', () => {
    expect(taking(rate, [1_000, 1_000, 1_000, 1_000, 1_099, 1_100, 1_100, 1_200])).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
      false,
      true,
    ])
  })

  it('says when the next one may come, and that is when it may', () => {
    const spent = [1_000, 1_000, 1_000].reduce((arrivalMs) => take(arrivalMs, rate, 1_000).arrivalMs, 0)
    const refused = take(spent, rate, 1_030)
    expect(refused).toEqual({ isAllowed: false, arrivalMs: spent, remaining: 0, retryAfterMs: 70 })
    expect(take(spent, rate, 1_100).isAllowed).toBe(true)
    expect(take(spent, rate, 1_099).isAllowed).toBe(false)
  })

  it('is full again after a quiet time', () => {
    expect(take(0, rate, 5_000).remaining).toBe(2)
    expect(taking(rate, [0, 0, 0, 10_000, 10_000, 10_000, 10_000])).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ])
  })

  it('never allows more than burst and time together give, however the requests come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(
        gaps,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 500 }),
        (waits, burst, everyMs) => {
          let nowMs = 1_000
          const times = waits.map((wait) => (nowMs += wait))
          const allowed = taking({ burst, everyMs }, times).filter(Boolean).length
          const passedMs = (times.at(-1) as number) - (times[0] as number)
          expect(allowed).toBeLessThanOrEqual(burst + passedMs / everyMs)
        },
      ),
    )
  })
})
