import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { SearchX, Shield } from 'lucide-react'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field, Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Gate } from '../gate.tsx'
import { membersQuery, type SecurityFilter, securityEventsQuery } from '../queries.ts'
import { EventItem } from './event-item.tsx'
import { EVENT_TYPES, eventWords } from './event-words.ts'

export const SecurityLogPage = () => (
  <Gate title="Security log" operation="access.ListSecurityEvents">
    <SecurityLog />
  </Gate>
)

/** What happened around access, newest first. */
function SecurityLog() {
  const search = useSearch({ from: '/signed-in/settings/settings/security-log' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/settings/security-log',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const clear = () => void navigate({ to: '/settings/security-log', search: {}, replace: true })
  const log = useInfiniteQuery(securityEventsQuery(filterOf(search)))
  const events = log.data?.pages.flatMap(({ data }) => data) ?? []
  const isFiltered = Object.values(search).some((value) => value !== undefined)
  return (
    <Page
      title="Security log"
      width="measure"
      subtitle="Who signed in, what was refused, and who changed what about access."
      toolbar={<Filters search={search} isFiltered={isFiltered} onChange={change} onClear={clear} />}
    >
      {log.isPending && <Loading rows={10} label="Loading the log" />}
      {log.isError && <ProblemNotice error={log.error} onRetry={() => void log.refetch()} />}
      {log.isSuccess && events.length === 0 && !isFiltered && (
        <Empty icon={Shield} title="Nothing yet">
          From the first sign-in on, everything around access stands here.
        </Empty>
      )}
      {log.isSuccess && events.length === 0 && isFiltered && (
        <Empty icon={SearchX} title="No event matches" actions={<Button onClick={clear}>Show all</Button>}>
          Nothing of this kind happened in this time.
        </Empty>
      )}
      {events.length > 0 && (
        <ol aria-label="Security events" className="border-t border-line">
          {events.map((event) => (
            <EventItem key={event.id} event={event} />
          ))}
        </ol>
      )}
      {log.hasNextPage && (
        <Button
          className="mt-4 self-center"
          isBusy={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          Show older events
        </Button>
      )}
    </Page>
  )
}

interface Search {
  type?: string | undefined
  user?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Days where the reader is, as instants. */
const filterOf = ({ type, user, from, to }: Search): SecurityFilter => ({
  ...(type && { type }),
  ...(user && { user }),
  ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
  ...(to && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
})

interface FiltersProps {
  search: Search
  isFiltered: boolean
  onChange: (next: Search) => void
  onClear: () => void
}

function Filters({ search, isFiltered, onChange, onClear }: FiltersProps) {
  const members = useQuery({ ...membersQuery, enabled: useMay('access.ListMembers') }).data?.data ?? []
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <Field label="What" className="w-full sm:w-56">
        {(control) => (
          <Select
            {...control}
            value={search.type ?? ''}
            onValue={(type) => onChange({ type: type || undefined })}
          >
            <option value="">Everything</option>
            {EVENT_TYPES.map((type) => (
              <option key={type} value={type}>
                {eventWords(type)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Who" className="w-full sm:w-48">
        {(control) => (
          <Select
            {...control}
            value={search.user ?? ''}
            onValue={(user) => onChange({ user: user || undefined })}
          >
            <option value="">Everybody</option>
            {members.map(({ user, name }) => (
              <option key={user} value={user}>
                {name}
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
            onValue={(from) => onChange({ from: from || undefined })}
          />
        )}
      </Field>
      <Field label="To" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <DateInput
            {...control}
            value={search.to ?? ''}
            onValue={(to) => onChange({ to: to || undefined })}
          />
        )}
      </Field>
      {isFiltered && (
        <Button variant="ghost" onClick={onClear}>
          Clear
        </Button>
      )}
    </search>
  )
}
