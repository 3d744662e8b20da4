import type { FormErrors } from '../../../lib/forms.ts'
import type { Item } from '../../pickers/queries.ts'
import {
  type CellColumn,
  FORMS,
  type GridKind,
  HEADER_FIELDS,
  type HeaderField,
  isDimensionColumn,
  LINE_COLUMNS,
} from './forms.ts'
import { type Draft, isBlankRow, type Row, serialsIn } from './model.ts'

/** Between the form and the command: what is sent, and where on the form a refusal belongs. */

export interface Submission {
  input: { date: string; lines: Record<string, unknown>[] } & Record<string, unknown>
  /** The row of each line that is sent; blank rows are not sent. */
  rowKeys: readonly number[]
}

export interface GridErrors {
  cells: ReadonlyMap<string, string>
  header: ReadonlyMap<HeaderField, string>
  general: string | undefined
}

export const cellId = (rowKey: number, column: string): string => `${rowKey}/${column}`

export function submissionOf(kind: GridKind, draft: Draft, items: ReadonlyMap<string, Item>): Submission {
  const { fields, more } = FORMS[kind]
  const rows = draft.rows.filter((row) => !isBlankRow(row))
  return {
    input: {
      ...present(draft.header, [...fields, ...more]),
      date: draft.header.date,
      ...(kind === 'transfer' && draft.inTransit && { inTransit: true }),
      lines: rows.map((row) => lineOf(kind, row, items.get(row.item ?? ''))),
    },
    rowKeys: rows.map(({ key }) => key),
  }
}

function lineOf(kind: GridKind, row: Row, item: Item | undefined): Record<string, unknown> {
  const { columns, details, hasDimensions } = FORMS[kind]
  const names = [...columns, ...details].filter((name) => name !== 'available' && name !== 'lot')
  const hasLot = columns.includes('lot')
  const line: Record<string, unknown> = { item: '', ...present(row, names as CellColumn[]) }
  const lot = row.lot?.trim() ?? ''
  if (hasLot && lot !== '')
    Object.assign(line, item?.tracking === 'serial' ? { serials: serialsIn(lot) } : { lot })
  const dimensions = Object.entries(row).flatMap(([name, text]) =>
    isDimensionColumn(name) && typeof text === 'string' && text.trim() !== ''
      ? [[name.slice('dimensions/'.length), text.trim()]]
      : [],
  )
  if (hasDimensions && dimensions.length > 0) line.dimensions = Object.fromEntries(dimensions)
  return line
}

const present = <Name extends string>(
  texts: Readonly<Partial<Record<Name, string | number>>>,
  names: readonly Name[],
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = String(texts[name] ?? '').trim()
      return text === '' ? [] : [[name, text]]
    }),
  )

/** Takes JSON pointers of the command (`/lines/0/quantity`) to cells and fields of the form. */
export function gridErrorsOf({ fields, general }: FormErrors, rowKeys: readonly number[]): GridErrors {
  const cells = new Map<string, string>()
  const header = new Map<HeaderField, string>()
  const others: string[] = general === undefined ? [] : [general]
  for (const [pointer, text] of fields) {
    const [, first = '', index = '', ...rest] = pointer.split('/').map(unescaped)
    const rowKey = first === 'lines' && index !== '' ? rowKeys[Number(index)] : undefined
    if (rowKey !== undefined) {
      const column = columnOf(rest)
      // Of several refusals of a cell the first is shown.
      const id = cellId(rowKey, column)
      if (!cells.has(id)) cells.set(id, text)
    } else if (isHeaderField(first)) header.set(first, text)
    else others.push(text)
  }
  return { cells, header, general: others.length > 0 ? others.join(' ') : undefined }
}

/** What concerns the line as a whole, such as an account that its item lacks, is shown at the item. */
function columnOf(path: readonly string[]): string {
  const [field = 'item'] = path
  if (field === 'serials') return 'lot'
  if (field === 'dimensions' && path[1]) return `dimensions/${path[1]}`
  return (LINE_COLUMNS as readonly string[]).includes(field) ? field : 'item'
}

/** A slash in a pointer's name is `~1` (RFC 6901). */
const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

const isHeaderField = (text: string): text is HeaderField =>
  (HEADER_FIELDS as readonly string[]).includes(text)
