import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import type { Place } from '../pickers/queries.ts'
import { PLACE_KIND_NAMES, VIRTUAL_KINDS } from './names.ts'
import { virtualPlacesQuery } from './queries.ts'
import { usePlacesSearch } from './use-places-search.ts'

/** Places that goods come from and go to, so that every move has two ends. */
export function VirtualTab() {
  const company = useCompanySlug()
  const { search, change } = usePlacesSearch()
  const query = useInfiniteQuery(virtualPlacesQuery(company))
  const places = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <>
      {query.isPending && <Loading label="Loading the virtual places" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {places.length > 0 && (
        <VirtualTable
          places={places}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      )}
      {search.open === 'virtual' && <AddVirtualSheet onClose={() => change({ open: undefined })} />}
    </>
  )
}

interface TableProps {
  places: readonly Place[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}

function VirtualTable({ places, ...more }: TableProps) {
  const { change } = usePlacesSearch()
  const { active } = useRowKeys(places, ({ code }) => change({ place: code }))
  return (
    <Table aria-label="Virtual places" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-56 max-sm:w-auto">Code</HeadCell>
          <HeadCell className="max-sm:hidden">Name</HeadCell>
          <HeadCell className="w-72 max-sm:w-36">What it is for</HeadCell>
          <HeadCell className="w-28 max-md:hidden">Status</HeadCell>
        </tr>
      </thead>
      <VirtualRows rows={places} activeIndex={active} {...more}>
        {({ code, name, kind, isActive }, index, ref) => (
          <tr
            key={code}
            ref={ref}
            data-index={index}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead className="truncate">
              <button
                type="button"
                onClick={() => change({ place: code })}
                className="max-w-full truncate font-medium hover:underline"
              >
                {code}
              </button>
              <span className="block truncate text-sm text-muted sm:hidden">{name}</span>
            </RowHead>
            <Cell className="truncate max-sm:hidden">{name}</Cell>
            <Cell className="text-sm text-muted">{PLACE_KIND_NAMES[kind].detail}</Cell>
            <Cell className="max-md:hidden">{!isActive && <Status tone="neutral">Not used</Status>}</Cell>
          </tr>
        )}
      </VirtualRows>
    </Table>
  )
}

function AddVirtualSheet({ onClose }: { onClose: () => void }) {
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [kind, setKind] = useState<(typeof VIRTUAL_KINDS)[number]>('adjustment')
  const { form, errors, submit, isBusy } = useCommand({
    operation: placesContract.operations.AddVirtualPlace,
    call: meridian.places.AddVirtualPlace,
    stale: ['places'],
    onDone: (place) => {
      toast(`${place.code} is there.`)
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title="Add a virtual place"
      verb="Add the place"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ code: code.trim(), name: name.trim(), kind })}
    >
      <Field label="What it is for" error={errors.fields.get('/kind')} hint={PLACE_KIND_NAMES[kind].detail}>
        {(control) => (
          <Select {...control} value={kind} onValue={(chosen) => setKind(chosen as typeof kind)}>
            {VIRTUAL_KINDS.map((each) => (
              <option key={each} value={each}>
                {PLACE_KIND_NAMES[each].name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Code" error={errors.fields.get('/code')}>
        {(control) => (
          <TextInput {...control} data-autofocus placeholder="SHRINKAGE" value={code} onValue={setCode} />
        )}
      </Field>
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} placeholder="Shrinkage" value={name} onValue={setName} />}
      </Field>
    </FormSheet>
  )
}
