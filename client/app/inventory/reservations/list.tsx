import { useInfiniteQuery } from '@tanstack/react-query'
import { BookmarkCheck, SearchX } from 'lucide-react'
import { useCallback } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { ItemText } from '../documents/links.tsx'
import { quantityWithUnit } from '../format.ts'
import { type Reservation, reservationsQuery } from './queries.ts'
import { useReservationsSearch } from './reservations-search.ts'
import { demandName, ReservationStatus } from './status.tsx'

/** Reservations, the latest first. */
export function ReservationList() {
  const { search, change } = useReservationsSearch()
  const { item, warehouse, q, status } = search
  const query = useInfiniteQuery(
    reservationsQuery(useCompanySlug(), {
      ...(item && { item }),
      ...(warehouse && { warehouse }),
      ...(q && { reference: q }),
      ...(status && { status }),
    }),
  )
  const reservations = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (query.isPending) return <Loading rows={8} label="Loading the reservations" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (reservations.length === 0 && !query.hasNextPage)
    return item || warehouse || q || status ? (
      <Empty
        icon={SearchX}
        title="No reservation matches"
        actions={
          <Button
            onClick={() => change({ item: undefined, warehouse: undefined, q: undefined, status: undefined })}
          >
            Clear the filters
          </Button>
        }
      >
        There may be reservations, but none with these filters.
      </Empty>
    ) : (
      <Empty icon={BookmarkCheck} title="Nothing is reserved">
        A reservation keeps goods for an order, anywhere in a warehouse or in a named place. Settled ones are
        under their status.
      </Empty>
    )
  return (
    <ReservationTable
      reservations={reservations}
      hasMore={query.hasNextPage}
      isLoadingMore={query.isFetchingNextPage}
      onMore={query.fetchNextPage}
      onOpen={({ id }) => change({ open: id })}
    />
  )
}

interface TableProps {
  reservations: readonly Reservation[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
  onOpen: (reservation: Reservation) => void
}

function ReservationTable({ reservations, hasMore, isLoadingMore, onMore, onOpen }: TableProps) {
  const { active } = useRowKeys(reservations, onOpen)
  const more = useCallback(() => void onMore(), [onMore])
  return (
    <Table aria-label="Reservations" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-44 max-sm:w-auto">Demand</HeadCell>
          <HeadCell className="max-sm:hidden">Item</HeadCell>
          <HeadCell className="w-32 max-lg:hidden">Warehouse</HeadCell>
          <HeadCell className="w-32 max-lg:hidden">Needed by</HeadCell>
          <HeadCell className="w-44 max-md:hidden">Status</HeadCell>
          <HeadCell isNumeric className="w-32 max-sm:w-28">
            Quantity
          </HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={reservations}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        onMore={more}
        activeIndex={active}
      >
        {(reservation, index, ref) => {
          const { id, demand, item, warehouse, neededBy, unit, status } = reservation
          const quantity = status === 'open' ? reservation.quantity : reservation.consumed
          return (
            <tr
              key={id}
              ref={ref}
              data-index={index}
              data-active={index === active || undefined}
              className="hover:bg-hover data-active:bg-accent-soft"
            >
              <RowHead className="truncate">
                <button
                  type="button"
                  onClick={() => onOpen(reservation)}
                  className="max-w-full truncate text-left font-medium hover:underline"
                >
                  {demand.reference}
                  {demand.line && <span className="font-normal text-muted">, line {demand.line}</span>}
                </button>
                <span className="block truncate text-sm text-muted">{demandName(demand.kind)}</span>
                <span className="block truncate text-sm sm:hidden">
                  <ItemText item={item} />
                </span>
                <span className="block md:hidden">
                  <ReservationStatus reservation={reservation} />
                </span>
              </RowHead>
              <Cell className="truncate max-sm:hidden">
                <ItemText item={item} />
              </Cell>
              <Cell className="truncate text-muted max-lg:hidden">{warehouse}</Cell>
              <Cell className="text-muted tabular-nums max-lg:hidden">
                {neededBy && formatDate(neededBy)}
              </Cell>
              <Cell className="max-md:hidden">
                <ReservationStatus reservation={reservation} />
              </Cell>
              <Cell isNumeric>{quantityWithUnit(quantity, unit)}</Cell>
            </tr>
          )
        }}
      </VirtualRows>
    </Table>
  )
}
