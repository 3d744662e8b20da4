import { Plus } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { cellName, type Place } from '../../../ledger/entry-grid/keys.ts'
import type { LineContext } from '../../../ledger/entry-grid/lines-context.ts'
import { Button } from '../../../ui/button.tsx'
import { VirtualRows } from '../../../ui/virtual-rows.tsx'
import type { Item } from '../../pickers/queries.ts'
import type { Available } from '../queries.ts'
import { columnWidth } from './column-looks.ts'
import { type Column, columnName, type GridKind, isNumeric } from './forms.ts'
import { GridRow } from './grid-row.tsx'
import type { Change, Row } from './model.ts'
import { useGridKeys } from './use-grid-keys.ts'

export interface GridProps {
  kind: GridKind
  rows: readonly Row[]
  columns: readonly Column[]
  details: readonly Column[]
  items: ReadonlyMap<string, Item>
  available: ReadonlyMap<string, Available>
  context: LineContext
  dimensionNames: ReadonlyMap<string, string>
  errors: ReadonlyMap<string, string>
  dispatch: (change: Change) => void
  onItem: (row: Row, code: string) => void
  /** Set to bring a cell into focus, such as the first one that was refused. */
  wanted: Place<Column> | undefined
}

/** The lines of a document as a spreadsheet: arrows, Tab and Enter move, blocks are pasted, Ctrl+D fills down. */
export function Grid(props: GridProps) {
  const { rows, columns, dimensionNames, dispatch, wanted } = props
  const { grid, goTo, activeRow } = useCellFocus(wanted)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback(
    (key: number) =>
      setOpen((before) => {
        const next = new Set(before)
        if (!next.delete(key)) next.add(key)
        return next
      }),
    [],
  )
  const handlers = useGridKeys(props, goTo, toggle)
  return (
    <div>
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
                className={`sticky top-(--bar) z-10 h-8 border-b border-line bg-canvas px-2.5 text-xs font-medium text-muted ${columnWidth(column)} ${isNumeric(column) ? 'text-right' : 'text-left'}`}
              >
                {columnName(column, dimensionNames)}
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
              {...props}
              row={row}
              index={index}
              isOpen={open.has(row.key)}
              onToggle={toggle}
            />
          )}
        </VirtualRows>
      </table>
      <Button
        variant="ghost"
        className="mt-1"
        onClick={() => {
          dispatch({ type: 'add-row', after: rows.length - 1 })
          goTo({ row: rows.length, column: 'item' })
        }}
      >
        <Plus className="size-4" aria-hidden="true" /> Add a line
      </Button>
    </div>
  )
}

const nothing = () => {}

/** Focus moves at once where the cell is drawn, so that fast keys find it there; else as soon as its row is. */
function useCellFocus(wanted: Place<Column> | undefined) {
  const grid = useRef<HTMLTableElement>(null)
  const [target, setTarget] = useState<Place<Column>>()
  const focus = useCallback((place: Place<Column>): boolean => {
    const input = grid.current?.querySelector<HTMLElement>(`[data-cell="${cellName(place)}"]`)
    input?.focus()
    return input !== undefined && input !== null
  }, [])
  const goTo = useCallback(
    (place: Place<Column>) => {
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
