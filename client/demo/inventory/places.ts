import type { CallInput, Contracts } from '../../sdk/types.ts'
import { EQUIPMENT, GREENS, PACKS, PAPERS } from './goods.ts'
import { BAGS, SEASONAL } from './roasts.ts'

type Places = Contracts['places']['operations']

export const MAIN = 'MAIN'
export const SHOP = 'SHOP'
/** The shelf of the shop; what is behind it is brought there when it is needed. */
export const SHELF = 'SHOP/SHELF'

export const WAREHOUSES: readonly CallInput<Places['OpenWarehouse']>[] = [
  { code: MAIN, name: 'Roastery', address: 'Grasweg 12\n22299 Hamburg' },
  { code: SHOP, name: 'Shop', address: 'Lange Reihe 48\n20099 Hamburg' },
]

export const AISLES: readonly CallInput<Places['AddBin']>[] = [
  { warehouse: MAIN, code: 'MAIN/G', name: 'Green coffee, pallets', kind: 'view', sort: 10 },
  { warehouse: MAIN, code: 'MAIN/R', name: 'Roasted coffee', kind: 'view', sort: 20 },
  { warehouse: MAIN, code: 'MAIN/P', name: 'Packaging', kind: 'view', sort: 30 },
  { warehouse: MAIN, code: 'MAIN/E', name: 'Equipment, locked', kind: 'view', sort: 40 },
  { warehouse: MAIN, code: 'MAIN/QC', name: 'Held back for cupping', isPickable: false, sort: 90 },
  { warehouse: SHOP, code: SHELF, name: 'Shelf', sort: 10 },
  { warehouse: SHOP, code: 'SHOP/BACK', name: 'Back room', sort: 20 },
]

export const BIN_RANGES: readonly CallInput<Places['AddBins']>[] = [
  { warehouse: MAIN, parent: 'MAIN/G', pattern: 'MAIN/G-{01..05}-{01..02}', sort: 100 },
  { warehouse: MAIN, parent: 'MAIN/R', pattern: 'MAIN/R-{01..05}-{01..06}', sort: 200 },
  { warehouse: MAIN, parent: 'MAIN/P', pattern: 'MAIN/P-{01..05}-{01..02}', sort: 300 },
  { warehouse: MAIN, parent: 'MAIN/E', pattern: 'MAIN/E-{01..03}-{01..02}', sort: 400 },
]

const bin = (aisle: string, index: number, shelves: number): string => {
  const two = (number: number) => String(number).padStart(2, '0')
  return `MAIN/${aisle}-${two(Math.floor(index / shelves) + 1)}-${two((index % shelves) + 1)}`
}

const BINS = new Map<string, string>([
  ...GREENS.map(({ code }, index) => [code, bin('G', index, 2)] as const),
  ...[...BAGS, ...SEASONAL].map(({ code }, index) => [code, bin('R', index, 6)] as const),
  ...PACKS.map(({ code }, index) => [code, bin('P', index, 2)] as const),
  ...[...EQUIPMENT, PAPERS].map(({ code }, index) => [code, bin('E', index, 2)] as const),
])

/** Where an item lies in the roastery. */
export const binOf = (item: string): string => BINS.get(item) ?? MAIN

/** What those who receive goods are told. */
export const PUT_AWAY: readonly CallInput<Places['SetPutAway']>[] = [
  ...GREENS.filter(({ monthly }) => monthly > 100).map(({ code }) => code),
  'ESPRESSO-1000-WB',
  'ESPRESSO-250-WB',
  'BAG-250',
  'GRINDER-EL',
].map((item) => ({ item, warehouse: MAIN, place: binOf(item) }))
