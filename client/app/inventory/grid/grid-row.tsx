import type { GridColumn } from './columns.ts'
import type { GridState } from './use-grid.ts'

interface RowProps<Row> {
  ref: (element: HTMLElement | null) => void
  grid: GridState<Row>
  row: Row
  index: number
}

export function GridRow<Row>({ ref, grid, row, index }: RowProps<Row>) {
  const { columns, range } = grid
  const isInRange = grid.isBegun && index >= range.top && index <= range.bottom
  return (
    <tr ref={ref} data-index={index} aria-rowindex={index + 2}>
      {columns.map((column, at) => {
        const isChosen = isInRange && at >= range.left && at <= range.right
        const props = { grid, row, column, at: { row: index, column: at }, isChosen }
        return column.edit ? (
          <TypedCell key={column.id} {...props} />
        ) : (
          <ReadCell key={column.id} {...props} />
        )
      })}
    </tr>
  )
}

interface CellProps<Row> {
  grid: GridState<Row>
  row: Row
  column: GridColumn<Row>
  at: { row: number; column: number }
  isChosen: boolean
}

const cellClass = (isChosen: boolean, isNumeric = false): string =>
  `h-row border-b border-line ${isNumeric ? 'amount' : 'text-left'} ${isChosen ? 'bg-accent-soft' : ''}`

const isHead = <Row,>({ selection: { head } }: GridState<Row>, at: CellProps<Row>['at']) =>
  head.row === at.row && head.column === at.column

function ReadCell<Row>({ grid, row, column, at, isChosen }: CellProps<Row>) {
  const name = `${at.row}/${at.column}`
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells of a grid take the focus
      role="gridcell"
      data-at={name}
      data-cell={name}
      tabIndex={isHead(grid, at) ? 0 : -1}
      aria-readonly="true"
      aria-selected={isChosen}
      className={`${cellClass(isChosen, column.isNumeric)} cursor-default px-2 py-1 focus-visible:outline-offset-[-2px]`}
    >
      {column.show ? column.show(row) : <span className="block truncate">{column.text(row)}</span>}
    </td>
  )
}

/** An ordinary input, so that phones show their keys and screen readers meet a form. Its text is chosen until one types. */
function TypedCell<Row>({ grid, row, column, at, isChosen }: CellProps<Row>) {
  const { edit } = column
  if (!edit) return null
  const isHere = isHead(grid, at)
  const typing = isHere ? grid.typing : undefined
  const name = `${at.row}/${at.column}`
  const error = typing ? undefined : edit.error?.(row)
  const isClosed = grid.isReadOnly || edit.isClosed?.(row)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the input in it takes the focus
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells of a grid are chosen
      role="gridcell"
      data-at={name}
      aria-selected={isChosen}
      className={`${cellClass(isChosen, column.isNumeric)} px-0.5`}
    >
      <input
        type="text"
        inputMode={edit.isText ? 'text' : 'decimal'}
        autoComplete="off"
        aria-label={edit.label(row)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `cell-${name}` : undefined}
        data-cell={name}
        tabIndex={isHere ? 0 : -1}
        readOnly={isClosed}
        placeholder={edit.placeholder?.(row)}
        value={typing ? typing.text : column.text(row)}
        onFocus={(event) => {
          event.target.select()
          if (!isHere) grid.select({ anchor: at, head: at })
        }}
        onChange={(event) => grid.type({ mode: typing?.mode ?? 'type', text: event.target.value })}
        className={`h-9 w-full min-w-0 rounded-[5px] border bg-transparent px-1.5 text-lg placeholder:text-faint focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-offset-0 aria-invalid:border-negative md:h-[calc(var(--row)-0.5rem)] md:text-base ${isClosed ? 'border-transparent' : 'border-line'} ${column.isNumeric ? 'text-right tabular-nums' : ''}`}
      />
      {error && (
        <p
          id={`cell-${name}`}
          className={`px-1.5 pb-1 text-sm whitespace-normal text-negative ${column.isNumeric ? 'text-right' : ''}`}
        >
          {error}
        </p>
      )}
    </td>
  )
}
