import { useInfiniteQuery } from '@tanstack/react-query'
import { PackageOpen } from 'lucide-react'
import { useCallback } from 'react'
import { useCompany, useCompanySlug } from '../../company/queries.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { isZero, sumOfSeen } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { ItemText } from '../documents/links.tsx'
import { quantityWithUnit } from '../format.ts'
import { valuesQuery } from './queries.ts'
import { useStockSearch } from './stock-search.ts'

/** What the stock is worth by item and warehouse, today or as of a day. */
export function Values() {
  const { currency } = useCompany()
  const { search, change } = useStockSearch()
  const { item, asOf } = search
  const query = useInfiniteQuery(
    valuesQuery(useCompanySlug(), { ...(item && { item }), ...(asOf && { asOf }) }),
  )
  const all = query.data?.pages.flatMap(({ data }) => data) ?? []
  const rows = all.filter(({ quantity, value }) => !isZero(quantity) || (value !== null && !isZero(value)))
  const { active } = useRowKeys(rows, (row) => change({ open: row.item.code }))
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  if (query.isPending) return <Loading rows={10} label="Loading the values" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (rows.length === 0 && !query.hasNextPage)
    return (
      <Empty icon={PackageOpen} title={item || asOf ? 'Nothing was there' : 'Nothing in stock yet'}>
        Goods have a value from their receipt until they leave.
      </Empty>
    )
  const total = sumOfSeen(rows.map(({ value }) => value))
  return (
    <>
      <p className="mb-2">
        <span className="text-muted">{query.hasNextPage ? 'Of what is shown so far' : 'Together'}</span>{' '}
        <span className="font-semibold tabular-nums">{total !== null && formatAmount(total)}</span>{' '}
        <span className="text-sm text-faint">{currency}</span>
      </p>
      <Table aria-label="Values" className="table-fixed">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            <HeadCell className="w-44 max-sm:hidden">Warehouse</HeadCell>
            <HeadCell isNumeric className="w-32 max-sm:w-24">
              Quantity
            </HeadCell>
            <HeadCell isNumeric className="w-32 max-md:hidden">
              Each, {currency}
            </HeadCell>
            <HeadCell isNumeric className="w-36 max-sm:w-28">
              Value, {currency}
            </HeadCell>
          </tr>
        </thead>
        <VirtualRows
          rows={rows}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={more}
          activeIndex={active}
        >
          {(row, index, ref) => (
            <tr
              key={`${row.item.id} ${row.warehouse} ${index}`}
              ref={ref}
              data-index={index}
              data-active={index === active || undefined}
              className="hover:bg-hover data-active:bg-accent-soft"
            >
              <RowHead className="truncate">
                <button
                  type="button"
                  onClick={() => change({ open: row.item.code })}
                  className="max-w-full truncate text-left hover:underline"
                >
                  <ItemText item={row.item} />
                </button>
                <span className="block truncate text-sm text-muted sm:hidden">
                  {row.warehouse ?? 'On its way'}
                </span>
              </RowHead>
              <Cell className="truncate text-muted max-sm:hidden">{row.warehouse ?? 'On its way'}</Cell>
              <Cell isNumeric>{quantityWithUnit(row.quantity, row.unit)}</Cell>
              <Cell isNumeric className="text-muted max-md:hidden">
                <Amount value={row.unitCost} />
              </Cell>
              <Cell isNumeric>
                <Amount value={row.value} isAlarming />
              </Cell>
            </tr>
          )}
        </VirtualRows>
      </Table>
    </>
  )
}
