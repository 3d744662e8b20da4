import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowRightLeft } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { negate } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { DocumentLink } from '../documents/links.tsx'
import { KINDS } from '../documents/names.ts'
import { useSeesCosts } from '../documents/queries.ts'
import { formatQuantity } from '../format.ts'
import type { Item } from '../pickers/queries.ts'
import { virtualPlacesQuery } from '../places/queries.ts'
import { type Move, movesQuery } from './queries.ts'

/** What became of an item, the latest first. */
export function MovesTab({ item }: { item: Item }) {
  const { slug, currency } = useCompany()
  const navigate = useNavigate()
  const query = useInfiniteQuery(movesQuery(slug, item.id))
  const moves = query.data?.pages.flatMap(({ data }) => data) ?? []
  const seesCosts = useSeesCosts()
  const virtual = useVirtualPlaces(slug)
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const { active } = useRowKeys(moves, ({ document }) => {
    void navigate({
      to: '/companies/$company/stock/documents/$document',
      params: { company: slug, document },
    })
  })
  if (query.isPending) return <Loading rows={8} label="Loading the moves" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (moves.length === 0)
    return (
      <Empty icon={ArrowRightLeft} title="It has not moved yet">
        Receipts, issues and transfers of it are listed here.
      </Empty>
    )
  return (
    <Table aria-label="Moves" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-48 max-sm:w-auto">Document</HeadCell>
          <HeadCell className="w-32 max-sm:hidden">Date</HeadCell>
          <HeadCell className="max-sm:hidden">From → to</HeadCell>
          <HeadCell className="w-40 max-lg:hidden">Lot</HeadCell>
          <HeadCell isNumeric className="w-32 max-sm:w-24">
            {item.unit}
          </HeadCell>
          {seesCosts && (
            <HeadCell isNumeric className="w-36 max-md:hidden">
              Value, {currency}
            </HeadCell>
          )}
        </tr>
      </thead>
      <VirtualRows
        rows={moves}
        hasMore={query.hasNextPage}
        isLoadingMore={query.isFetchingNextPage}
        onMore={more}
        activeIndex={active}
      >
        {(move, index, ref) => (
          <tr
            key={`${move.sequence}.${move.line}.${index}`}
            ref={ref}
            data-index={index}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead className="truncate">
              <DocumentLink company={slug} document={move.document} className={`${rowLinkClass} font-medium`}>
                {move.voucher}
              </DocumentLink>
              <span className="block truncate text-sm text-muted">
                {KINDS[move.kind].name}
                <span className="sm:hidden"> · {formatDate(move.date)}</span>
              </span>
              <span className="block truncate text-sm text-muted sm:hidden">
                <Way move={move} />
              </span>
            </RowHead>
            <Cell className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
              {formatDate(move.date)}
            </Cell>
            <Cell className="truncate max-sm:hidden">
              <Way move={move} />
            </Cell>
            <Cell className="truncate text-muted max-lg:hidden">{move.lot}</Cell>
            <Cell isNumeric>{formatQuantity(signed(move, virtual))}</Cell>
            {seesCosts && (
              <Cell isNumeric className="max-md:hidden">
                <Amount value={move.value} />
              </Cell>
            )}
          </tr>
        )}
      </VirtualRows>
    </Table>
  )
}

/** What leaves the stock is taken from it; between two bins nothing comes or goes. */
const signed = ({ from, to, quantity }: Move, virtual: ReadonlySet<string>) =>
  from !== null && to !== null && !virtual.has(from) && virtual.has(to) ? negate(quantity) : quantity

function useVirtualPlaces(company: string): ReadonlySet<string> {
  const pages = useInfiniteQuery(virtualPlacesQuery(company)).data?.pages
  return useMemo(() => new Set(pages?.flatMap(({ data }) => data.map(({ code }) => code))), [pages])
}

const Way = ({ move: { from, to } }: { move: Move }) =>
  from === null && to === null ? (
    <span className="text-faint">Value alone</span>
  ) : (
    <>
      {from ?? '–'} <span className="text-faint">→</span> {to ?? '–'}
    </>
  )
