import { useNavigate, useSearch } from '@tanstack/react-router'
import { CloudOff, LogIn, Send } from 'lucide-react'
import { useCompanySlug } from '../../../company/queries.ts'
import { formatInstant } from '../../../lib/dates.ts'
import { Loading } from '../../../ui/feedback.tsx'
import { Status } from '../../../ui/status.tsx'
import { useOnline } from '../device/connection.ts'
import { isOpen } from '../outbox/entry.ts'
import { blockerOf } from '../outbox/order.ts'
import { send } from '../outbox/outbox.ts'
import { useOutbox } from '../parts/floor-context.ts'
import { BigButton, BigRow, bigClass, Card, Screen } from '../parts/screen.tsx'
import { EntryScreen } from './entry-screen.tsx'
import { inOrder, standingOf } from './words.ts'

/** Everything that was captured on this device, and what has become of it. */
export function QueuePage() {
  const { entry: shown } = useSearch({ from: '/signed-in/companies/$company/floor/queue' })
  const navigate = useNavigate()
  const company = useCompanySlug()
  const { entries, rest, isLoaded } = useOutbox()
  const isOnline = useOnline()
  const open = (ordinal: number | undefined) =>
    navigate({
      to: '/companies/$company/floor/queue',
      params: { company },
      search: ordinal === undefined ? {} : { entry: ordinal },
    })
  if (!isLoaded) return <Loading label="Loading the queue" />
  const one = entries.find(({ ordinal }) => ordinal === shown)
  if (one)
    return (
      <EntryScreen
        key={one.ordinal}
        entry={one}
        blocker={blockerOf(one, entries)}
        onBack={() => void open(undefined)}
      />
    )
  const waiting = entries.filter(({ state }) => state.kind === 'waiting').length
  const isAway = rest === 'signed-out' || rest === 'other-session'
  return (
    <Screen
      title="Queue"
      prompt={entries.some(isOpen) ? undefined : 'Everything is settled.'}
      actions={
        waiting > 0 &&
        (isAway ? (
          <SignInAgain />
        ) : (
          <BigButton tone="primary" disabled={!isOnline || rest === undefined} onClick={() => void send()}>
            <Send className="size-5" aria-hidden="true" /> {rest === undefined ? 'Sending…' : 'Send now'}
          </BigButton>
        ))
      }
    >
      {!isOnline && (
        <Card className="flex items-center gap-3 bg-warning-soft text-warning">
          <CloudOff className="size-6 shrink-0" aria-hidden="true" />
          <span>There is no connection. What is captured waits here, and is sent by itself.</span>
        </Card>
      )}
      <ul aria-label="Captured commands" className="flex flex-col gap-2">
        {inOrder(entries).map((entry) => {
          const { tone, word } = standingOf(entry, blockerOf(entry, entries))
          return (
            <li key={entry.ordinal}>
              <BigRow onClick={() => void open(entry.ordinal)} data-state={entry.state.kind}>
                <span className="min-w-0 flex-1">
                  <span className="block text-lg font-semibold wrap-anywhere">{entry.title}</span>
                  <span className="block text-base text-muted">
                    {entry.company !== company && `${entry.company} · `}
                    {formatInstant(entry.capturedAt)}
                  </span>
                </span>
                <Status tone={tone}>{word}</Status>
              </BigRow>
            </li>
          )
        })}
      </ul>
    </Screen>
  )
}

/** Whoever captured it signs in again; the way leads back here. */
function SignInAgain() {
  const company = useCompanySlug()
  return (
    <>
      <p className="text-base">Sign in as yourself to send what waits. Nothing is lost meanwhile.</p>
      <a
        href={`/sign-in?${new URLSearchParams({ to: `/companies/${company}/floor/queue` })}`}
        className={bigClass('primary')}
      >
        <LogIn className="size-5" aria-hidden="true" /> Sign in
      </a>
    </>
  )
}
