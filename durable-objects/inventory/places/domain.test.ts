import { describe, expect, it } from 'vitest'
import type { PlaceKind } from './contract.ts'
import {
  decideAddBin,
  decideAddBins,
  decideAddVirtualPlace,
  decideChangePlace,
  decideChangeWarehouse,
  decideOpenWarehouse,
  decidePutAway,
} from './domain.ts'
import type { PlaceRow, PlacesBook } from './model.ts'
import { expandPattern } from './pattern.ts'

const place = (
  ordinal: number,
  code: string,
  parent: number | null,
  more: Partial<PlaceRow> = {},
): PlaceRow => ({
  ordinal,
  code,
  name: '',
  kind: 'bin' as PlaceKind,
  warehouse: 101,
  parent,
  isActive: true,
  isPickable: true,
  sort: 0,
  ...more,
})
const ROWS = [
  place(1, 'SUPPLIERS', null, { kind: 'supplier', warehouse: null }),
  place(101, 'MAIN', null),
  place(102, 'A', 101, { kind: 'view', isPickable: false }),
  place(103, 'A-1', 102),
  place(104, 'OLD', 101, { isActive: false }),
  place(105, 'NORTH', null, { warehouse: 105 }),
  place(106, 'N-1', 105, { warehouse: 105 }),
  place(107, 'THEFT', null, { kind: 'adjustment', warehouse: null }),
]
const warehouse = (ordinal: number, code: string, isActive = true) => ({
  ordinal,
  code,
  name: code,
  address: null,
  isActive,
  stockAccount: null,
})
const WAREHOUSES = [warehouse(101, 'MAIN'), warehouse(105, 'NORTH'), warehouse(108, 'SHUT', false)]
const book: PlacesBook = {
  byCode: (code) => ROWS.find((each) => each.code === code),
  byOrdinal: (ordinal) => ROWS.find((each) => each.ordinal === ordinal) as PlaceRow,
  existing: (codes) => codes.filter((code) => ROWS.some((each) => each.code === code)),
  warehouse: (code) => WAREHOUSES.find((each) => each.code === code),
  warehouseCount: () => WAREHOUSES.length,
  placeCount: () => ROWS.length,
  nextOrdinal: () => 109,
  hasChildren: (ordinal) => ROWS.some(({ parent }) => parent === ordinal),
  hasActiveChildren: (ordinal) => ROWS.some(({ parent, isActive }) => parent === ordinal && isActive),
  height: (ordinal) => (ordinal === 102 ? 1 : 0),
  putAway: (item) => (item === 'itm_1' ? 103 : undefined),
}
const ACCOUNTS = [
  { id: 'acc_1', code: '1250', type: 'asset' as const, isHeading: false, isActive: true },
  { id: 'acc_2', code: '1299', type: 'asset' as const, isHeading: true, isActive: true },
  { id: 'acc_3', code: '5000', type: 'expense' as const, isHeading: false, isActive: true },
].map((each) => ({ ...each, name: each.code }))
const findAccount = (code: string) => ACCOUNTS.find((each) => each.code === code)
const EMPTY = { quantityIn: () => false, quantityInWarehouse: () => false }
const FULL = { quantityIn: () => true, quantityInWarehouse: () => true }

describe('a pattern of codes', () => {
  it.each([
    ['A-{01..03}', ['A-01', 'A-02', 'A-03']],
    ['{A..B}{9..10}', ['A9', 'A10', 'B9', 'B10']],
    ['R{1..2}-{1..2}x', ['R1-1x', 'R1-2x', 'R2-1x', 'R2-2x']],
    ['{07..07}', ['07']],
    ['{099..101}', ['099', '100', '101']],
  ])('%s', (pattern, codes) => expect(expandPattern(pattern)).toEqual({ codes }))

  it.each([
    ['A-01', 'no_range'],
    ['A-{1-3}', 'not_a_range'],
    ['A-{1..C}', 'not_a_range'],
    ['A-{1..3', 'not_a_range'],
    ['A-{3..1}', 'backwards'],
    ['{C..A}', 'backwards'],
    ['{1..999999999}{1..999999999}', 'too_many'],
    [`${'A'.repeat(60)}{1..2}`, 'too_long'],
  ])('%s is refused', (pattern, problem) => expect(expandPattern(pattern)).toBe(problem))
})

describe('warehouses', () => {
  it('are opened under a code that nothing has', () => {
    const input = { code: 'SOUTH', name: 'South', address: '' }
    expect(decideOpenWarehouse(book, findAccount, input)).toMatchObject([
      { type: 'warehouse-opened', data: { ordinal: 109, code: 'SOUTH', address: null } },
    ])
    expect(decideOpenWarehouse(book, findAccount, { ...input, code: 'A-1' })).toMatchObject({
      refused: 'place_code_taken',
      errors: [{ pointer: '/code' }],
    })
  })

  it('change by events that say what was before, and only what changes', () => {
    const change = (more: object, contents = EMPTY) =>
      decideChangeWarehouse(book, contents, findAccount, { warehouse: 'MAIN', ...more })
    expect(change({ name: 'MAIN', code: 'MAIN' })).toEqual([])
    expect(change({ code: 'HQ', name: 'Head' })).toMatchObject([
      { data: { ordinal: 101, before: { code: 'MAIN', name: 'MAIN' }, after: { code: 'HQ', name: 'Head' } } },
    ])
    expect(change({ code: 'NORTH' })).toMatchObject({ refused: 'place_code_taken' })
    expect(change({ isActive: false })).toHaveLength(1)
    expect(change({ isActive: false }, FULL)).toMatchObject({ refused: 'place_in_use' })
    expect(decideChangeWarehouse(book, EMPTY, findAccount, { warehouse: 'X' })).toMatchObject({
      refused: 'warehouse_not_found',
    })
  })

  it('may have an account of their own, an asset that takes entries', () => {
    const change = (stockAccount: string | null) =>
      decideChangeWarehouse(book, EMPTY, findAccount, { warehouse: 'MAIN', stockAccount })
    expect(change('1250')).toMatchObject([
      { data: { before: { stockAccount: null }, after: { stockAccount: 'acc_1' } } },
    ])
    expect(change(null)).toEqual([])
    for (const [code, refused] of [
      ['1299', 'account_not_usable'],
      ['5000', 'account_not_usable'],
      ['9', 'unknown_account'],
    ] as const)
      expect(change(code)).toMatchObject({ refused, errors: [{ pointer: '/stockAccount' }] })
    const opened = decideOpenWarehouse(book, findAccount, { code: 'W', name: 'W', stockAccount: '1250' })
    expect(opened).toMatchObject([{ data: { stockAccount: 'acc_1' } }])
  })
})

describe('bins', () => {
  const add = (more: object) => decideAddBin(book, { warehouse: 'MAIN', code: 'B', ...more })
  it.each([
    [{ warehouse: 'X' }, 'unknown_warehouse', '/warehouse'],
    [{ warehouse: 'SHUT' }, 'place_inactive', '/warehouse'],
    [{ parent: 'X' }, 'unknown_place', '/parent'],
    [{ parent: 'N-1' }, 'wrong_warehouse', '/parent'],
    [{ parent: 'OLD' }, 'place_inactive', '/parent'],
    [{ code: 'A-1' }, 'place_code_taken', '/code'],
  ])('%j is refused', (more, refused, pointer) =>
    expect(add(more)).toMatchObject({ refused, errors: [{ pointer }] }),
  )

  it('lie below the root place, or the place that is named; a view is never picked from', () => {
    expect(add({})).toMatchObject([{ data: { parent: 'MAIN', kind: 'bin', isPickable: true } }])
    expect(add({ parent: 'A', kind: 'view' })).toMatchObject([{ data: { parent: 'A', isPickable: false } }])
  })

  it('come by a pattern in one event, in the order of their walk', () => {
    const many = (more: object) => decideAddBins(book, { warehouse: 'MAIN', pattern: 'A-{1..3}', ...more })
    expect(many({})).toMatchObject({ refused: 'place_code_taken', errors: [{ pointer: '/pattern' }] })
    expect(many({ skipExisting: true, sort: 10 })).toMatchObject({
      skipped: 1,
      events: [
        {
          data: {
            ordinal: 109,
            bins: [
              { code: 'A-2', sort: 11 },
              { code: 'A-3', sort: 12 },
            ],
          },
        },
      ],
    })
    expect(many({ pattern: 'A 1-{1..3}' })).toMatchObject({ refused: 'invalid_bin_pattern' })
    expect(many({ pattern: '{1..5001}' })).toMatchObject({ refused: 'invalid_bin_pattern' })
  })
})

describe('places change', () => {
  const change = (code: string, more: object, contents = EMPTY) =>
    decideChangePlace(book, contents, { place: code, ...more })
  it.each([
    ['A', { parent: 'A-1' }, 'place_cycle', '/parent'],
    ['A', { parent: 'A' }, 'place_cycle', '/parent'],
    ['A-1', { parent: 'N-1' }, 'wrong_warehouse', '/parent'],
    ['A-1', { parent: 'OLD' }, 'place_inactive', '/parent'],
    ['A-1', { code: 'A' }, 'place_code_taken', '/code'],
    ['A', { isActive: false }, 'place_in_use', '/isActive'],
    ['A', { isPickable: true }, 'place_fixed', '/isPickable'],
    ['MAIN', { code: 'HQ' }, 'place_fixed', '/code'],
    ['MAIN', { parent: 'A' }, 'place_fixed', '/parent'],
    ['SUPPLIERS', { code: 'VENDORS' }, 'place_fixed', '/code'],
    ['THEFT', { kind: 'bin' }, 'place_fixed', '/kind'],
  ])('%s %j is refused', (code, more, refused, pointer) =>
    expect(change(code, more)).toMatchObject({ refused, errors: [{ pointer }] }),
  )

  it('a place in the path is there or not', () =>
    expect(change('X', {})).toMatchObject({ refused: 'place_not_found', errors: [] }))

  it('a place in which goods lie stays in use and takes goods', () => {
    expect(change('A-1', { isActive: false }, FULL)).toMatchObject({ refused: 'place_in_use' })
    expect(change('A-1', { kind: 'view' }, FULL)).toMatchObject({ refused: 'place_in_use' })
    expect(change('A-1', { isActive: false })).toHaveLength(1)
  })

  it('by one event with what was before', () => {
    expect(change('A-1', { code: 'A-01', parent: 'MAIN', sort: 0 })).toMatchObject([
      {
        data: { ordinal: 103, before: { code: 'A-1', parent: 'A' }, after: { code: 'A-01', parent: 'MAIN' } },
      },
    ])
    expect(change('A-1', { parent: 'A' })).toEqual([])
    expect(change('SUPPLIERS', { name: 'Vendors' })).toHaveLength(1)
  })
})

it('virtual places are added with a code of their own', () => {
  const add = (code: string) => decideAddVirtualPlace(book, { code, name: 'x', kind: 'scrap' })
  expect(add('SUPPLIERS')).toMatchObject({ refused: 'place_code_taken' })
  expect(add('WASTE')).toMatchObject([{ data: { ordinal: 109, kind: 'scrap' } }])
})

it('a hint where to put goods away names a place of the warehouse that goods lie in', () => {
  const set = (item: string, more: object) =>
    decidePutAway(book, item, { item, warehouse: 'MAIN', place: 'A-1', ...more })
  expect(set('itm_1', {})).toEqual([])
  expect(set('itm_1', { place: null })).toMatchObject([{ data: { before: 'A-1', after: null } }])
  expect(set('itm_2', { place: 'A' })).toMatchObject({ refused: 'place_fixed' })
  expect(set('itm_2', { place: 'N-1' })).toMatchObject({ refused: 'wrong_warehouse' })
  expect(set('itm_2', { place: 'OLD' })).toMatchObject({ refused: 'place_inactive' })
})
