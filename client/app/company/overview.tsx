import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowRight, Plus } from 'lucide-react'
import { ACCOUNT_TYPES, type TrialBalance } from '../../../durable-objects/ledger/contract.ts'
import { BeginChart } from '../ledger/accounts/begin-chart.tsx'
import { type Entry, entriesQuery, entryName, trialBalanceQuery, useChart } from '../ledger/queries.ts'
import { isCreditType, TYPE_NAMES } from '../ledger/types.ts'
import { endOfYearBefore, formatDate } from '../lib/dates.ts'
import { type Decimal, negate, subtract, sumOfSeen } from '../lib/decimal.ts'
import { useMay } from '../session/queries.ts'
import { Amount } from '../ui/amount.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Hidden } from '../ui/hidden.tsx'
import { Page } from '../ui/page.tsx'
import { Card, Cell, RowHead, rowLinkClass, Table } from '../ui/table.tsx'
import { useCompany } from './queries.ts'

/** The first useful numbers of a company. */
export function OverviewPage() {
  const company = useCompany()
  const query = useQuery(trialBalanceQuery(company.slug))
  const mayPost = useMay('ledger.PostJournalEntry')
  return (
    <Page
      title="Overview"
      heading={company.name}
      subtitle={query.data && `Latest figures, as of ${formatDate(query.data.asOf)}, in ${company.currency}`}
      actions={
        mayPost && (
          <Link
            to="/companies/$company/journal/new"
            params={{ company: company.slug }}
            className={buttonClass('primary')}
          >
            <Plus className="size-4" aria-hidden="true" /> New entry
          </Link>
        )
      }
    >
      {query.isPending && <Loading label="Loading the figures" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.rows.length === 0 && <FirstSteps company={company.slug} />}
      {query.data && query.data.rows.length > 0 && (
        <div className="flex flex-col gap-6">
          <Figures report={query.data} />
          <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
            <LatestEntries company={company.slug} />
            <LogHead company={company.slug} sequence={query.data.sequence} />
          </div>
        </div>
      )}
    </Page>
  )
}

function Figures({ report }: { report: TrialBalance }) {
  const { slug } = useCompany()
  const yearEnd = endOfYearBefore(report.asOf)
  const before = useQuery(trialBalanceQuery(slug, { asOf: yearEnd })).data
  // A placeholder of another date must not be subtracted.
  const profit = before?.asOf === yearEnd ? profitBetween(profitOf(before), profitOf(report)) : undefined
  return (
    <section aria-label="Figures" className="grid grid-cols-2 gap-3 lg:grid-cols-3 xl:grid-cols-6">
      <Card className="flex flex-col gap-1 border-accent/35! bg-accent-soft! p-4 max-lg:col-span-2">
        <h2 className="text-sm text-muted">Profit {report.asOf.slice(0, 4)}</h2>
        <p className="truncate text-lg font-semibold tracking-tight sm:text-xl">
          {profit === undefined ? <span className="text-faint">…</span> : <Figure value={profit} />}
        </p>
      </Card>
      {ACCOUNT_TYPES.map((type) => {
        const balance = sumOfSeen(
          report.rows.filter(({ account }) => account.type === type).map((row) => row.balance ?? '0'),
        )
        return (
          <Card key={type} className="flex min-w-0 flex-col gap-1 p-4 max-lg:last:col-span-2">
            <h2 className="text-sm text-muted">{TYPE_NAMES[type].many}</h2>
            <p className="truncate text-lg font-semibold tracking-tight sm:text-xl">
              <Link
                to="/companies/$company/accounts"
                params={{ company: slug }}
                search={{ type }}
                className={rowLinkClass}
              >
                <Figure value={isCreditType(type) ? turned(balance) : balance} />
              </Link>
            </p>
          </Card>
        )
      })}
    </section>
  )
}

const Figure = ({ value }: { value: Decimal | null }) =>
  value === null ? <Hidden /> : <Amount value={value} isAlarming />

/** What is hidden stays hidden, whatever is calculated with it. */
const turned = (value: Decimal | null) => (value === null ? null : negate(value))
const profitBetween = (before: Decimal | null, after: Decimal | null) =>
  before === null || after === null ? null : subtract(after, before)

/** Income less expenses up to the report's date; null when a part of it is hidden. */
function profitOf({ rows }: TrialBalance): Decimal | null {
  return turned(
    sumOfSeen(
      rows
        .filter(({ account }) => account.type === 'income' || account.type === 'expense')
        .map(({ balance }) => balance ?? '0'),
    ),
  )
}

const LATEST = 8

function LatestEntries({ company }: { company: string }) {
  const entries = useInfiniteQuery(entriesQuery(company, {}, LATEST)).data?.pages[0]?.data ?? []
  return (
    <section aria-labelledby="latest" className="min-w-0">
      <h2 id="latest" className="mb-2 flex items-center justify-between font-semibold">
        Latest entries
        <Link
          to="/companies/$company/journal"
          params={{ company }}
          className="inline-flex items-center gap-1 text-sm font-medium text-accent hover:underline"
        >
          Journal <ArrowRight className="size-3.5" aria-hidden="true" />
        </Link>
      </h2>
      <Card className="overflow-hidden">
        <Table aria-labelledby="latest" className="table-fixed [&_tr:last-child>*]:border-b-0">
          <tbody>
            {entries.map((entry) => (
              <LatestEntry key={entry.id} company={company} entry={entry} />
            ))}
          </tbody>
        </Table>
      </Card>
    </section>
  )
}

const LatestEntry = ({ company, entry }: { company: string; entry: Entry }) => (
  <tr className="hover:bg-hover">
    <RowHead className="w-32 truncate max-sm:w-auto">
      <Link
        to="/companies/$company/journal/$entry"
        params={{ company, entry: entry.id }}
        className={`${rowLinkClass} font-medium tabular-nums`}
      >
        {entryName(entry)}
      </Link>
      <span className="block truncate text-sm text-muted sm:hidden">
        {formatDate(entry.effectiveDate)} · {entry.description}
      </span>
    </RowHead>
    <Cell className="w-32 text-muted tabular-nums max-sm:hidden">{formatDate(entry.effectiveDate)}</Cell>
    <Cell className="truncate max-sm:hidden">{entry.description}</Cell>
    <Cell isNumeric className="w-32">
      <Amount value={entry.total} />
    </Cell>
  </tr>
)

/** How far the log is, and the two ways to check it. */
const LogHead = ({ company, sequence }: { company: string; sequence: number }) => (
  <section aria-labelledby="log-head">
    <h2 id="log-head" className="mb-2 font-semibold">
      Event log
    </h2>
    <Card className="flex flex-col gap-3 p-4">
      <p>
        <span className="text-xl font-semibold tabular-nums">{sequence.toLocaleString()}</span>{' '}
        <span className="text-muted">events, each chained to the one before</span>
      </p>
      <p className="flex flex-wrap gap-2">
        <Link to="/companies/$company/events" params={{ company }} className={buttonClass('secondary', 'sm')}>
          Show events
        </Link>
        <Link to="/companies/$company/audit" params={{ company }} className={buttonClass('secondary', 'sm')}>
          Audit the books
        </Link>
      </p>
    </Card>
  </section>
)

/** An empty company: what to do first. */
function FirstSteps({ company }: { company: string }) {
  const { accounts } = useChart(company)
  const hasAccounts = accounts.length > 0
  return (
    <Card className="mx-auto w-full max-w-2xl p-6">
      <h2 className="text-lg font-semibold">Two steps to the first figure</h2>
      <ol className="mt-4 flex flex-col gap-6">
        <Step
          number={1}
          title={hasAccounts ? `${accounts.length} accounts are open` : 'Open accounts'}
          isDone={hasAccounts}
        >
          {hasAccounts ? (
            <Link to="/companies/$company/accounts" params={{ company }} className={buttonClass()}>
              Show the accounts
            </Link>
          ) : (
            <BeginChartHere company={company} />
          )}
        </Step>
        <Step number={2} title="Post the first entry" isDone={false}>
          <Link to="/companies/$company/journal/new" params={{ company }} className={buttonClass()}>
            New entry
          </Link>
        </Step>
      </ol>
    </Card>
  )
}

function BeginChartHere({ company }: { company: string }) {
  const navigate = useNavigate()
  return (
    <BeginChart
      onOpenOne={() =>
        void navigate({ to: '/companies/$company/accounts', params: { company }, search: { open: 'new' } })
      }
    />
  )
}

interface StepProps {
  number: number
  title: string
  isDone: boolean
  children: React.ReactNode
}

const Step = ({ number, title, isDone, children }: StepProps) => (
  <li className="flex gap-3">
    <span
      aria-hidden="true"
      className={`grid size-6 shrink-0 place-items-center rounded-full text-sm font-semibold ${isDone ? 'bg-positive-soft text-positive' : 'bg-sunken text-muted'}`}
    >
      {isDone ? '✓' : number}
    </span>
    <div>
      <h3 className="font-medium">{title}</h3>
      <div className="mt-2 flex flex-wrap gap-2">{children}</div>
    </div>
  </li>
)
