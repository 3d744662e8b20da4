import { ChevronDown, ChevronUp, Trash2 } from 'lucide-react'
import { memo, useLayoutEffect, useRef } from 'react'
import { IconButton } from '../../../ui/button.tsx'
import { narrowLayout } from './column-looks.ts'
import { asksFor, Editor } from './editor.tsx'
import type { CellColumn, Column } from './forms.ts'
import { columnName } from './forms.ts'
import type { GridProps } from './grid.tsx'
import { type Row, textOf } from './model.ts'
import { cellId } from './submission.ts'

export interface GridRowProps extends GridProps {
  ref: (element: HTMLElement | null) => void
  row: Row
  index: number
  /** Whether somebody opened what is below the line; it is open too where it says something. */
  isOpen: boolean
  onToggle: (key: number) => void
}

function shownDetails({ row, details, errors, isOpen }: GridRowProps): readonly Column[] {
  const saysSomething = details.some(
    (column) => textOf(row, column as CellColumn) !== '' || errors.has(cellId(row.key, column)),
  )
  return isOpen || saysSomething ? details : []
}

function GridRowPlain(props: GridRowProps) {
  const { row, index, columns, dimensionNames, dispatch, onToggle } = props
  const details = shownDetails(props)
  const item = props.items.get(row.item?.trim() ?? '')
  const hasDetails = details.length > 0
  const ref = useMeasured(props.ref, details.length)
  const buttonClass = 'max-md:size-7! md:size-[calc(var(--row)-0.5rem)]!'
  return (
    <>
      <tr
        ref={ref}
        data-index={index}
        aria-rowindex={index + 2}
        className={`max-md:grid max-md:grid-cols-6 max-md:gap-x-2 max-md:gap-y-1 max-md:border-line max-md:bg-surface max-md:p-2 ${hasDetails ? 'max-md:rounded-t-lg max-md:border-x max-md:border-t' : 'max-md:mb-3 max-md:rounded-lg max-md:border'}`}
      >
        {columns.map((column) => (
          <td
            key={column}
            className={`align-top md:px-0.5 md:py-[0.1875rem] md:first:pl-0 ${hasDetails ? '' : 'border-line md:border-b'} ${narrowLayout(column)} ${asksFor(column, item) || textOf(row, column as CellColumn) !== '' ? '' : 'max-md:hidden'}`}
          >
            <span className="block px-0.5 text-xs text-faint md:hidden" aria-hidden="true">
              {columnName(column, dimensionNames)}
            </span>
            <Editor {...props} column={column} />
          </td>
        ))}
        <td
          className={`align-top whitespace-nowrap max-md:order-2 max-md:pt-4.5 max-md:text-right md:py-[0.1875rem] md:text-right ${hasDetails ? '' : 'border-line md:border-b'}`}
        >
          {/* Out of the tab order, because Tab walks through quantities; the keyboard has shortcuts for both. */}
          {props.details.length > 0 && (
            <IconButton
              tabIndex={-1}
              label={`${hasDetails ? 'Less' : 'More'} of line ${index + 1}`}
              aria-expanded={hasDetails}
              className={buttonClass}
              onClick={() => onToggle(row.key)}
            >
              {hasDetails ? (
                <ChevronUp className="size-4" aria-hidden="true" />
              ) : (
                <ChevronDown className="size-4" aria-hidden="true" />
              )}
            </IconButton>
          )}
          <IconButton
            tabIndex={-1}
            label={`Remove line ${index + 1}`}
            className={buttonClass}
            onClick={() => dispatch({ type: 'remove-row', row: index })}
          >
            <Trash2 className="size-4" aria-hidden="true" />
          </IconButton>
        </td>
      </tr>
      {hasDetails && <Details {...props} shown={details} />}
    </>
  )
}

/** Below the line, as wide as the grid. The list counts its height with that of the line. */
const Details = (props: GridRowProps & { shown: readonly Column[] }) => (
  <tr
    data-continues
    aria-rowindex={props.index + 2}
    className="max-md:mb-3 max-md:block max-md:rounded-b-lg max-md:border-x max-md:border-b max-md:border-line max-md:bg-surface max-md:p-2"
  >
    <td
      colSpan={props.columns.length + 1}
      className="border-line pb-2 max-md:block max-md:pb-0 md:border-b md:pl-2"
    >
      <div className="flex flex-wrap gap-x-3 gap-y-1 md:border-l-2 md:border-line md:pl-2">
        {props.shown.map((column) => (
          <div key={column} className={`max-md:w-full ${column === 'memo' ? 'w-80' : 'w-52'}`}>
            <span className="block px-2 text-xs text-muted max-md:px-0.5" aria-hidden="true">
              {columnName(column, props.dimensionNames)}
            </span>
            <Editor {...props} column={column} />
          </div>
        ))}
      </div>
    </td>
  </tr>
)

/** Tells the list of rows when what is below the line comes or goes: the line itself stays as high as it was. */
function useMeasured(measure: GridRowProps['ref'], details: number) {
  const element = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the number that asks for it
  useLayoutEffect(() => {
    if (element.current) measure(element.current)
  }, [details])
  return (next: HTMLElement | null) => {
    element.current = next
    measure(next)
  }
}

/** Typing in one row of a thousand draws only that row again. */
export const GridRow = memo(GridRowPlain, (before, after) => {
  const ref = after.row.item ?? ''
  return (
    before.row === after.row &&
    before.index === after.index &&
    before.isOpen === after.isOpen &&
    before.columns === after.columns &&
    before.details === after.details &&
    before.context === after.context &&
    before.dispatch === after.dispatch &&
    before.onItem === after.onItem &&
    before.items.get(ref) === after.items.get(ref) &&
    availableOf(before) === availableOf(after) &&
    errorsOf(before) === errorsOf(after)
  )
})

const availableOf = ({ items, available, row }: GridRowProps) =>
  available.get(items.get(row.item ?? '')?.code ?? '')

const errorsOf = ({ errors, row }: GridRowProps): string =>
  errors.size === 0 ? '' : JSON.stringify([...errors].filter(([cell]) => cell.startsWith(`${row.key}/`)))
