/** Which cells of a grid are meant, and how keys move through it. Pure; rows and columns are counted from 0. */

export interface CellAt {
  row: number
  column: number
}

/** The cell that a range was begun in, and the one that it has come to: the one with the focus. */
export interface Selection {
  anchor: CellAt
  head: CellAt
}

export interface Range {
  top: number
  left: number
  bottom: number
  right: number
}

export interface Bounds {
  rows: number
  columns: number
  /** Rows that a screen has. */
  page: number
  /** Columns that are typed in. */
  editable: readonly number[]
}

export type Move =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'row-start'
  | 'row-end'
  | 'top'
  | 'bottom'
  | 'first'
  | 'last'
  | 'next'
  | 'previous'

export const oneCell = (at: CellAt): Selection => ({ anchor: at, head: at })

export const rangeOf = ({ anchor, head }: Selection): Range => ({
  top: Math.min(anchor.row, head.row),
  left: Math.min(anchor.column, head.column),
  bottom: Math.max(anchor.row, head.row),
  right: Math.max(anchor.column, head.column),
})

export const isSingle = ({ top, left, bottom, right }: Range): boolean => top === bottom && left === right

/** Within the grid, whatever became of its rows. */
export const clamp = ({ row, column }: CellAt, { rows, columns }: Bounds): CellAt => ({
  row: Math.max(0, Math.min(row, rows - 1)),
  column: Math.max(0, Math.min(column, columns - 1)),
})

/** Where a move leads; undefined: out of the grid. */
export function moved(from: CellAt, move: Move, bounds: Bounds): CellAt | undefined {
  const { row, column } = from
  if (move === 'next' || move === 'previous') return along(from, move === 'next' ? 1 : -1, bounds)
  const last = { row: bounds.rows - 1, column: bounds.columns - 1 }
  const target: Record<typeof move, CellAt> = {
    up: { row: row - 1, column },
    down: { row: row + 1, column },
    left: { row, column: column - 1 },
    right: { row, column: column + 1 },
    'page-up': { row: row - bounds.page, column },
    'page-down': { row: row + bounds.page, column },
    'row-start': { row, column: 0 },
    'row-end': { row, column: last.column },
    top: { row: 0, column },
    bottom: { row: last.row, column },
    first: { row: 0, column: 0 },
    last,
  }
  return clamp(target[move], bounds)
}

/** The next cell to type in, row after row. */
function along({ row, column }: CellAt, step: 1 | -1, { rows, editable }: Bounds): CellAt | undefined {
  const inOrder = step === 1 ? editable : editable.toReversed()
  const beside = inOrder.find((each) => (each - column) * step > 0)
  if (beside !== undefined) return { row, column: beside }
  const [first] = inOrder
  const other = row + step
  return first === undefined || other < 0 || other >= rows ? undefined : { row: other, column: first }
}

interface Pressed {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** What a key moves by, and whether it extends the range. Undefined: the key moves nothing. */
export function moveOf(pressed: Pressed): { move: Move; extends: boolean } | undefined {
  if (pressed.altKey) return undefined
  const { key, shiftKey } = pressed
  const move = (pressed.ctrlKey || pressed.metaKey ? FAR : NEAR)[key]
  if (move) return { move, extends: shiftKey }
  if (pressed.ctrlKey || pressed.metaKey) return undefined
  if (key === 'Enter') return { move: shiftKey ? 'up' : 'down', extends: false }
  if (key === 'Tab') return { move: shiftKey ? 'previous' : 'next', extends: false }
  return undefined
}

const NEAR: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'row-start',
  End: 'row-end',
}

const FAR: Readonly<Record<string, Move>> = {
  ArrowUp: 'top',
  ArrowDown: 'bottom',
  ArrowLeft: 'row-start',
  ArrowRight: 'row-end',
  Home: 'first',
  End: 'last',
}
