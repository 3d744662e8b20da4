/** The draft of an entry as the grid edits it, and what can be done to it. Pure: no page, no clock, no locale. */

export const COLUMNS = ['account', 'memo', 'unit', 'debit', 'credit', 'value'] as const
/** What few lines have: below the line, where it is asked for. */
export const DETAIL_COLUMNS = ['distribution', 'reference', 'dueDate'] as const
export type FixedColumn = (typeof COLUMNS)[number] | (typeof DETAIL_COLUMNS)[number]
/** Named as in the pointer of a refusal: `/lines/2/dimensions/place`. */
export type DimensionColumn = `dimensions/${string}`
export type Column = FixedColumn | DimensionColumn

/**
 * Amounts are exact decimals (`1234.50`) or, while they cannot be read as one, the text that was typed. The value may be a
 * rate instead, behind an at sign: `@0.9215`, `@auto`. Only dimensions that the line has a value of have a cell.
 */
export type Row = { readonly key: number } & Readonly<Record<FixedColumn, string>> &
  Readonly<Partial<Record<DimensionColumn, string>>>
export type Cells = Partial<Record<Column, string>>

export interface Header {
  effectiveDate: string
  journal: string
  description: string
  reference: string
  note: string
  /** When the entry is taken back by itself. */
  reverseOn: string
}

export interface Draft extends Header {
  rows: readonly Row[]
  /** What the editor does not show of an entry that came from elsewhere, and keeps as it is. */
  kept?: { tags?: Record<string, string>; externalId?: string }
  /** Version of the server's draft that this one was begun from. */
  version?: number
}

export interface Edited {
  draft: Draft
  past: readonly Draft[]
  future: readonly Draft[]
  /** What the last change was made to; typing on in the same place is one step to undo. */
  place: string | undefined
}

export type Change =
  | { type: 'cell'; row: number; column: Column; text: string }
  | { type: 'header'; field: keyof Header; text: string }
  | { type: 'add-row'; after: number }
  | { type: 'remove-row'; row: number }
  | { type: 'fill-down'; row: number; column: Column }
  | { type: 'rows'; at: number; rows: readonly Cells[] }
  | { type: 'saved'; version: number }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'replace'; draft: Draft }

const UNDO_MAX = 200
/** An entry has at least two lines, so the grid never shows fewer rows. */
const ROWS_MIN = 2

export const emptyRow = (key: number): Row => ({
  key,
  account: '',
  memo: '',
  unit: '',
  debit: '',
  credit: '',
  value: '',
  distribution: '',
  reference: '',
  dueDate: '',
})

export const emptyDraft = (effectiveDate: string, journal = ''): Draft => ({
  effectiveDate,
  journal,
  description: '',
  reference: '',
  note: '',
  reverseOn: '',
  rows: [emptyRow(1), emptyRow(2), emptyRow(3)],
})

export const startEditing = (draft: Draft): Edited => ({ draft, past: [], future: [], place: undefined })

export const textOf = (row: Row, column: Column): string => row[column] ?? ''

export const dimensionColumn = (code: string): DimensionColumn => `dimensions/${code}`
export const isDimensionColumn = (name: string): name is DimensionColumn => name.startsWith('dimensions/')

/** The dimensions of a line, by code; those without a value are left out. */
export const dimensionsOf = (row: Row): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, text]) =>
      isDimensionColumn(name) && typeof text === 'string' && text.trim() !== ''
        ? [[name.slice('dimensions/'.length), text.trim()]]
        : [],
    ),
  )

export const isBlankRow = ({ key: _, ...cells }: Row): boolean =>
  Object.values(cells).every((text) => !text?.trim())

export const isBlankDraft = ({ rows, description, reference, note }: Draft): boolean =>
  rows.every(isBlankRow) && !description && !reference && !note

export function edit(state: Edited, change: Change): Edited {
  switch (change.type) {
    case 'undo':
      return step(state, state.past, state.future, 'past')
    case 'redo':
      return step(state, state.future, state.past, 'future')
    case 'replace':
      return startEditing(change.draft)
    case 'header':
      return commit(state, { ...state.draft, [change.field]: change.text }, `header ${change.field}`)
    case 'cell': {
      const rows = setCell(state.draft.rows, change)
      return commit(
        state,
        { ...state.draft, rows },
        `cell ${state.draft.rows[change.row]?.key} ${change.column}`,
      )
    }
    case 'add-row':
      return commit(state, { ...state.draft, rows: insertRow(state.draft.rows, change.after + 1) })
    case 'remove-row':
      return commit(state, { ...state.draft, rows: withoutRow(state.draft.rows, change.row) })
    case 'fill-down':
      return commit(state, { ...state.draft, rows: filledDown(state.draft.rows, change.row, change.column) })
    case 'saved':
      return { ...state, draft: { ...state.draft, version: change.version }, place: undefined }
    case 'rows':
      return commit(state, { ...state.draft, rows: withBlock(state.draft.rows, change.at, change.rows) })
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

function setCell(
  rows: readonly Row[],
  { row, column, text }: { row: number; column: Column; text: string },
): Row[] {
  return rows.map((each, index) => {
    if (index !== row) return each
    // A line has one side: an amount on one empties the other.
    const other = column === 'debit' ? { credit: '' } : column === 'credit' ? { debit: '' } : {}
    return { ...each, ...(text !== '' && other), [column]: text }
  })
}

const nextKey = (rows: readonly Row[]): number => Math.max(0, ...rows.map(({ key }) => key)) + 1

const insertRow = (rows: readonly Row[], at: number): Row[] => rows.toSpliced(at, 0, emptyRow(nextKey(rows)))

function withoutRow(rows: readonly Row[], index: number): Row[] {
  const rest = rows.toSpliced(index, 1)
  return rest.length >= ROWS_MIN ? rest : insertRow(rest, rest.length)
}

/** Ctrl+D of a spreadsheet: the cell above, once more. */
function filledDown(rows: readonly Row[], row: number, column: Column): readonly Row[] {
  const above = rows[row - 1]
  return above ? setCell(rows, { row, column, text: textOf(above, column) }) : rows
}

/** Writes a block over the rows from `at` on, adding rows where it reaches beyond the end. */
function withBlock(rows: readonly Row[], at: number, block: readonly Cells[]): Row[] {
  const firstNewKey = nextKey(rows)
  const missing = Math.max(0, at + block.length - rows.length)
  const long = [...rows, ...Array.from({ length: missing }, (_, index) => emptyRow(firstNewKey + index))]
  return long.map((row, index) => ({ ...row, ...block[index - at] }))
}
