import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { LockKeyhole, Pencil } from 'lucide-react'
import type { LockKind } from '../../../../durable-objects/ledger/periods/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { LockForeverDialog, SetLockSheet } from './lock-sheets.tsx'
import { LOCK_KIND_NAMES, NotLocked } from './names.tsx'
import { type LockChange, type Locks, lockChangesQuery, locksQuery } from './queries.ts'
import { useCloseSearch } from './use-close-search.ts'

/** Through which day each kind of journal is locked, for good or until somebody says why not. */
export function LocksTab() {
  const query = useQuery(locksQuery(useCompanySlug()))
  const { search, change } = useCloseSearch()
  const maySet = useMay('periods.SetLock')
  if (query.isPending) return <Loading rows={8} label="Loading the locks" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const locks = query.data
  const chosen = locks.locks.find(({ kind }) => search.open === `lock-${kind}`)
  const close = () => change({ open: undefined })
  return (
    <>
      <Section
        title="Locks"
        description="All days through a date are locked: for every journal, or for one kind alone. Moving a lock back needs a reason."
      >
        <LockTable locks={locks} onChange={maySet ? (kind) => change({ open: `lock-${kind}` }) : undefined} />
      </Section>
      <Section
        title="Locked for good"
        description={
          locks.forever
            ? `Nothing is booked up to ${formatDate(locks.forever)} again, by nobody and for no reason.`
            : 'Nothing yet. What was filed or audited can be locked so that nobody ever opens it again.'
        }
        actions={
          maySet && (
            <Button variant="danger" onClick={() => change({ open: 'forever' })}>
              <LockKeyhole className="size-4" aria-hidden="true" /> Lock for good…
            </Button>
          )
        }
      />
      <History />
      {chosen && maySet && <SetLockSheet key={chosen.kind} lock={chosen} onClose={close} />}
      {search.open === 'forever' && maySet && <LockForeverDialog locks={locks} onClose={close} />}
    </>
  )
}

interface TableProps {
  locks: Locks
  onChange: ((kind: LockKind) => void) | undefined
}

function LockTable({ locks: { locks, firstOpenDates }, onChange }: TableProps) {
  const person = usePersonName()
  const isAllLocked = locks.some(({ kind, through }) => kind === 'all' && through !== null)
  return (
    <Table aria-label="Locks">
      <thead>
        <tr>
          <HeadCell>Journals</HeadCell>
          <HeadCell>Locked through</HeadCell>
          <HeadCell className="max-sm:hidden">First open date</HeadCell>
          <HeadCell className="max-md:hidden">Since</HeadCell>
          <HeadCell className="w-12">
            <span className="unseen">Change</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {locks.map(({ kind, through, at, by }) => {
          const firstOpen = firstOpenOf(firstOpenDates, kind)
          return (
            <tr key={kind} className="hover:bg-hover">
              <RowHead className={kind === 'all' ? 'font-medium!' : ''}>{LOCK_KIND_NAMES[kind]}</RowHead>
              <Cell className="tabular-nums">
                {through ? formatDate(through) : <NotLocked isByAll={kind !== 'all' && isAllLocked} />}
              </Cell>
              <Cell className="text-muted tabular-nums max-sm:hidden">
                {firstOpen ? formatDate(firstOpen) : '–'}
              </Cell>
              <Cell className="text-sm text-muted max-md:hidden">
                {at && by ? `${capital(person(by))}, ${formatInstant(at)}` : '–'}
              </Cell>
              <Cell className="text-right!">
                {onChange && (
                  <IconButton
                    label={`Move the lock of: ${LOCK_KIND_NAMES[kind]}`}
                    onClick={() => onChange(kind)}
                  >
                    <Pencil className="size-4" aria-hidden="true" />
                  </IconButton>
                )}
              </Cell>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}

/** Of all journals together: the first day on which one of them may still be booked to. */
const firstOpenOf = (dates: Locks['firstOpenDates'], kind: LockKind): string | null =>
  dates
    .filter((each) => kind === 'all' || each.kind === kind)
    .flatMap(({ date }) => date ?? [])
    .sort()[0] ?? null

function History() {
  const query = useInfiniteQuery(lockChangesQuery(useCompanySlug()))
  const changes = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Section
      title="History"
      description={query.isSuccess && changes.length === 0 ? 'No lock was ever moved.' : undefined}
    >
      {query.isPending && <Loading rows={3} label="Loading the history" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {changes.length > 0 && (
        <ol className="flex flex-col border-t border-line">
          {changes.map((change) => (
            <Change key={change.sequence} change={change} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  )
}

function Change({ change }: { change: LockChange }) {
  const person = usePersonName()
  const { at, by, reason } = change
  return (
    <li className="border-b border-line py-2">
      <p>{changeText(change)}</p>
      {reason && <p className="text-sm">“{reason}”</p>}
      <p className="text-sm text-muted">
        {capital(person(by))}, {formatInstant(at)}
      </p>
    </li>
  )
}

function changeText({ kind, before, through }: LockChange): string {
  const what = kind === 'forever' ? 'For good' : LOCK_KIND_NAMES[kind]
  if (!through) return `${what}: lock removed${before ? `, it was ${formatDate(before)}` : ''}`
  if (!before) return `${what}: locked through ${formatDate(through)}`
  const way = through < before ? 'moved back' : 'moved forth'
  return `${what}: ${way} from ${formatDate(before)} to ${formatDate(through)}`
}
