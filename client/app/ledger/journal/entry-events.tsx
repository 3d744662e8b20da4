import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { formatInstant } from '../../lib/dates.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Card } from '../../ui/table.tsx'

interface EntryEvent {
  sequence: number
  type: string
  recordedAt: string
  actor: string
  command: string
  requestId: string
  previousHash: string | null
  hash: string | null
}

/** The proof: the places in the log where this entry and its reversal were recorded, chained by their hashes. */
export function EntryEvents({ events }: { events: readonly EntryEvent[] }) {
  return (
    <section aria-labelledby="entry-events">
      <h2 id="entry-events" className="mb-2 font-semibold">
        In the event log
      </h2>
      <ol className="flex flex-col gap-3">
        {events.map((event) => (
          <li key={event.sequence}>
            <EventCard event={event} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function EventCard({ event }: { event: EntryEvent }) {
  const company = useCompanySlug()
  const person = usePersonName()
  return (
    <Card className="flex flex-col gap-3 p-4">
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        <Link
          to="/companies/$company/events"
          params={{ company }}
          search={{ sequence: event.sequence }}
          className="font-medium text-accent tabular-nums underline underline-offset-2"
        >
          Event {event.sequence}
        </Link>
        <span className="text-muted">{event.type}</span>
      </h3>
      <Facts
        facts={[
          ['Recorded', formatInstant(event.recordedAt)],
          ['By', capital(person(event.actor))],
          ['Command', event.command],
          ['Request', event.requestId],
        ]}
      />
      <dl className="flex flex-col gap-1">
        {event.hash !== null && <Hash label="Hash" text={event.hash} />}
        {event.previousHash !== null && <Hash label="Previous hash" text={event.previousHash} />}
      </dl>
    </Card>
  )
}

const Hash = ({ label, text }: { label: string; text: string }) => (
  <div>
    <dt className="text-sm text-faint">{label}</dt>
    <dd>
      <Copyable text={text} label={label.toLowerCase()} />
    </dd>
  </div>
)
