import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Upload } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { formatInstant } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { FORMAT_NAMES, STATUS_NAMES } from './names.ts'
import { type Import, importsQuery } from './queries.ts'

/** Files that came in, and the way to bring another one. */
export function ImportsPage() {
  const { slug } = useCompany()
  const query = useInfiniteQuery(importsQuery(slug))
  const all = query.data?.pages.flatMap(({ data }) => data) ?? []
  const mayImport = useMay('migration.StartImport')
  const params = { company: slug }
  const actions = mayImport && (
    <>
      <Link to="/companies/$company/import/opening-balances" params={params} className={buttonClass()}>
        Opening balances
      </Link>
      <Link to="/companies/$company/import/new" params={params} className={buttonClass('primary')}>
        <Upload className="size-4" aria-hidden="true" /> Import a file
      </Link>
    </>
  )
  return (
    <Page
      title="Import"
      subtitle="Entries of other systems: CSV, SAF-T, hledger, Ledger, Beancount."
      actions={all.length > 0 && actions}
    >
      {query.isPending && <Loading rows={6} label="Loading the imports" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && all.length === 0 && (
        <Empty icon={Upload} title="No imports yet" actions={actions}>
          Bring the entries of another system, in a file of any size. It is checked before anything is booked,
          and can be taken back.
        </Empty>
      )}
      {all.length > 0 && <ImportTable imports={all} />}
      {query.hasNextPage && (
        <Button className="mt-3 self-start" onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  )
}

function ImportTable({ imports }: { imports: readonly Import[] }) {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const { active } = useRowKeys(imports, ({ id }) =>
    navigate({ to: '/companies/$company/import/$import', params: { company: slug, import: id } }),
  )
  return (
    <Table aria-label="Imports">
      <thead>
        <tr>
          <HeadCell>File</HeadCell>
          <HeadCell className="w-28 max-sm:hidden">Format</HeadCell>
          <HeadCell className="w-52 max-md:hidden">Started</HeadCell>
          <HeadCell isNumeric className="w-28">
            Entries
          </HeadCell>
          <HeadCell isNumeric className="w-28 max-sm:hidden">
            Bad rows
          </HeadCell>
          <HeadCell className="w-36 max-sm:hidden">State</HeadCell>
        </tr>
      </thead>
      <tbody>
        {imports.map((each, index) => (
          <tr
            key={each.id}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead className="wrap-anywhere">
              <Link
                to="/companies/$company/import/$import"
                params={{ company: slug, import: each.id }}
                className={rowLinkClass}
              >
                {each.name}
              </Link>
              <span className="mt-0.5 block sm:hidden">
                <ImportStatus found={each} />
              </span>
            </RowHead>
            <Cell className="max-sm:hidden">{FORMAT_NAMES[each.format]}</Cell>
            <Cell className="whitespace-nowrap max-md:hidden">{formatInstant(each.startedAt)}</Cell>
            <Cell isNumeric>{each.counts.entries.toLocaleString()}</Cell>
            <Cell isNumeric className="max-sm:hidden">
              {each.errors > 0 ? each.errors.toLocaleString() : <span className="text-faint">0</span>}
            </Cell>
            <Cell className="max-sm:hidden">
              <ImportStatus found={each} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** What was only tried is no import yet: nothing of it is booked. */
export function ImportStatus({ found: { status, rowsDone } }: { found: Import }) {
  if (status === 'open' && rowsDone === 0) return <Status tone="neutral">Checked only</Status>
  return <Status tone={STATUS_NAMES[status].tone}>{STATUS_NAMES[status].label}</Status>
}
