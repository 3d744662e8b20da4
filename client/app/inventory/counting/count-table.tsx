import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { CountStatusMark, countTitle, Progress } from './count-status.tsx'
import type { Count } from './queries.ts'

interface TableProps {
  counts: readonly Count[]
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

export function CountTable({ counts, query }: TableProps) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const { active } = useRowKeys(
    counts,
    ({ id }) => void navigate({ to: '/companies/$company/counts/$count', params: { company, count: id } }),
  )
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return (
    <Table aria-label="Stock counts" className="table-fixed">
      <thead>
        <tr>
          <HeadCell>Count</HeadCell>
          <HeadCell className="w-28 max-md:hidden">Place</HeadCell>
          <HeadCell className="w-32">Status</HeadCell>
          <HeadCell className="w-40 max-md:hidden">Counted</HeadCell>
          <HeadCell isNumeric className="w-20 max-lg:hidden">
            Differ
          </HeadCell>
          <HeadCell className="w-30 max-lg:hidden">Planned</HeadCell>
          <HeadCell className="w-30 max-xl:hidden">Posted on</HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={counts}
        hasMore={query.hasNextPage}
        isLoadingMore={query.isFetchingNextPage}
        onMore={more}
        activeIndex={active}
      >
        {(count, index, ref) => (
          <CountRow
            key={count.id}
            ref={ref}
            company={company}
            count={count}
            index={index}
            isActive={index === active}
          />
        )}
      </VirtualRows>
    </Table>
  )
}

/** Where the reader is. */
const dayOf = (instant: string): string => new Date(instant).toLocaleDateString('sv-SE')

interface RowProps {
  ref: (element: HTMLElement | null) => void
  company: string
  count: Count
  index: number
  isActive: boolean
}

const CountRow = ({ ref, company, count, index, isActive }: RowProps) => (
  <tr
    ref={ref}
    data-index={index}
    data-active={isActive || undefined}
    className="relative hover:bg-hover data-active:bg-accent-soft"
  >
    <RowHead className="truncate">
      <Link
        to="/companies/$company/counts/$count"
        params={{ company, count: count.id }}
        className={`${rowLinkClass} font-medium`}
      >
        {countTitle(count)}
      </Link>
      {count.blind && (
        <span className="ml-2">
          <Tag>blind</Tag>
        </span>
      )}
      <span className="block truncate text-sm text-muted md:hidden">
        {count.place} · {count.counted} of {count.lines} counted
      </span>
    </RowHead>
    <Cell className="truncate max-md:hidden">{count.place}</Cell>
    <Cell>
      <CountStatusMark status={count.status} />
    </Cell>
    <Cell className="max-md:hidden">
      <Progress count={count} />
    </Cell>
    <Cell isNumeric className="max-lg:hidden">
      {count.differences === null ? <span className="text-faint">blind</span> : count.differences}
    </Cell>
    <Cell className="truncate text-muted max-lg:hidden">{formatDate(dayOf(count.plannedAt))}</Cell>
    <Cell className="whitespace-nowrap text-muted max-xl:hidden">{count.date && formatDate(count.date)}</Cell>
  </tr>
)
