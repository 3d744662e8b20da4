import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Amounts } from './contract.ts'
import { allocated, amountsFor, carried, consumed, firstExpiredFirst, mismatch, reduced } from './domain.ts'
import { Levels, NOTHING, type Reservation, totalOf } from './model.ts'
import { project, promisable } from './projection.ts'

const ITEM = 1
const MAIN = 101

/** A warehouse with 10 in place 7 (lots A: 6, B: 4) and 5 in place 8. */
const levels = () =>
  new Levels({
    onHand: (_, where) =>
      'warehouse' in where ? 15 : where.place === 8 ? 5 : where.lot ? ({ A: 6, B: 4 }[where.lot] ?? 0) : 10,
    reserved: () => 0,
  })
const wanted = (quantity: number, more: object = {}) => ({
  item: ITEM,
  allowsNegative: false,
  warehouse: MAIN,
  place: undefined,
  lot: null,
  quantity,
  isExpected: false,
  promisable: () => 0,
  ...more,
})

describe('what can be kept', () => {
  it('is what is on hand and nobody has, of the warehouse, the place and the lot', () => {
    const all = levels()
    expect(amountsFor(all, wanted(16))).toEqual({ amounts: { ...NOTHING, soft: 15 }, missing: 1 })
    all.keep(ITEM, MAIN, { ...NOTHING, soft: 12 }, 1)
    expect(amountsFor(all, wanted(5, { place: 7, lot: 'A' }))).toMatchObject({
      amounts: { soft: 0, held: [{ place: 7, lot: 'A', quantity: 3 }] },
      missing: 2,
    })
    all.keep(ITEM, MAIN, { ...NOTHING, soft: 12 }, -1)
    all.keep(ITEM, MAIN, { ...NOTHING, held: [{ place: 7, lot: null, quantity: 8 }] }, 1)
    expect(amountsFor(all, wanted(5, { place: 7, lot: 'A' })).missing).toBe(3)
    expect(amountsFor(all, wanted(5, { place: 8 })).missing).toBe(0)
  })

  it('goes on with what is expected, where that is asked for', () => {
    expect(amountsFor(levels(), wanted(20, { isExpected: true, promisable: () => 3 }))).toEqual({
      amounts: { soft: 15, expected: 3, held: [] },
      missing: 2,
    })
  })

  it('is everything where stock may go below nothing', () =>
    expect(amountsFor(levels(), wanted(99, { allowsNegative: true })).missing).toBe(0))
})

const amounts: Amounts = {
  soft: 3,
  expected: 2,
  held: [
    { place: 7, lot: 'A', quantity: 4 },
    { place: 7, lot: null, quantity: 1 },
    { place: 8, lot: null, quantity: 5 },
  ],
}

describe('a reservation of several kinds', () => {
  it('gives up what is expected first, then what lies anywhere, then the last place', () => {
    expect(reduced(amounts, 1)).toMatchObject({ expected: 1, soft: 3 })
    expect(reduced(amounts, 6)).toMatchObject({ expected: 0, soft: 0, held: { length: 3 } })
    expect(reduced(amounts, 11).held).toEqual([{ place: 7, lot: 'A', quantity: 4 }])
  })

  it('is consumed where it was picked, before anything else', () => {
    expect(consumed(amounts, { place: 7, lot: 'A', quantity: 5 })).toEqual({
      soft: 3,
      expected: 2,
      held: [{ place: 8, lot: null, quantity: 5 }],
    })
    expect(consumed(amounts, { place: 9, lot: null, quantity: 3 })).toMatchObject({ soft: 0 })
    expect(totalOf(consumed(amounts, { place: 9, lot: null, quantity: 15 }))).toBe(0)
  })

  it('goes along when its goods move within the warehouse', () => {
    expect(carried(amounts, { place: 7, lot: 'A', quantity: 5 }, 8)).toEqual({
      soft: 3,
      expected: 2,
      held: [
        { place: 8, lot: 'A', quantity: 4 },
        { place: 8, lot: null, quantity: 6 },
      ],
    })
    expect(carried(amounts, { place: 9, lot: null, quantity: 5 }, 8)).toEqual(amounts)
  })

  it('loses exactly what is taken, however much and from wherever', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 15 }),
        fc.constantFrom(7, 8, 9),
        fc.constantFrom('A', 'B', null),
        (quantity, place, lot) => {
          expect(totalOf(reduced(amounts, quantity))).toBe(15 - quantity)
          expect(totalOf(consumed(amounts, { place, lot, quantity }))).toBe(15 - quantity)
          expect(totalOf(carried(amounts, { place, lot, quantity }, 10))).toBe(15)
        },
      ),
    ))
})

describe('goods that name a reservation', () => {
  const reservation: Reservation = {
    id: 'rsv_1',
    sequence: 1,
    kind: 'soft',
    status: 'open',
    demand: { kind: 'sales-order', reference: 'SO-1' },
    item: ITEM,
    warehouse: MAIN,
    amounts,
    consumed: 0,
    neededBy: null,
    expiresAt: null,
  }
  const goods = { item: ITEM, warehouse: MAIN, place: 7, lot: null, quantity: 5 }
  it.each([
    [{ status: 'released' as const }, {}, 'reservation_settled'],
    [{}, { item: 2 }, 'reservation_mismatch'],
    [{}, { warehouse: 105 }, 'reservation_mismatch'],
    [{}, { quantity: 16 }, 'reservation_exceeded'],
    [{ kind: 'hard' as const }, { place: 9 }, 'reservation_mismatch'],
    [{ kind: 'hard' as const }, { quantity: 2 }, 'reservation_exceeded'],
  ])('%j %j are refused', (more, taken, refused) =>
    expect(mismatch({ ...reservation, ...more }, { ...goods, ...taken }, '/lines/0')).toMatchObject({
      refused,
      errors: [{ pointer: '/lines/0' }],
    }),
  )
  it('may be taken from another place than was chosen', () =>
    expect(mismatch(reservation, { ...goods, place: 9 }, '')).toBeUndefined())
})

describe('places to take it from', () => {
  const lying = (place: number, lot: string | null, expiry: string | null, quantity: number, sort = 0) => ({
    ...{ place, lot, expiry, quantity, sort },
    code: String(place),
  })
  it('are those of the lot that expires first, then in the order of the walk', () => {
    const sorted = [
      lying(1, null, null, 1),
      lying(2, 'B', '2026-05-01', 1, 2),
      lying(3, 'B', '2026-05-01', 1, 1),
      lying(4, 'A', '2026-04-01', 1, 9),
    ].sort(firstExpiredFirst)
    expect(sorted.map(({ place }) => place)).toEqual([4, 3, 2, 1])
  })

  it('give what is free in each, and the quantity in the warehouse stays as it was', () => {
    const all = levels()
    all.keep(ITEM, MAIN, { ...NOTHING, held: [{ place: 7, lot: null, quantity: 8 }] }, 1)
    all.keep(ITEM, MAIN, { ...NOTHING, soft: 6 }, 1)
    const before = { item: ITEM, warehouse: MAIN, amounts: { ...NOTHING, soft: 6 } }
    const candidates = [lying(7, 'A', '2026-04-01', 6), lying(8, null, null, 5)]
    expect(allocated(all, before, 6, candidates)).toEqual({
      amounts: {
        soft: 0,
        expected: 0,
        held: [
          { place: 7, lot: 'A', quantity: 2 },
          { place: 8, lot: null, quantity: 4 },
        ],
      },
      missing: 0,
    })
    expect(all.free(ITEM, { warehouse: MAIN })).toBe(1)
    expect(all.free(ITEM, { place: 8 })).toBe(1)
  })
})

describe('what can be promised by day', () => {
  const incoming = [
    { date: 20260601, quantity: 10 },
    { date: 20260801, quantity: 5 },
  ]
  it('never breaks an earlier promise for a later day', () => {
    expect(promisable(incoming, [], 20260531)).toBe(0)
    expect(promisable(incoming, [], 20260601)).toBe(10)
    expect(promisable(incoming, [], null)).toBe(15)
    const promised = [{ date: 20260701, quantity: 8 }]
    expect(promisable(incoming, promised, 20260601)).toBe(2)
    expect(promisable(incoming, promised, 20260801)).toBe(7)
    expect(promisable(incoming, [{ date: null, quantity: 12 }], 20260601)).toBe(3)
    expect(promisable([], promised, null)).toBe(0)
  })

  it('is shown for each day on which something comes or goes, and at the end what has no day', () => {
    const days = project({
      onHand: 4,
      available: 1,
      incoming,
      outgoing: [
        { date: 20260701, quantity: 9 },
        { date: null, quantity: 2 },
      ],
      promised: [{ date: 20260701, quantity: 8 }],
    })
    expect(days).toEqual([
      { date: 20260601, incoming: 10, outgoing: 0, onHand: 14, available: 3 },
      { date: 20260701, incoming: 0, outgoing: 9, onHand: 5, available: 3 },
      { date: 20260801, incoming: 5, outgoing: 0, onHand: 10, available: 8 },
      { date: null, incoming: 0, outgoing: 2, onHand: 8, available: 8 },
    ])
  })

  it('agrees with the projection, for any receipts and promises that hold', () => {
    const dated = fc.array(
      fc.record({
        date: fc.option(fc.integer({ min: 20260101, max: 20260110 })),
        quantity: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(dated, dated, (some, promised) => {
        const known = some.filter(({ date }) => date !== null)
        for (const { date, available } of project({
          ...{ onHand: 0, available: 0, incoming: known, outgoing: promised, promised },
        }))
          expect(promisable(known, promised, date)).toBe(Math.max(0, available))
      }),
    )
  })
})
