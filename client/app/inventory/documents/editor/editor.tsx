import type { ReactNode } from 'react'
import {
  AmountCell,
  CellError,
  type CellProps,
  cellInput,
  common,
  TextCell,
} from '../../../ledger/entry-grid/cells.tsx'
import { ChoiceCell, DimensionCell } from '../../../ledger/entry-grid/choice-cell.tsx'
import { cellName } from '../../../ledger/entry-grid/keys.ts'
import { quantityWithUnit } from '../../format.ts'
import { PlacePicker } from '../../pickers/place-picker.tsx'
import { useMoneyScale } from '../queries.ts'
import { isTooMuch } from './availability.ts'
import { type CellColumn, type Column, columnName, isNumeric } from './forms.ts'
import type { GridRowProps } from './grid-row.tsx'
import { ItemCell } from './item-cell.tsx'
import { costOfRow, textOf } from './model.ts'
import { ReservationCell } from './reservation-cell.tsx'
import { cellId } from './submission.ts'

/** One cell of a line: its editor, and what is wrong with it. */
export function Editor(props: GridRowProps & { column: Column }): ReactNode {
  const { row, index, column, errors, dimensionNames, dispatch } = props
  const scale = useMoneyScale()
  if (column === 'available') return <AvailableCell {...props} />
  const error = errors.get(cellId(row.key, column))
  const cell: CellProps = {
    label: `${columnName(column, dimensionNames)}, line ${index + 1}`,
    place: cellName({ row: index, column }),
    text: textOf(row, column),
    error,
    errorId: `error-${row.key}-${column.replace('/', '-')}`,
    onText: (text) => dispatch({ type: 'cell', row: index, column, text }),
  }
  return (
    <>
      {editorOf(column, cell, props, scale)}
      {error && <CellError id={cell.errorId} text={error} isNumeric={isNumeric(column)} />}
    </>
  )
}

function editorOf(column: CellColumn, cell: CellProps, props: GridRowProps, scale: number): ReactNode {
  const { row, items, kind, context } = props
  const item = items.get(row.item?.trim() ?? '')
  switch (column) {
    case 'item':
      return (
        <ItemCell
          {...cell}
          row={row}
          dispatch={props.dispatch}
          onItem={props.onItem}
          hidesKits={kind !== 'issue'}
        />
      )
    case 'quantity':
      return <AmountCell {...cell} scale={0} />
    case 'unit':
      return (
        <ChoiceCell
          {...cell}
          text={cell.text || (item?.unit ?? '')}
          options={unitOptions(item)}
          emptyText={item ? 'The item has no such unit.' : 'Choose the item first.'}
        />
      )
    case 'lot':
      return !asksFor(column, item) ? (
        <NotAsked {...cell} />
      ) : (
        <TextCell {...cell} placeholder={lotHint(item?.tracking, kind)} />
      )
    case 'expiry':
      return !asksFor(column, item) ? <NotAsked {...cell} /> : <TextCell {...cell} type="date" />
    case 'unitCost':
      return <AmountCell {...cell} scale={scale} />
    case 'cost':
      return <AmountCell {...cell} scale={scale} placeholder={costOfRow(row, scale) ?? ''} />
    case 'amount':
      return <AmountCell {...cell} scale={scale} />
    case 'from':
    case 'to':
    case 'place':
      return <PlaceCell {...cell} only="storage" />
    case 'warehouse':
      return <PlaceCell {...cell} only="warehouses" />
    case 'reservation':
      return <ReservationCell {...cell} item={item?.code} />
    case 'memo':
      return <TextCell {...cell} />
    default: {
      const dimension = context.dimensions.find((each) => each.column === column)
      return dimension ? <DimensionCell {...cell} dimension={dimension} /> : <TextCell {...cell} />
    }
  }
}

/** Whether there is something to say in the column of the item. */
export const asksFor = (column: Column, item: Item): boolean => {
  if (column === 'lot') return item !== undefined && item.tracking !== 'none'
  if (column === 'expiry') return item?.hasExpiry ?? false
  return column !== 'available' || item !== undefined
}

type Item = ReturnType<GridRowProps['items']['get']>

const unitOptions = (item: Item) =>
  item
    ? [
        { value: item.unit, label: item.unit },
        ...item.units
          .filter(({ code }) => code !== item.unit)
          .map(({ code, numerator, denominator }) => ({
            value: code,
            label: code,
            detail:
              denominator === 1 ? `${numerator} ${item.unit}` : `${numerator}/${denominator} ${item.unit}`,
          })),
      ]
    : []

function lotHint(tracking: string | undefined, kind: GridRowProps['kind']): string {
  const isChosen = kind === 'issue' || kind === 'transfer'
  if (tracking === 'serial') return isChosen ? 'chosen for you' : 'one for each piece'
  return tracking === 'lot' && isChosen ? 'first to expire' : ''
}

/** The item has nothing of the kind; the cell stays, so that columns stand below each other and keys pass through. */
const NotAsked = (cell: CellProps) =>
  cell.text === '' && !cell.error ? (
    <span className="block px-2 pt-1 text-faint" aria-hidden="true">
      –
    </span>
  ) : (
    <TextCell {...cell} />
  )

const PlaceCell = ({ only, ...cell }: CellProps & { only: 'storage' | 'warehouses' }) => (
  <PlacePicker
    {...common(cell)}
    only={only}
    value={cell.text}
    onValue={cell.onText}
    placeholder="as above"
    opensOnArrow={false}
    className={cellInput}
  />
)

/** What there is of the item in the warehouse, not reserved, while the line is written. */
function AvailableCell({ row, items, available, kind }: GridRowProps) {
  const item = items.get(row.item?.trim() ?? '')
  const there = item && available.get(item.code)
  if (!item || !there) return null
  const isShort = isTooMuch(row, item, there.available, kind === 'adjustment' ? 'less' : 'all')
  const isReserved = there.reserved !== '0' && /[1-9]/.test(there.reserved)
  return (
    <span
      className={`block px-2 pt-1 text-right tabular-nums max-md:text-left ${isShort ? 'font-medium text-negative' : 'text-muted'}`}
    >
      {isShort && <span className="mr-1 text-sm">only</span>}
      {quantityWithUnit(there.available, item.unit)}
      {isReserved && (
        <span className="block text-xs text-faint">
          {quantityWithUnit(there.reserved, item.unit)} reserved
        </span>
      )}
    </span>
  )
}
