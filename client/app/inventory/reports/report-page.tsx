import { Link } from '@tanstack/react-router'
import { Boxes } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCompany } from '../../company/queries.ts'
import { Downloads } from '../../ledger/reports/downloads.tsx'
import { formatDate, formatDateRange } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { ReportControls, type Shown } from './controls.tsx'
import { ExplainValueSheet } from './explain-value.tsx'
import { explanationOf } from './parameters.ts'
import type { ReportName } from './queries.ts'
import type { useStockReport } from './use-report.ts'

interface ReportPageProps<Name extends ReportName> {
  title: string
  name: Name
  of: ReturnType<typeof useStockReport<Name>>
  time: 'moment' | 'period' | 'none'
  /** Further fields of the toolbar. */
  fields?: ReactNode
  /** Why there are no rows. */
  empty: { title: string; text: string }
  /** Above the rows. */
  head?: ReactNode
  children: ReactNode
}

/** The frame of every report of the stock: what it is asked with, its files, its rows, and the explanation of a figure. */
export function ReportPage<Name extends ReportName>(props: ReportPageProps<Name>) {
  const { title, name, of, time, fields, empty, head, children } = props
  const { search, change, parameters, query, report, rows } = of
  const shown = report as Partial<Frame> | undefined
  const explained = explanationOf(search)
  const isEmpty = query.isSuccess && rows.length === 0 && !query.hasNextPage
  return (
    <Page
      title={title}
      subtitle={shown && <Subtitle frame={shown} />}
      actions={<Downloads path={`stock/${name}`} parameters={parameters} />}
      toolbar={
        <ReportControls search={search} shown={shown as Shown | undefined} onChange={change} time={time}>
          {fields}
        </ReportControls>
      }
    >
      {query.isPending && <Loading rows={12} label={`Loading ${title.toLowerCase()}`} />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {report && head}
      {isEmpty && <NoRows isNarrowed={isNarrowed(search)} empty={empty} />}
      {rows.length > 0 && (
        <div aria-busy={query.isPlaceholderData} className="transition-opacity aria-busy:opacity-60">
          {children}
        </div>
      )}
      {query.hasNextPage && (
        <Button
          className="mt-4 self-start"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {explained && (
        <ExplainValueSheet
          parameters={explained}
          onClose={() => change({ explain: undefined, explainIn: undefined })}
        />
      )}
    </Page>
  )
}

interface Frame {
  asOf: string
  from: string
  to: string
  knownAt: number
  sequence: number
  currency: string
}

function Subtitle({ frame: { asOf, from, to, knownAt, sequence, currency } }: { frame: Partial<Frame> }) {
  const { name } = useCompany()
  const isPast = knownAt !== undefined && sequence !== undefined && knownAt < sequence
  return (
    <>
      <span className="hidden print:inline">{name}, </span>
      {from && to ? formatDateRange(from, to) : asOf ? `as of ${formatDate(asOf)}` : 'as it is now'}
      {isPast && <>, as known at event {knownAt}</>}
      {currency && <>, in {currency}</>}
    </>
  )
}

const isNarrowed = ({ warehouse, family, q, knownAt }: { [name: string]: unknown }): boolean =>
  [warehouse, family, q, knownAt].some((each) => each !== undefined)

function NoRows({ isNarrowed, empty }: { isNarrowed: boolean; empty: { title: string; text: string } }) {
  const { slug } = useCompany()
  if (isNarrowed)
    return (
      <Empty icon={Boxes} title="Nothing matches">
        No stock fits this warehouse, family, item and position of the log. Choose others, or{' '}
        <Link to="." search={{} as never} className="text-accent underline underline-offset-2">
          show all
        </Link>
        .
      </Empty>
    )
  return (
    <Empty icon={Boxes} title={empty.title}>
      {empty.text}{' '}
      <Link
        to="/companies/$company/stock-reports"
        params={{ company: slug }}
        className="text-accent underline underline-offset-2"
      >
        All stock reports
      </Link>
    </Empty>
  )
}
