import { Plus } from 'lucide-react'
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { userLocale } from '../../lib/amounts.ts'
import { Button } from '../../ui/button.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import type { Unit } from '../queries.ts'
import { type Books, fillOf, usesOtherUnits } from './balance.ts'
import { columnName, columnWidth, isAmount } from './column-looks.ts'
import { GridRow } from './grid-row.tsx'
import { arrowTarget, cellName, type Place, placeOf } from './keys.ts'
import { detailColumnsOf, type LineContext } from './lines-context.ts'
import { type Change, type Column, isBlankRow, type Row } from './model.ts'
import { cellsOf, parseBlock, visibleColumns } from './paste.ts'
import { useDetails } from './use-details.ts'

interface GridProps {
  rows: readonly Row[]
  context: LineContext
  books: Books
  units: readonly Unit[]
  errors: ReadonlyMap<string, string>
  /** Turns pasted text into an account's code. */
  accountCode: (text: string) => string
  dispatch: (change: Change) => void
  onFocusRow: (row: number) => void
  onOpenAccount: (row: number) => void
  /** Set to bring a cell into focus, such as the first one that was refused. */
  wanted: Place | undefined
}

/** The lines of an entry as a spreadsheet: arrows, Tab and Enter move, blocks are pasted, Ctrl+D fills down. */
export function Grid(props: GridProps) {
  const { rows, context, books, units, errors, dispatch, onOpenAccount, wanted } = props
  const hasValue = usesOtherUnits(rows, books)
  // The rows' identity of their columns decides whether they are drawn again.
  const columns = useMemo(() => visibleColumns(hasValue, context.columns), [hasValue, context.columns])
  const { grid, goTo, activeRow } = useCellFocus(wanted)
  const details = useDetails(props, goTo)
  const handlers = useGridKeys(props, columns, goTo, details)
  return (
    <>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that one moves through cell by cell
        role="grid"
        aria-label="Lines"
        aria-rowcount={rows.length + 1}
        {...handlers}
        className="w-full table-fixed border-separate border-spacing-0 max-md:block"
      >
        <thead className="max-md:hidden">
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column}
                className={`sticky top-(--bar) z-10 h-8 border-b border-line bg-canvas px-2.5 text-xs font-medium text-muted ${columnWidth(column, context.columns.length > 0)} ${isAmount(column) ? 'text-right' : 'text-left'}`}
              >
                {column === 'value' ? `Value, ${books.currency}` : columnName(column, context)}
              </th>
            ))}
            <th className="sticky top-(--bar) z-10 w-18 border-b border-line bg-canvas">
              <span className="unseen">More, remove</span>
            </th>
          </tr>
        </thead>
        <VirtualRows
          rows={rows}
          hasMore={false}
          isLoadingMore={false}
          onMore={nothing}
          activeIndex={activeRow}
          className="max-md:block"
        >
          {(row, index, ref) => (
            <GridRow
              key={row.key}
              ref={ref}
              row={row}
              index={index}
              columns={columns}
              context={context}
              books={books}
              units={units}
              errors={errors}
              isOpen={details.open.has(row.key)}
              dispatch={dispatch}
              onOpenAccount={onOpenAccount}
              onToggle={details.toggle}
            />
          )}
        </VirtualRows>
      </table>
      <Button
        variant="ghost"
        className="mt-1 self-start"
        onClick={() => {
          dispatch({ type: 'add-row', after: rows.length - 1 })
          goTo({ row: rows.length, column: 'account' })
        }}
      >
        <Plus className="size-4" aria-hidden="true" /> Add a line
      </Button>
    </>
  )
}

const nothing = () => {}

/** Focus moves at once where the cell is drawn, so that fast keys find it there; else as soon as its row is. */
function useCellFocus(wanted: Place | undefined) {
  const grid = useRef<HTMLTableElement>(null)
  const [target, setTarget] = useState<Place>()
  const focus = useCallback((place: Place): boolean => {
    const input = grid.current?.querySelector<HTMLElement>(`[data-cell="${cellName(place)}"]`)
    input?.focus()
    return input !== undefined && input !== null
  }, [])
  const goTo = useCallback(
    (place: Place) => {
      focus(place)
      setTarget({ ...place })
    },
    [focus],
  )
  useEffect(() => {
    if (wanted) goTo(wanted)
  }, [wanted, goTo])
  useEffect(() => {
    if (!target || focus(target)) return
    // A row out of view is drawn only once the list has scrolled to it.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => focus(target)))
    return () => cancelAnimationFrame(frame)
  }, [target, focus])
  return { grid, goTo, activeRow: target?.row }
}

/** Keys and pasting, for the whole grid at once: the cells stay ordinary inputs. */
function useGridKeys(
  props: GridProps,
  columns: readonly Column[],
  goTo: (place: Place) => void,
  details: ReturnType<typeof useDetails>,
) {
  const { rows, context, books, dispatch, accountCode, onFocusRow } = props
  const newRowAt = (row: number) => {
    if (row >= rows.length) dispatch({ type: 'add-row', after: rows.length - 1 })
    goTo({ row, column: 'account' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target)
    if (!place || event.defaultPrevented) return
    const key = event.key.toLowerCase()
    const isModified = event.ctrlKey || event.metaKey
    const take = (action: () => void) => {
      event.preventDefault()
      action()
    }
    if (isModified && key === 'd') return take(() => dispatch({ type: 'fill-down', ...place }))
    if (isModified && key === 'z') return take(() => dispatch({ type: event.shiftKey ? 'redo' : 'undo' }))
    if (isModified && key === 'y') return take(() => dispatch({ type: 'redo' }))
    if (isModified && key === 'backspace')
      return take(() => {
        dispatch({ type: 'remove-row', row: place.row })
        goTo({ ...place, row: Math.max(0, Math.min(place.row, rows.length - 2)) })
      })
    if (isModified || event.nativeEvent.isComposing) return
    if (key === 'enter' && event.altKey) return take(() => details.toggle(place.row))
    if (key === 'enter') return take(() => enter(event, place, columns, goTo, newRowAt))
    if (key === '=' && isAmount(place.column))
      return take(() => fillDifference(rows, books, place.row, dispatch))
    const isLastCell = place.row === rows.length - 1 && place.column === columns.at(-1)
    const lastRow = rows.at(-1)
    if (key === 'tab' && !event.shiftKey && isLastCell && lastRow && !isBlankRow(lastRow))
      return take(() => newRowAt(rows.length))
    const target = targetOf(event, place)
    if (target && target.row >= 0 && target.row < rows.length) take(() => goTo(target))
  }
  /** Beside a cell below the line are the others there; above and below it are lines. */
  const targetOf = (event: KeyboardEvent, place: Place): Place | undefined => {
    if (columns.includes(place.column)) return arrowTarget(event, place, columns)
    const row = rows[place.row]
    const target = row && arrowTarget(event, place, detailColumnsOf(row, context, books))
    if (!target || target.row === place.row) return target
    return { row: Math.max(target.row, place.row), column: 'account' }
  }
  const onPaste = (event: ClipboardEvent) => {
    const place = placeOf(event.target)
    const block = parseBlock(event.clipboardData.getData('text/plain'))
    if (!place || !block) return
    event.preventDefault()
    const isUnit = (text: string) => /^[A-Z]{3}$/.test(text) || props.units.some(({ code }) => code === text)
    const rowsOfBlock = cellsOf(block, {
      start: place.column,
      visible: columns.includes(place.column) ? columns : [place.column],
      locale: userLocale(),
      accountCode,
      isUnit,
      dimensionNamed: (text) =>
        context.dimensions.find(({ code, name }) => [code, name.toLowerCase()].includes(text.toLowerCase()))
          ?.column,
      dimensionOf: (text) =>
        context.dimensions.find(({ options }) => options.some(({ value }) => value === text))?.column,
    })
    dispatch({ type: 'rows', at: place.row, rows: rowsOfBlock })
  }
  const onFocus = (event: React.FocusEvent) => {
    const place = placeOf(event.target)
    if (!place) return
    onFocusRow(place.row)
    const key = rows[place.row]?.key
    if (key !== undefined && !columns.includes(place.column)) details.keepOpen(key)
  }
  return { onKeyDown, onPaste, onFocus }
}

/** Enter ends the line, as after tabbing in a spreadsheet; where it just chose a suggestion, it goes on to the right. */
function enter(
  event: KeyboardEvent,
  place: Place,
  columns: readonly Column[],
  goTo: (place: Place) => void,
  newRowAt: (row: number) => void,
): void {
  const hadList = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true'
  const next = columns[columns.indexOf(place.column) + 1]
  if (hadList && next) goTo({ row: place.row, column: next })
  else if (!event.shiftKey) newRowAt(place.row + 1)
  else if (place.row > 0) goTo({ ...place, row: place.row - 1 })
}

export function fillDifference(
  rows: readonly Row[],
  books: Books,
  focused: number | undefined,
  dispatch: (change: Change) => void,
): void {
  const fill = fillOf(rows, books, focused)
  if (fill) dispatch({ type: 'rows', at: fill.at, rows: [fill.cells] })
}
