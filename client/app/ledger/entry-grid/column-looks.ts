import { dimensionName, type LineContext } from './lines-context.ts'
import { type Column, isDimensionColumn } from './model.ts'

/** How the columns of the grid are called and laid out. */

const NAMES: Readonly<Record<string, string>> = {
  account: 'Account',
  memo: 'Memo',
  unit: 'Unit',
  debit: 'Debit',
  credit: 'Credit',
  value: 'Value',
  distribution: 'Distribution',
  reference: 'Reference',
  dueDate: 'Due date',
}

export const columnName = (column: Column, context: LineContext): string =>
  isDimensionColumn(column) ? dimensionName(column, context) : (NAMES[column] ?? column)

export const isAmount = (column: Column): boolean =>
  column === 'debit' || column === 'credit' || column === 'value'

const WIDTHS: Readonly<Record<string, string>> = {
  unit: 'w-20',
  debit: 'w-34',
  credit: 'w-34',
  value: 'w-34',
}

/** With columns of dimensions the others are a little narrower. */
export function columnWidth(column: Column, hasDimensions: boolean): string {
  if (column === 'account') return hasDimensions ? 'w-[24%]' : 'w-[30%]'
  if (isDimensionColumn(column)) return 'w-32'
  if (hasDimensions && isAmount(column)) return 'w-30'
  return WIDTHS[column] ?? ''
}

/** On narrow screens a row is a small form: account and memo on lines of their own, the amounts side by side. */
const NARROW: Readonly<Record<string, string>> = {
  account: 'max-md:col-span-5 max-md:order-1',
  memo: 'max-md:col-span-4 max-md:order-3',
  unit: 'max-md:col-span-2 max-md:order-3',
  debit: 'max-md:col-span-3 max-md:order-4',
  credit: 'max-md:col-span-3 max-md:order-4',
  value: 'max-md:col-span-6 max-md:order-4',
}
export const narrowLayout = (column: Column): string => NARROW[column] ?? 'max-md:col-span-3 max-md:order-5'
