import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SearchX, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { REVERSAL_STATUSES, type ReversalStatus } from '../../../../durable-objects/ledger/drafts/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { refusalText } from '../../lib/forms.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { BeginEntry } from './begin-entry.tsx'
import { type Reversal, reversalsQuery } from './queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { useAction } from './use-action.tsx'
import { useDraftsPlace } from './use-drafts-place.ts'

const isStatus = (text: string | undefined): text is ReversalStatus =>
  REVERSAL_STATUSES.includes(text as ReversalStatus)

const WORDS: Readonly<Record<ReversalStatus, [Tone, string]>> = {
  planned: ['accent', 'Planned'],
  refused: ['negative', 'Refused'],
  waiting: ['warning', 'Waits for approval'],
  reversed: ['positive', 'Reversed'],
  cancelled: ['neutral', 'Cancelled'],
}

/** Entries that take themselves back, by the date on which they do. */
export function Reversals() {
  const { slug, currency } = useCompany()
  const { status: given, show } = useDraftsPlace()
  const status = isStatus(given) ? given : undefined
  const query = useInfiniteQuery(reversalsQuery(slug, status))
  const reversals = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <>
      <search className="mb-3">
        <Field label="State" className="w-48">
          {(control) => (
            <Select {...control} value={status ?? ''} onValue={(next) => show({ status: next || undefined })}>
              <option value="">All</option>
              {REVERSAL_STATUSES.map((each) => (
                <option key={each} value={each}>
                  {WORDS[each][1]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </search>
      {query.isPending && <Loading rows={4} label="Loading the reversals" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess &&
        reversals.length === 0 &&
        (status ? (
          <Empty icon={SearchX} title="No reversal matches">
            None has this state. There may be others.
          </Empty>
        ) : (
          <Empty
            icon={Undo2}
            title="Nothing takes itself back"
            actions={<BeginEntry operation="ledger.PostJournalEntry" />}
          >
            Give an entry a date to be reversed on, below its note: an accrual of this month is gone in the
            next.
          </Empty>
        ))}
      {reversals.length > 0 && (
        <Table aria-label="Reversals">
          <thead>
            <tr>
              <HeadCell className="w-36 max-sm:w-20">On</HeadCell>
              <HeadCell>Entry</HeadCell>
              <HeadCell className="w-44 max-sm:hidden">State</HeadCell>
              <HeadCell isNumeric className="w-32 max-md:hidden">
                Amount, {currency}
              </HeadCell>
              <HeadCell className="w-52 max-sm:w-20">
                <span className="unseen">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {reversals.map((reversal) => (
              <ReversalRow key={reversal.entry.id} reversal={reversal} />
            ))}
          </tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  )
}

function ReversalRow({ reversal }: { reversal: Reversal }) {
  const { slug } = useCompany()
  const { entry, reverseOn, status, refusal, reason } = reversal
  const [tone, word] = WORDS[status]
  const why = refusal ? refusalText(refusal) : reason
  return (
    <tr className="hover:bg-hover">
      <RowHead className="py-2! tabular-nums sm:whitespace-nowrap">{formatDate(reverseOn)}</RowHead>
      <Cell>
        <Link
          to="/companies/$company/journal/$entry"
          params={{ company: slug, entry: entry.id }}
          className={`${rowLinkClass} font-medium tabular-nums`}
        >
          {entry.voucher}
        </Link>{' '}
        <span className="text-muted">{entry.description}</span>
        {why && <span className={`block text-sm ${refusal ? 'text-negative' : 'text-muted'}`}>{why}</span>}
        <span className="block text-sm md:hidden">
          <Amount value={entry.total} />
        </span>
        <span className="block sm:hidden">
          <Status tone={tone}>{word}</Status>
        </span>
      </Cell>
      <Cell className="max-sm:hidden">
        <Status tone={tone}>{word}</Status>
      </Cell>
      <Cell isNumeric className="max-md:hidden">
        <Amount value={entry.total} />
      </Cell>
      <Cell className="text-right!">
        <ReversalActions reversal={reversal} />
      </Cell>
    </tr>
  )
}

function ReversalActions({ reversal: { entry, status, reversedBy } }: { reversal: Reversal }) {
  const { slug } = useCompany()
  const { run, busyWith } = useAction()
  const mayRun = useMay('drafts.RunReversal')
  const [isCancelling, setCancelling] = useState(false)
  if (reversedBy)
    return (
      <Link
        to="/companies/$company/journal/$entry"
        params={{ company: slug, entry: reversedBy }}
        className="text-accent underline underline-offset-2"
      >
        Show the reversal<span className="unseen"> of {entry.voucher}</span>
      </Link>
    )
  if (!mayRun || (status !== 'planned' && status !== 'refused')) return null
  return (
    <span className="flex justify-end gap-2">
      <Button size="sm" variant="ghost" onClick={() => setCancelling(true)}>
        Cancel…<span className="unseen"> the reversal of {entry.voucher}</span>
      </Button>
      {status === 'refused' && (
        <Button
          size="sm"
          isBusy={busyWith === 'run'}
          onClick={() =>
            void run('run', {
              send: (options) => meridian.drafts.RunReversal(slug, { entry: entry.id }, options),
              events: ['journal-entry-posted'],
            })
          }
        >
          Try again
        </Button>
      )}
      {isCancelling && (
        <ReasonDialog
          title={`Cancel the reversal of ${entry.voucher}`}
          verb="Cancel the reversal"
          isRequired
          send={(reason, idempotencyKey) =>
            meridian.drafts.CancelReversal(
              slug,
              { entry: entry.id, reason: reason ?? '' },
              { idempotencyKey },
            )
          }
          onDone={() => run('refresh', { send: () => Promise.resolve(), events: ['reversal-cancelled'] })}
          onClose={() => setCancelling(false)}
        >
          The entry stays in the books. It can still be reversed by hand.
        </ReasonDialog>
      )}
    </span>
  )
}
