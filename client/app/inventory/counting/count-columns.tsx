import { Check, CircleAlert, LoaderCircle, Pencil } from 'lucide-react'
import { editableAmount } from '../../lib/amounts.ts'
import { isNegative, isZero } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { editableQuantity, formatQuantity } from '../format.ts'
import type { GridColumn } from '../grid/columns.ts'
import { signed } from './differences.tsx'
import type { CountLine } from './queries.ts'
import { problemOf, shownText, type Typed } from './typed.ts'

/** A line with what was typed into it and is not answered yet. */
export interface GridLine {
  line: CountLine
  typed: Typed | undefined
  isInFlight: boolean
}

interface Looks {
  isBlind: boolean
  /** Cells are empty until they are counted again. */
  isRecount: boolean
  /** Something moved meanwhile. */
  hasMoved: boolean
  hasCosts: boolean
  onOpen: (line: number) => void
}

export function columnsOf(looks: Looks): GridColumn<GridLine>[] {
  const { isBlind, isRecount, hasMoved, hasCosts } = looks
  const columns: (GridColumn<GridLine> | false)[] = [
    { id: 'place', name: 'Place', className: 'w-30', fromWidth: 1024, text: ({ line }) => line.place },
    {
      id: 'item',
      name: 'Item',
      text: ({ line }) => `${line.item.code} ${line.item.name}`,
      show: (row) => <ItemCell row={row} looks={looks} />,
    },
    { id: 'lot', name: 'Lot', className: 'w-26', fromWidth: 1280, text: ({ line }) => line.lot ?? '' },
    !isBlind && quantityColumn('expected', 'Expected', 'w-20', ({ line }) => line.expected),
    isRecount && quantityColumn('before', 'Before', 'w-20', ({ line }) => line.counted),
    counted(isRecount),
    { id: 'unit', name: 'Unit', className: 'w-12', fromWidth: 1024, text: ({ line }) => line.unit },
    !isBlind && {
      id: 'difference',
      name: 'Difference',
      isNumeric: true,
      className: 'w-22',
      fromWidth: 640,
      text: ({ line }) => plain(line.difference),
      show: ({ line }) => <Difference of={line.difference} />,
    },
    hasMoved && {
      id: 'moved',
      name: 'Moved since',
      isNumeric: true,
      className: 'w-24',
      fromWidth: 1280,
      text: ({ line }) => plain(line.moved),
      show: ({ line }) =>
        line.moved !== null &&
        !isZero(line.moved) && <span className="text-muted">{signed(line.moved)}</span>,
    },
    hasCosts && {
      id: 'value',
      name: 'Value',
      isNumeric: true,
      className: 'w-24',
      fromWidth: 1280,
      text: ({ line }) => editableAmount(line.value ?? ''),
      show: ({ line }) => <Amount value={line.value} />,
    },
    {
      id: 'state',
      name: 'State',
      className: 'w-34',
      fromWidth: 1024,
      text: (row) => stateOf(row)?.name ?? '',
      show: (row) => <State row={row} onOpen={looks.onOpen} />,
    },
  ]
  return columns.filter((column) => column !== false)
}

const plain = (quantity: string | null): string => (quantity === null ? '' : editableQuantity(quantity))

const rawText = ({ text, quantity, unit }: Typed): string =>
  quantity === undefined ? text : [editableQuantity(quantity), unit].filter(Boolean).join(' ')

const quantityColumn = (
  id: string,
  name: string,
  className: string,
  of: (row: GridLine) => string | null,
): GridColumn<GridLine> => ({
  id,
  name,
  className,
  isNumeric: true,
  fromWidth: 640,
  text: (row) => plain(of(row)),
  show: (row) => {
    const quantity = of(row)
    return quantity !== null && <span className="tabular-nums">{formatQuantity(quantity)}</span>
  },
})

const counted = (isRecount: boolean): GridColumn<GridLine> => ({
  id: 'counted',
  name: isRecount ? 'Counted again' : 'Counted',
  isNumeric: true,
  className: 'w-26',
  copied: ({ line, typed }) => (typed ? rawText(typed) : isRecount ? '' : plain(line.counted)),
  text: ({ line, typed }) => {
    if (typed) return shownText(typed)
    return isRecount || line.counted === null ? '' : formatQuantity(line.counted)
  },
  edit: {
    label: ({ line: { item, place, lot } }) =>
      `Counted, ${[item.code, place, lot].filter(Boolean).join(', ')}`,
    begin: ({ line, typed }) => {
      if (typed) return rawText(typed)
      return isRecount ? '' : plain(line.counted)
    },
    error: ({ typed }) => typed && problemOf(typed),
  },
})

function ItemCell({ row: { line, typed, isInFlight }, looks }: { row: GridLine; looks: Looks }) {
  const { item, place, lot, expected, unit } = line
  return (
    <span className="block min-w-0 py-0.5">
      <span className="block truncate">
        <span className="font-medium">{item.code}</span> <span className="text-muted">{item.name}</span>
      </span>
      <span className="block truncate text-sm text-muted xl:hidden">
        <span className="lg:hidden">{place}</span>
        {lot && <span className="max-lg:before:content-['_·_']">{lot}</span>}
        {expected !== null && (
          <span className="sm:hidden">
            {' · '}
            {formatQuantity(expected)} {unit}
          </span>
        )}
      </span>
      <span className="block lg:hidden">
        <State row={{ line, typed, isInFlight }} onOpen={looks.onOpen} />
      </span>
    </span>
  )
}

const Difference = ({ of }: { of: string | null }) =>
  of === null ? null : isZero(of) ? (
    <span className="text-faint">0</span>
  ) : (
    <span className={`font-medium tabular-nums ${isNegative(of) ? 'text-negative' : ''}`}>{signed(of)}</span>
  )

/** Where what was typed is, as a word with a shape. */
function stateOf({ line, typed, isInFlight }: GridLine) {
  if (typed && problemOf(typed) !== undefined)
    return {
      name: typed.refusal === undefined ? 'Not a count' : 'Refused',
      Icon: CircleAlert,
      look: 'text-negative',
    }
  if (typed && isInFlight) return { name: 'Saving', Icon: LoaderCircle, look: 'text-muted' }
  if (typed) return { name: 'Unsaved', Icon: Pencil, look: 'text-warning' }
  if (line.isContested) return { name: 'Disagree', Icon: CircleAlert, look: 'text-warning' }
  return line.counted === null ? undefined : { name: 'Saved', Icon: Check, look: 'text-muted' }
}

function State({ row, onOpen }: { row: GridLine; onOpen: (line: number) => void }) {
  const state = stateOf(row)
  const { line, countings, item } = { ...row.line }
  return (
    <span className="flex items-center gap-2 text-sm whitespace-nowrap">
      {state && (
        <span className={`flex items-center gap-1 ${state.look}`}>
          <state.Icon className="size-3.5" aria-hidden="true" />
          {state.name}
        </span>
      )}
      {countings > 0 && (
        <button
          type="button"
          tabIndex={-1}
          onClick={() => onOpen(line)}
          className="relative rounded px-1 text-accent underline underline-offset-2"
        >
          <span className="unseen">Countings of {item.code}: </span>
          {countings}×
        </button>
      )}
    </span>
  )
}
