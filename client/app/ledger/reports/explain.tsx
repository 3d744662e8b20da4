import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate, formatInstant, formatYearMonth } from '../../lib/dates.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { type Explanation, explainQuery, type Parameters } from './queries.ts'

/** What a figure is made of: months of accounts, then entries with their documents, then events with their proof. */
export function ExplainSheet({ parameters, onClose }: { parameters: Parameters; onClose: () => void }) {
  const [isProven, setProven] = useState(false)
  const asked = isProven ? { ...parameters, proofs: 'true' } : parameters
  const query = useInfiniteQuery(explainQuery(useCompanySlug(), asked))
  const first = query.data?.pages[0]
  const entries = query.data?.pages.flatMap((page) => page.entries.data) ?? []
  return (
    <Sheet title="What the figure is made of" onClose={onClose}>
      {query.isPending && <Loading rows={8} label="Loading the explanation" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {first && (
        <div className="flex flex-col gap-6">
          <Head explanation={first} />
          {!isProven && (
            <Button className="self-start" onClick={() => setProven(true)}>
              Prove these entries
            </Button>
          )}
          <Buckets explanation={first} />
          {first.translation.length > 0 && <Translation explanation={first} />}
          <section aria-labelledby="explain-entries">
            <h3 id="explain-entries" className="mb-2 font-semibold">
              Entries
            </h3>
            <ul className="flex flex-col">
              {entries.map((each) => (
                <Entry key={each.entry.id} each={each} />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button
                className="mt-3"
                isBusy={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show more
              </Button>
            )}
          </section>
        </div>
      )}
    </Sheet>
  )
}

function Head({ explanation }: { explanation: Explanation }) {
  const { figure, currency, root, partial, knownAt } = explanation
  return (
    <div>
      <p className="text-2xl font-semibold">
        <Amount value={figure} unit={currency} />
      </p>
      {partial && <p className="text-sm text-muted">Of what you may see.</p>}
      {root && (
        <p className="mt-1 text-sm wrap-anywhere text-muted">
          As known at event {knownAt}. The entries below are proven against the{' '}
          {root.isSealed ? 'sealed' : 'current'} root of {root.size} events:{' '}
          <code className="font-mono text-xs">{root.root}</code>
        </p>
      )}
    </div>
  )
}

const Buckets = ({ explanation: { buckets } }: { explanation: Explanation }) => (
  <section aria-labelledby="explain-buckets">
    <h3 id="explain-buckets" className="mb-2 font-semibold">
      By account and month
    </h3>
    {buckets.length === 0 && <p className="text-muted">Nothing was booked.</p>}
    <ul className="flex flex-col">
      {buckets.map(({ account, unit, month, amount, debit, credit }) => (
        <li
          key={`${account.code} ${unit} ${month}`}
          className="flex justify-between gap-4 border-b border-line py-1.5"
        >
          <span className="min-w-0">
            <span className="mr-2 text-muted tabular-nums">{account.code}</span>
            {account.name}
            <span className="block text-sm text-faint">
              {month === null ? 'All months' : formatYearMonth(month)} · debit <Amount value={debit} />,
              credit <Amount value={credit} />
            </span>
          </span>
          <Amount value={amount} />
        </li>
      ))}
    </ul>
  </section>
)

const Translation = ({ explanation: { translation } }: { explanation: Explanation }) => (
  <section aria-labelledby="explain-translation">
    <h3 id="explain-translation" className="mb-2 font-semibold">
      Translated
    </h3>
    <ul className="flex flex-col">
      {translation.map(({ account, amount, translated }) => (
        <li
          key={account?.code ?? 'difference'}
          className="flex justify-between gap-4 border-b border-line py-1.5"
        >
          <span>
            {account ? `${account.code} ${account.name}` : 'Translation difference'}
            <span className="block text-sm text-faint">
              from <Amount value={amount} />
            </span>
          </span>
          <Amount value={translated} />
        </li>
      ))}
    </ul>
  </section>
)

function Entry({ each }: { each: Explanation['entries']['data'][number] }) {
  const slug = useCompanySlug()
  const { entry, lines, amount, documents, event } = each
  return (
    <li className="border-b border-line py-2">
      <div className="flex justify-between gap-4">
        <span className="min-w-0">
          <Link
            to="/companies/$company/journal/$entry"
            params={{ company: slug, entry: entry.id }}
            className="font-medium text-accent underline underline-offset-2"
          >
            {entry.voucher}
          </Link>{' '}
          <span className="text-muted">{formatDate(entry.effectiveDate)}</span>
          <span className="block truncate">{entry.description}</span>
        </span>
        {each.masked ? <Hidden /> : <Amount value={amount} />}
      </div>
      {lines.length > 1 && (
        <ul className="mt-1 text-sm text-muted">
          {lines.map((line) => (
            <li key={line.line} className="flex justify-between gap-4">
              <span>
                {line.account.code} {line.account.name}
              </span>
              <Amount value={line.amount} />
            </li>
          ))}
        </ul>
      )}
      {documents.length > 0 && (
        <ul className="mt-1 flex flex-wrap gap-2 text-sm">
          {documents.map((document) => (
            <li key={document.id}>
              <a
                href={`/v1/companies/${encodeURIComponent(slug)}/attachments/${document.id}/content`}
                download
                className="inline-flex items-center gap-1 text-accent underline underline-offset-2"
              >
                <FileText className="size-3.5" aria-hidden="true" />
                {document.name}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1 text-xs text-faint">
        <Link
          to="/companies/$company/events"
          params={{ company: slug }}
          search={{ sequence: event.sequence }}
          className="underline underline-offset-2"
        >
          Event {event.sequence}
        </Link>
        , recorded {formatInstant(event.recordedAt)}
        {event.hash && <code className="ml-1 font-mono">{event.hash.slice(0, 16)}…</code>}
      </p>
    </li>
  )
}
