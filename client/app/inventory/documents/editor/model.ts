import { absolute, isDecimal, isNegative, isZero, padScale, scaleOf, sum } from '../../../lib/decimal.ts'
import type { CellColumn, HeaderField } from './forms.ts'

/** A document of the stock as its form edits it, and what can be done to it. Pure: no page, no clock, no locale. */

/** Only cells that say something are there. Amounts are exact decimals or, while they cannot be read as one, what was typed. */
export type Row = { readonly key: number } & Readonly<Partial<Record<CellColumn, string>>>
export type Cells = Partial<Record<CellColumn, string>>

export interface Draft {
  header: Readonly<Record<HeaderField, string>>
  /** Of a transfer: it takes time, and is received there. */
  inTransit: boolean
  rows: readonly Row[]
}

export interface Edited {
  draft: Draft
  past: readonly Draft[]
  future: readonly Draft[]
  /** What the last change was made to; typing on in the same place is one step to undo. */
  place: string | undefined
}

export type Change =
  | { type: 'cell'; row: number; column: CellColumn; text: string }
  /** Several cells of one row at once, such as what a barcode says. */
  | { type: 'cells'; key: number; cells: Cells }
  | { type: 'header'; field: HeaderField; text: string }
  | { type: 'in-transit'; isOn: boolean }
  | { type: 'add-row'; after: number }
  | { type: 'remove-row'; row: number }
  | { type: 'fill-down'; row: number; column: CellColumn }
  | { type: 'rows'; at: number; rows: readonly Cells[] }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'replace'; draft: Draft }

const UNDO_MAX = 100
const ROWS_AT_FIRST = 3

export const emptyDraft = (header: Partial<Draft['header']>, lines: readonly Cells[] = []): Draft => ({
  header: {
    ...{ date: '', from: '', to: '', place: '', warehouse: '', party: '', reference: '', reason: '' },
    ...{ account: '', note: '' },
    ...header,
  },
  inTransit: false,
  rows: [
    ...lines.map((cells, index) => ({ key: index + 1, ...cells })),
    ...Array.from({ length: lines.length > 0 ? 0 : ROWS_AT_FIRST }, (_, index) => ({ key: index + 1 })),
  ],
})

export const startEditing = (draft: Draft): Edited => ({ draft, past: [], future: [], place: undefined })

export const textOf = (row: Row, column: CellColumn): string => row[column] ?? ''

export const isBlankRow = ({ key: _, ...cells }: Row): boolean =>
  Object.values(cells).every((text) => !text?.trim())

export const isBlankDraft = ({ rows, header }: Draft): boolean =>
  rows.every(isBlankRow) && !header.party && !header.reference && !header.reason && !header.note

export function edit(state: Edited, change: Change): Edited {
  const { draft } = state
  switch (change.type) {
    case 'undo':
      return step(state, state.past, state.future, 'past')
    case 'redo':
      return step(state, state.future, state.past, 'future')
    case 'replace':
      return startEditing(change.draft)
    case 'header':
      return commit(
        state,
        { ...draft, header: { ...draft.header, [change.field]: change.text } },
        `header ${change.field}`,
      )
    case 'in-transit':
      return commit(state, { ...draft, inTransit: change.isOn })
    case 'cell':
      return commit(
        state,
        { ...draft, rows: withCells(draft.rows, change.row, { [change.column]: change.text }) },
        `cell ${draft.rows[change.row]?.key} ${change.column}`,
      )
    case 'cells': {
      const row = draft.rows.findIndex(({ key }) => key === change.key)
      return commit(state, { ...draft, rows: withCells(draft.rows, row, change.cells) }, state.place)
    }
    case 'add-row':
      return commit(state, { ...draft, rows: insertRow(draft.rows, change.after + 1) })
    case 'remove-row': {
      const rest = draft.rows.toSpliced(change.row, 1)
      return commit(state, { ...draft, rows: rest.length > 0 ? rest : insertRow(rest, 0) })
    }
    case 'fill-down': {
      const above = draft.rows[change.row - 1]
      const rows = above
        ? withCells(draft.rows, change.row, { [change.column]: textOf(above, change.column) })
        : draft.rows
      return commit(state, { ...draft, rows })
    }
    case 'rows':
      return commit(state, { ...draft, rows: withBlock(draft.rows, change.at, change.rows) })
    default:
      return change satisfies never
  }
}

function commit(state: Edited, draft: Draft, place?: string): Edited {
  const isSameStep = place !== undefined && place === state.place
  const past = isSameStep ? state.past : [...state.past, state.draft].slice(-UNDO_MAX)
  return { draft, past, future: [], place }
}

function step(state: Edited, from: readonly Draft[], to: readonly Draft[], name: 'past' | 'future'): Edited {
  const draft = from.at(-1)
  if (!draft) return state
  const [rest, grown] = [from.slice(0, -1), [...to, state.draft]]
  return name === 'past'
    ? { draft, past: rest, future: grown, place: undefined }
    : { draft, past: grown, future: rest, place: undefined }
}

/** A line has a cost for one unit or for the whole, not both. */
function withCells(rows: readonly Row[], index: number, cells: Cells): Row[] {
  const other = cells.unitCost ? { cost: '' } : cells.cost ? { unitCost: '' } : {}
  return rows.map((row, at) => (at === index ? { ...row, ...other, ...cells } : row))
}

const nextKey = (rows: readonly Row[]): number => Math.max(0, ...rows.map(({ key }) => key)) + 1

const insertRow = (rows: readonly Row[], at: number): Row[] => rows.toSpliced(at, 0, { key: nextKey(rows) })

/** Writes a block over the rows from `at` on, adding rows where it reaches beyond the end. */
function withBlock(rows: readonly Row[], at: number, block: readonly Cells[]): Row[] {
  const firstNewKey = nextKey(rows)
  const missing = Math.max(0, at + block.length - rows.length)
  const long = [...rows, ...Array.from({ length: missing }, (_, index) => ({ key: firstNewKey + index }))]
  return long.map((row, index) => ({ ...row, ...block[index - at] }))
}

/** Serial numbers as they are typed, scanned or pasted: with commas, semicolons, spaces or line breaks between them. */
export const serialsIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

/** What a line costs: as it is written, or quantity times the cost for one; half a cent is rounded up. */
export function costOfRow(row: Row, scale: number): string | undefined {
  const { quantity = '', unitCost = '', cost = '' } = row
  if (isDecimal(cost)) return padScale(cost, scale)
  if (!isDecimal(quantity) || !isDecimal(unitCost)) return undefined
  return product(quantity, unitCost, scale)
}

export function totalCost(rows: readonly Row[], scale: number): string {
  const costs = rows.flatMap((row) => costOfRow(row, scale) ?? [])
  return sum([padScale('0', scale), ...costs])
}

function product(a: string, b: string, scale: number): string {
  const digits = (text: string) => BigInt(absolute(text).replace('.', ''))
  const from = scaleOf(a) + scaleOf(b)
  const whole = digits(a) * digits(b)
  const units =
    from <= scale
      ? whole * 10n ** BigInt(scale - from)
      : (whole + 10n ** BigInt(from - scale) / 2n) / 10n ** BigInt(from - scale)
  const padded = String(units).padStart(scale + 1, '0')
  const text = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  return isNegative(a) !== isNegative(b) && !isZero(text) ? `-${text}` : text
}
