import { ChevronRight } from 'lucide-react'
import type { accessContract } from '../../../../workers/access/contract.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { formatInstant } from '../../lib/dates.ts'
import { Facts } from '../../ui/facts.tsx'
import { Status } from '../../ui/status.tsx'
import { eventWords, isAlarming } from './event-words.ts'

type SecurityEvent = CallReply<(typeof accessContract)['operations']['ListSecurityEvents']>['data'][number]

/** One event, with its details folded in. */
export function EventItem({ event }: { event: SecurityEvent }) {
  const who = event.userName ?? event.user ?? 'Nobody signed in'
  return (
    <li className="border-b border-line">
      <details className="group">
        <summary className="grid min-h-row cursor-pointer list-none grid-cols-[1rem_minmax(0,1fr)] items-center gap-x-3 px-2 py-1.5 hover:bg-hover md:grid-cols-[1rem_minmax(0,1fr)_11rem_13rem]">
          <ChevronRight
            className="size-4 text-faint transition-transform group-open:rotate-90"
            aria-hidden="true"
          />
          <span className="flex min-w-0 flex-wrap items-center gap-2">
            <span className="font-medium">{eventWords(event.type)}</span>
            {isAlarming(event.type) && <Status tone="warning">Look</Status>}
          </span>
          <span className="truncate text-sm text-muted max-md:col-start-2">{who}</span>
          <time dateTime={event.at} className="text-sm text-muted tabular-nums max-md:col-start-2">
            {formatInstant(event.at)}
          </time>
        </summary>
        <div className="px-3 pt-1 pb-4 md:pl-9">
          <Facts
            facts={[
              ['Type', event.type],
              ['Person', event.user],
              ['From address', event.address],
              ['Browser or program', event.userAgent],
              ['Request', event.requestId],
              ...Object.entries(event.detail).map(
                ([name, value]) => [labelOf(name), shownOf(value)] as const,
              ),
            ]}
          />
        </div>
      </details>
    </li>
  )
}

/** `invitedBy` reads "Invited by". */
function labelOf(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const shownOf = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : Array.isArray(value)
      ? value.join(', ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
