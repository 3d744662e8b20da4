import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { companyKey } from '../../lib/keys.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, Notice, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { ImportStatus } from './imports.tsx'
import { Issues } from './issues.tsx'
import { FORMAT_NAMES } from './names.ts'
import { type Import, importEntriesQuery, importErrorsQuery, importQuery } from './queries.ts'

/** One import: what it came to, its entries, its bad rows, and the way back. */
export function ImportPage() {
  const { slug } = useCompany()
  const { import: id } = useParams({ from: '/signed-in/companies/$company/import/$import' })
  const query = useQuery(importQuery(slug, id))
  const errors = useQuery(importErrorsQuery(slug, id))
  const found = query.data
  return (
    <Page
      title={found?.name ?? 'Import'}
      subtitle={found && `${FORMAT_NAMES[found.format]}, ${formatInstant(found.startedAt)}`}
      actions={found && <ImportActions found={found} />}
    >
      {query.isPending && <Loading rows={6} label="Loading the import" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {found && (
        <Section title="What it came to">
          <Facts
            facts={[
              ['State', <ImportStatus key="state" found={found} />],
              ['Entries posted', found.counts.entries.toLocaleString()],
              ['Corrected', found.counts.corrected || null],
              ['Unchanged', found.counts.unchanged || null],
              ['Refused', found.counts.refused || null],
              ['Accounts opened', found.counts.accounts || null],
              ['Reversed', found.reversed || null],
              ['Rows done', found.rowsDone.toLocaleString()],
            ]}
          />
          {found.status === 'open' && (
            <p className="mt-3 text-muted">
              {found.rowsDone > 0
                ? 'It was interrupted. Choose the same file again: it goes on after the rows that are done.'
                : 'The file was checked, and nothing of it is booked.'}
            </p>
          )}
        </Section>
      )}
      {found && errors.isSuccess && errors.data.length > 0 && (
        <Section title="Bad rows" description="They are not booked.">
          <Issues issues={errors.data} total={found.errors} name={found.name} />
        </Section>
      )}
      {found && found.counts.entries > 0 && <Entries id={id} />}
    </Page>
  )
}

function ImportActions({ found }: { found: Import }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<'abandon' | 'reverse'>()
  const [refused, setRefused] = useState<string[]>([])
  const mayImport = useMay('migration.ReverseImport')
  if (!mayImport) return null
  const refresh = () => queryClient.invalidateQueries({ queryKey: companyKey(slug) })
  const reverse = async () => {
    const details: string[] = []
    for (let isDone = false; !isDone; ) {
      const reply = await meridian.migration.ReverseImport(slug, { import: found.id })
      details.push(...reply.refused.map(({ voucher, detail }) => `${voucher}: ${detail}`))
      isDone = reply.done
    }
    setRefused(details)
  }
  return (
    <>
      {found.status === 'open' && (
        <>
          <Link
            to="/companies/$company/import/new"
            params={{ company: slug }}
            className={buttonClass('primary')}
          >
            Go on with the file
          </Link>
          <Button onClick={() => setAsked('abandon')}>Abandon</Button>
        </>
      )}
      {found.status !== 'open' && found.status !== 'reversed' && found.counts.entries > 0 && (
        <Button variant="danger" onClick={() => setAsked('reverse')}>
          Undo…
        </Button>
      )}
      {refused.length > 0 && (
        <Notice>
          <span>
            {refused.length} entries stay: {refused.slice(0, 3).join(' ')}
          </span>
        </Notice>
      )}
      {asked === 'abandon' && (
        <Confirm
          title="Abandon the import?"
          verb="Abandon it"
          send={() => meridian.migration.AbandonImport(slug, { import: found.id })}
          onDone={refresh}
          onClose={() => setAsked(undefined)}
        >
          What is booked stays: {found.counts.entries} entries. You can undo them afterwards.
        </Confirm>
      )}
      {asked === 'reverse' && (
        <Confirm
          title="Undo the import?"
          verb="Reverse its entries"
          send={reverse}
          onDone={refresh}
          onClose={() => setAsked(undefined)}
        >
          The opposite of each of its {found.counts.entries} entries is booked, on its own date. The entries
          themselves stay in the books.
        </Confirm>
      )}
    </>
  )
}

function Entries({ id }: { id: string }) {
  const { slug } = useCompany()
  const query = useInfiniteQuery(importEntriesQuery(slug, id))
  const entries = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <section aria-label="Entries">
      {query.isPending && <Loading rows={4} label="Loading the entries" />}
      {query.isError && <ProblemNotice error={query.error} />}
      {entries.length > 0 && (
        <Table aria-label="Entries">
          <thead>
            <tr>
              <HeadCell className="w-32">Entry</HeadCell>
              <HeadCell className="w-32 max-sm:hidden">Date</HeadCell>
              <HeadCell>Description</HeadCell>
              <HeadCell isNumeric className="w-36">
                Amount
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id} className="hover:bg-hover">
                <RowHead>
                  <Link
                    to="/companies/$company/journal/$entry"
                    params={{ company: slug, entry: entry.id }}
                    className={rowLinkClass}
                  >
                    {entry.voucher}
                  </Link>
                </RowHead>
                <Cell className="max-sm:hidden">{formatDate(entry.effectiveDate)}</Cell>
                <Cell className="wrap-anywhere">{entry.description}</Cell>
                <Cell isNumeric>
                  <Amount value={entry.total} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Button className="mt-3" onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  )
}
