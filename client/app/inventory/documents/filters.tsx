import { useNavigate, useSearch } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { DOCUMENT_KINDS } from '../../../../durable-objects/inventory/stock/contract.ts'
import { Button } from '../../ui/button.tsx'
import { DateInput, Field, Select } from '../../ui/field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { KINDS } from './names.ts'
import type { DocumentFilter, DocumentKind } from './queries.ts'

const FROM = '/signed-in/companies/$company/stock/documents'

/** What the documents are filtered by. It lives in the address. */
export function useDocumentFilter() {
  const { open, ...search } = useSearch({ from: FROM })
  const navigate = useNavigate()
  const filter = Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined),
  ) as DocumentFilter
  const change = (next: Partial<typeof search> & { open?: 'settings' | undefined }) =>
    void navigate({
      from: '/companies/$company/stock/documents',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const clear = () =>
    void navigate({ from: '/companies/$company/stock/documents', to: '.', search: {}, replace: true })
  return { filter, open, search, change, clear, isFiltered: Object.keys(filter).length > 0 }
}

export function DocumentFilters() {
  const { search, change, clear, isFiltered } = useDocumentFilter()
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <SearchField
        className="max-sm:basis-full sm:basis-48"
        placeholder="Number, party or reference"
        value={search.q ?? ''}
        onValue={(q) => change({ q: q || undefined })}
      />
      <Field label="Kind" className="max-sm:basis-full sm:w-48">
        {(control) => (
          <Select
            {...control}
            value={search.kind ?? ''}
            onValue={(kind) => change({ kind: (kind || undefined) as DocumentKind | undefined })}
          >
            <option value="">All kinds</option>
            {DOCUMENT_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {KINDS[kind].name}
              </option>
            ))}
          </Select>
        )}
      </Field>
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
      {isFiltered && (
        <Button variant="ghost" onClick={clear}>
          <X className="size-4" aria-hidden="true" /> Clear
        </Button>
      )}
    </search>
  )
}
