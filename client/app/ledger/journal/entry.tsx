import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, Copy, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Card } from '../../ui/table.tsx'
import { Attachments } from '../attachments/attachments.tsx'
import { useJournalName } from '../journal-name.ts'
import { type Entry, entryName, entryQuery } from '../queries.ts'
import { EntryApproval } from './entry-approval.tsx'
import { EntryEvents } from './entry-events.tsx'
import { EntryLines } from './entry-lines.tsx'
import { EntryOrigin } from './entry-origin.tsx'
import { EntryProof } from './entry-proof.tsx'
import { EntryStatus, ReversalLink } from './entry-status.tsx'
import { useNeighbours } from './neighbours.ts'
import { ReverseDialog } from './reverse-dialog.tsx'

/** One entry with everything about it: lines, status, and the events that prove it. */
export function EntryPage() {
  const company = useCompanySlug()
  const { entry: id } = useParams({ from: '/signed-in/companies/$company/journal/$entry' })
  const query = useQuery(entryQuery(company, id))
  const [isReversing, setReversing] = useState(false)
  const entry = query.data
  const title = entry ? entryName(entry) : 'Journal entry'
  return (
    <Page
      title={title}
      width="measure"
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="tabular-nums">{title}</span>
          {entry && <EntryStatus entry={entry} />}
        </span>
      }
      subtitle={entry?.description}
      actions={
        <>
          <Leaf id={id} />
          {entry && <EntryActions entry={entry} onReverse={() => setReversing(true)} />}
        </>
      }
    >
      {query.isPending && <Loading label="Loading the entry" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {entry && (
        <div className="flex flex-col gap-5">
          <EntryFacts entry={entry} />
          <Card>
            <EntryLines entry={entry} />
          </Card>
          {entry.note && (
            <section>
              <h2 className="mb-1 font-semibold">Note</h2>
              <p className="whitespace-pre-line text-muted">{entry.note}</p>
            </section>
          )}
          <Attachments record={entry.id} />
          <EntryApproval entry={entry} />
          <EntryEvents events={entry.events} />
          <EntryProof entry={entry} />
        </div>
      )}
      {entry && isReversing && <ReverseDialog entry={entry} onClose={() => setReversing(false)} />}
    </Page>
  )
}

function EntryActions({ entry, onReverse }: { entry: Entry; onReverse: () => void }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const mayPost = useMay('ledger.PostJournalEntry')
  const mayReverse = useMay('ledger.ReverseJournalEntry')
  useShortcut(
    'd',
    'Duplicate this entry',
    'In a list or a record',
    () => {
      void navigate({
        to: '/companies/$company/journal/new',
        params: { company },
        search: { copy: entry.id },
      })
    },
    mayPost,
  )
  return (
    <>
      {mayPost && (
        <Link
          to="/companies/$company/journal/new"
          params={{ company }}
          search={{ copy: entry.id }}
          className={buttonClass()}
        >
          <Copy className="size-4" aria-hidden="true" /> Duplicate
        </Link>
      )}
      {mayReverse && !entry.reversedBy && (
        <Button onClick={onReverse}>
          <Undo2 className="size-4" aria-hidden="true" /> Reverse…
        </Button>
      )}
    </>
  )
}

/** Why the system itself posted it. */
const PURPOSES: Readonly<Record<NonNullable<Entry['purpose']>, string>> = {
  opening: 'Opening of a year',
  closing: 'Closing of a year',
  revaluation: 'Revaluation',
  exchange: 'Exchange difference',
}

function EntryFacts({ entry }: { entry: Entry }) {
  const journalName = useJournalName()
  const tags = Object.entries(entry.tags)
  return (
    <Facts
      facts={[
        ['Effective date', formatDate(entry.effectiveDate)],
        ['Recorded', formatInstant(entry.recordedAt)],
        ['Journal', journalName(entry.journal)],
        ['Reference', entry.reference],
        ['Purpose', entry.purpose && PURPOSES[entry.purpose]],
        ['Made from', entry.origin && <EntryOrigin key="origin" origin={entry.origin} />],
        ['Reverses itself on', entry.reverseOn && formatDate(entry.reverseOn)],
        ['External id', entry.externalId],
        [
          'Linked entry',
          entry.reversedBy || entry.reverses ? <ReversalLink key="reversal" entry={entry} /> : null,
        ],
        ['Tags', tags.length > 0 ? tags.map(([name, value]) => `${name}: ${value}`).join(', ') : null],
      ]}
    />
  )
}

/** Along the list that the entry was opened from. */
function Leaf({ id }: { id: string }) {
  const company = useCompanySlug()
  const { previous, next } = useNeighbours(id)
  const navigate = useNavigate()
  const go = (entry: string | undefined) => {
    if (entry)
      void navigate({ to: '/companies/$company/journal/$entry', params: { company, entry }, replace: true })
  }
  useShortcut('j', 'Next', 'In a list or a record', () => go(next), next !== undefined)
  useShortcut('k', 'Previous', 'In a list or a record', () => go(previous), previous !== undefined)
  if (!previous && !next) return null
  return (
    <span className="flex">
      <IconButton label="Previous entry" disabled={!previous} onClick={() => go(previous)}>
        <ChevronUp className="size-4" aria-hidden="true" />
      </IconButton>
      <IconButton label="Next entry" disabled={!next} onClick={() => go(next)}>
        <ChevronDown className="size-4" aria-hidden="true" />
      </IconButton>
    </span>
  )
}
