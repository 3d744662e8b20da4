import Papa from 'papaparse'
import type { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import type { CallInput } from '../../../sdk/types.ts'
import { decimalOf } from '../format.ts'
import { meantKind } from './names.ts'

/** Items from a spreadsheet, as one copies it: a first line that names the columns, then an item a line. */

export type ItemRow = CallInput<(typeof itemsContract)['operations']['SaveItems']>['rows'][number]

export interface PastedItems {
  rows: readonly ItemRow[]
  /** Fields that were recognised, in the order of the sheet. */
  columns: readonly string[]
  /** Columns that items do not have. */
  ignored: readonly string[]
  /** Why nothing can be read. */
  problem: string | undefined
}

export function readPasted(text: string): PastedItems {
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: 'greedy' })
  const [head = [], ...body] = data
  const columns = head.map((name) => columnOf(name))
  const ignored = head.filter((name, index) => !columns[index] && name.trim() !== '')
  const known = columns.filter((column) => column !== undefined)
  const nothing = { rows: [], columns: known.map(({ label }) => label), ignored }
  if (!known.some(({ field }) => field === 'code'))
    return { ...nothing, problem: 'The first line names no column "code". Items are recognised by it.' }
  if (body.length === 0) return { ...nothing, problem: 'There is no line below the names of the columns.' }
  const rows = body.map((cells) =>
    Object.assign({}, ...columns.map((column, index) => fieldOf(column, cells[index]?.trim() ?? ''))),
  )
  return { ...nothing, rows: rows as ItemRow[], problem: undefined }
}

interface Column {
  field: string
  label: string
  names: readonly string[]
  read?: (text: string) => unknown
}

const words = (table: Readonly<Record<string, string>>) => (text: string) =>
  table[text.toLowerCase()] ?? text.toLowerCase()
const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : text)
const yes = (text: string) => /^(yes|y|true|1|x|ja|oui|si|sí)$/i.test(text)

const KINDS = words({ goods: 'stock', good: 'stock', storable: 'stock', services: 'service', bundle: 'kit' })
const TRACKINGS = words({
  lots: 'lot',
  batch: 'lot',
  serials: 'serial',
  'serial number': 'serial',
  no: 'none',
})
const METHODS = words({ 'moving average': 'average', avco: 'average', 'standard cost': 'standard' })

const COLUMNS: readonly Column[] = [
  {
    field: 'code',
    label: 'Code',
    names: ['code', 'item', 'itemcode', 'sku', 'number', 'artikelnummer', 'articlecode'],
  },
  {
    field: 'name',
    label: 'Name',
    names: ['name', 'itemname', 'title', 'bezeichnung', 'artikel', 'designation'],
  },
  { field: 'description', label: 'Description', names: ['description', 'text', 'beschreibung'] },
  { field: 'family', label: 'Family', names: ['family', 'category', 'group', 'itemgroup', 'warengruppe'] },
  { field: 'kind', label: 'Kind', names: ['kind', 'type', 'itemtype'], read: KINDS },
  { field: 'unit', label: 'Unit', names: ['unit', 'uom', 'stockunit', 'einheit'] },
  { field: 'scale', label: 'Decimals', names: ['scale', 'decimals', 'decimalplaces'], read: whole },
  { field: 'tracking', label: 'Tracking', names: ['tracking', 'trackedby'], read: TRACKINGS },
  { field: 'hasExpiry', label: 'Expires', names: ['expires', 'hasexpiry', 'expiry'], read: yes },
  {
    field: 'method',
    label: 'Valued by',
    names: ['method', 'valuedby', 'valuation', 'costmethod', 'costing'],
    read: METHODS,
  },
  { field: 'standardCost', label: 'Standard cost', names: ['standardcost', 'cost'], read: decimalOf },
  { field: 'tax', label: 'Tax', names: ['tax', 'taxcode', 'vat'] },
  { field: 'weightKg', label: 'Weight, kg', names: ['weight', 'weightkg', 'kg', 'gewicht'], read: decimalOf },
  {
    field: 'volumeLitres',
    label: 'Volume, l',
    names: ['volume', 'volumelitres', 'litres', 'volumen'],
    read: decimalOf,
  },
  { field: 'externalId', label: 'External id', names: ['externalid', 'id', 'reference'] },
  {
    field: 'barcodes',
    label: 'Barcode',
    names: ['barcode', 'barcodes', 'ean', 'ean13', 'gtin', 'upc'],
    read: (text) => text.split(/[\s,;|]+/).map(barcodeOf),
  },
]

/** Names of columns are read without case, spaces and signs: `Item code` is `itemcode`. */
const columnOf = (name: string): Column | undefined => {
  const plain = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  return COLUMNS.find(({ names }) => names.includes(plain))
}

/** An empty cell says nothing: of an item that exists it changes nothing. */
const fieldOf = (column: Column | undefined, text: string): Record<string, unknown> =>
  !column || text === '' ? {} : { [column.field]: column.read ? column.read(text) : text }

function barcodeOf(barcode: string) {
  const kind = meantKind(barcode)
  return { barcode, ...(kind && { kind }) }
}
