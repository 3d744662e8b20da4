import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { useJournalName } from '../journal-name.ts'
import { PostPending } from './post-pending.tsx'
import { type Pending, pendingEntryQuery } from './queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { useAction } from './use-action.tsx'

const WORDS: Readonly<Record<Pending['status'], [Tone, string]>> = {
  pending: ['accent', 'On hold'],
  posted: ['positive', 'Posted'],
  voided: ['neutral', 'Voided'],
  expired: ['warning', 'Expired'],
}

export function PendingState({ pending: { status } }: { pending: Pick<Pending, 'status'> }) {
  const [tone, word] = WORDS[status]
  return <Status tone={tone}>{word}</Status>
}

/** One entry on hold: what is still held, what was posted from it, and posting or releasing it. */
export function PendingSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { slug } = useCompany()
  const person = usePersonName()
  const journalName = useJournalName()
  const { run } = useAction()
  const mayPost = useMay('pending.PostPending')
  const query = useQuery(pendingEntryQuery(slug, id))
  const [asking, setAsking] = useState<'post' | 'void'>()
  const pending = query.data
  const isHeld = pending?.status === 'pending'
  const stopAsking = () => setAsking(undefined)
  if (pending && asking === 'post')
    return <PostPending pending={pending} onClose={stopAsking} onPosted={stopAsking} />
  return (
    <Sheet
      title={pending?.description || 'Entry on hold'}
      onClose={onClose}
      footer={
        mayPost &&
        isHeld && (
          <>
            <Button variant="danger" onClick={() => setAsking('void')}>
              Void…
            </Button>
            <Button variant="primary" onClick={() => setAsking('post')}>
              Post…
            </Button>
          </>
        )
      }
    >
      {query.isPending && <Loading rows={5} label="Loading the entry on hold" />}
      {query.isError && <ProblemNotice error={query.error} />}
      {pending && (
        <div className="flex flex-col gap-4">
          <div>
            <PendingState pending={pending} />
          </div>
          <Facts
            facts={[
              ['Effective date', formatDate(pending.effectiveDate)],
              ['Journal', journalName(pending.journal)],
              ['Reference', pending.reference],
              ['Held since', formatInstant(pending.recordedAt)],
              ['By', capital(person(pending.actor))],
              ['Expires', pending.expiresAt ? formatInstant(pending.expiresAt) : 'Never'],
              ['Why voided', pending.reason],
            ]}
          />
          <HeldLines pending={pending} />
          {pending.entries.length > 0 && (
            <section aria-label="Posted from it">
              <h3 className="mb-1 text-sm font-medium">Posted from it</h3>
              <ul>
                {pending.entries.map((entry, index) => (
                  <li key={entry}>
                    <Link
                      to="/companies/$company/journal/$entry"
                      params={{ company: slug, entry }}
                      className="text-accent underline underline-offset-2"
                    >
                      Entry {index + 1}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {pending.note && <p className="whitespace-pre-line text-muted">{pending.note}</p>}
        </div>
      )}
      {pending && asking === 'void' && (
        <ReasonDialog
          title="Void the entry on hold?"
          verb="Void it"
          send={(reason, idempotencyKey) =>
            meridian.pending.VoidPending(slug, { pending: id, ...(reason && { reason }) }, { idempotencyKey })
          }
          onDone={() => run('refresh', { send: () => Promise.resolve(), events: ['pending-voided'] })}
          onClose={stopAsking}
        >
          What is still held is released. What was posted from it stays in the books.
        </ReasonDialog>
      )}
    </Sheet>
  )
}

const HeldLines = ({ pending: { lines, status } }: { pending: Pending }) => (
  <section aria-label="Lines">
    <h3 className="mb-1 text-sm font-medium">Lines</h3>
    <ul className="divide-y divide-line rounded-lg border border-line">
      {lines.map(({ line, account, debit, credit, unit, pending, memo }) => (
        <li key={line} className="flex items-baseline justify-between gap-3 px-3 py-2">
          <span className="min-w-0">
            <span className="text-muted tabular-nums">{account.code}</span> {account.name}
            {memo && <span className="block text-sm text-faint">{memo}</span>}
          </span>
          <span className="text-right whitespace-nowrap">
            <span className="mr-2 text-sm text-faint">{debit !== null ? 'Debit' : 'Credit'}</span>
            <Amount value={debit ?? credit} unit={unit} />
            {status === 'pending' && pending !== null && pending !== (debit ?? credit) && (
              <span className="block text-sm text-muted">
                <Amount value={pending} /> still held
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  </section>
)
