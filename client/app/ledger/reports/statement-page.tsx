import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Sigma } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { isZero } from '../../lib/decimal.ts'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Downloads } from './downloads.tsx'
import { ExplainSheet } from './explain.tsx'
import { chosenDates, parametersOf, type StatementSearch } from './parameters.ts'
import { type Statement, type StatementKind, statementQuery } from './queries.ts'
import { RatesNote } from './rates-note.tsx'
import { StatementControls } from './statement-controls.tsx'
import { StatementTable } from './statement-table.tsx'

const TITLES: Record<StatementKind, string> = {
  'balance-sheet': 'Balance sheet',
  'profit-and-loss': 'Profit and loss',
  'cash-flow': 'Cash flow',
  'trial-balance-by-period': 'Trial balance by period',
}

export const BalanceSheetPage = () => <StatementPage kind="balance-sheet" />
export const ProfitAndLossPage = () => <StatementPage kind="profit-and-loss" />
export const CashFlowPage = () => <StatementPage kind="cash-flow" />
export const PeriodTrialBalancePage = () => <StatementPage kind="trial-balance-by-period" />

/** One of the statements: chosen dates and columns, every figure explained at a click. */
function StatementPage({ kind }: { kind: StatementKind }) {
  const { slug, name } = useCompany()
  const search = useSearch({ strict: false }) as StatementSearch
  const navigate = useNavigate()
  const change = (next: Partial<StatementSearch>) =>
    void navigate({
      to: '.',
      // One page for four addresses, so the router cannot tell whose search it is; all four have this one.
      search: ((before: StatementSearch) => ({ ...before, ...next })) as never,
      replace: true,
      resetScroll: false,
    })
  const parameters = parametersOf(kind, search)
  const query = useQuery(statementQuery(slug, kind, parameters))
  const report = query.data
  const explain = (figure: Record<string, string>) =>
    change({ explain: new URLSearchParams(figure).toString() })
  return (
    <Page
      title={TITLES[kind]}
      subtitle={report && <Subtitle report={report} dates={chosenDates(search, report)} company={name} />}
      actions={<Downloads path={kind} parameters={parameters} />}
      toolbar={<StatementControls kind={kind} search={search} report={report} onChange={change} />}
    >
      {query.isPending && <Loading rows={14} label={`Loading the ${TITLES[kind].toLowerCase()}`} />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {report && isEmpty(report) && (
        <Empty icon={Sigma} title="Nothing was booked here">
          There is no amount for these dates and filters. Choose others, or post the first entries.
        </Empty>
      )}
      {report && !isEmpty(report) && (
        <StatementTable report={report} isStale={query.isPlaceholderData} onExplain={explain} />
      )}
      {report && <RatesNote rates={report.rates} />}
      {search.explain && (
        <ExplainSheet
          parameters={Object.fromEntries(new URLSearchParams(search.explain))}
          onClose={() => change({ explain: undefined })}
        />
      )}
    </Page>
  )
}

const isEmpty = (report: Statement): boolean =>
  report.rows.every(({ amounts, masked }) => !masked && amounts.every((amount) => !amount || isZero(amount)))

interface SubtitleProps {
  report: Statement
  dates: Pick<Statement, 'from' | 'to'>
  company: string
}

const Subtitle = ({ report, dates: { from, to }, company }: SubtitleProps) => (
  <>
    <span className="hidden print:inline">{company}, </span>
    {from === null ? 'as of ' : `${formatDate(from)} to `}
    {formatDate(to)}
    {report.knownAt < report.sequence && <>, as known at event {report.knownAt}</>}, in {report.currency}
    {report.partial && ', over what you may see'}
  </>
)
