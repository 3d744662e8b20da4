import { formatDate } from '../../lib/dates.ts'
import { isDecimal, isNegative, isZero } from '../../lib/decimal.ts'
import { Tag } from '../../ui/status.tsx'
import { signed } from '../counting/differences.tsx'
import { editableQuantity, formatQuantity } from '../format.ts'
import type { GridColumn } from '../grid/columns.ts'
import { type Cells, type Change, cellOf, changeOf, type Lying } from './changes.ts'

export interface AdjustRow {
  lying: Lying
  change: Change | undefined
  memo: string
  /** What was typed: a difference that is worked out is shown, but is not typed. */
  typed: { now: string | undefined; difference: string | undefined }
  refusal: string | undefined
}

export const rowOf = (lying: Lying, cells: Cells, refusal: string | undefined): AdjustRow => ({
  lying,
  change: changeOf(lying, cells),
  memo: cells[cellOf(lying, 'memo')] ?? '',
  typed: { now: cells[cellOf(lying, 'now')], difference: cells[cellOf(lying, 'difference')] },
  refusal,
})

const nameOf = ({ lying: { item, place, lot } }: AdjustRow) =>
  [item.code, place, lot].filter(Boolean).join(', ')

const shown = (text: string | undefined): string =>
  text === undefined ? '' : isDecimal(text) ? formatQuantity(text) : text

const raw = (text: string | undefined): string =>
  text === undefined ? '' : isDecimal(text) ? editableQuantity(text) : text

export const ADJUST_COLUMNS: readonly GridColumn<AdjustRow>[] = [
  { id: 'place', name: 'Place', className: 'w-30', fromWidth: 1024, text: ({ lying }) => lying.place },
  {
    id: 'item',
    name: 'Item',
    text: ({ lying: { item } }) => `${item.code} ${item.name}`,
    show: (row) => <ItemCell row={row} />,
  },
  {
    id: 'lot',
    name: 'Lot',
    className: 'w-28',
    fromWidth: 1280,
    text: ({ lying }) => lying.lot ?? '',
    show: ({ lying: { lot, expiry } }) => (
      <span className="block truncate">
        {lot}
        {expiry && <span className="block truncate text-sm text-muted">to {formatDate(expiry)}</span>}
      </span>
    ),
  },
  {
    id: 'quantity',
    name: 'On hand',
    isNumeric: true,
    className: 'w-20',
    fromWidth: 640,
    text: ({ lying }) => editableQuantity(lying.quantity),
    show: ({ lying }) => (
      <span className={isNegative(lying.quantity) ? 'text-negative' : ''}>
        {formatQuantity(lying.quantity)}
      </span>
    ),
  },
  {
    id: 'now',
    name: 'New quantity',
    isNumeric: true,
    className: 'w-26',
    text: ({ typed, change }) => shown(typed.now ?? change?.now),
    copied: ({ typed, change }) => raw(typed.now ?? change?.now),
    edit: {
      label: (row) => `New quantity, ${nameOf(row)}`,
      begin: ({ typed, change }) => raw(typed.now ?? change?.now),
      error: ({ change, refusal }) => (change?.problem?.column === 'now' ? change.problem.text : refusal),
    },
  },
  {
    id: 'difference',
    name: 'Difference',
    isNumeric: true,
    className: 'w-24',
    fromWidth: 640,
    text: ({ typed, change }) => {
      const difference = typed.difference ?? change?.difference
      if (difference === undefined || !isDecimal(difference)) return difference ?? ''
      return isZero(difference) ? '0' : signed(difference)
    },
    copied: ({ typed, change }) => raw(typed.difference ?? change?.difference),
    edit: {
      label: (row) => `Difference, ${nameOf(row)}`,
      begin: ({ typed, change }) => raw(typed.difference ?? change?.difference),
      error: ({ change }) => (change?.problem?.column === 'difference' ? change.problem.text : undefined),
    },
  },
  { id: 'unit', name: 'Unit', className: 'w-12', fromWidth: 1024, text: ({ lying }) => lying.unit },
  {
    id: 'memo',
    name: 'Note',
    className: 'w-36',
    fromWidth: 1280,
    text: ({ memo }) => memo,
    edit: { label: (row) => `Note, ${nameOf(row)}`, begin: ({ memo }) => memo, isText: true },
  },
]

function ItemCell({ row: { lying } }: { row: AdjustRow }) {
  const { item, place, lot, quantity, unit, isNew } = lying
  return (
    <span className="block min-w-0 py-0.5">
      <span className="block truncate">
        <span className="font-medium">{item.code}</span> <span className="text-muted">{item.name}</span>{' '}
        {isNew && <Tag>new there</Tag>}
      </span>
      <span className="block truncate text-sm text-muted xl:hidden">
        <span className="lg:hidden">{place}</span>
        {lot && <span className="max-lg:before:content-['_·_']">{lot}</span>}
        <span className="sm:hidden">
          {' · '}
          {formatQuantity(quantity)} {unit}
        </span>
      </span>
    </span>
  )
}
