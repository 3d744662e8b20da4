import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { Button } from '../../ui/button.tsx'
import { DateInput, Field, Select } from '../../ui/field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { AccountPicker } from '../accounts/account-picker.tsx'
import { type EntryFilter, journalsQuery } from '../queries.ts'

const FROM = '/signed-in/companies/$company/journal'

/** What the journal is filtered by. It lives in the address. */
export function useJournalFilter() {
  const { preview: _, ...search } = useSearch({ from: FROM })
  const navigate = useNavigate()
  const filter = Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined),
  ) as EntryFilter
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/journal',
      to: '.',
      search: (before) => ({ ...before, ...next, preview: undefined }),
      replace: true,
    })
  const clear = () =>
    void navigate({ from: '/companies/$company/journal', to: '.', search: {}, replace: true })
  return { filter, search, change, clear, isFiltered: Object.keys(filter).length > 0 }
}

export function JournalFilters() {
  const { search, change, clear, isFiltered } = useJournalFilter()
  const [isUnfolded, setUnfolded] = useState(false)
  // Narrow screens begin with the text alone, so that the list is in view.
  const foldable = isUnfolded ? '' : 'max-sm:hidden'
  const journals = useQuery(journalsQuery(useCompanySlug())).data ?? []
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <SearchField
        className="sm:basis-48"
        value={search.q ?? ''}
        onValue={(q) => change({ q: q || undefined })}
      />
      <Button className="sm:hidden" aria-expanded={isUnfolded} onClick={() => setUnfolded(!isUnfolded)}>
        <SlidersHorizontal className="size-4" aria-hidden="true" /> Filters
      </Button>
      <Field label="From" className={`w-[calc(50%-0.25rem)] sm:w-36 ${foldable}`}>
        {(control) => (
          <DateInput
            {...control}
            value={search.from ?? ''}
            onValue={(from) => change({ from: from || undefined })}
          />
        )}
      </Field>
      <Field label="To" className={`w-[calc(50%-0.25rem)] sm:w-36 ${foldable}`}>
        {(control) => (
          <DateInput {...control} value={search.to ?? ''} onValue={(to) => change({ to: to || undefined })} />
        )}
      </Field>
      <Field label="Account" className={`w-[calc(50%-0.25rem)] sm:w-52 ${foldable}`}>
        {(control) => (
          <AccountPicker
            {...control}
            placeholder="Any account"
            value={search.account ?? ''}
            onValue={(account) =>
              account !== (search.account ?? '') && change({ account: account || undefined })
            }
          />
        )}
      </Field>
      <Field label="Journal" className={`w-[calc(50%-0.25rem)] sm:w-40 ${foldable}`}>
        {(control) => (
          <Select
            {...control}
            value={search.journal ?? ''}
            onValue={(journal) => change({ journal: journal || undefined })}
          >
            <option value="">All journals</option>
            {journals.map(({ code, name }) => (
              <option key={code} value={code}>
                {code} – {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isFiltered && (
        <Button variant="ghost" onClick={clear}>
          <X className="size-4" aria-hidden="true" /> Clear
        </Button>
      )}
    </search>
  )
}
