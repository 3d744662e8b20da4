import type { ReactNode } from 'react'
import { unitOf } from './balance.ts'
import { AccountCell, AmountCell, CellError, type CellProps, TextCell, UnitCell } from './cells.tsx'
import { ChoiceCell, DimensionCell } from './choice-cell.tsx'
import { columnName, isAmount } from './column-looks.ts'
import type { GridRowProps } from './grid-row.tsx'
import { cellName } from './keys.ts'
import { type Column, textOf } from './model.ts'
import { cellId } from './submission.ts'

/** One cell of a line: its editor, and what is wrong with it. */
export function Editor(props: GridRowProps & { column: Column }): ReactNode {
  const { row, index, column, context, errors, books, dispatch, onOpenAccount } = props
  const error = errors.get(cellId(row.key, column))
  const cell: CellProps = {
    label: `${columnName(column, context)}, line ${index + 1}`,
    place: cellName({ row: index, column }),
    text: textOf(row, column),
    error,
    errorId: `error-${row.key}-${column.replace('/', '-')}`,
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

function editorOf(column: Column, cell: CellProps, { row, books, units, context }: GridRowProps): ReactNode {
  const unit = unitOf(row, books)
  switch (column) {
    case 'account':
      return <AccountCell {...cell} />
    case 'memo':
    case 'reference':
      return <TextCell {...cell} />
    case 'dueDate':
      return <TextCell {...cell} type="date" />
    case 'distribution':
      return (
        <ChoiceCell {...cell} options={context.distributions} emptyText="There is no such distribution." />
      )
    case 'unit':
      return <UnitCell {...cell} units={units} fallback={unit} />
    case 'value':
      // In company currency the amount is the value.
      return unit === books.currency ? null : (
        <AmountCell {...cell} scale={books.scaleOf(books.currency)} placeholder="or @rate" />
      )
    case 'debit':
    case 'credit':
      return <AmountCell {...cell} scale={books.scaleOf(unit)} />
    default: {
      const dimension = context.dimensions.find((each) => each.column === column)
      // A dimension that is not in use any more: what the line says of it can be changed and taken away.
      return dimension ? <DimensionCell {...cell} dimension={dimension} /> : <TextCell {...cell} />
    }
  }
}
