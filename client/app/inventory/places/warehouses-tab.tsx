import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { SearchX, Warehouse as WarehouseIcon } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { type Warehouse, warehousesQuery } from '../pickers/queries.ts'
import { PlaceTable } from './place-table.tsx'
import { belowQuery, foundPlacesQuery } from './queries.ts'
import { rowsOf, type TreeRow } from './tree.ts'
import { usePlacesSearch } from './use-places-search.ts'

/** Warehouses with their bins as a tree, or the places that a text finds. */
export function WarehousesTab() {
  const company = useCompanySlug()
  const { search, change } = usePlacesSearch()
  const query = useQuery(warehousesQuery(company))
  const mayOpen = useMay('places.OpenWarehouse')
  if (query.isPending) return <Loading label="Loading the warehouses" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (query.data.length === 0)
    return (
      <Empty
        icon={WarehouseIcon}
        title="No warehouses yet"
        actions={
          mayOpen && <Button onClick={() => change({ open: 'warehouse' })}>Open the first warehouse</Button>
        }
      >
        Stock lies in warehouses. One without bins is enough to begin; bins may be added at any time.
      </Empty>
    )
  return (
    <>
      <search className="mb-3 flex sm:max-w-80">
        <SearchField
          placeholder="Code or name"
          value={search.q ?? ''}
          onValue={(q) => change({ q: q || undefined })}
        />
      </search>
      {search.q ? <Found q={search.q} /> : <Tree warehouses={query.data} />}
    </>
  )
}

/** Of a few warehouses all are shown opened. */
const OPENED_MAX = 3

function Tree({ warehouses }: { warehouses: readonly Warehouse[] }) {
  const company = useCompanySlug()
  const { search } = usePlacesSearch()
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        warehouses.length <= OPENED_MAX
          ? warehouses.map(({ code }) => code)
          : search.warehouse
            ? [search.warehouse]
            : [],
      ),
  )
  const codes = useMemo(() => [...open], [open])
  const below = useQueries({ queries: codes.map((code) => belowQuery(company, code)) })
  const rows = rowsOf(warehouses, open, (code) => below[codes.indexOf(code)]?.data)
  const toggle = ({ code }: TreeRow, isOpen: boolean) => {
    const next = new Set(open)
    if (isOpen) next.add(code)
    else next.delete(code)
    setOpen(next)
  }
  const failed = below.find(({ error }) => error)
  return (
    <>
      {failed && <ProblemNotice error={failed.error} onRetry={() => void failed.refetch()} />}
      {below.some(({ isPending }) => isPending) && <span className="unseen">Loading the places</span>}
      <PlaceTable label="Places" rows={rows} onToggle={toggle} />
      {rows.some(({ isCut }) => isCut) && (
        <p className="mt-3 text-muted">There are more bins than are shown here. Search finds the others.</p>
      )}
    </>
  )
}

function Found({ q }: { q: string }) {
  const company = useCompanySlug()
  const { change } = usePlacesSearch()
  const query = useInfiniteQuery(foundPlacesQuery(company, q))
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  if (query.isPending) return <Loading label="Loading the places" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const places = query.data.pages.flatMap(({ data }) => data)
  if (places.length === 0)
    return (
      <Empty
        icon={SearchX}
        title="No place matches"
        actions={<Button onClick={() => change({ q: undefined })}>Show all places</Button>}
      >
        There are places, but none with this in its code or name.
      </Empty>
    )
  const rows = places.map((place): TreeRow => {
    const { code, name, isActive, warehouse } = place
    const isRoot = code === warehouse
    return {
      code,
      name,
      depth: 0,
      place: isRoot ? undefined : place,
      isActive,
      canOpen: false,
      isOpen: false,
      isCut: false,
    }
  })
  return (
    <PlaceTable
      label="Places found"
      rows={rows}
      hasMore={query.hasNextPage}
      isLoadingMore={query.isFetchingNextPage}
      onMore={more}
    />
  )
}
