import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowDownUp, History, X } from 'lucide-react'
import { useCompany } from '../company/queries.ts'
import { Button } from '../ui/button.tsx'
import { DateInput, Field, Select } from '../ui/field.tsx'
import { KnownAt } from './known-at.tsx'
import { unitsQuery } from './queries.ts'

const FROM = '/signed-in/companies/$company/accounts/$code'

/** Dates, unit and order, and how much of the log is known. */
export function RegisterControls({ head }: { head: number | undefined }) {
  const { slug, currency } = useCompany()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const units = useQuery(unitsQuery(slug)).data ?? []
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/accounts/$code',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  const isFiltered = Boolean(search.from ?? search.to ?? search.unit)
  const isAscending = search.order === 'asc'
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <Field label="From" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <DateInput
            {...control}
            value={search.from ?? ''}
            onValue={(from) => change({ from: from || undefined })}
          />
        )}
      </Field>
      <Field label="To" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <DateInput {...control} value={search.to ?? ''} onValue={(to) => change({ to: to || undefined })} />
        )}
      </Field>
      {units.length > 1 && (
        <Field label="Unit" className="w-32">
          {(control) => (
            <Select
              {...control}
              value={search.unit ?? ''}
              onValue={(unit) => change({ unit: unit || undefined })}
            >
              <option value="">All, in {currency}</option>
              {units.map(({ code }) => (
                <option key={code} value={code}>
                  {code}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Button variant="ghost" onClick={() => change({ order: isAscending ? undefined : 'asc' })}>
        <ArrowDownUp className="size-4" aria-hidden="true" />
        {isAscending ? 'Oldest first' : 'Newest first'}
      </Button>
      {search.knownAt === undefined ? (
        <Button disabled={head === undefined} onClick={() => change({ knownAt: head })}>
          <History className="size-4" aria-hidden="true" /> As known at…
        </Button>
      ) : (
        <KnownAt knownAt={search.knownAt} head={head ?? search.knownAt} onChange={change} />
      )}
      {isFiltered && (
        <Button variant="ghost" onClick={() => change({ from: undefined, to: undefined, unit: undefined })}>
          <X className="size-4" aria-hidden="true" /> Clear
        </Button>
      )}
    </search>
  )
}
