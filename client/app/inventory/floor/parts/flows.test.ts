import { describe, expect, it } from 'vitest'
import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'
import type { ReservationView } from '../../../../../durable-objects/inventory/reservations/contract.ts'
import { type Counting, scannedInCounting, stepOfCounting } from '../count/counting.ts'
import type { Entry } from '../outbox/entry.ts'
import { capturedSince, ordersOf, withoutCaptured } from '../pick/orders.ts'
import {
  beginPicking,
  type Picking,
  pickedInput,
  scannedInPicking,
  stepOfPicking,
  taken,
} from '../pick/picking.ts'
import { planPick, type Stocked } from '../pick/planning.ts'
import { type Receiving, scannedInReceiving, stepOfReceiving } from '../receive/receiving.ts'
import type { Scan, ScannedGoods } from '../scanner/reading.ts'
import { goodsInput } from './goods.ts'
import { finished, problemOfQuantity, stepsOf, textOf, typed } from './quantities.ts'

const item = (code: string, more: Partial<ScannableItem> = {}): ScannableItem => ({
  ...{ id: `itm_${code}`, code, name: code, unit: 'pcs', scale: 0, tracking: 'none', hasExpiry: false },
  ...{ units: [{ code: 'box', numerator: 12, denominator: 1 }], barcodes: [] },
  ...more,
})
const BEANS = item('BEANS')
const MILK = item('MILK', { tracking: 'lot', hasExpiry: true })
const GRINDER = item('GRINDER', { tracking: 'serial', units: [] })

const goods = (of: ScannableItem, more: Partial<ScannedGoods> = {}): Scan => ({
  ...{ kind: 'goods', item: of, unit: of.unit, lot: null, serial: null, expiry: null, quantity: null },
  ...more,
})
const place = (code: string): Scan => ({ kind: 'place', code })

describe('quantities', () => {
  it.each([
    ['2', 'box', 24n],
    ['12', 'pcs', 12n],
    ['0.5', 'box', 6n],
    ['0.3', 'box', undefined],
    ['1.5', 'pcs', undefined],
    ['1', 'kg', undefined],
    ['-1', 'pcs', undefined],
  ])('%s %s are %s steps', (quantity, unit, steps) => {
    expect(stepsOf(BEANS, quantity, unit)).toBe(steps)
  })

  it('are written without zeros that say nothing', () => {
    expect(textOf({ scale: 3 }, 1_250n)).toBe('1.25')
    expect(textOf({ scale: 3 }, 5n)).toBe('0.005')
    expect(textOf({ scale: 0 }, 70n)).toBe('70')
  })

  it('are typed key by key', () => {
    expect([...'12.5'].reduce(typed, '')).toBe('12.5')
    expect([...'.5'].reduce(typed, '')).toBe('0.5')
    expect([...'0', '7', '⌫', '3'].reduce(typed, '')).toBe('3')
    expect([...'1..2'].reduce(typed, '')).toBe('1.2')
    expect(finished('12.')).toBe('12')
  })

  it('say what is wrong', () => {
    expect(problemOfQuantity(BEANS, '', 'pcs', false)).toBeDefined()
    expect(problemOfQuantity(BEANS, '0', 'pcs', false)).toBeDefined()
    expect(problemOfQuantity(BEANS, '0', 'pcs', true)).toBeUndefined()
    expect(problemOfQuantity(BEANS, '1.5', 'pcs', false)).toContain('1 pcs')
  })
})

describe('receiving', () => {
  const known = { isStorage: (code: string) => code === 'MAIN/A' }
  const empty: Receiving = {
    id: 'stk_1',
    reference: 'PO-7',
    party: null,
    warehouse: 'MAIN',
    lines: [],
    goods: null,
  }
  const scanAll = (state: Receiving, ...scans: Scan[]) =>
    scans.reduce((now, scan) => scannedInReceiving(now, scan, known).state, state)
  const verdict = (state: Receiving, scan: Scan) => scannedInReceiving(state, scan, known).verdict

  it('one GS1 barcode says item, number, lot and expiry: the place is all that is left', () => {
    const scanned = scanAll(empty, goods(MILK, { lot: 'L-7', expiry: '2027-08-31', quantity: '24' }))
    expect(stepOfReceiving(scanned)).toBe('quantity')
    expect(scanned.goods?.proposed).toBe('24')
    const said = { ...scanned, goods: scanned.goods && { ...scanned.goods, quantity: '24' } }
    expect(stepOfReceiving(said)).toBe('place')
    const put = scanAll(said, place('MAIN/A'))
    expect(put.lines.map((line) => ({ ...goodsInput(line), to: line.place }))).toEqual([
      { item: 'itm_MILK', quantity: '24', unit: 'pcs', lot: 'L-7', expiry: '2027-08-31', to: 'MAIN/A' },
    ])
    expect(stepOfReceiving(put)).toBe('item')
  })

  it('without it lot and expiry are asked, one after the other', () => {
    const counted = scanAll(empty, goods(MILK))
    const said = { ...counted, goods: counted.goods && { ...counted.goods, quantity: '1' } }
    expect(stepOfReceiving(said)).toBe('lot')
    const withLot = scanAll(said, { kind: 'unknown', text: 'SUPPLIER-LOT' })
    expect(withLot.goods?.lot).toBe('SUPPLIER-LOT')
    expect(stepOfReceiving(withLot)).toBe('expiry')
  })

  it('the same barcode again is one more', () => {
    expect(scanAll(empty, goods(BEANS), goods(BEANS), goods(BEANS)).goods?.proposed).toBe('3')
  })

  it('serial numbers are scanned one by one, none twice', () => {
    const two = scanAll(empty, goods(GRINDER, { serial: 'S1' }), { kind: 'unknown', text: 'S2' })
    expect(two.goods?.serials).toEqual(['S1', 'S2'])
    expect(verdict(two, goods(GRINDER, { serial: 'S1' }))).toMatchObject({ isGood: false, word: 'Twice' })
    expect(goodsInput({ ...(two.goods as NonNullable<Receiving['goods']>), areSerialsAll: true })).toEqual({
      item: 'itm_GRINDER',
      serials: ['S1', 'S2'],
    })
  })

  it('what is wrong is refused, and changes nothing', () => {
    const inHand = scanAll(empty, goods(BEANS))
    const atPlace = { ...inHand, goods: inHand.goods && { ...inHand.goods, quantity: '1' } }
    for (const [state, scan, word] of [
      [empty, place('MAIN/A'), 'A place'],
      [empty, { kind: 'unknown', text: '1' }, 'Unknown'],
      [inHand, goods(MILK), 'Wrong item'],
      [atPlace, goods(BEANS), 'No place'],
      [atPlace, place('SHOP'), 'Wrong place'],
    ] as [Receiving, Scan, string][]) {
      const reaction = scannedInReceiving(state, scan, known)
      expect(reaction.verdict).toMatchObject({ isGood: false, word })
      expect(reaction.state).toEqual(state)
    }
  })
})

describe('counting', () => {
  const known = { isCounted: (code: string) => code.startsWith('MAIN') }
  const empty: Counting = { count: 'cnt_1', place: null, goods: null }
  const scan = (state: Counting, scanned: Scan) => scannedInCounting(state, scanned, known)

  it('begins with a place of the count', () => {
    expect(scan(empty, goods(BEANS)).verdict).toMatchObject({ isGood: false, word: 'No place' })
    expect(scan(empty, place('SHOP/A')).verdict).toMatchObject({ isGood: false, word: 'Wrong place' })
    const there = scan(empty, place('MAIN/A')).state
    expect(stepOfCounting(there)).toBe('item')
    expect(stepOfCounting(scan(there, goods(BEANS)).state)).toBe('quantity')
  })

  it('another place may be scanned between two items, not while one is in hand', () => {
    const there = scan(empty, place('MAIN/A')).state
    expect(scan(there, place('MAIN/B')).state.place).toBe('MAIN/B')
    const inHand = scan(there, goods(BEANS)).state
    expect(scan(inHand, place('MAIN/B')).verdict).toMatchObject({ isGood: false, word: 'A place' })
  })
})

const reservation = (
  id: string,
  of: ScannableItem,
  reserved: string,
  more: Partial<ReservationView> = {},
): ReservationView => ({
  ...{ id, kind: 'soft', status: 'open', demand: { kind: 'sales-order', reference: 'SO-1', line: null } },
  ...{ item: { id: of.id, code: of.code, name: of.name }, warehouse: 'MAIN', unit: 'pcs' },
  ...{
    quantity: reserved,
    reserved,
    expected: '0',
    consumed: '0',
    held: [],
    neededBy: null,
    expiresAt: null,
  },
  ...more,
})
const row = (
  of: ScannableItem,
  at: string,
  quantity: string,
  lot: string | null = null,
  expiry: string | null = null,
): Stocked => ({
  ...{ item: of.id, place: at, lot, expiry, quantity },
})
const items = new Map([BEANS, MILK, GRINDER].map((each) => [each.id, each]))
const walk = () => ['C', 'A', 'B']
const plan = (reservations: ReservationView[], stocked: Stocked[]) =>
  planPick(reservations, { items, stocked, walk, today: '2026-11-21' })
const brief = ({ tasks }: ReturnType<typeof plan>) =>
  tasks.map((task) => [task.place, task.lot, task.quantity])

describe('what is picked where', () => {
  it('lots that expire first come first, lots past their day never', () => {
    const stocked = [
      row(MILK, 'A', '5', 'LATE', '2028-01-01'),
      row(MILK, 'B', '5', 'SOON', '2027-01-01'),
      row(MILK, 'C', '5', 'OVER', '2026-01-01'),
    ]
    expect(brief(plan([reservation('1', MILK, '7')], stocked))).toEqual([
      ['A', 'LATE', '2'],
      ['B', 'SOON', '5'],
    ])
  })

  it('places come in the order of the walk, and what is kept elsewhere stays for whom it is kept', () => {
    const held = [{ place: 'A', lot: null, quantity: '4' }]
    const stocked = [row(BEANS, 'A', '5'), row(BEANS, 'B', '5'), row(BEANS, 'X', '50')]
    const made = plan([reservation('1', BEANS, '3'), reservation('2', BEANS, '4', { held })], stocked)
    expect(brief(made)).toEqual([
      ['A', null, '4'],
      ['A', null, '1'],
      ['B', null, '2'],
    ])
    expect(made.tasks[0]?.isFixed).toBe(true)
  })

  it('what is nowhere is said', () => {
    expect(plan([reservation('1', BEANS, '3')], [row(BEANS, 'A', '1')]).missing).toEqual([
      { reservation: '1', code: 'BEANS', quantity: '2' },
    ])
  })

  it('orders are listed by the day on which they are needed', () => {
    const of = (reference: string, neededBy: string | null, reserved = '1') =>
      reservation(reference, BEANS, reserved, {
        neededBy,
        demand: { kind: 'sales-order', reference, line: null },
      })
    const orders = ordersOf([of('C', null), of('B', '2026-12-01'), of('A', '2026-11-30'), of('D', null, '0')])
    expect(orders.map(({ reference }) => reference)).toEqual(['A', 'B', 'C'])
  })

  it('what this device has captured is not fetched again', () => {
    const made = plan([reservation('1', BEANS, '7')], [row(BEANS, 'A', '4'), row(BEANS, 'B', '4')])
    const line = { item: BEANS.id, from: 'A', reservation: '1', quantity: '5' }
    const entry = (state: Entry['state']) =>
      ({ operation: 'stock.IssueGoods', input: { lines: [line] }, state }) as unknown as Entry
    const left = (state: Entry['state']) =>
      brief(withoutCaptured(made, capturedSince([entry(state)], '2026-11-21T10:00:00Z')))
    expect(left({ kind: 'waiting' })).toEqual([['B', null, '2']])
    expect(left({ kind: 'done', at: '2026-11-21T10:00:01Z' })).toEqual([['B', null, '2']])
    expect(left({ kind: 'done', at: '2026-11-21T09:00:00Z' })).toHaveLength(2)
    expect(left({ kind: 'discarded', at: '', before: null })).toHaveLength(2)
  })
})

describe('picking', () => {
  const tasks = plan(
    [
      reservation('1', BEANS, '3'),
      reservation('2', MILK, '2', { held: [{ place: 'B', lot: 'L1', quantity: '2' }] }),
    ],
    [row(BEANS, 'A', '5'), row(MILK, 'B', '2', 'L1', '2027-01-01')],
  ).tasks
  const begun = beginPicking('stk_1', 'SO-1', 'MAIN', tasks)
  const scanAll = (state: Picking, ...scans: Scan[]) =>
    scans.reduce((now, scan) => scannedInPicking(now, scan).state, state)

  it('goes place, item, quantity, and ends with one issue that consumes the reservations', () => {
    const first = taken(scanAll(begun, place('A'), goods(BEANS)), '3').state
    expect(stepOfPicking(first)).toBe('place')
    const second = taken(scanAll(first, place('B'), goods(MILK, { lot: 'L1' })), '2').state
    expect(stepOfPicking(second)).toBe('review')
    expect(pickedInput(second)).toEqual([
      { item: 'itm_BEANS', from: 'A', reservation: '1', quantity: '3', unit: 'pcs' },
      { item: 'itm_MILK', from: 'B', reservation: '2', quantity: '2', unit: 'pcs', lot: 'L1' },
    ])
  })

  it('the wrong place, item and lot are refused', () => {
    const atItem = scanAll(begun, place('A'))
    const atMilk = scanAll(taken(scanAll(atItem, goods(BEANS)), '3').state, place('B'))
    for (const [state, scan, word] of [
      [begun, place('B'), 'Wrong place'],
      [begun, goods(BEANS), 'No place'],
      [atItem, goods(MILK), 'Wrong item'],
      [atItem, { kind: 'unknown', text: '1' }, 'Unknown'],
      [atMilk, goods(MILK, { lot: 'L2' }), 'Wrong lot'],
    ] as [Picking, Scan, string][]) {
      const reaction = scannedInPicking(state, scan)
      expect(reaction.verdict).toMatchObject({ isGood: false, word })
      expect(reaction.state).toEqual(state)
    }
  })

  it('less is a short pick, none leaves no line, and more is refused', () => {
    const found = scanAll(begun, place('A'), goods(BEANS))
    expect(taken(found, '2')).toMatchObject({
      verdict: { word: 'Short' },
      state: { lines: [{ quantity: '2' }] },
    })
    expect(taken(found, '0')).toMatchObject({ state: { lines: [], at: 1 } })
    expect(taken(found, '4')).toMatchObject({
      verdict: { isGood: false, word: 'Too many' },
      state: { at: 0 },
    })
  })

  it('an item with a lot of which the barcode says nothing asks for the lot', () => {
    const atMilk = { ...begun, at: 1, isAtPlace: true }
    const found = scanAll(atMilk, goods(MILK))
    expect(stepOfPicking(found)).toBe('lot')
    expect(stepOfPicking(scanAll(found, { kind: 'unknown', text: 'L1' }))).toBe('quantity')
  })
})
