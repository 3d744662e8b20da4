import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SearchX, Truck } from 'lucide-react'
import { useCallback } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { ItemText } from '../documents/links.tsx'
import { useCompanyToday } from '../documents/queries.ts'
import { quantityWithUnit } from '../format.ts'
import { expectedQuery } from './queries.ts'
import { useReservationsSearch } from './reservations-search.ts'

/** Receipts that are announced, by the order that they come from. */
export function Expected() {
  const company = useCompanySlug()
  const today = useCompanyToday()
  const { search, change } = useReservationsSearch()
  const { item, warehouse, q } = search
  const query = useInfiniteQuery(
    expectedQuery(company, {
      ...(item && { item }),
      ...(warehouse && { warehouse }),
      ...(q && { reference: q }),
    }),
  )
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const mayChange = useMay('reservations.ExpectReceipt')
  const lines = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (query.isPending) return <Loading rows={6} label="Loading the expected receipts" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (lines.length === 0 && !query.hasNextPage)
    return item || warehouse || q ? (
      <Empty
        icon={SearchX}
        title="Nothing of the kind is expected"
        actions={
          <Button onClick={() => change({ item: undefined, warehouse: undefined, q: undefined })}>
            Clear the filters
          </Button>
        }
      >
        There may be announced receipts, but none with these filters.
      </Empty>
    ) : (
      <Empty icon={Truck} title="Nothing is expected">
        Announce what is ordered, and it can be promised for the day on which it comes.
      </Empty>
    )
  return (
    <Table aria-label="Expected receipts" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-40 max-sm:w-auto">Order</HeadCell>
          <HeadCell className="max-sm:hidden">Item</HeadCell>
          <HeadCell className="w-28 max-lg:hidden">Warehouse</HeadCell>
          <HeadCell className="w-44 max-md:hidden">Expected on</HeadCell>
          <HeadCell isNumeric className="w-28">
            Quantity
          </HeadCell>
          <HeadCell className="w-56 max-sm:hidden">
            <span className="unseen">What can be done</span>
          </HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={lines}
        hasMore={query.hasNextPage}
        isLoadingMore={query.isFetchingNextPage}
        onMore={more}
      >
        {(row, index, ref) => {
          const isFirst = lines[index - 1]?.reference !== row.reference
          const ways = isFirst && <Ways reference={row.reference} mayChange={mayChange} />
          return (
            <tr key={`${row.reference} ${row.line}`} ref={ref} data-index={index} className="hover:bg-hover">
              <RowHead className="truncate">
                {mayChange ? (
                  <button
                    type="button"
                    className={`max-w-full truncate hover:underline ${isFirst ? 'font-medium' : 'text-muted'}`}
                    aria-label={`Change ${row.reference}, line ${row.line + 1}`}
                    onClick={() => change({ open: `expect:${row.reference}` })}
                  >
                    {row.reference}
                  </button>
                ) : (
                  row.reference
                )}
                <span className="block truncate text-sm sm:hidden">
                  <ItemText item={row.item} />
                </span>
                <span className="block text-sm text-muted md:hidden">{formatDate(row.date)}</span>
                <span className="block sm:hidden">{ways}</span>
              </RowHead>
              <Cell className="truncate max-sm:hidden">
                <ItemText item={row.item} />
              </Cell>
              <Cell className="truncate text-muted max-lg:hidden">{row.warehouse}</Cell>
              <Cell className="tabular-nums max-md:hidden">
                {formatDate(row.date)} {row.date < today && <Status tone="warning">Late</Status>}
              </Cell>
              <Cell isNumeric>{quantityWithUnit(row.quantity, row.unit)}</Cell>
              <Cell className="text-right max-sm:hidden">{ways}</Cell>
            </tr>
          )
        }}
      </VirtualRows>
    </Table>
  )
}

/** What can be done with all that is announced under one reference. */
function Ways({ reference, mayChange }: { reference: string; mayChange: boolean }) {
  const company = useCompanySlug()
  const { change } = useReservationsSearch()
  const mayReceive = useMay('stock.ReceiveGoods')
  return (
    <span className="inline-flex gap-1">
      {mayReceive && (
        <Link
          to="/companies/$company/stock/documents/new"
          params={{ company }}
          search={{ kind: 'receipt', expected: reference }}
          aria-label={`Receive ${reference}`}
          className={buttonClass('secondary', 'sm')}
        >
          Receive
        </Link>
      )}
      {mayChange && (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Cancel ${reference}`}
          onClick={() => change({ open: `cancel:${reference}` })}
        >
          Cancel
        </Button>
      )}
    </span>
  )
}
