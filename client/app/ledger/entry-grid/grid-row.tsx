import { ChevronDown, ChevronUp, Trash2 } from 'lucide-react'
import { memo, useLayoutEffect, useRef } from 'react'
import { IconButton } from '../../ui/button.tsx'
import type { Unit } from '../queries.ts'
import { type Books, unitOf } from './balance.ts'
import { columnName, narrowLayout } from './column-looks.ts'
import { Editor } from './editor.tsx'
import { detailColumnsOf, type LineContext } from './lines-context.ts'
import type { Change, Column, Row } from './model.ts'
import { textOf } from './model.ts'

export interface GridRowProps {
  ref: (element: HTMLElement | null) => void
  row: Row
  index: number
  columns: readonly Column[]
  context: LineContext
  books: Books
  units: readonly Unit[]
  /** Of the whole grid; a row looks up its own. */
  errors: ReadonlyMap<string, string>
  /** Whether somebody opened what is below the line; it is open too where it says something. */
  isOpen: boolean
  dispatch: (change: Change) => void
  onOpenAccount: (row: number) => void
  onToggle: (row: number) => void
}

/** What is below a line is shown while it says something, and while somebody wants to see it. */
export function shownDetails(
  row: Row,
  { context, books, errors, isOpen }: Pick<GridRowProps, 'context' | 'books' | 'errors' | 'isOpen'>,
): readonly Column[] {
  const details = detailColumnsOf(row, context, books)
  const saysSomething = details.some(
    (column) => textOf(row, column) !== '' || errors.has(`${row.key}/${column}`),
  )
  return isOpen || saysSomething ? details : []
}

function GridRowPlain(props: GridRowProps) {
  const { row, index, columns, context, dispatch, onToggle } = props
  const details = shownDetails(row, props)
  const hasDetails = details.length > 0
  const canOpen = detailColumnsOf(row, context, props.books).length > 0
  const ref = useMeasured(props.ref, details.length)
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
            className={`align-top md:px-0.5 md:py-[0.1875rem] md:first:pl-0 ${hasDetails ? '' : 'border-line md:border-b'} ${narrowLayout(column)} ${hasCell(column, props) ? '' : 'max-md:hidden'}`}
          >
            <span className="block px-0.5 text-xs text-faint md:hidden" aria-hidden="true">
              {columnName(column, context)}
            </span>
            <Editor {...props} column={column} />
          </td>
        ))}
        <td
          className={`align-top whitespace-nowrap max-md:order-2 max-md:pt-4.5 max-md:text-right md:py-[0.1875rem] md:text-right ${hasDetails ? '' : 'border-line md:border-b'}`}
        >
          {/* Out of the tab order, because Tab walks through amounts; the keyboard has shortcuts for both. */}
          {canOpen && (
            <IconButton
              tabIndex={-1}
              label={`${hasDetails ? 'Less' : 'More'} of line ${index + 1}`}
              aria-expanded={hasDetails}
              className="max-md:size-7! md:size-[calc(var(--row)-0.5rem)]!"
              onClick={() => onToggle(index)}
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
            className="max-md:size-7! md:size-[calc(var(--row)-0.5rem)]!"
            onClick={() => dispatch({ type: 'remove-row', row: index })}
          >
            <Trash2 className="size-4" aria-hidden="true" />
          </IconButton>
        </td>
      </tr>
      {hasDetails && <Details {...props} details={details} />}
    </>
  )
}

/** In company currency the amount is the value. */
const hasCell = (column: Column, { row, books }: GridRowProps): boolean =>
  column !== 'value' || unitOf(row, books) !== books.currency

/** Below the line, as wide as the grid. The list counts its height with that of the line. */
const Details = (props: GridRowProps & { details: readonly Column[] }) => (
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
        {props.details.map((column) => (
          <div key={column} className="w-44 max-md:w-full">
            <span className="block px-2 text-xs text-muted max-md:px-0.5" aria-hidden="true">
              {columnName(column, props.context)}
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
  const names = Object.keys(after) as (keyof GridRowProps)[]
  return names.every((name) =>
    name === 'errors' ? errorsOf(before) === errorsOf(after) : before[name] === after[name],
  )
})

const errorsOf = ({ errors, row }: GridRowProps): string =>
  errors.size === 0 ? '' : JSON.stringify([...errors].filter(([cell]) => cell.startsWith(`${row.key}/`)))
