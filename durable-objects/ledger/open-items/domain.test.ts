import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../kernel/result.ts'
import { addDays, bucketOf, daysOverdue } from './ageing.ts'
import { type Candidate, proportion, type Settlement, settle } from './domain.ts'
import { exchangeShares, writeOffShares } from './shares.ts'
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
  dimensions: {},
  ...more,
})

const carried = (all: readonly { value: number | null }[]) =>
  all.reduce((sum, { value }) => sum + (value ?? 0), 0)

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
          expect(carried(exchangeShares(settled))).toBe(carried(settled.parts) - (settled.rest?.value ?? 0))
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

describe('what a match books', () => {
  const hamburg = { place: 'HH' }
  const bremen = { place: 'HB' }
  const settlement = (items: Candidate[], isWriteOff = false): Settlement => {
    const settled = settle(items, EUR, isWriteOff)
    if (isRefusal(settled)) throw new Error(settled.detail)
    return settled
  }

  it('is the difference of each item that is settled, under its own dimensions', () => {
    const shares = exchangeShares(
      settlement([
        candidate(10_000, { openValue: 9_000, dimensions: hamburg }),
        candidate(5_000, { openValue: 4_900, dimensions: bremen, sequence: 2 }),
        candidate(-15_000, { openValue: -14_250, sequence: 3 }),
      ]),
    )
    // Paid at 0.95: Hamburg gains 500, and Bremen loses 150.
    expect(shares).toEqual([
      { dimensions: hamburg, quantity: 0, value: -500 },
      { dimensions: bremen, quantity: 0, value: 150 },
    ])
  })

  it('is of the invoice also where it was paid in advance, and one sum where dimensions are the same', () => {
    const items = [
      candidate(-15_000, { openValue: -14_250, date: 20260101 }),
      candidate(10_000, { openValue: 9_000, dimensions: { a: '1', b: '2' } }),
      candidate(5_000, { openValue: 4_900, dimensions: { b: '2', a: '1' }, entry: 'other' }),
    ]
    expect(exchangeShares(settlement(items))).toEqual([
      { dimensions: { a: '1', b: '2' }, quantity: 0, value: -350 },
    ])
  })

  it('is a rest in proportion to what it is left of, to the last cent', () => {
    const items = [
      candidate(1_000, { dimensions: hamburg }),
      candidate(2_000, { dimensions: bremen, entry: 'other' }),
      candidate(-2_999, { sequence: 3 }),
    ]
    const settled = settlement(items, true)
    expect(writeOffShares(settled)).toEqual([{ dimensions: bremen, quantity: 1, value: 1 }])
    expect(exchangeShares(settled)).toEqual([])
  })

  it('adds up to the difference, whatever the items are', () => {
    const item = fc.record({
      openQuantity: fc.integer({ min: 1, max: 1_000_000 }),
      rate: fc.double({ min: 0.1, max: 10, noNaN: true }),
      place: fc.constantFrom('HH', 'HB', ''),
      isDebit: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), fc.boolean(), (items, isWriteOff) => {
        const settled = settle(
          items.map(({ openQuantity, rate, place, isDebit }, index) => {
            const sign = isDebit ? 1 : -1
            return candidate(sign * openQuantity, {
              openValue: sign * Math.round(openQuantity * rate),
              dimensions: place === '' ? {} : { place },
              entry: `${index}`,
              index,
            })
          }),
          EUR,
          isWriteOff,
        )
        if (isRefusal(settled)) return
        const { parts: all, rest } = settled
        expect(carried(exchangeShares(settled))).toBe(carried(all) - (rest?.value ?? 0))
        const shares = writeOffShares(settled)
        expect(carried(shares)).toBe(rest?.value ?? 0)
        expect(shares.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(rest?.quantity ?? 0)
      }),
    )
  })
})
