import { Link } from '@tanstack/react-router'
import { PencilLine, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { formatDate, formatInstant, withDates } from '../../../lib/dates.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { Status } from '../../../ui/status.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Entry, mayDiscard } from '../outbox/entry.ts'
import { discard, retry } from '../outbox/outbox.ts'
import { BigButton, bigClass, Card, Screen } from '../parts/screen.tsx'
import { ChangeScreen } from './change-screen.tsx'
import { dateOf, linesOf, placeField, type QueuedLine } from './lines.ts'
import { useItemNames } from './use-item-names.ts'
import { problemOf, standingOf, wayOut } from './words.ts'

interface EntryScreenProps {
  entry: Entry
  blocker: Entry | undefined
  onBack: () => void
}

/** One captured command: what was sent, what the server says, and what one can do. */
export function EntryScreen({ entry, blocker, onBack }: EntryScreenProps) {
  const [open, setOpen] = useState<'change' | 'discard'>()
  if (open === 'change') return <ChangeScreen entry={entry} onDone={() => setOpen(undefined)} />
  const { state } = entry
  const problem = problemOf(entry)
  const { tone, word } = standingOf(entry, blocker)
  const way = wayOut(entry, blocker)
  return (
    <Screen title={entry.title} onBack={onBack} actions={<Actions entry={entry} onOpen={setOpen} />}>
      <div className="flex flex-wrap items-center gap-2">
        <Status tone={tone}>{word}</Status>
        {state.kind === 'done' && state.voucher && <span className="font-semibold">{state.voucher}</span>}
      </div>
      {problem && (
        <div
          role="alert"
          className="rounded-xl border border-negative/40 bg-negative-soft px-4 py-3 text-negative"
        >
          <p className="text-lg font-semibold">{problem.title}</p>
          {problem.errors.length === 0 && problem.detail && (
            <p className="wrap-anywhere">{withDates(problem.detail)}</p>
          )}
          {problem.errors.map(({ pointer, detail }) => (
            <p key={pointer} className="wrap-anywhere">
              {placeOfError(pointer)}
              {withDates(detail)}
            </p>
          ))}
        </div>
      )}
      {way && <p className="text-base text-muted">{way}</p>}
      <Sent entry={entry} />
      {open === 'discard' && (
        <Confirm
          title="Discard it?"
          verb="Discard"
          send={() => discard(entry.ordinal)}
          onDone={() => toast('It is discarded.')}
          onClose={() => setOpen(undefined)}
        >
          “{entry.title}” will not be recorded.{' '}
          {state.kind === 'held' && entry.attempts > 1
            ? 'An earlier attempt may have arrived all the same: look among the documents first.'
            : 'It stays in this list as discarded.'}
        </Confirm>
      )}
    </Screen>
  )
}

function Actions({ entry, onOpen }: { entry: Entry; onOpen: (what: 'change' | 'discard') => void }) {
  const { state, ordinal, company } = entry
  return (
    <>
      {state.kind === 'conflict' && (
        <BigButton tone="primary" onClick={() => onOpen('change')}>
          <PencilLine className="size-5" aria-hidden="true" /> Change and send again
        </BigButton>
      )}
      {(state.kind === 'held' || (state.kind === 'waiting' && entry.attempts > 0)) && (
        <BigButton tone="primary" onClick={() => void retry(ordinal)}>
          <RotateCcw className="size-5" aria-hidden="true" /> Try again
        </BigButton>
      )}
      {state.kind === 'parked' && (
        <Link to="/companies/$company/approvals" params={{ company }} className={bigClass()}>
          Approvals
        </Link>
      )}
      {mayDiscard(entry) && (
        <BigButton tone="danger" onClick={() => onOpen('discard')}>
          <Trash2 className="size-5" aria-hidden="true" /> Discard…
        </BigButton>
      )}
    </>
  )
}

function Sent({ entry }: { entry: Entry }) {
  const lines = linesOf(entry)
  const names = useItemNames(entry)
  const date = dateOf(entry)
  return (
    <Card>
      <h2 className="text-base font-semibold">What was captured</h2>
      <p className="text-base text-muted">
        By {entry.ownerName}, {formatInstant(entry.capturedAt)}
        {date && `, dated ${formatDate(date)}`}
      </p>
      <ul className="mt-1 divide-y divide-line">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
          <li key={index} className="py-2">
            <span className="block font-semibold wrap-anywhere">{names.get(line.item) ?? line.item}</span>
            <span className="block text-muted wrap-anywhere">{detailOf(line, line[placeField(entry)])}</span>
          </li>
        ))}
      </ul>
      {entry.earlier.length > 0 && (
        <p className="text-sm text-muted">
          Changed after it was refused: {entry.earlier.map(({ problem }) => problem.title).join('; ')}
        </p>
      )}
    </Card>
  )
}

const detailOf = ({ quantity, unit, lot, serials }: QueuedLine, place: string | undefined): string =>
  [quantity && `${quantity} ${unit ?? ''}`, serials?.join(', '), lot && `lot ${lot}`, place]
    .filter(Boolean)
    .join(' · ')

/** `/lines/2/quantity` as a person counts. */
function placeOfError(pointer: string): string {
  const [, line] = /^\/lines\/(\d+)/.exec(pointer) ?? []
  return line === undefined ? '' : `Line ${Number(line) + 1}: `
}
