import { expect, it } from 'vitest'
import { defaultsOf, treeOf } from './families.ts'
import type { Family } from './queries.ts'

const family = (code: string, parent: string | null, said: Partial<Family> = {}): Family => ({
  code,
  name: code,
  parent,
  isActive: true,
  kind: null,
  unit: null,
  scale: null,
  method: null,
  tracking: null,
  hasExpiry: null,
  allowsNegative: null,
  tax: null,
  accounts: {},
  ...said,
})

const families = [
  family('food', null, { unit: 'kg', scale: 3, tracking: 'lot', hasExpiry: true }),
  family('coffee', 'food', { method: 'average', scale: 2 }),
  family('tea', 'food'),
]
const byCode = new Map(families.map((each) => [each.code, each]))

it('an item takes from the nearest family what that says, and else what most items are', () => {
  expect(defaultsOf(byCode, 'coffee')).toEqual({
    kind: 'stock',
    unit: 'kg',
    scale: 2,
    method: 'average',
    tracking: 'lot',
    hasExpiry: true,
    allowsNegative: false,
  })
  expect(defaultsOf(byCode, '')).toMatchObject({ unit: 'pcs', scale: 0, method: 'fifo', tracking: 'none' })
})

it('a kit is whole and a service has no lots, whatever the family says', () => {
  expect(defaultsOf(byCode, 'food', 'kit')).toMatchObject({ kind: 'kit', scale: 0, tracking: 'none' })
  expect(defaultsOf(byCode, 'food', 'service')).toMatchObject({ tracking: 'none', hasExpiry: false })
})

it('families stand below the one that they lie in, by code', () => {
  expect(treeOf([...families].reverse()).map(({ family: { code }, depth }) => `${depth} ${code}`)).toEqual([
    '0 food',
    '1 coffee',
    '1 tea',
  ])
})
