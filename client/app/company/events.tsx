import { useQueries, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { companyContract } from '../../../durable-objects/company/contract.ts'
import type { CallReply } from '../../sdk/types.ts'
import { capital, usePersonName } from '../guardrails/names.ts'
import { formatInstant } from '../lib/dates.ts'
import { useLiveState } from '../lib/use-live.ts'
import { Button } from '../ui/button.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Facts } from '../ui/facts.tsx'
import { Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Field, TextInput } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { EVENTS_WINDOW, eventsWindowQuery, headQuery, useCompanySlug } from './queries.ts'

type LogEvent = CallReply<(typeof companyContract)['operations']['ListEvents']>['data'][number]

/** The event log, newest first: who did what when, and the chain of hashes. */
export function EventsPage() {
  const company = useCompanySlug()
  const { sequence: asked } = useSearch({ from: '/signed-in/companies/$company/events' })
  const head = useHeadSequence(company)
  return (
    <Page
      title="Events"
      subtitle="Everything that ever happened in these books, in order. Nothing here is changed or removed."
      toolbar={<GoToSequence key={asked} asked={asked} />}
    >
      {head.error ? <ProblemNotice error={head.error} /> : null}
      {head.sequence === undefined && !head.error && <Loading rows={10} label="Loading the events" />}
      {head.sequence !== undefined && (
        <Feed
          key={asked}
          company={company}
          from={Math.min(asked ?? head.sequence, head.sequence)}
          opened={asked}
        />
      )}
    </Page>
  )
}

/** The live channel knows it already; without the channel it is asked for. */
function useHeadSequence(company: string): { sequence: number | undefined; error: unknown } {
  const { sequence } = useLiveState()
  const asked = useQuery({ ...headQuery(company), enabled: sequence === undefined })
  return { sequence: sequence ?? asked.data, error: sequence === undefined ? asked.error : null }
}

/** The newest window and then as many older ones as were asked for. */
function Feed({ company, from, opened }: { company: string; from: number; opened: number | undefined }) {
  const [older, setOlder] = useState(1)
  const newest = Math.floor(Math.max(0, from - 1) / EVENTS_WINDOW)
  const windows = Array.from({ length: Math.min(older, newest) + 1 }, (_, index) => newest - index)
  const queries = useQueries({
    queries: windows.map((window) =>
      eventsWindowQuery(company, window, (window + 1) * EVENTS_WINDOW <= from),
    ),
  })
  const failed = queries.find(({ error }) => error)
  const events = queries
    .flatMap(({ data }) => data?.toReversed() ?? [])
    .filter(({ sequence }) => sequence <= from)
  const last = windows.at(-1) ?? 0
  if (failed) return <ProblemNotice error={failed.error} onRetry={() => void failed.refetch()} />
  if (events.length === 0) return <Loading rows={10} label="Loading the events" />
  return (
    <>
      <ol className="border-t border-line">
        {events.map((event) => (
          <EventRow key={event.sequence} event={event} isOpened={event.sequence === opened} />
        ))}
      </ol>
      {last > 0 && (
        <Button
          className="mt-4 self-center"
          isBusy={queries.some(({ isFetching }) => isFetching)}
          onClick={() => setOlder(older + 2)}
        >
          Show older events
        </Button>
      )}
    </>
  )
}

function EventRow({ event, isOpened }: { event: LogEvent; isOpened: boolean }) {
  const [isOpen, setOpen] = useState(isOpened)
  const person = usePersonName()
  return (
    <li className="border-b border-line">
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)} className="group">
        <summary className="grid min-h-row cursor-pointer list-none grid-cols-[1rem_3.5rem_minmax(0,1fr)] items-center gap-x-3 px-2 py-1 hover:bg-hover md:grid-cols-[1rem_4rem_14rem_minmax(0,1fr)_13rem_8rem]">
          <ChevronRight
            className="size-4 text-faint transition-transform group-open:rotate-90"
            aria-hidden="true"
          />
          <span className="text-right text-muted tabular-nums">{event.sequence}</span>
          <span className="truncate font-medium">{event.type}</span>
          <span className="truncate text-sm text-muted max-md:col-start-3">
            {capital(person(event.actor))}
          </span>
          <time dateTime={event.time} className="text-sm text-muted tabular-nums max-md:col-start-3">
            {formatInstant(event.time)}
          </time>
          <code className="font-mono text-sm text-faint max-md:hidden">{event.hash?.slice(0, 12)}</code>
        </summary>
        {isOpen && <EventDetails event={event} />}
      </details>
    </li>
  )
}

function EventDetails({ event }: { event: LogEvent }) {
  const company = useCompanySlug()
  const entry = event.type === 'journal-entry-posted' ? (event.data as { id: string }).id : undefined
  return (
    <div className="flex flex-col gap-3 px-3 pt-1 pb-4 md:pl-12">
      <Facts
        facts={[
          ['By', event.actor],
          ['Command', event.command],
          ['Request', event.requestid],
          ['Data version', event.dataversion],
          [
            'Record',
            entry && (
              <Link
                to="/companies/$company/journal/$entry"
                params={{ company, entry }}
                className="text-accent underline underline-offset-2"
              >
                Show the entry
              </Link>
            ),
          ],
        ]}
      />
      {event.hash !== null && (
        <div>
          <p className="text-sm text-faint">Hash</p>
          <Copyable text={event.hash} label="hash" />
        </div>
      )}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`Data of event ${event.sequence}`}
        className="max-h-96 overflow-auto rounded-md bg-sunken p-3"
      >
        <pre className="font-mono text-sm leading-5">{JSON.stringify(event.data, null, 2)}</pre>
      </section>
    </div>
  )
}

function GoToSequence({ asked }: { asked: number | undefined }) {
  const [text, setText] = useState(asked === undefined ? '' : String(asked))
  const navigate = useNavigate()
  const go = (sequence: number | undefined) =>
    void navigate({ from: '/companies/$company/events', to: '.', search: { sequence } })
  return (
    <search>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (text) go(Number(text))
        }}
      >
        <Field label="From event" className="w-32">
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={1}
              value={text}
              onValue={setText}
              placeholder="Newest"
            />
          )}
        </Field>
        <Button type="submit">Show</Button>
        {asked !== undefined && (
          <Button variant="ghost" onClick={() => go(undefined)}>
            Newest
          </Button>
        )}
      </form>
    </search>
  )
}
