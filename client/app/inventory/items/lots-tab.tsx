import { useInfiniteQuery } from '@tanstack/react-query'
import { Boxes } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate, today } from '../../lib/dates.ts'
import { isZero } from '../../lib/decimal.ts'
import { Button } from '../../ui/button.tsx'
import { Tick } from '../../ui/choice-cards.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { formatQuantity } from '../format.ts'
import type { Item } from '../pickers/queries.ts'
import { LotLink } from '../reports/cells.tsx'
import { type Lot, lotsQuery } from './queries.ts'

/** Lots or serial numbers of an item, those that expire first in front: so they leave. */
export function LotsTab({ item }: { item: Item }) {
  const company = useCompanySlug()
  const [all, setAll] = useState(false)
  const query = useInfiniteQuery(lotsQuery(company, item.id, all))
  const lots = query.data?.pages.flatMap(({ data }) => data) ?? []
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const noun = item.tracking === 'serial' ? 'serial numbers' : 'lots'
  if (query.isPending) return <Loading rows={6} label={`Loading the ${noun}`} />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  return (
    <>
      <div className="mb-3">
        <Tick isOn={all} onChange={setAll}>
          Show those that nothing is left of
        </Tick>
      </div>
      {lots.length === 0 && (
        <Empty
          icon={Boxes}
          title={all ? `No ${noun} yet` : `No ${noun} on hand`}
          actions={!all && <Button onClick={() => setAll(true)}>Show those that were</Button>}
        >
          {all ? 'They are named when goods are received.' : 'Nothing of the item is in stock.'}
        </Empty>
      )}
      {lots.length > 0 && (
        <Table aria-label={item.tracking === 'serial' ? 'Serial numbers' : 'Lots'} className="table-fixed">
          <thead>
            <tr>
              <HeadCell>{item.tracking === 'serial' ? 'Serial number' : 'Lot'}</HeadCell>
              {item.hasExpiry && <HeadCell className="w-44 max-sm:w-36">Expires</HeadCell>}
              <HeadCell className="w-36 max-md:hidden">Made</HeadCell>
              <HeadCell isNumeric className="w-32 max-sm:w-24">
                {item.unit}
              </HeadCell>
            </tr>
          </thead>
          <VirtualRows
            rows={lots}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={more}
          >
            {(lot, index, ref) => (
              <tr key={lot.lot} ref={ref} data-index={index} className="hover:bg-hover">
                <RowHead className="truncate font-medium">
                  <LotLink item={item.id} lot={lot.lot} />
                </RowHead>
                {item.hasExpiry && (
                  <Cell>
                    <Expiry lot={lot} />
                  </Cell>
                )}
                <Cell className="text-muted tabular-nums max-md:hidden">
                  {lot.manufactured && formatDate(lot.manufactured)}
                </Cell>
                <Cell isNumeric>{formatQuantity(lot.quantity)}</Cell>
              </tr>
            )}
          </VirtualRows>
        </Table>
      )}
    </>
  )
}

/** Goods that are left after their day are what one looks for. */
function Expiry({ lot: { expiry, quantity } }: { lot: Lot }) {
  if (expiry === null) return <span className="text-faint">Not said</span>
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="tabular-nums">{formatDate(expiry)}</span>
      {expiry < today() && !isZero(quantity) && <Status tone="negative">Expired</Status>}
    </span>
  )
}
