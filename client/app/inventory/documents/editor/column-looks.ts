import { type Column, isDimensionColumn } from './forms.ts'

const WIDTHS: Readonly<Partial<Record<string, string>>> = {
  quantity: 'w-24',
  unit: 'w-20',
  available: 'w-30',
  lot: 'w-36',
  expiry: 'w-34',
  unitCost: 'w-26',
  cost: 'w-30',
  amount: 'w-40',
}

export const columnWidth = (column: Column): string =>
  isDimensionColumn(column) ? 'w-32' : (WIDTHS[column] ?? '')

/** On narrow screens a row is a small form: the item on a line of its own, the others side by side. */
const NARROW: Readonly<Partial<Record<string, string>>> = {
  item: 'max-md:col-span-5 max-md:order-1',
  quantity: 'max-md:col-span-3 max-md:order-3',
  unit: 'max-md:col-span-3 max-md:order-3',
  available: 'max-md:col-span-6 max-md:order-4',
  lot: 'max-md:col-span-6 max-md:order-5',
}
export const narrowLayout = (column: Column): string => NARROW[column] ?? 'max-md:col-span-3 max-md:order-6'
