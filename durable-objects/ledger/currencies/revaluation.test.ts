import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Account } from '../model.ts'
import type { ResolvedLine } from '../rules.ts'
import type { FoundRate } from './finding.ts'
import {
  balancedEntries,
  differenceOf,
  opposite,
  type Position,
  type Revalued,
  revalue,
  totalsOf,
} from './revaluation.ts'

const account = (code: string): Account => ({
  ordinal: 1,
  id: `acc_${code}`,
  code,
  name: code,
  type: 'asset',
  unit: null,
  parent: null,
  sensitivity: null,
  category: 'receivable',
  isOpenItem: true,
  control: null,
  tax: null,
  isHeading: false,
  isActive: true,
})
const eur = { ordinal: 1, code: 'EUR', name: 'EUR', kind: 'currency' as const, scale: 2 }
const usd = { ...eur, ordinal: 2, code: 'USD' }
const at = (rate: string): FoundRate => ({
  from: 'USD',
  to: 'EUR',
  rate,
  way: 'direct',
  via: [],
  date: 20260331,
  ageDays: 0,
  source: 'ecb',
  legs: [],
})
const item = { sequence: 7, entry: 'je_1', line: 0, reference: 'INV-7' }
const open = (quantity: number, historical: number, revalued = 0): Position => ({
  account: account('1200'),
  unit: usd,
  item,
  quantity,
  historical,
  revalued,
})
const linesOf = (entries: readonly { lines: ResolvedLine[] }[]) => entries.flatMap(({ lines }) => lines)
const accounts = { gain: account('gain'), loss: account('loss') }

describe('a position at the rate of the day', () => {
  it.each([
    [open(100_00, 90_00), '0.95', 5_00, 'a claim that gained'],
    [open(100_00, 90_00), '0.85', -5_00, 'one that lost'],
    [open(-100_00, -90_00), '0.95', -5_00, 'a debt that grew'],
    [open(100_00, 90_00, 5_00), '0.95', 0, 'revalued already'],
    [open(100_00, 90_00, 5_00), '0.96', 1_00, 'again, at a corrected rate'],
  ])('%# has its difference', (position, rate, difference) => {
    expect(revalue(position, at(rate), eur)).toMatchObject({ difference })
  })

  it('of which nothing is open any more takes its revaluation back, and no residual with it', () => {
    expect(revalue(open(0, 0, 5_00), null, eur)).toMatchObject({
      value: 0,
      difference: -5_00,
      gain: -5_00,
      loss: 0,
    })
    expect(revalue({ ...open(0, 1_23, 5_00), item: null }, null, eur)).toMatchObject({
      value: 1_23,
      difference: -5_00,
    })
  })

  it('is refused where it is past what is exact', () => {
    expect(revalue(open(Number.MAX_SAFE_INTEGER, 0), at('1.1'), eur)).toBeUndefined()
  })
})

describe('the entries of a revaluation', () => {
  const positions = fc.array(
    fc.record({
      quantity: fc.integer({ min: -1_000_000, max: 1_000_000 }).filter((each) => each !== 0),
      historical: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      revalued: fc.integer({ min: -10_000, max: 10_000 }),
    }),
    { minLength: 1, maxLength: 40 },
  )

  it('each balance, keep the limit of lines, and leave zero with their reversals', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 3, max: 10 }), (some, linesMax) => {
        const changed = some
          .map(({ quantity, historical, revalued }) =>
            revalue(open(quantity, historical, revalued), at('0.95'), eur),
          )
          .filter((each): each is Revalued => each !== undefined && each.difference !== 0)
        const entries = balancedEntries(changed.map(differenceOf), accounts, eur, linesMax)
        expect(linesOf(entries).filter(({ quantity }) => quantity === 0)).toHaveLength(changed.length)
        for (const { lines } of entries) {
          expect(lines.length).toBeLessThanOrEqual(linesMax)
          const sum = (all: typeof lines) => all.reduce((total, { value }) => total + (value ?? 0), 0)
          expect(sum(lines)).toBe(0)
          for (const [index, line] of opposite(lines).entries())
            expect((line.value ?? 0) + (lines[index]?.value ?? 0)).toBe(0)
        }
        const { gain, loss } = totalsOf(changed)
        const booked = (code: string) =>
          linesOf(entries)
            .filter((line) => line.account.code === code)
            .reduce((total, { value }) => total + (value ?? 0), 0)
        expect([booked('gain'), booked('loss')]).toEqual([0 - gain, loss])
      }),
    )
  })
})
