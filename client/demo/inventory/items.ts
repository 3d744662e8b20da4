import { formatAmount } from '../../../durable-objects/kernel/amount.ts'
import type { CallInput, Contracts } from '../../sdk/types.ts'
import { EQUIPMENT, GREENS, PACKS, PAPERS } from './goods.ts'
import { BAGS, GRIND_NAMES, ROASTS, type Roast, SEASONAL, SIZE_NAMES, type Size } from './roasts.ts'

type Items = Contracts['items']['operations']
type Family = CallInput<Items['SaveItemFamily']>
type ItemRow = CallInput<Items['SaveItems']>['rows'][number]

/** Families of goods, each with the accounts that its moves book on. */
export const FAMILIES: readonly Family[] = [
  { code: 'coffee', name: 'Coffee', kind: 'stock', tracking: 'lot', tax: 'DE-OUT-7' },
  {
    ...{ code: 'green-coffee', name: 'Green coffee', parent: 'coffee', unit: 'kg', scale: 3, method: 'fifo' },
    accounts: { stock: '1500' },
  },
  {
    ...{ code: 'roasted-coffee', name: 'Roasted coffee', parent: 'coffee', unit: 'bag', scale: 0 },
    ...{ method: 'fifo', hasExpiry: true },
    accounts: { stock: '1505' },
  },
  {
    ...{ code: 'packaging', name: 'Packaging', kind: 'stock', unit: 'pcs', scale: 0, method: 'average' },
    accounts: { stock: '1510', costOfSales: '5010' },
  },
  {
    ...{ code: 'equipment', name: 'Equipment', kind: 'stock', unit: 'pcs', scale: 0, method: 'fifo' },
    ...{ tax: 'DE-OUT-19', accounts: { stock: '1520', costOfSales: '5005' } },
  },
  { code: 'gifts', name: 'Gift boxes', kind: 'kit', unit: 'pcs', tax: 'DE-OUT-7' },
  { code: 'services', name: 'Services', kind: 'service', unit: 'hour', scale: 2, tax: 'DE-OUT-19' },
]

/** Cents of one bag that is kept at standard cost. */
export const STANDARD_COSTS: Record<Size, number> = { 250: 1_78, 1000: 6_70 }

/** Every item of the demo, templates before their variants and kits after what they are made of. */
export function itemRows(scale: number): ItemRow[] {
  const rows = [
    ...GREENS.map(greenRow),
    ...ROASTS.map(templateRow),
    ...BAGS.map((bag): ItemRow => {
      const { code, roast, size, grind } = bag
      return {
        ...{ code, name: `${roast.name}, ${SIZE_NAMES[size]}, ${GRIND_NAMES[grind]}`, template: roast.code },
        attributes: { size: String(size), grind },
        ...bagFields(size),
        ...(roast.method === 'standard' && { standardCost: formatAmount(STANDARD_COSTS[size], scale) }),
      }
    }),
    ...SEASONAL.map(
      ({ code, name }): ItemRow => ({ code, name, family: 'roasted-coffee', ...bagFields(250) }),
    ),
    ...PACKS.map(
      ({ code, name, unit, pieces }): ItemRow => ({
        ...{ code, name, family: 'packaging', purchaseUnit: unit, weightKg: '0.01' },
        units: [{ code: unit, numerator: pieces }],
      }),
    ),
    ...EQUIPMENT.map(
      ({ code, name, serial, weightKg }): ItemRow => ({
        ...{ code, name, family: 'equipment', weightKg },
        ...(serial && { tracking: 'serial' as const }),
      }),
    ),
    PAPER_ROW,
    ...KITS,
    ...SERVICES,
  ]
  return rows.map((row, index) => (isBarcoded(row) ? { ...row, barcodes: barcodesOf(row, index) } : row))
}

const greenRow = ({ code, name, country, method, sack }: (typeof GREENS)[number]): ItemRow => ({
  ...{ code, name, family: 'green-coffee', method, weightKg: '1', purchaseUnit: 'sack' },
  units: [
    { code: 'sack', numerator: sack },
    { code: 'g', numerator: 1, denominator: 1_000 },
  ],
  attributes: { origin: country },
})

const templateRow = ({ code, name, method, description }: Roast): ItemRow => {
  const bags = BAGS.filter(({ roast }) => roast.code === code)
  const sizes = [...new Set(bags.map(({ size }) => size))]
  const grinds = [...new Set(bags.map(({ grind }) => grind))]
  return {
    ...{ code, name, family: 'roasted-coffee', method, description },
    axes: [
      {
        code: 'size',
        name: 'Size',
        values: sizes.map((size) => ({ code: String(size), name: SIZE_NAMES[size] })),
      },
      {
        code: 'grind',
        name: 'Grind',
        values: grinds.map((grind) => ({ code: grind, name: GRIND_NAMES[grind] })),
      },
    ],
    codePattern: '{template}-{size}-{grind}',
  }
}

/** A bag and what it is packed in. */
const bagFields = (size: Size): Partial<ItemRow> => ({
  weightKg: size === 250 ? '0.262' : '1.024',
  volumeLitres: size === 250 ? '0.9' : '3.2',
  units: [{ code: 'box', numerator: size === 250 ? 12 : 6 }],
  salesUnit: 'bag',
})

/** A pack is sold; the shop uses sheets, each exactly a hundredth of it. */
const PAPER_ROW: ItemRow = {
  ...{ code: PAPERS.code, name: PAPERS.name, family: 'equipment', unit: 'pack', scale: 2, weightKg: '0.12' },
  units: [
    { code: 'sheet', numerator: 1, denominator: 100 },
    { code: 'carton', numerator: 10 },
  ],
  purchaseUnit: 'carton',
}

const gift = (code: string, name: string, items: readonly string[]): ItemRow => ({
  ...{ code, name, family: 'gifts' },
  components: [
    ...items.map((item) => ({ item, quantity: '1' })),
    { item: 'GIFT-BOX', quantity: '1' },
    { item: 'TISSUE', quantity: '4' },
  ],
})

const KITS: readonly ItemRow[] = [
  gift('GIFT-DUO', 'Gift box Duo: espresso and filter', ['ESPRESSO-250-WB', 'FILTER-250-WB']),
  gift('GIFT-ORIGINS', 'Gift box Origins: Sidamo and Huila', ['SIDAMO-250-WB', 'HUILA-250-WB']),
  gift('GIFT-POUR-OVER', 'Gift box Pour-over: Sidamo, dripper, papers', [
    'SIDAMO-250-FI',
    'DRIPPER',
    'PAPER-02',
  ]),
]

const SERVICES: readonly ItemRow[] = [
  { code: 'TRAINING', name: 'Barista training', family: 'services' },
  { code: 'SERVICE-EL', name: 'Service of a grinder', family: 'services' },
]

const isBarcoded = ({ family, axes }: ItemRow): boolean =>
  axes === undefined && family !== 'green-coffee' && family !== 'services'

/** Numbers of the range that GS1 leaves to every shop: EAN-13 from 20 to 29. */
function barcodesOf({ units, family }: ItemRow, index: number): ItemRow['barcodes'] {
  const outer =
    family === 'packaging' || family === undefined ? units?.[0] : units?.find(({ code }) => code === 'box')
  return [
    { barcode: ean13(`20${String(4_000 + index).padStart(10, '0')}`) },
    ...(outer ? [{ barcode: ean13(`21${String(4_000 + index).padStart(10, '0')}`), unit: outer.code }] : []),
  ]
}

/** Twelve digits with their check digit: weights 1 and 3 from the left (GS1 General Specifications, section 7.9). */
function ean13(digits: string): string {
  const sum = [...digits].reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
