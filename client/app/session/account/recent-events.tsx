import { useQuery } from '@tanstack/react-query'
import { eventWords } from '../../access/security-log/event-words.ts'
import { countryName, formatInstant } from '../../lib/dates.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { ownEventsQuery } from './queries.ts'

/** What happened around the person's own account, newest first. */
export function RecentEvents() {
  const events = useQuery(ownEventsQuery)
  return (
    <Section
      title="What happened lately"
      description="Signing in and changes to your account. Something you do not know? Change your password."
    >
      {events.isPending && <Loading rows={4} label="Loading the events" />}
      {events.isError && <ProblemNotice error={events.error} onRetry={() => void events.refetch()} />}
      {events.data?.length === 0 && <p className="text-muted">Nothing yet.</p>}
      <ol className="divide-y divide-line">
        {events.data?.slice(0, SHOWN_MAX).map(({ id, type, at, device, country }) => (
          <li key={id} className="flex flex-wrap gap-x-3 py-1.5">
            <span className="min-w-0 flex-1 basis-48">{eventWords(type)}</span>
            <span className="text-sm text-muted">
              {[device, country && countryName(country)].filter(Boolean).join(', ')}
            </span>
            <time dateTime={at} className="text-sm text-muted tabular-nums">
              {formatInstant(at)}
            </time>
          </li>
        ))}
      </ol>
    </Section>
  )
}

const SHOWN_MAX = 12
