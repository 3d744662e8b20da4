import { useInfiniteQuery } from '@tanstack/react-query'
import { PackageOpen, SearchX } from 'lucide-react'
import { useCallback } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { isNegative } from '../../lib/decimal.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { ItemText } from '../documents/links.tsx'
import { NewMenu } from '../documents/new-menu.tsx'
import { useCompanyToday } from '../documents/queries.ts'
import { quantityWithUnit } from '../format.ts'
import { Expiry } from './expiry.tsx'
import { type OnHandRow, onHandQuery } from './queries.ts'
import { useStockSearch } from './stock-search.ts'

/** Goods by item, place and lot. */
export function OnHand() {
  const { search, change } = useStockSearch()
  const { item, place } = search
  const query = useInfiniteQuery(
    onHandQuery(useCompanySlug(), { ...(item && { item }), ...(place && { place }) }),
  )
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (query.isPending) return <Loading rows={10} label="Loading the stock" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (rows.length === 0 && !query.hasNextPage)
    return item || place ? (
      <Empty
        icon={SearchX}
        title="Nothing lies there"
        actions={
          <Button onClick={() => change({ item: undefined, place: undefined })}>Clear the filters</Button>
        }
      >
        Of this item in this place nothing is on hand.
      </Empty>
    ) : (
      <Empty icon={PackageOpen} title="Nothing in stock yet" actions={<NewMenu label="New document" />}>
        Goods come in by a receipt. What was there before the books began comes in by one too.
      </Empty>
    )
  return (
    <OnHandTable
      rows={rows}
      hasMore={query.hasNextPage}
      isLoadingMore={query.isFetchingNextPage}
      onMore={query.fetchNextPage}
      onOpen={(row) => change({ open: row.item.code })}
    />
  )
}

interface TableProps {
  rows: readonly OnHandRow[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
  onOpen: (row: OnHandRow) => void
}

function OnHandTable({ rows, hasMore, isLoadingMore, onMore, onOpen }: TableProps) {
  const today = useCompanyToday()
  const { active } = useRowKeys(rows, onOpen)
  const more = useCallback(() => void onMore(), [onMore])
  return (
    <Table aria-label="On hand" className="table-fixed">
      <thead>
        <tr>
          <HeadCell>Item</HeadCell>
          <HeadCell className="w-48 max-sm:hidden">Place</HeadCell>
          <HeadCell className="w-36 max-lg:hidden">Lot</HeadCell>
          <HeadCell className="w-56 max-md:hidden">Expiry</HeadCell>
          <HeadCell isNumeric className="w-32">
            On hand
          </HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={rows}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        onMore={more}
        activeIndex={active}
      >
        {(row, index, ref) => (
          <tr
            key={`${row.item.id} ${row.place} ${row.lot}`}
            ref={ref}
            data-index={index}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead className="truncate">
              <button
                type="button"
                onClick={() => onOpen(row)}
                className="max-w-full truncate text-left hover:underline"
              >
                <ItemText item={row.item} />
              </button>
              <span className="block truncate text-sm text-muted sm:hidden">
                {row.place}
                {row.lot && `, lot ${row.lot}`}
              </span>
              <span className="block text-sm md:hidden">
                <Expiry expiry={row.expiry} today={today} />
              </span>
            </RowHead>
            <Cell className="truncate text-muted max-sm:hidden">
              {row.place}
              {row.lot && <span className="block truncate text-sm lg:hidden">Lot {row.lot}</span>}
            </Cell>
            <Cell className="truncate max-lg:hidden">{row.lot}</Cell>
            <Cell className="max-md:hidden">
              <Expiry expiry={row.expiry} today={today} />
            </Cell>
            <Cell isNumeric>
              {quantityWithUnit(row.quantity, row.unit)}
              {isNegative(row.quantity) && (
                <span className="block">
                  <Status tone="negative">Left before it came</Status>
                </span>
              )}
            </Cell>
          </tr>
        )}
      </VirtualRows>
    </Table>
  )
}
