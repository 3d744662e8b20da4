import { type PointerEvent, useMemo } from 'react'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useWidth } from './columns.ts'
import { GridRows } from './grid-rows.tsx'
import { oneCell } from './selection.ts'
import { cellAt, cellElement, type GridOptions, useGrid } from './use-grid.ts'
import { useKeys } from './use-keys.ts'

const GROUP = 'In a grid'

/**
 * Rows as a spreadsheet shows them: arrows, Enter, Tab, Home, End and the page keys move, Shift chooses a range, typing
 * overwrites, F2 edits, ranges go to and come from a spreadsheet through the clipboard. Only rows near the view are drawn.
 */
export function Grid<Row>({ label, ...given }: GridOptions<Row> & { label: string }) {
  const width = useWidth()
  const columns = useMemo(
    () => given.columns.filter(({ fromWidth = 0 }) => width >= fromWidth),
    [given.columns, width],
  )
  const grid = useGrid({ ...given, columns })
  const keys = useKeys(grid)
  useGridHelp()
  return (
    <table
      ref={grid.table}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that one moves through cell by cell
      role="grid"
      aria-label={label}
      aria-rowcount={given.rows.length + 1}
      aria-multiselectable="true"
      {...keys}
      {...pointing(grid)}
      onBlur={(event) => event.relatedTarget !== event.target && grid.settle(true)}
      className="w-full table-fixed border-separate border-spacing-0 text-base"
    >
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(({ id, name, isNumeric, className = '' }) => (
            <th
              key={id}
              scope="col"
              className={`sticky top-(--bar) z-10 h-9 truncate border-b border-line bg-canvas px-2 text-xs font-medium text-muted ${isNumeric ? 'text-right' : 'text-left'} ${className}`}
            >
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <GridRows grid={grid} />
    </table>
  )
}

/** A press chooses, one with Shift or one that is drawn on extends, a second one edits. */
function pointing<Row>(grid: ReturnType<typeof useGrid<Row>>) {
  const extendTo = (event: PointerEvent | React.MouseEvent) => {
    const at = cellAt(event.target)
    if (at) grid.select({ anchor: grid.selection.anchor, head: at })
  }
  return {
    onMouseDown(event: React.MouseEvent) {
      const at = cellAt(event.target)
      if (!at || event.button !== 0 || isControl(event.target)) return
      const { head } = grid.selection
      const isHere = at.row === head.row && at.column === head.column
      if (grid.typing && isHere) return
      event.preventDefault()
      if (event.shiftKey) return extendTo(event)
      if (isHere) selectText(cellElement(grid.table.current, at))
      grid.select(oneCell(at))
    },
    onPointerOver(event: PointerEvent) {
      const at = cellAt(event.target)
      const { head } = grid.selection
      const isElsewhere = at && (at.row !== head.row || at.column !== head.column)
      const isDrawn = event.buttons === 1 && event.pointerType === 'mouse' && !grid.typing
      if (isDrawn && isElsewhere && grid.table.current?.contains(document.activeElement)) extendTo(event)
    },
    onDoubleClick(event: React.MouseEvent) {
      const at = cellAt(event.target)
      const row = at && grid.rows[at.row]
      const edit = at && grid.columns[at.column]?.edit
      if (!row || !edit || grid.typing || grid.isReadOnly || edit.isClosed?.(row)) return
      grid.type({ text: edit.begin(row), mode: 'edit' })
    },
  }
}

const isControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button') !== null

function selectText(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true })
  if (element instanceof HTMLInputElement) element.select()
}

/** The cells handle these keys themselves; the help lists them. */
function useGridHelp(): void {
  useShortcut('f2', 'Edit the cell', GROUP)
  useShortcut('delete', 'Take back what was typed', GROUP)
  useShortcut('mod+c', 'Copy the range', GROUP)
  useShortcut('mod+v', 'Paste from a spreadsheet', GROUP)
  useShortcut('mod+d', 'Fill down', GROUP)
  useShortcut('mod+z', 'Undo', GROUP)
}
