import type { z } from 'zod'
import type {
  CostMethod,
  ItemAccount,
  ItemKind,
  itemsContract,
  LabelLayout,
  Tracking,
} from '../../../../durable-objects/inventory/items/contract.ts'

/** How what items are made of is called. */

export const KIND_NAMES: Readonly<Record<ItemKind, { name: string; detail: string }>> = {
  stock: { name: 'Goods', detail: 'Kept in stock, counted and valued.' },
  service: { name: 'Service', detail: 'Bought or sold, never in stock.' },
  kit: { name: 'Kit', detail: 'Made of other items when it leaves.' },
}

export const METHOD_NAMES: Readonly<Record<CostMethod, string>> = {
  fifo: 'First in, first out',
  average: 'Moving average',
  standard: 'Standard cost',
  lot: 'What each lot cost',
}

export const TRACKING_NAMES: Readonly<Record<Tracking, string>> = {
  none: 'Not tracked',
  lot: 'By lot',
  serial: 'By serial number',
}

export const ACCOUNT_NAMES: Readonly<Record<ItemAccount, { name: string; detail: string }>> = {
  stock: { name: 'Stock', detail: 'What lies in the warehouses.' },
  costOfSales: { name: 'Cost of sales', detail: 'What goods cost that were sold.' },
  goodsReceived: { name: 'Goods received, not invoiced', detail: 'Until the bill comes.' },
  priceDifference: { name: 'Price differences', detail: 'Between a bill and its receipt.' },
  adjustment: { name: 'Adjustments', detail: 'Found and lost.' },
  variation: { name: 'Change in stock', detail: 'Of the period, where stock is booked that way.' },
  revaluation: { name: 'Revaluation', detail: 'To another value by hand.' },
  inTransit: { name: 'In transit', detail: 'On the way between warehouses.' },
  scrap: { name: 'Scrap', detail: 'Thrown away.' },
}

type Barcodes = z.input<(typeof itemsContract)['operations']['AddItemBarcode']['input']>
export type BarcodeKind = NonNullable<Barcodes['kind']>

export const BARCODE_NAMES: Readonly<Record<BarcodeKind, string>> = {
  ean13: 'EAN-13',
  ean8: 'EAN-8',
  upca: 'UPC-A',
  gtin14: 'GTIN-14',
  code128: 'Code 128',
  qr: 'QR code',
}

/** With how many labels are on a sheet; on a roll each is a page. */
export const LAYOUT_NAMES: Readonly<Record<LabelLayout, { name: string; aSheet: number }>> = {
  'a4-3x8': { name: 'A4, 24 labels of 70 × 37 mm', aSheet: 24 },
  'a4-2x7': { name: 'A4, 14 labels of 99 × 38 mm', aSheet: 14 },
  'a4-4x10': { name: 'A4, 40 labels of 46 × 25 mm', aSheet: 40 },
  'letter-3x10': { name: 'Letter, 30 labels of 2⅝ × 1 in', aSheet: 30 },
  'roll-62x29': { name: 'Roll, 62 × 29 mm', aSheet: 1 },
  'roll-57x32': { name: 'Roll, 57 × 32 mm', aSheet: 1 },
}

/** What a decimal place of a unit is good for. */
export const SCALES = [
  ['0', 'Whole ones'],
  ['1', '0.1'],
  ['2', '0.01'],
  ['3', '0.001'],
  ['4', '0.0001'],
  ['5', '0.00001'],
  ['6', '0.000001'],
] as const

const DIGITS: Readonly<Record<number, BarcodeKind>> = { 8: 'ean8', 12: 'upca', 13: 'ean13', 14: 'gtin14' }

/**
 * What digits of this number are meant as. Said to the server, it refuses a wrong check digit; unsaid, it would take the
 * mistyped number as a Code 128.
 */
export const meantKind = (barcode: string): BarcodeKind | undefined =>
  /^\d+$/.test(barcode) ? DIGITS[barcode.length] : undefined
