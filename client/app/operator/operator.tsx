import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Building, Lock, SearchX } from 'lucide-react'
import { useState } from 'react'
import { REGIONS } from '../../../durable-objects/kernel/regions.ts'
import { REGION_NAMES } from '../company/regions.ts'
import { useDebounced } from '../lib/use-debounced.ts'
import { useSession } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Field, Select, TextInput } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { listTenants, type OperatorTenant, type TenantFilter } from './api.ts'
import { EnterDialog } from './enter-dialog.tsx'
import { StatusDialog } from './status-dialog.tsx'
import { TenantTable } from './tenant-table.tsx'

const tenantsQuery = (filter: TenantFilter) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'tenants', filter],
    queryFn: ({ pageParam }) => listTenants(filter, pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  })

/** For the platform's operators; the server answers nobody else. */
export function OperatorPage() {
  const { operator } = useSession()
  if (operator) return <Console />
  return (
    <Page title="Tenants" width="measure">
      <Empty icon={Lock} title="Only for operators of the platform">
        Your account is not one of an operator. Nobody of an organisation needs this page.
      </Empty>
    </Page>
  )
}

interface Search {
  q?: string | undefined
  region?: string | undefined
  status?: string | undefined
}

type Asked = { name: 'status' | 'enter'; tenant: OperatorTenant }

/** The tenants of the platform. What is in them an operator sees only with a grant of the tenant itself. */
function Console() {
  const search = useSearch({ from: '/signed-in/settings/operator' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<Asked>()
  const q = useDebounced(search.q, 250)
  const change = (next: Search) =>
    void navigate({ to: '/operator', search: (before) => ({ ...before, ...next }), replace: true })
  const tenants = useInfiniteQuery(
    tenantsQuery({
      ...(q && { q }),
      ...(search.region && { region: search.region }),
      ...(search.status && { status: search.status }),
    }),
  )
  const shown = tenants.data?.pages.flatMap(({ data }) => data) ?? []
  const isFiltered = Boolean(search.q || search.region || search.status)
  return (
    <Page
      title="Tenants"
      subtitle="Of the whole platform. Entering one needs a grant that the tenant itself has given."
      toolbar={<Filters search={search} onChange={change} />}
    >
      {tenants.isPending && <Loading rows={8} label="Loading the tenants" />}
      {tenants.isError && <ProblemNotice error={tenants.error} onRetry={() => void tenants.refetch()} />}
      {tenants.isSuccess && shown.length === 0 && (
        <Empty
          icon={isFiltered ? SearchX : Building}
          title={isFiltered ? 'No tenant matches' : 'No tenants yet'}
          actions={
            isFiltered && (
              <Button onClick={() => change({ q: undefined, region: undefined, status: undefined })}>
                Show all tenants
              </Button>
            )
          }
        >
          {isFiltered
            ? 'None with this text, region and status.'
            : 'The first one is whoever signs up first.'}
        </Empty>
      )}
      {shown.length > 0 && (
        <TenantTable
          tenants={shown}
          onStatus={(tenant) => setAsked({ name: 'status', tenant })}
          onEnter={(tenant) => setAsked({ name: 'enter', tenant })}
        />
      )}
      {tenants.hasNextPage && (
        <Button
          className="mt-4 self-center"
          isBusy={tenants.isFetchingNextPage}
          onClick={() => void tenants.fetchNextPage()}
        >
          Show more tenants
        </Button>
      )}
      {asked?.name === 'status' && (
        <StatusDialog
          tenant={asked.tenant}
          onClose={() => setAsked(undefined)}
          onDone={async (words) => {
            toast(words)
            await queryClient.invalidateQueries({ queryKey: ['operator', 'tenants'] })
          }}
        />
      )}
      {asked?.name === 'enter' && <EnterDialog tenant={asked.tenant} onClose={() => setAsked(undefined)} />}
    </Page>
  )
}

const Filters = ({ search, onChange }: { search: Search; onChange: (next: Search) => void }) => (
  <search className="flex w-full flex-wrap items-end gap-2">
    <Field label="Text" className="min-w-40 flex-1 sm:max-w-80">
      {(control) => (
        <TextInput
          {...control}
          type="search"
          placeholder="Short name or id"
          value={search.q ?? ''}
          onValue={(text) => onChange({ q: text || undefined })}
        />
      )}
    </Field>
    <Field label="Region" className="w-40">
      {(control) => (
        <Select
          {...control}
          value={search.region ?? ''}
          onValue={(region) => onChange({ region: region || undefined })}
        >
          <option value="">All regions</option>
          {REGIONS.map((region) => (
            <option key={region} value={region}>
              {REGION_NAMES[region]}
            </option>
          ))}
        </Select>
      )}
    </Field>
    <Field label="Status" className="w-32">
      {(control) => (
        <Select
          {...control}
          value={search.status ?? ''}
          onValue={(status) => onChange({ status: status || undefined })}
        >
          <option value="">All</option>
          <option value="active">Active</option>
          <option value="suspended">Suspended</option>
        </Select>
      )}
    </Field>
  </search>
)
