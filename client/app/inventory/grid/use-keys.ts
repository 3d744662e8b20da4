import type { ClipboardEvent, KeyboardEvent } from 'react'
import { decimalMarkOfBlock } from '../../lib/amounts.ts'
import { toast } from '../../ui/toast.tsx'
import { blockOf, placed, textOf } from './block.ts'
import type { CellEdit } from './columns.ts'
import { type CellAt, isSingle, moved, moveOf, oneCell, type Range } from './selection.ts'
import type { GridState } from './use-grid.ts'

/** What the keys and the clipboard do in a grid, for all cells at once. */
export function useKeys<Row>(grid: GridState<Row>) {
  const { rows, columns, bounds, selection, range, typing, isReadOnly } = grid
  const { head } = selection

  /** A text for each cell of the range that is typed in. */
  const write = (text: (at: CellAt) => string) => {
    const edits: CellEdit<Row>[] = []
    for (let row = range.top; row <= range.bottom; row++)
      for (const column of bounds.editable)
        if (column >= range.left && column <= range.right)
          edits.push(...editOf(grid, { row, column }, text({ row, column })))
    grid.onEdit(edits)
  }
  const textAt = ({ row, column }: CellAt) => {
    const of = rows[row]
    const { text, copied = text } = columns[column] ?? {}
    return of === undefined ? '' : (copied?.(of) ?? '')
  }
  const edit = () => {
    const [row, column] = [rows[head.row], columns[head.column]]
    if (row === undefined || !column?.edit || column.edit.isClosed?.(row)) return
    grid.type({ text: column.edit.begin(row), mode: 'edit' })
  }
  const move = (event: KeyboardEvent): boolean => {
    const wanted = moveOf(event)
    if (!wanted) return false
    const isInText = typing?.mode === 'edit' && /^(Arrow(Left|Right)|Home|End)$/.test(event.key)
    if (isInText) return false
    const target = moved(head, wanted.move, bounds)
    // Out of the grid: Tab goes on in the page.
    if (!target) return false
    grid.select(wanted.extends && !typing ? { anchor: selection.anchor, head: target } : oneCell(target))
    return true
  }
  const shortcut = (key: string, hasShift: boolean): boolean => {
    if (typing) return false
    if (key === 'a')
      grid.select({
        anchor: { row: 0, column: 0 },
        head: { row: bounds.rows - 1, column: bounds.columns - 1 },
      })
    else if (isReadOnly) return false
    else if (key === 'z' && !hasShift) grid.onUndo()
    else if (key === 'z' || key === 'y') grid.onRedo()
    else if (key === 'd') write(({ column }) => textAt({ row: range.top, column }))
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing || !isInCell(event.target)) return
    const isModified = event.ctrlKey || event.metaKey
    const isDone =
      move(event) ||
      (isModified && !event.altKey && shortcut(event.key.toLowerCase(), event.shiftKey)) ||
      (!isModified && plainKey(event))
    if (isDone) event.preventDefault()
  }
  const plainKey = ({ key, altKey }: KeyboardEvent): boolean => {
    // Begun before the letter is there: one that is the same as before is meant, too.
    const [row, column] = [rows[head.row], columns[head.column]]
    const isTyped = key.length === 1 && !altKey && !typing && !isReadOnly
    if (isTyped && row !== undefined && column?.edit && !column.edit.isClosed?.(row)) {
      grid.type({ text: '', mode: 'type' })
      return false
    }
    if (key === 'Escape' && typing) grid.settle(false)
    else if (key === 'F2' && !typing) edit()
    else if ((key === 'Delete' || key === 'Backspace') && !typing && !isReadOnly) write(() => '')
    else return false
    return true
  }

  const copy = (event: ClipboardEvent): boolean => {
    if (typing || !isInCell(event.target)) return false
    event.preventDefault()
    event.clipboardData.setData('text/plain', textOf(blockIn(range, textAt)))
    return true
  }
  const onPaste = (event: ClipboardEvent) => {
    if (isReadOnly || !isInCell(event.target)) return
    const block = blockOf(event.clipboardData.getData('text/plain'))
    const isOne = block.length === 1 && block[0]?.length === 1
    if (typing && isOne) return
    event.preventDefault()
    if (typing) grid.settle(false)
    const { cells, lost } = placed(block, range, bounds)
    if (lost > 0)
      toast(lost === 1 ? '1 pasted cell has no room here.' : `${lost} pasted cells have no room here.`)
    const edits = cells.flatMap((cell) => editOf(grid, cell, cell.text))
    grid.onEdit(edits, decimalMarkOfBlock(edits.map(({ text }) => text)))
    if (isOne && isSingle(range)) return
    const [first, last] = [cells[0], cells.at(-1)]
    if (first && last) grid.select({ anchor: first, head: last })
  }
  return {
    onKeyDown,
    onCopy: (event: ClipboardEvent) => void copy(event),
    onCut: (event: ClipboardEvent) => {
      if (copy(event) && !isReadOnly) write(() => '')
    },
    onPaste,
  }
}

/** Controls inside of a cell, such as a link, keep their own keys. */
const isInCell = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.dataset.cell !== undefined

function editOf<Row>({ rows, columns }: GridState<Row>, at: CellAt, text: string): CellEdit<Row>[] {
  const [row, column] = [rows[at.row], columns[at.column]]
  if (row === undefined || !column?.edit || column.edit.isClosed?.(row)) return []
  return [{ row, column: column.id, text }]
}

const blockIn = ({ top, left, bottom, right }: Range, text: (at: CellAt) => string): string[][] =>
  Array.from({ length: bottom - top + 1 }, (_, row) =>
    Array.from({ length: right - left + 1 }, (__, column) => text({ row: top + row, column: left + column })),
  )
