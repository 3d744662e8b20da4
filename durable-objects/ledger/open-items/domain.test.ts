import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../kernel/result.ts'
import { addDays, bucketOf, daysOverdue } from './ageing.ts'
import { type Candidate, carryingDifference, proportion, type Settlement, settle } from './domain.ts'
import { type Suggestible, suggestMatches } from './suggest.ts'

const EUR = { code: 'EUR', scale: 2 }

const candidate = (openQuantity: number, more: Partial<Candidate> = {}): Candidate => ({
  index: 0,
  entry: `je_${openQuantity}`,
  line: 0,
  date: 20260110,
  sequence: 1,
  unit: 'EUR',
  openQuantity,
  openValue: openQuantity,
  openFrom: 0,
  ...more,
})

const parts = (settled: ReturnType<typeof settle>) => {
  if (isRefusal(settled)) throw new Error(settled.detail)
  return settled.parts.map(({ item, quantity, value }) => [item.entry, quantity, value])
}

describe('a match', () => {
  it('takes as much as possible, the oldest first', () => {
    const items = [
      candidate(5_000, { entry: 'late', date: 20260301 }),
      candidate(10_000, { entry: 'early', date: 20260101 }),
      candidate(-12_000, { entry: 'paid', date: 20260401 }),
    ]
    expect(parts(settle(items, EUR, false))).toEqual([
      ['early', 10_000, 10_000],
      ['late', 2_000, 2_000],
      ['paid', -12_000, -12_000],
    ])
  })

  it('takes given amounts as they are, and lets the others make up for them', () => {
    const items = [
      candidate(5_000, { entry: 'a', wanted: 1_000 }),
      candidate(10_000, { entry: 'b' }),
      candidate(-12_000, { entry: 'paid', wanted: 8_000 }),
    ]
    expect(parts(settle(items, EUR, false))).toEqual([
      ['a', 1_000, 1_000],
      ['b', 7_000, 7_000],
      ['paid', -8_000, -8_000],
    ])
  })

  it('counts from the latest date of its items, and after an earlier match of one was taken back', () => {
    const items = [candidate(100, { date: 20260105 }), candidate(-100, { openFrom: 20260301 })]
    expect(settle(items, EUR, false)).toMatchObject({ earliest: 20260301 })
  })

  it.each([
    ['items_differ_in_unit', [candidate(100), candidate(-100, { unit: 'USD' })], false],
    ['open_item_settled', [candidate(0), candidate(-100)], false],
    ['amount_exceeds_open', [candidate(100, { wanted: 101 }), candidate(-100)], false],
    ['amount_exceeds_open', [candidate(100, { wanted: -1 }), candidate(-100)], false],
    ['items_differ_in_unit', [candidate(100), candidate(-100, { openValue: null })], false],
    ['nothing_to_match', [candidate(100), candidate(200)], false],
    ['items_do_not_cancel', [candidate(100, { wanted: 60 }), candidate(-100, { wanted: 70 })], false],
    ['items_do_not_cancel', [candidate(100), candidate(-150, { wanted: 120 })], false],
    ['write_off_not_needed', [candidate(100), candidate(-100)], true],
    ['write_off_too_large', [candidate(100, { openValue: null })], true],
  ] as const)('is refused with %s', (code, items, isWriteOff) => {
    expect(settle(items, EUR, isWriteOff)).toMatchObject({ refused: code })
  })

  it('settles what is carried at another value without leaving any of it', () => {
    const item = fc.record({
      quantity: fc.integer({ min: 1, max: 10 ** 9 }),
      value: fc.integer({ min: 0, max: 10 ** 9 }),
    })
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 6 }),
        fc.array(item, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (debits, credits, isWriteOff) => {
          const items = [
            ...debits.map(({ quantity, value }, at) =>
              candidate(quantity, { entry: `d${at}`, sequence: at, openValue: value }),
            ),
            ...credits.map(({ quantity, value }, at) =>
              candidate(-quantity, { entry: `c${at}`, sequence: at, openValue: -value }),
            ),
          ]
          const settled = settle(items, EUR, isWriteOff)
          if (isRefusal(settled)) {
            expect(settled.refused).toBe('write_off_not_needed')
            return
          }
          const sum = (settled as Settlement).parts.reduce((total, { quantity }) => total + quantity, 0)
          expect(sum).toBe(settled.rest?.quantity ?? 0)
          expect(Number.isSafeInteger(carryingDifference(settled.parts))).toBe(true)
          for (const { item: of, quantity, value } of settled.parts) {
            expect(Math.abs(quantity)).toBeLessThanOrEqual(Math.abs(of.openQuantity))
            if (quantity === of.openQuantity) expect(value).toBe(of.openValue)
          }
        },
      ),
    )
  })

  it('rounds a share of a value once, half away from zero', () => {
    expect([
      proportion(5, 1, 2),
      proportion(-5, -1, -2),
      proportion(5, -1, -2),
      proportion(-5, 1, 2),
    ]).toEqual([3, -3, 3, -3])
    expect(proportion(9_007_199_254_740_991, 9_007_199_254_740_990, 9_007_199_254_740_991)).toBe(
      9_007_199_254_740_990,
    )
  })
})

describe('the age of an item', () => {
  it('is counted in days of the calendar, over leap years', () => {
    expect(addDays(20240301, -1)).toBe(20240229)
    expect(addDays(20261231, 1)).toBe(20270101)
    expect(daysOverdue(20240228, 20240301)).toBe(2)
    expect([-5, 0, 1, 30, 31, 60, 61, 90, 91].map(bucketOf)).toEqual([
      'not-due',
      'not-due',
      '1-30',
      '1-30',
      '31-60',
      '31-60',
      '61-90',
      '61-90',
      'over-90',
    ])
  })
})

describe('suggestions', () => {
  const item = (open: number, at: number, reference: string | null = null): Suggestible => ({
    line: 0,
    sequence: at,
    date: 20260101 + at,
    open,
    reference,
  })
  const found = (items: Suggestible[]) =>
    suggestMatches(items, EUR).map(({ reason, cancels, items: chosen }) => [
      reason,
      cancels,
      chosen.map(({ item: { sequence }, amount }) => `${sequence}:${amount}`).join(' '),
    ])

  it('come by reference before amount before sum, and share no item', () => {
    const items = [
      item(100, 1, 'R-1'),
      item(100, 2),
      item(-100, 3, 'r-1'),
      item(-100, 4),
      item(30, 5),
      item(70, 6),
      item(11, 7),
      item(-111, 8),
    ]
    expect(found(items)).toEqual([
      ['reference', true, '1:100 3:100'],
      ['amount', true, '2:100 4:100'],
      ['sum', true, '8:111 5:30 6:70 7:11'],
    ])
  })

  it('take as much of the larger side as there is', () => {
    expect(found([item(100, 1, 'R'), item(-60, 2, 'R')])).toEqual([['reference', false, '1:60 2:60']])
  })

  it('always cancel, never take more than is open, and never name an item twice', () => {
    const random = fc.record({
      open: fc.integer({ min: -9, max: 9 }).filter((open) => open !== 0),
      reference: fc.constantFrom(null, 'a', 'b'),
    })
    fc.assert(
      fc.property(fc.array(random, { maxLength: 40 }), (rows) => {
        const items = rows.map(({ open, reference }, at) => item(open, at, reference))
        const suggestions = suggestMatches(items, EUR)
        expect(suggestMatches(items, EUR)).toEqual(suggestions)
        const seen = new Set<number>()
        for (const { items: chosen } of suggestions) {
          expect(chosen.reduce((sum, { item: { open }, amount }) => sum + Math.sign(open) * amount, 0)).toBe(
            0,
          )
          for (const { item: each, amount } of chosen) {
            expect(amount).toBeLessThanOrEqual(Math.abs(each.open))
            expect(seen.has(each.sequence)).toBe(false)
            seen.add(each.sequence)
          }
        }
      }),
    )
  })
})
