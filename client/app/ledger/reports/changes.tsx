import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Diff } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, formatInstant, formatYearMonth } from '../../lib/dates.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { type Change, changesQuery } from './queries.ts'

const FROM = '/signed-in/companies/$company/reports/changes'
/** As many events as somebody looks through. */
const LOOKED_BACK = 100

/** What happened to the books between two positions of the log. */
export function ChangesPage() {
  const { slug, currency } = useCompany()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const head = useQuery({
    queryKey: [...subjectKey(slug, 'head'), 'usage'],
    queryFn: ({ signal }) => meridian.company.GetUsage(slug, {}, { signal }),
  }).data?.sequence
  const from = search.after ?? (head === undefined ? undefined : Math.max(0, head - LOOKED_BACK))
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/reports/changes',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const range = useDebounced(JSON.stringify([from, search.upTo]), 250)
  const [rested, upTo] = JSON.parse(range) as [number | null, number | undefined]
  const query = useInfiniteQuery({
    ...changesQuery(slug, rested ?? 0, upTo ?? undefined),
    enabled: rested !== null,
  })
  const first = query.data?.pages[0]
  const changes = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Page
      title="What changed"
      subtitle={
        first?.counts
          ? `${first.counts.entries} entries, ${first.counts.accountsOpened} accounts opened, ${first.counts.accountsChanged} changed`
          : 'Between two positions of the log.'
      }
      toolbar={
        <search className="flex w-full flex-wrap items-end gap-2">
          <Field label="After event" className="w-32">
            {(control) => (
              <TextInput
                {...control}
                type="number"
                min={0}
                value={from === undefined ? '' : String(from)}
                onValue={(text) => change({ after: Math.max(0, Math.trunc(Number(text)) || 0) })}
              />
            )}
          </Field>
          <Field label="Up to event" className="w-32">
            {(control) => (
              <TextInput
                {...control}
                type="number"
                min={0}
                placeholder={head === undefined ? '' : String(head)}
                value={search.upTo === undefined ? '' : String(search.upTo)}
                onValue={(text) =>
                  change({ upTo: text === '' ? undefined : Math.max(0, Math.trunc(Number(text)) || 0) })
                }
              />
            )}
          </Field>
        </search>
      }
    >
      {query.isPending && <Loading rows={10} label="Loading what changed" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && changes.length === 0 && (
        <Empty icon={Diff} title="Nothing changed">
          No entry was posted and no account changed between these positions.
        </Empty>
      )}
      {first && first.effects.length > 0 && (
        <section className="mb-8" aria-labelledby="effects">
          <h2 id="effects" className="mb-2 font-semibold">
            Effect on accounts
          </h2>
          <Table aria-label="Effect on accounts">
            <thead>
              <tr>
                <HeadCell>Account</HeadCell>
                <HeadCell className="w-28 max-sm:w-22">Month</HeadCell>
                <HeadCell isNumeric className="w-36 max-md:hidden">
                  Debit
                </HeadCell>
                <HeadCell isNumeric className="w-36 max-md:hidden">
                  Credit
                </HeadCell>
                <HeadCell isNumeric className="w-40 max-sm:w-30">
                  Change, {currency}
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {first.effects.map(({ account, period, debit, credit, balance }) => (
                <tr key={`${account.code} ${period}`} className="hover:bg-hover">
                  <RowHead>
                    {account.code} {account.name}
                  </RowHead>
                  <Cell className="whitespace-nowrap tabular-nums">
                    {period === null ? 'All' : formatYearMonth(period)}
                  </Cell>
                  <Cell isNumeric className="max-md:hidden">
                    <Amount value={debit} />
                  </Cell>
                  <Cell isNumeric className="max-md:hidden">
                    <Amount value={credit} />
                  </Cell>
                  <Cell isNumeric>
                    <Amount value={balance} />
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
      {changes.length > 0 && <ChangeTable changes={changes} />}
      {query.hasNextPage && (
        <Button className="mt-4" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  )
}

const ChangeTable = ({ changes }: { changes: readonly Change[] }) => (
  <section aria-labelledby="events">
    <h2 id="events" className="mb-2 font-semibold">
      In order
    </h2>
    <Table aria-label="What changed, in order">
      <thead>
        <tr>
          <HeadCell className="w-24">Event</HeadCell>
          <HeadCell>What</HeadCell>
          <HeadCell className="w-52 max-md:hidden">Recorded</HeadCell>
          <HeadCell isNumeric className="w-36">
            Amount
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <ChangeRow key={change.sequence} change={change} />
        ))}
      </tbody>
    </Table>
  </section>
)

function ChangeRow({ change: { sequence, type, recordedAt, entry, account, changed } }: { change: Change }) {
  const { slug } = useCompany()
  return (
    <tr className="hover:bg-hover">
      <Cell className="tabular-nums">
        <Link
          to="/companies/$company/events"
          params={{ company: slug }}
          search={{ sequence }}
          className={rowLinkClass}
        >
          {sequence}
        </Link>
      </Cell>
      <RowHead className="py-2!">
        {entry ? (
          <>
            <Link
              to="/companies/$company/journal/$entry"
              params={{ company: slug, entry: entry.id }}
              className={`${rowLinkClass} mr-2 font-medium`}
            >
              {entry.voucher}
            </Link>
            {entry.description}
            <span className="block text-sm text-muted">{formatDate(entry.effectiveDate)}</span>
          </>
        ) : (
          <>
            {type.replaceAll('-', ' ')}
            {account && `: ${account.code} ${account.name}`}
            {changed.map(({ field, before, after }) => (
              <span key={field} className="block text-sm text-muted">
                {field}: {words(before)} → {words(after)}
              </span>
            ))}
          </>
        )}
      </RowHead>
      <Cell className="text-sm text-muted max-md:hidden">{formatInstant(recordedAt)}</Cell>
      <Cell isNumeric>
        <Amount value={entry?.total} />
      </Cell>
    </tr>
  )
}

const words = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? 'nothing'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
