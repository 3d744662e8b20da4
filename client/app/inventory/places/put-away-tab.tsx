import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PackageOpen, SearchX, Trash2 } from 'lucide-react'
import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { useWarehouses } from '../pickers/queries.ts'
import { PutAwaySheet } from './put-away-sheet.tsx'
import { type PutAway, putAwayQuery } from './queries.ts'
import { usePlacesSearch } from './use-places-search.ts'

/** Where each item is put when it comes in: a hint for those who receive it. */
export function PutAwayTab() {
  const company = useCompanySlug()
  const { search, change } = usePlacesSearch()
  const warehouses = useWarehouses(company)
  const query = useInfiniteQuery(putAwayQuery(company, search.warehouse))
  const rules = query.data?.pages.flatMap(({ data }) => data) ?? []
  const maySet = useMay('places.SetPutAway')
  const begin = maySet && warehouses.length > 0 && (
    <Button onClick={() => change({ open: 'put-away' })}>Set a place</Button>
  )
  return (
    <>
      {warehouses.length > 1 && (
        <Field label="Warehouse" className="mb-3 w-56">
          {(control) => (
            <Select
              {...control}
              value={search.warehouse ?? ''}
              onValue={(warehouse) => change({ warehouse: warehouse || undefined })}
            >
              <option value="">All warehouses</option>
              {warehouses.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {query.isPending && <Loading label="Loading the places of items" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rules.length === 0 && !search.warehouse && (
        <Empty icon={PackageOpen} title="No places set yet" actions={begin}>
          Say where an item is put away, and whoever receives it is shown the bin.
        </Empty>
      )}
      {query.isSuccess && rules.length === 0 && search.warehouse && (
        <Empty
          icon={SearchX}
          title="No places set in this warehouse"
          actions={
            <>
              <Button onClick={() => change({ warehouse: undefined })}>Show all warehouses</Button>
              {begin}
            </>
          }
        />
      )}
      {rules.length > 0 && (
        <Table aria-label="Put-away" className="table-fixed">
          <thead>
            <tr>
              <HeadCell>Item</HeadCell>
              <HeadCell className="w-40 max-sm:hidden">Warehouse</HeadCell>
              <HeadCell className="w-56 max-sm:w-32">Is put into</HeadCell>
              {maySet && (
                <HeadCell className="w-14">
                  <span className="unseen">Take back</span>
                </HeadCell>
              )}
            </tr>
          </thead>
          <VirtualRows
            rows={rules}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          >
            {(rule, index, ref) => (
              <tr
                key={`${rule.item.id} ${rule.warehouse}`}
                ref={ref}
                data-index={index}
                className="hover:bg-hover"
              >
                <RowHead className="truncate">
                  <Link
                    to="/companies/$company/items/$item"
                    params={{ company, item: rule.item.id }}
                    className={rowLinkClass}
                  >
                    <span className="text-muted tabular-nums">{rule.item.code}</span> {rule.item.name}
                  </Link>
                </RowHead>
                <Cell className="truncate text-muted max-sm:hidden">{rule.warehouse}</Cell>
                <Cell className="truncate tabular-nums">
                  <button
                    type="button"
                    className="max-w-full truncate hover:underline"
                    onClick={() => change({ place: rule.place ?? undefined })}
                  >
                    {rule.place}
                  </button>
                </Cell>
                {maySet && (
                  <Cell>
                    <TakeBack rule={rule} />
                  </Cell>
                )}
              </tr>
            )}
          </VirtualRows>
        </Table>
      )}
      {search.open === 'put-away' && <PutAwaySheet onClose={() => change({ open: undefined })} />}
    </>
  )
}

function TakeBack({ rule: { item, warehouse } }: { rule: PutAway }) {
  const { submit, isBusy } = useCommand({
    operation: placesContract.operations.SetPutAway,
    call: meridian.places.SetPutAway,
    stale: ['places'],
    onDone: () => toast(`${item.code} has no place of its own in ${warehouse} any more.`),
  })
  return (
    <IconButton
      label={`Take back where ${item.code} is put in ${warehouse}`}
      isBusy={isBusy}
      onClick={() => submit({ item: item.id, warehouse, place: null })}
    >
      <Trash2 className="size-4" aria-hidden="true" />
    </IconButton>
  )
}
