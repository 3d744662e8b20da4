import type { ClipboardEvent, KeyboardEvent } from 'react'
import { arrowTarget, type Place, placeOf } from '../../../ledger/entry-grid/keys.ts'
import { parseBlock } from '../../../ledger/entry-grid/paste.ts'
import { userLocale } from '../../../lib/amounts.ts'
import type { CellColumn, Column } from './forms.ts'
import type { GridProps } from './grid.tsx'
import { isBlankRow } from './model.ts'
import { cellsOf } from './paste.ts'

/** Keys and pasting, for the whole grid at once: the cells stay ordinary inputs. */
export function useGridKeys(
  { rows, columns, details, dispatch }: GridProps,
  goTo: (place: Place<Column>) => void,
  toggle: (key: number) => void,
) {
  const typed: readonly Column[] = columns.filter((column) => column !== 'available')
  const newRowAt = (row: number) => {
    if (row >= rows.length) dispatch({ type: 'add-row', after: rows.length - 1 })
    goTo({ row, column: 'item' })
  }
  const enter = (event: KeyboardEvent, place: Place<Column>) => {
    const hadList = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true'
    const next = typed[typed.indexOf(place.column) + 1]
    if (hadList && next) goTo({ row: place.row, column: next })
    else if (!event.shiftKey) newRowAt(place.row + 1)
    else if (place.row > 0) goTo({ ...place, row: place.row - 1 })
  }
  const modified = (key: string, event: KeyboardEvent, place: Place<Column>): (() => void) | undefined => {
    if (key === 'd')
      return () => dispatch({ type: 'fill-down', row: place.row, column: place.column as CellColumn })
    if (key === 'z') return () => dispatch({ type: event.shiftKey ? 'redo' : 'undo' })
    if (key === 'y') return () => dispatch({ type: 'redo' })
    if (key === 'backspace')
      return () => {
        dispatch({ type: 'remove-row', row: place.row })
        goTo({ ...place, row: Math.max(0, Math.min(place.row, rows.length - 2)) })
      }
    return undefined
  }
  const plain = (key: string, event: KeyboardEvent, place: Place<Column>): (() => void) | undefined => {
    if (key === 'enter' && event.altKey) return () => toggle(rows[place.row]?.key ?? 0)
    if (key === 'enter') return () => enter(event, place)
    const isLastCell = place.row === rows.length - 1 && place.column === typed.at(-1)
    const lastRow = rows.at(-1)
    if (key === 'tab' && !event.shiftKey && isLastCell && lastRow && !isBlankRow(lastRow))
      return () => newRowAt(rows.length)
    const isDetail = !typed.includes(place.column)
    const target = arrowTarget(event, place, isDetail ? details : typed)
    if (!target || target.row < 0 || target.row >= rows.length) return undefined
    return () => goTo(isDetail && target.row !== place.row ? { row: target.row, column: 'item' } : target)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf<Column>(event.target)
    if (!place || event.defaultPrevented || event.nativeEvent.isComposing) return
    const key = event.key.toLowerCase()
    const isModified = event.ctrlKey || event.metaKey
    const action = isModified ? modified(key, event, place) : plain(key, event, place)
    if (!action) return
    event.preventDefault()
    action()
  }
  const onPaste = (event: ClipboardEvent) => {
    const place = placeOf<CellColumn>(event.target)
    const text = event.clipboardData.getData('text/plain')
    const block = parseBlock(text)
    // Serial numbers stand below each other in a sheet; in their cell they are those of one line.
    const isSerials = place?.column === 'lot' && block?.every((row) => row.length === 1)
    if (!place || !block || isSerials) return
    event.preventDefault()
    const isDetail = !columns.includes(place.column)
    const visible = isDetail ? [place.column] : columns
    dispatch({
      type: 'rows',
      at: place.row,
      rows: cellsOf(block, { start: place.column, columns: visible, locale: userLocale() }),
    })
  }
  return { onKeyDown, onPaste }
}
