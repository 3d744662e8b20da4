import type { NewKind } from '../kinds.ts'

/** What the form of each kind of document asks for. Names are those of the command's fields, as pointers name them. */

export const LINE_COLUMNS = [
  'item',
  'quantity',
  'unit',
  'available',
  'lot',
  'expiry',
  'unitCost',
  'cost',
  'amount',
  'from',
  'to',
  'place',
  'warehouse',
  'reservation',
  'memo',
] as const
type LineColumn = (typeof LINE_COLUMNS)[number]
export type DimensionColumn = `dimensions/${string}`
/** `available` is shown, not typed. */
export type Column = LineColumn | DimensionColumn
export type CellColumn = Exclude<Column, 'available'>

export const HEADER_FIELDS = [
  'date',
  'from',
  'to',
  'place',
  'warehouse',
  'party',
  'reference',
  'reason',
  'account',
  'note',
] as const
export type HeaderField = (typeof HEADER_FIELDS)[number]

/** Receipt costs have a form of their own. */
export type GridKind = Exclude<NewKind, 'cost'>

interface Form {
  title: string
  verb: string
  columns: readonly LineColumn[]
  /** Of few lines: below the line. */
  details: readonly LineColumn[]
  fields: readonly HeaderField[]
  /** Unfolded where they say something. */
  more: readonly HeaderField[]
  labels: Readonly<Partial<Record<HeaderField, string>>>
  hasDimensions: boolean
  /** Refused without one. */
  needsReason: boolean
}

export const FORMS: Readonly<Record<GridKind, Form>> = {
  receipt: {
    title: 'New receipt',
    verb: 'Record the receipt',
    columns: ['item', 'quantity', 'unit', 'lot', 'expiry', 'unitCost', 'cost'],
    details: ['to', 'memo'],
    fields: ['date', 'to', 'party', 'reference'],
    more: ['from', 'account', 'note'],
    labels: { to: 'Into', party: 'Supplier', from: 'Comes from', account: 'Other side' },
    hasDimensions: true,
    needsReason: false,
  },
  issue: {
    title: 'New issue',
    verb: 'Record the issue',
    columns: ['item', 'quantity', 'unit', 'available', 'lot'],
    details: ['from', 'reservation', 'memo'],
    fields: ['date', 'from', 'party', 'reference'],
    more: ['to', 'reason', 'account', 'note'],
    labels: { from: 'Out of', party: 'Customer', to: 'Goes to', account: 'Other side' },
    hasDimensions: true,
    needsReason: false,
  },
  transfer: {
    title: 'New transfer',
    verb: 'Record the transfer',
    columns: ['item', 'quantity', 'unit', 'available', 'lot'],
    details: ['from', 'to', 'memo'],
    fields: ['date', 'from', 'to', 'reference'],
    more: ['note'],
    labels: {},
    hasDimensions: false,
    needsReason: false,
  },
  adjustment: {
    title: 'New adjustment',
    verb: 'Record the adjustment',
    columns: ['item', 'quantity', 'unit', 'available', 'lot', 'expiry', 'unitCost'],
    details: ['place', 'memo'],
    fields: ['date', 'place', 'reason', 'reference'],
    more: ['account', 'note'],
    labels: { place: 'Place', account: 'Other side' },
    hasDimensions: true,
    needsReason: true,
  },
  'standard-cost': {
    title: 'New standard costs',
    verb: 'Set the standard costs',
    columns: ['item', 'unitCost'],
    details: [],
    fields: ['date', 'reference'],
    more: ['note'],
    labels: { date: 'From' },
    hasDimensions: false,
    needsReason: false,
  },
  revaluation: {
    title: 'New revaluation',
    verb: 'Record the revaluation',
    columns: ['item', 'amount'],
    details: ['warehouse'],
    fields: ['date', 'warehouse', 'reason', 'reference'],
    more: ['account', 'note'],
    labels: { account: 'Other side' },
    hasDimensions: false,
    needsReason: true,
  },
}

const FIELD_NAMES: Readonly<Record<HeaderField, string>> = {
  date: 'Date',
  from: 'From',
  to: 'To',
  place: 'Place',
  warehouse: 'Warehouse',
  party: 'Party',
  reference: 'Reference',
  reason: 'Reason',
  account: 'Account',
  note: 'Note',
}
export const fieldName = (kind: GridKind, field: HeaderField): string =>
  FORMS[kind].labels[field] ?? FIELD_NAMES[field]

const COLUMN_NAMES: Readonly<Record<LineColumn, string>> = {
  item: 'Item',
  quantity: 'Quantity',
  unit: 'Unit',
  available: 'Available',
  lot: 'Lot or serials',
  expiry: 'Expiry',
  unitCost: 'Unit cost',
  cost: 'Cost of the line',
  amount: 'Change of value',
  from: 'From',
  to: 'To',
  place: 'Place',
  warehouse: 'Warehouse',
  reservation: 'Reservation',
  memo: 'Memo',
}

export const isDimensionColumn = (name: string): name is DimensionColumn => name.startsWith('dimensions/')

export const columnName = (column: Column, dimensions: ReadonlyMap<string, string> = new Map()): string =>
  isDimensionColumn(column)
    ? (dimensions.get(column.slice('dimensions/'.length)) ?? column.slice('dimensions/'.length))
    : COLUMN_NAMES[column]

export const isNumeric = (column: Column): boolean =>
  column === 'quantity' ||
  column === 'available' ||
  column === 'unitCost' ||
  column === 'cost' ||
  column === 'amount'
