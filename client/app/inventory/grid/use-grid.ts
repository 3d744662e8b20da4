import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { CellEdit, GridColumn } from './columns.ts'
import { type Bounds, type CellAt, clamp, oneCell, type Range, rangeOf, type Selection } from './selection.ts'

export interface GridOptions<Row> {
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly GridColumn<Row>[]
  isReadOnly: boolean
  /** `mark`: the decimal mark that a pasted block gives away. */
  onEdit: (edits: readonly CellEdit<Row>[], mark?: '.' | ',') => void
  onUndo: () => void
  onRedo: () => void
  /** While a cell is being typed in, undefined afterwards: what is half typed is not sent. */
  onTyping?: ((isTyping: boolean) => void) | undefined
}

/** `type`: began by typing, so that arrows leave the cell; `edit`: began by F2, so that they move within its text. */
export interface Typing {
  text: string
  mode: 'type' | 'edit'
}

export interface GridState<Row> extends GridOptions<Row> {
  table: RefObject<HTMLTableElement | null>
  bounds: Bounds
  selection: Selection
  range: Range
  /** Somebody has been in the grid: before that no cell is shown as chosen. */
  isBegun: boolean
  typing: Typing | undefined
  select: (selection: Selection) => void
  type: (typing: Typing) => void
  /** Ends typing, with or without what was typed. */
  settle: (isKept: boolean) => void
}

const ROW_HEIGHT = 41

/** Which cells are chosen, and what is being typed into one of them. */
export function useGrid<Row>(options: GridOptions<Row>): GridState<Row> {
  const { rows, rowKey, columns, isReadOnly, onEdit, onTyping } = options
  const table = useRef<HTMLTableElement>(null)
  const bounds = useMemo((): Bounds => {
    const editable = columns.flatMap(({ edit }, index) => (edit && !isReadOnly ? [index] : []))
    const page = Math.max(1, Math.floor((innerHeight - 180) / ROW_HEIGHT))
    return { rows: rows.length, columns: columns.length, page, editable }
  }, [rows.length, columns, isReadOnly])
  const chosen = useChosen(rows, rowKey, bounds)
  const [typing, setTyping] = useState<Typing>()
  const isFocusWanted = useRef(false)
  const { head } = chosen.selection

  const settle = (isKept: boolean) => {
    if (!typing) return
    const [row, column] = [rows[head.row], columns[head.column]]
    setTyping(undefined)
    onTyping?.(false)
    if (!isKept || !row || !column?.edit) return
    if (typing.mode === 'type' || typing.text !== column.edit.begin(row))
      onEdit([{ row, column: column.id, text: typing.text }])
  }
  useBeforeLeaving(() => settle(true))
  const mode = typing?.mode
  // The row of the head is always drawn, also far from the view.
  useLayoutEffect(() => {
    const element = cellElement(table.current, head)
    if (isFocusWanted.current) element?.focus({ preventScroll: true })
    isFocusWanted.current = false
    // At rest all of the text is chosen, whatever has changed it, so that typing overwrites.
    const isFocused = element instanceof HTMLInputElement && element === document.activeElement
    if (isFocused && !mode) element.select()
  })
  useLayoutEffect(() => {
    const element = document.activeElement
    if (mode === 'edit' && element instanceof HTMLInputElement)
      element.setSelectionRange(element.value.length, element.value.length)
  }, [mode])
  return {
    ...options,
    table,
    bounds,
    selection: chosen.selection,
    range: rangeOf(chosen.selection),
    isBegun: chosen.isBegun,
    typing,
    settle,
    select(selection) {
      settle(true)
      isFocusWanted.current = true
      chosen.set(selection)
    },
    type(next) {
      if (!typing) onTyping?.(true)
      setTyping(next)
    },
  }
}

export const cellElement = (table: HTMLElement | null, { row, column }: CellAt): HTMLElement | null =>
  table?.querySelector<HTMLElement>(`[data-cell="${row}/${column}"]`) ?? null

export function cellAt(target: EventTarget | null): CellAt | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null
  const [row, column] = (cell?.dataset.at ?? '').split('/').map(Number)
  return row === undefined || column === undefined ? undefined : { row, column }
}

/** Chosen rows stay chosen while others come, go and are sorted. */
function useChosen<Row>(rows: readonly Row[], rowKey: (row: Row) => string, bounds: Bounds) {
  const first = { row: 0, column: bounds.editable[0] ?? 0 }
  const [kept, setKept] = useState<{ selection: Selection; keys: [anchor?: string, head?: string] }>()
  const keyAt = (at: CellAt) => {
    const row = rows[at.row]
    return row === undefined ? undefined : rowKey(row)
  }
  const found = (at: CellAt, key: string | undefined): CellAt => {
    if (key === undefined || keyAt(at) === key) return clamp(at, bounds)
    const row = rows.findIndex((each) => rowKey(each) === key)
    return clamp(row < 0 ? at : { ...at, row }, bounds)
  }
  const selection: Selection = kept
    ? {
        anchor: found(kept.selection.anchor, kept.keys[0]),
        head: found(kept.selection.head, kept.keys[1]),
      }
    : oneCell(first)
  const set = (next: Selection) => {
    const keys: [string?, string?] = [keyAt(next.anchor), keyAt(next.head)] as [string?, string?]
    setKept({ selection: next, keys })
  }
  return { selection, set, isBegun: kept !== undefined }
}

/** What is being typed is taken before the page goes away. */
function useBeforeLeaving(run: () => void): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    // At once, and before others who keep it then.
    const onHide = () => flushSync(() => latest.current())
    addEventListener('pagehide', onHide, { capture: true })
    return () => removeEventListener('pagehide', onHide, { capture: true })
  }, [])
}
