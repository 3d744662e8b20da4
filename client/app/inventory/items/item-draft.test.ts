import { describe, expect, it } from 'vitest'
import type { Item } from '../pickers/queries.ts'
import { changeOf, draftOf, emptyDraft, newItemOf, unitProblems } from './item-draft.ts'

const item = {
  id: 'itm_1',
  code: 'ESP-250',
  name: 'Espresso',
  kind: 'stock',
  family: { code: 'coffee', name: 'Coffee' },
  unit: 'pcs',
  scale: 0,
  method: 'fifo',
  tracking: 'lot',
  hasExpiry: true,
  allowsNegative: false,
  description: null,
  units: [
    { code: 'box', numerator: 12, denominator: 1 },
    { code: 'third', numerator: 1, denominator: 3 },
  ],
  purchaseUnit: 'box',
  salesUnit: 'pcs',
  standardCost: null,
  tax: 'DE19',
  ownTax: null,
  weightKg: '0.25',
  volumeLitres: null,
  barcodes: [],
  components: [],
  accounts: [
    { name: 'stock', account: { id: 'a', code: '3980', name: 'Stock' }, from: 'item', family: null },
    { name: 'scrap', account: { id: 'b', code: '4000', name: 'Scrap' }, from: 'company', family: null },
  ],
  externalId: null,
} as unknown as Item

describe('a new item', () => {
  it('says what was typed, and leaves the rest to its family', () => {
    const draft = { ...emptyDraft(), code: ' ESP-250 ', name: 'Espresso', family: 'coffee', weightKg: '0.25' }
    expect(newItemOf(draft)).toEqual({
      code: 'ESP-250',
      name: 'Espresso',
      family: 'coffee',
      weightKg: '0.25',
    })
  })

  it('names the kind of a barcode by its digits, so that a mistyped one is refused', () => {
    const barcodes = [
      { key: 1, barcode: '4006381333930', unit: '' },
      { key: 2, barcode: 'SHELF-9', unit: 'box' },
      { key: 3, barcode: ' ', unit: '' },
    ]
    expect(newItemOf({ ...emptyDraft(), barcodes }).barcodes).toEqual([
      { barcode: '4006381333930', kind: 'ean13' },
      { barcode: 'SHELF-9', unit: 'box' },
    ])
  })

  it('has components only as a kit', () => {
    const components = [{ key: 1, item: 'ESP-250', quantity: '2', unit: '' }]
    expect(newItemOf({ ...emptyDraft(), components }).components).toBeUndefined()
    expect(newItemOf({ ...emptyDraft(), kind: 'kit', components }).components).toEqual([
      { item: 'ESP-250', quantity: '2' },
    ])
  })
})

describe('a change', () => {
  it('of nothing names the item alone', () => {
    expect(changeOf(item, draftOf(item))).toEqual({ item: 'itm_1' })
  })

  it('names what differs, and null for what is taken away', () => {
    const draft = {
      ...draftOf(item),
      name: 'Espresso 250',
      weightKg: '',
      family: '',
      accounts: { scrap: '4100' },
    }
    expect(changeOf(item, draft)).toEqual({
      item: 'itm_1',
      name: 'Espresso 250',
      weightKg: null,
      family: null,
      accounts: { stock: null, scrap: '4100' },
    })
  })

  it('keeps conversions as fractions', () => {
    const draft = draftOf(item)
    expect(draft.units.map(({ factor }) => factor)).toEqual(['12', '1/3'])
    const units = [...draft.units, { key: 9, code: 'pair', factor: '2' }]
    expect(changeOf(item, { ...draft, units }).units?.at(-1)).toEqual({
      code: 'pair',
      numerator: 2,
      denominator: 1,
    })
  })
})

it('a factor that is no number is told before anything is sent', () => {
  expect(unitProblems([{ key: 1, code: 'box', factor: 'dozen' }])).toEqual({
    '/units/0/numerator': expect.stringContaining('1/3'),
  })
})
