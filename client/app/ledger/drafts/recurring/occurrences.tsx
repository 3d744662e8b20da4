import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  OCCURRENCE_STATUSES,
  type OccurrenceStatus,
} from '../../../../../durable-objects/ledger/drafts/contract.ts'
import { useCompany } from '../../../company/queries.ts'
import { meridian } from '../../../lib/api.ts'
import { formatDate } from '../../../lib/dates.ts'
import { refusalText } from '../../../lib/forms.ts'
import { useMay } from '../../../session/queries.ts'
import { Button } from '../../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../../ui/feedback.tsx'
import { Select } from '../../../ui/field.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../../ui/table.tsx'
import { type Occurrence, occurrencesQuery } from '../queries.ts'
import { ReasonDialog } from '../reason-dialog.tsx'
import { useAction } from '../use-action.tsx'
import { useDraftsPlace } from '../use-drafts-place.ts'

const isStatus = (text: string | undefined): text is OccurrenceStatus =>
  OCCURRENCE_STATUSES.includes(text as OccurrenceStatus)

const WORDS: Readonly<Record<OccurrenceStatus, [Tone, string]>> = {
  booked: ['positive', 'Booked'],
  refused: ['negative', 'Refused'],
  waiting: ['warning', 'Waits for approval'],
  skipped: ['neutral', 'Skipped'],
}

/** What became of the dates that came, the latest first. */
export function Occurrences() {
  const { slug } = useCompany()
  const { status: given, show } = useDraftsPlace()
  const status = isStatus(given) ? given : undefined
  const query = useInfiniteQuery(occurrencesQuery(slug, status ? { status } : {}))
  const occurrences = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <section aria-labelledby="occurrences" className="mt-8">
      <header className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="occurrences" className="font-semibold">
          Dates that came
        </h2>
        <Select
          aria-label="Which dates"
          className="w-48!"
          value={status ?? ''}
          onValue={(next) => show({ status: next || undefined })}
        >
          <option value="">All</option>
          {OCCURRENCE_STATUSES.map((each) => (
            <option key={each} value={each}>
              {WORDS[each][1]}
            </option>
          ))}
        </Select>
      </header>
      {query.isPending && <Loading rows={3} label="Loading the dates" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && occurrences.length === 0 && (
        <p className="py-2 text-muted">{status ? 'No date has this state.' : 'No date has come yet.'}</p>
      )}
      {occurrences.length > 0 && (
        <Table aria-label="Dates that came">
          <thead>
            <tr>
              <HeadCell className="w-36">Date</HeadCell>
              <HeadCell>What</HeadCell>
              <HeadCell className="w-44 max-sm:hidden">State</HeadCell>
              <HeadCell className="w-44">
                <span className="unseen">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {occurrences.map((occurrence) => (
              <OccurrenceRow key={`${occurrence.schedule} ${occurrence.date}`} occurrence={occurrence} />
            ))}
          </tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  )
}

function OccurrenceRow({ occurrence }: { occurrence: Occurrence }) {
  const { name, date, status, refusal, reason } = occurrence
  const [tone, word] = WORDS[status]
  const why = refusal ? refusalText(refusal) : reason
  return (
    <tr className="hover:bg-hover">
      <RowHead className="py-2! whitespace-nowrap tabular-nums">{formatDate(date)}</RowHead>
      <Cell>
        {name}
        {why && <span className={`block text-sm ${refusal ? 'text-negative' : 'text-muted'}`}>{why}</span>}
        <span className="block sm:hidden">
          <Status tone={tone}>{word}</Status>
        </span>
      </Cell>
      <Cell className="max-sm:hidden">
        <Status tone={tone}>{word}</Status>
      </Cell>
      <Cell className="text-right!">
        <OccurrenceActions occurrence={occurrence} />
      </Cell>
    </tr>
  )
}

const linkClass = 'text-accent underline underline-offset-2'

function OccurrenceActions({ occurrence }: { occurrence: Occurrence }) {
  const { slug } = useCompany()
  const { run, busyWith } = useAction()
  const mayRun = useMay('drafts.RunOccurrence')
  const [isSkipping, setSkipping] = useState(false)
  const { schedule, date, name, status, entryId, draftId, approval } = occurrence
  if (entryId)
    return (
      <Link
        to="/companies/$company/journal/$entry"
        params={{ company: slug, entry: entryId }}
        className={linkClass}
      >
        Show the entry<span className="unseen"> of {formatDate(date)}</span>
      </Link>
    )
  if (draftId)
    return (
      <Link
        to="/companies/$company/journal/new"
        params={{ company: slug }}
        search={{ draft: draftId }}
        className={linkClass}
      >
        Show the draft<span className="unseen"> of {formatDate(date)}</span>
      </Link>
    )
  if (status === 'waiting' && approval)
    return (
      <Link
        to="/companies/$company/approvals/$approval"
        params={{ company: slug, approval }}
        className={linkClass}
      >
        Show the approval
      </Link>
    )
  if (!mayRun) return null
  const tryAgain = () =>
    run('run', {
      send: (options) => meridian.drafts.RunOccurrence(slug, { schedule, date }, options),
      events: ['occurrence-booked', 'journal-entry-posted'],
    })
  return (
    <span className="flex justify-end gap-2">
      {status === 'refused' && (
        <Button size="sm" variant="ghost" onClick={() => setSkipping(true)}>
          Skip…
        </Button>
      )}
      <Button size="sm" isBusy={busyWith === 'run'} onClick={() => void tryAgain()}>
        {status === 'refused' ? 'Try again' : 'Book it after all'}
      </Button>
      {isSkipping && (
        <ReasonDialog
          title={`Skip ${name} of ${formatDate(date)}`}
          verb="Skip it"
          isRequired
          send={(reason, idempotencyKey) =>
            meridian.drafts.SkipOccurrence(slug, { schedule, date, reason: reason ?? '' }, { idempotencyKey })
          }
          onDone={() => run('refresh', { send: () => Promise.resolve(), events: ['occurrence-skipped'] })}
          onClose={() => setSkipping(false)}
        >
          This date is not booked. The others go on as planned.
        </ReasonDialog>
      )}
    </span>
  )
}
