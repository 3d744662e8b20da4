import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { countryName, formatDistance, formatInstant } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Card } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { type OwnSession, revokeOtherSessions, revokeSession } from '../api.ts'
import { sessionsQuery } from './queries.ts'

/** Where the person is signed in. */
export function SessionsPage() {
  const sessions = useQuery(sessionsQuery)
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<OwnSession | 'others'>()
  const others = sessions.data?.filter(({ current }) => !current) ?? []
  const refresh = async (words: string) => {
    toast(words)
    await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  }
  return (
    <Page
      title="Sessions"
      width="measure"
      subtitle="Where you are signed in. A revoked session stops working within five seconds."
      actions={
        others.length > 0 && (
          <Button variant="danger" onClick={() => setOpen('others')}>
            Revoke all others
          </Button>
        )
      }
    >
      {sessions.isPending && <Loading rows={4} label="Loading the sessions" />}
      {sessions.isError && <ProblemNotice error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.data && (
        <Card>
          <ul aria-label="Sessions" className="divide-y divide-line">
            {sessions.data.map((session) => (
              <SessionRow key={session.id} session={session} onRevoke={() => setOpen(session)} />
            ))}
          </ul>
        </Card>
      )}
      {open && open !== 'others' && (
        <Confirm
          title={`Revoke the session on ${open.device}?`}
          verb="Revoke the session"
          send={() => revokeSession(open.id)}
          onDone={() => refresh('The session is revoked.')}
          onClose={() => setOpen(undefined)}
        >
          Whoever uses it has to sign in again.
        </Confirm>
      )}
      {open === 'others' && (
        <Confirm
          title={`Revoke ${others.length === 1 ? 'the other session' : `${others.length} other sessions`}?`}
          verb="Revoke all others"
          send={revokeOtherSessions}
          onDone={() => refresh('Your other sessions are revoked.')}
          onClose={() => setOpen(undefined)}
        >
          You stay signed in here and nowhere else.
        </Confirm>
      )}
    </Page>
  )
}

function SessionRow({ session, onRevoke }: { session: OwnSession; onRevoke: () => void }) {
  const { current, device, country, createdAt, lastSeenAt } = session
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 p-4">
      <MonitorSmartphone className="size-5 shrink-0 text-muted max-sm:hidden" aria-hidden="true" />
      <span className="min-w-0 flex-1 basis-48">
        <span className="block font-medium">{device}</span>
        <span className="block text-sm text-muted">
          {country ? countryName(country) : 'Place not known'} · signed in {formatInstant(createdAt)}
        </span>
      </span>
      <span className="text-sm text-muted" title={formatInstant(lastSeenAt)}>
        {current ? (
          <Status tone="accent" icon={Check}>
            This one
          </Status>
        ) : (
          `Seen ${formatDistance(lastSeenAt)}`
        )}
      </span>
      {!current && (
        <Button size="sm" variant="danger" onClick={onRevoke}>
          Revoke<span className="unseen"> the session on {device}</span>
        </Button>
      )}
    </li>
  )
}
