import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { CloudOff, CloudUpload, TriangleAlert, Wifi, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useCompany } from '../../../company/queries.ts'
import { subjectKey } from '../../../lib/keys.ts'
import { keptStart } from '../../../session/kept.ts'
import { sessionQuery, useSession } from '../../../session/queries.ts'
import { Banners } from '../../../shell/banners.tsx'
import { useConnectionEvents, useOnline } from '../device/connection.ts'
import { forgetCopies } from '../device/database.ts'
import { itemsKept, placesKept, workKept } from '../device/floor-data.ts'
import { installServiceWorker } from '../device/service-worker.ts'
import { openOutbox } from '../outbox/outbox.ts'
import { useFloor, useOutbox } from '../parts/floor-context.ts'

/** The frame of the floor: the whole height, one bar that says how things stand, and the screen below it. */
export function FloorLayout() {
  const company = useCompany()
  useConnectionEvents()
  useDevice()
  return (
    <div className="flex h-dvh flex-col bg-canvas">
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-surface px-2">
        <Link
          to="/companies/$company"
          params={{ company: company.slug }}
          aria-label="Leave the floor"
          title="Leave the floor"
          className="grid size-12 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover"
        >
          <X className="size-6" aria-hidden="true" />
        </Link>
        <Link
          to="/companies/$company/floor"
          params={{ company: company.slug }}
          className="flex min-h-12 min-w-0 flex-1 items-center truncate font-semibold"
        >
          <span className="truncate">{company.name}</span>
        </Link>
        <Standing />
      </header>
      <main id="content" className="flex min-h-0 flex-1 flex-col">
        <Banners />
        <Outlet />
      </main>
    </div>
  )
}

/** Keeps what the floor needs on the device while it is open, and sends what waits. */
function useDevice(): void {
  const floor = useFloor()
  const company = useCompany()
  const session = useSession()
  const queryClient = useQueryClient()
  useQuery(itemsKept(floor))
  useQuery(placesKept(floor))
  useQuery(workKept(floor))
  useEffect(() => keptStart.put(session, company), [session, company])
  useEffect(installServiceWorker, [])
  useSessionAnew()
  useEffect(() => {
    void forgetCopies(floor.owner)
    // The browser may clear what it likes unless it is asked not to; commands must not be what it clears.
    void navigator.storage?.persist?.()
  }, [floor])
  useEffect(
    () =>
      openOutbox(floor.owner, () => {
        for (const subject of ['floor', 'stock', 'counts', 'reservations'] as const)
          void queryClient.invalidateQueries({ queryKey: subjectKey(floor.company, subject) })
      }),
    [floor, queryClient],
  )
}

/** With the connection back the server says whether the session that the device knew still is one. */
function useSessionAnew(): void {
  const queryClient = useQueryClient()
  const isOnline = useOnline()
  const wasOnline = useRef(isOnline)
  useEffect(() => {
    if (isOnline && !wasOnline.current)
      void queryClient.refetchQueries({ queryKey: sessionQuery.queryKey, exact: true })
    wasOnline.current = isOnline
  }, [isOnline, queryClient])
}

/** Whether there is a connection, and what waits for one; leads to the queue. */
function Standing() {
  const { slug } = useCompany()
  const isOnline = useOnline()
  const { entries, rest } = useOutbox()
  const waiting = entries.filter(({ state }) => state.kind === 'waiting').length
  const stuck = entries.filter(({ state }) => state.kind === 'conflict' || state.kind === 'held').length
  const needsSignIn = waiting > 0 && (rest === 'signed-out' || rest === 'other-session')
  const { Icon, tone } =
    stuck > 0 || needsSignIn
      ? { Icon: TriangleAlert, tone: 'bg-negative-soft text-negative' }
      : !isOnline
        ? { Icon: CloudOff, tone: 'bg-warning-soft text-warning' }
        : waiting > 0
          ? { Icon: CloudUpload, tone: 'bg-accent-soft text-accent-strong' }
          : { Icon: Wifi, tone: 'bg-positive-soft text-positive' }
  const words = [
    isOnline ? 'Online' : 'Offline',
    waiting > 0 && `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`,
    stuck > 0 && `${stuck} refused`,
    needsSignIn && 'sign in',
  ]
  return (
    <Link
      to="/companies/$company/floor/queue"
      params={{ company: slug }}
      data-online={isOnline}
      data-waiting={waiting}
      className={`flex min-h-12 shrink-0 items-center gap-2 rounded-xl px-3 text-base font-semibold ${tone}`}
    >
      <Icon className="size-5" aria-hidden="true" />
      <span role="status">{words.filter(Boolean).join(' · ')}</span>
      <span className="unseen">, to the queue</span>
    </Link>
  )
}
