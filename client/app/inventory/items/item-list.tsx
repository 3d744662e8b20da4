import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Package, SearchX } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { HeadCell, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import type { Available } from '../documents/queries.ts'
import type { ItemHit } from '../pickers/queries.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { ItemRow } from './item-row.tsx'
import { anyItemQuery, type ItemFilter, itemsQuery, useOnHand } from './queries.ts'
import { useItemsSearch } from './use-items-search.ts'

/** Items as they are found: the best matches for what was typed first, else by code. */
export function ItemList() {
  const company = useCompanySlug()
  const { search, change } = useItemsSearch()
  const query = useInfiniteQuery(itemsQuery(company, search))
  const items = useMemo(() => onceEach(query.data?.pages.flatMap(({ data }) => data) ?? []), [query.data])
  const onHand = useOnHand(company, query.data?.pages ?? NO_PAGES)
  const isFiltered = Boolean(search.q || search.family || search.kind)
  const any = useQuery({ ...anyItemQuery(company), enabled: query.isSuccess && items.length === 0 }).data
  if (query.isPending) return <Loading rows={10} label="Loading the items" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0 && !query.hasNextPage)
    return any === false ? (
      <NoItemsYet />
    ) : (
      <NoMatch filter={search} isFiltered={isFiltered} onChange={change} />
    )
  return (
    <ItemTable
      items={items}
      onHand={onHand}
      hasMore={query.hasNextPage}
      isLoadingMore={query.isFetchingNextPage}
      onMore={query.fetchNextPage}
    />
  )
}

const NO_PAGES: readonly { data: readonly ItemHit[] }[] = []

/** The best matches come again further down, in the order of the list. */
function onceEach(items: readonly ItemHit[]): ItemHit[] {
  return [...new Map(items.map((item) => [item.id, item])).values()]
}

function NoItemsYet() {
  const company = useCompanySlug()
  const mayCreate = useMay('items.CreateItem')
  return (
    <Empty
      icon={Package}
      title="No items yet"
      actions={
        mayCreate && (
          <>
            <Link to="/companies/$company/items/new" params={{ company }} className={buttonClass()}>
              Create the first item
            </Link>
            <Link to="/companies/$company/items/import" params={{ company }} className={buttonClass()}>
              Paste a table
            </Link>
          </>
        )
      }
    >
      What you buy, keep and sell. Create items one by one, or bring all of them from a spreadsheet.
    </Empty>
  )
}

interface NoMatchProps {
  filter: ItemFilter
  isFiltered: boolean
  onChange: (next: ItemFilter) => void
}

const NoMatch = ({ filter, isFiltered, onChange }: NoMatchProps) => (
  <Empty
    icon={SearchX}
    title="No item matches"
    actions={
      <>
        {isFiltered && (
          <Button onClick={() => onChange({ q: undefined, family: undefined, kind: undefined })}>
            Show all items
          </Button>
        )}
        {!filter.unused && <Button onClick={() => onChange({ unused: true })}>Show those not used</Button>}
      </>
    }
  >
    There are items, but none like this{!filter.unused && ' among those in use'}.
  </Empty>
)

interface TableProps {
  items: readonly ItemHit[]
  onHand: ReadonlyMap<string, Available>
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

function ItemTable({ items, onHand, hasMore, isLoadingMore, onMore }: TableProps) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlyMap<string, ItemHit>>(new Map())
  const { active, setActive } = useRowKeys(items, ({ id }) => {
    void navigate({ to: '/companies/$company/items/$item', params: { company, item: id } })
  })
  const toggle = (item: ItemHit | undefined) => {
    if (!item) return
    const next = new Map(chosen)
    if (!next.delete(item.id)) next.set(item.id, item)
    setChosen(next)
  }
  useShortcut('x', 'Choose', 'In a list or a record', () => toggle(items[active]))
  const more = useCallback(() => void onMore(), [onMore])
  return (
    <>
      <Table aria-label="Items" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-10">
              <span className="unseen">Chosen</span>
            </HeadCell>
            <HeadCell className="w-44 max-sm:hidden">Code</HeadCell>
            <HeadCell>Name</HeadCell>
            <HeadCell className="w-40 max-lg:hidden">Family</HeadCell>
            <HeadCell className="w-36 max-2xl:hidden">Tracking</HeadCell>
            <HeadCell className="w-40 max-2xl:hidden">Barcode</HeadCell>
            <HeadCell isNumeric className="w-32 max-sm:w-28">
              On hand
            </HeadCell>
            <HeadCell isNumeric className="w-32 max-md:hidden">
              Available
            </HeadCell>
          </tr>
        </thead>
        <VirtualRows
          rows={items}
          hasMore={hasMore}
          isLoadingMore={isLoadingMore}
          onMore={more}
          activeIndex={active}
        >
          {(item, index, ref) => (
            <ItemRow
              key={item.id}
              ref={ref}
              item={item}
              stock={onHand.get(item.id)}
              index={index}
              isActive={index === active}
              isChosen={chosen.has(item.id)}
              onToggle={() => {
                setActive(index)
                toggle(item)
              }}
            />
          )}
        </VirtualRows>
      </Table>
      {chosen.size > 0 && <ChosenBar items={[...chosen.values()]} onClear={() => setChosen(new Map())} />}
    </>
  )
}
