import { Trash2 } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { IconButton } from '../../ui/button.tsx'
import type { Unit } from '../queries.ts'
import type { Books } from './balance.ts'
import { unitOf } from './balance.ts'
import { AccountCell, AmountCell, CellError, type CellProps, TextCell, UnitCell } from './cells.tsx'
import { cellName } from './keys.ts'
import type { Change, Column, Row } from './model.ts'
import { cellId } from './submission.ts'

export const COLUMN_NAMES: Readonly<Record<Column, string>> = {
  account: 'Account',
  memo: 'Memo',
  unit: 'Unit',
  debit: 'Debit',
  credit: 'Credit',
  value: 'Value',
}

export const isAmount = (column: Column): boolean =>
  column === 'debit' || column === 'credit' || column === 'value'

interface GridRowProps {
  ref: (element: HTMLElement | null) => void
  row: Row
  index: number
  columns: readonly Column[]
  books: Books
  units: readonly Unit[]
  /** Of the whole grid; a row looks up its own. */
  errors: ReadonlyMap<string, string>
  dispatch: (change: Change) => void
  onOpenAccount: (row: number) => void
}

/** On narrow screens a row is a small form: account and memo on lines of their own, the amounts side by side. */
const CELL_LAYOUT: Readonly<Record<Column, string>> = {
  account: 'max-md:col-span-5 max-md:order-1',
  memo: 'max-md:col-span-4 max-md:order-3',
  unit: 'max-md:col-span-2 max-md:order-3',
  debit: 'max-md:col-span-3 max-md:order-3',
  credit: 'max-md:col-span-3 max-md:order-3',
  value: 'max-md:col-span-6 max-md:order-3',
}

function GridRowPlain(props: GridRowProps) {
  const { ref, row, index, columns, errors, dispatch } = props
  return (
    <tr
      ref={ref}
      data-index={index}
      aria-rowindex={index + 2}
      className="max-md:mb-3 max-md:grid max-md:grid-cols-6 max-md:gap-x-2 max-md:gap-y-1 max-md:rounded-lg max-md:border max-md:border-line max-md:bg-surface max-md:p-2"
    >
      {columns.map((column) => (
        <td
          key={column}
          className={`border-line align-top md:border-b md:px-0.5 md:py-[0.1875rem] md:first:pl-0 ${CELL_LAYOUT[column]}`}
        >
          <span className="block px-0.5 text-xs text-faint md:hidden" aria-hidden="true">
            {COLUMN_NAMES[column]}
          </span>
          <Editor {...props} column={column} error={errors.get(cellId(row.key, column))} />
        </td>
      ))}
      <td className="border-line align-top max-md:order-2 max-md:pt-4.5 max-md:text-right md:border-b md:py-[0.1875rem]">
        {/* Out of the tab order, because Tab walks through amounts; the keyboard removes a row with a shortcut. */}
        <IconButton
          tabIndex={-1}
          label={`Remove line ${index + 1}`}
          className="md:size-[calc(var(--row)-0.5rem)]!"
          onClick={() => dispatch({ type: 'remove-row', row: index })}
        >
          <Trash2 className="size-4" aria-hidden="true" />
        </IconButton>
      </td>
    </tr>
  )
}

/** Typing in one row of a thousand draws only that row again. */
export const GridRow = memo(GridRowPlain, (before, after) => {
  const names = Object.keys(after) as (keyof GridRowProps)[]
  return names.every((name) => {
    if (name !== 'errors') return before[name] === after[name]
    return after.columns.every((column) => {
      const id = cellId(after.row.key, column)
      return before.errors.get(id) === after.errors.get(id)
    })
  })
})

function Editor(props: GridRowProps & { column: Column; error: string | undefined }): ReactNode {
  const { row, index, column, error, books, dispatch, onOpenAccount } = props
  const cell: CellProps = {
    label: `${COLUMN_NAMES[column]}, line ${index + 1}`,
    place: cellName({ row: index, column }),
    text: row[column],
    error,
    errorId: `error-${row.key}-${column}`,
    onText: (text) => dispatch({ type: 'cell', row: index, column, text }),
  }
  const canOpen = column === 'account' && row.account !== '' && !books.account(row.account)
  return (
    <>
      {editorOf(column, cell, props)}
      {error && (
        <CellError id={cell.errorId} text={error} isNumeric={isAmount(column)}>
          {canOpen && (
            <button type="button" className="font-medium underline" onClick={() => onOpenAccount(index)}>
              Open it
            </button>
          )}
        </CellError>
      )}
    </>
  )
}

function editorOf(column: Column, cell: CellProps, { row, books, units }: GridRowProps): ReactNode {
  const unit = unitOf(row, books)
  switch (column) {
    case 'account':
      return <AccountCell {...cell} />
    case 'memo':
      return <TextCell {...cell} />
    case 'unit':
      return <UnitCell {...cell} units={units} fallback={unit} />
    case 'value':
      // In company currency the amount is the value.
      return unit === books.currency ? null : <AmountCell {...cell} scale={books.scaleOf(books.currency)} />
    default:
      return <AmountCell {...cell} scale={books.scaleOf(unit)} />
  }
}
