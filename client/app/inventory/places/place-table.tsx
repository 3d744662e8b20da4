import { FoldButton, INDENTS } from '../../ledger/accounts/fold.tsx'
import { useShortcut } from '../../lib/shortcuts.ts'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { PLACE_KIND_NAMES } from './names.ts'
import type { TreeRow } from './tree.ts'
import { usePlacesSearch } from './use-places-search.ts'

interface TableProps {
  label: string
  rows: readonly TreeRow[]
  onToggle?: (row: TreeRow, isOpen: boolean) => void
  hasMore?: boolean
  isLoadingMore?: boolean
  onMore?: () => void
}

const nothing = () => {}

/** Places with what they are for; ← and → fold the active one, O opens its sheet. */
export function PlaceTable(props: TableProps) {
  const { label, rows, onToggle, hasMore = false, isLoadingMore = false, onMore = nothing } = props
  const { change } = usePlacesSearch()
  const show = ({ code }: TreeRow) => change({ place: code })
  const { active, setActive } = useRowKeys(rows, show)
  useFoldKeys(rows, active, setActive, onToggle)
  return (
    <Table aria-label={label} className="table-fixed">
      <thead>
        <tr>
          <HeadCell>Code</HeadCell>
          <HeadCell className="max-sm:hidden">Name</HeadCell>
          <HeadCell className="w-32 max-sm:w-28">Type</HeadCell>
          <HeadCell className="w-32 max-md:hidden">Picked from</HeadCell>
          <HeadCell isNumeric className="w-24 max-lg:hidden">
            Order
          </HeadCell>
          <HeadCell className="w-28 max-md:hidden">Status</HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={rows}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        onMore={onMore}
        activeIndex={active}
      >
        {(row, index, ref) => (
          <PlaceRow
            key={row.code}
            ref={ref}
            row={row}
            index={index}
            isActive={index === active}
            onToggle={onToggle && ((isOpen) => onToggle(row, isOpen))}
            onOpen={() => show(row)}
          />
        )}
      </VirtualRows>
    </Table>
  )
}

interface RowProps {
  ref: (element: HTMLElement | null) => void
  row: TreeRow
  index: number
  isActive: boolean
  onToggle: ((isOpen: boolean) => void) | undefined
  onOpen: () => void
}

function PlaceRow({ ref, row, index, isActive, onToggle, onOpen }: RowProps) {
  const { code, name, depth, place, canOpen, isOpen } = row
  return (
    <tr
      ref={ref}
      data-index={index}
      data-active={isActive || undefined}
      className="hover:bg-hover data-active:bg-accent-soft"
    >
      <RowHead>
        <span className={`flex items-center gap-1 ${INDENTS[Math.min(depth, INDENTS.length - 1)]}`}>
          {onToggle && canOpen && (
            <FoldButton
              what="Places"
              name={code}
              canFold
              isFolded={!isOpen}
              onFold={(isFolded) => onToggle(!isFolded)}
            />
          )}
          {onToggle && !canOpen && <span className="w-6 shrink-0" />}
          <span className="min-w-0">
            <button
              type="button"
              onClick={onOpen}
              className={`block max-w-full truncate text-left tabular-nums hover:underline ${place ? '' : 'font-semibold'}`}
            >
              {code}
            </button>
            <span className="block truncate text-sm text-muted sm:hidden">{name}</span>
          </span>
        </span>
      </RowHead>
      <Cell className="truncate max-sm:hidden">{name}</Cell>
      <Cell className="truncate text-sm text-muted">
        {place ? PLACE_KIND_NAMES[place.kind].name : 'Warehouse'}
        {!row.isActive && (
          <span className="block md:hidden">
            <Status tone="neutral">Not used</Status>
          </span>
        )}
      </Cell>
      <Cell className="text-sm text-muted max-md:hidden">
        {place && place.kind === 'bin' && (place.isPickable ? 'Yes' : 'No')}
      </Cell>
      <Cell isNumeric className="text-sm text-muted max-lg:hidden">
        {place && place.sort > 0 && place.sort}
      </Cell>
      <Cell className="max-md:hidden">{!row.isActive && <Status tone="neutral">Not used</Status>}</Cell>
    </tr>
  )
}

/** ← folds the active row, or goes to the one above that it lies in; → opens it. */
function useFoldKeys(
  rows: readonly TreeRow[],
  active: number,
  setActive: (index: number) => void,
  onToggle: TableProps['onToggle'],
): void {
  const row = rows[active]
  const left = () => {
    if (!row) return
    if (row.isOpen) onToggle?.(row, false)
    else if (row.depth > 0)
      setActive(rows.findLastIndex(({ depth }, index) => index < active && depth < row.depth))
  }
  const right = () => row?.canOpen && onToggle?.(row, true)
  useShortcut('arrowleft', 'Fold, or go up', 'Places', left, onToggle !== undefined)
  useShortcut('arrowright', 'Unfold', 'Places', () => void right(), onToggle !== undefined)
}
