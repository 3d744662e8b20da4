import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RefreshCw, Scale } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useLiveState } from '../../lib/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Card, Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { capital, commandName, usePersonName, useRoleName } from '../names.ts'
import { allOf } from '../policies/sentence.ts'
import type { DutiesReport } from '../queries.ts'

type Pair = DutiesReport['data'][number]

// Not below the company's key: news must not read the whole log again by itself.
const dutiesKey = (company: string) => ['duties', company] as const

/** Duties that one person should not hold together: who did both, and who could. */
export function DutiesPage() {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const query = useQuery({
    queryKey: dutiesKey(company),
    // A long log is read a piece at a time; what is known so far is shown meanwhile.
    queryFn: async ({ signal }): Promise<DutiesReport> => {
      for (;;) {
        const report = await meridian.guardrails.GetDutiesReport(company, {}, { signal })
        if (report.complete) return report
        queryClient.setQueryData(dutiesKey(company), report)
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  const report = query.data
  return (
    <Page
      title="Segregation of duties"
      width="measure"
      subtitle="Pairs of duties that one person should not hold together: by what they did, and by what their roles allow."
      actions={
        <Button isBusy={query.isFetching} onClick={() => void query.refetch()}>
          <RefreshCw className="size-4" aria-hidden="true" /> Read again
        </Button>
      }
    >
      {query.isPending && <Loading label="Loading the report" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {report && <HowFar report={report} />}
      {report?.data.length === 0 && (
        <Empty icon={Scale} title="No pairs to look at">
          The report knows no pair of duties whose commands exist in this company.
        </Empty>
      )}
      <div className="flex flex-col gap-5">
        {report?.data.map((pair) => (
          <PairCard key={pair.code} pair={pair} />
        ))}
      </div>
    </Page>
  )
}

function HowFar({ report: { upTo, sequence, complete, data } }: { report: DutiesReport }) {
  const live = useLiveState().sequence ?? sequence
  const conflicts = new Set(data.flatMap(({ did }) => did.map(({ actor }) => actor))).size
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted" aria-live="polite">
      <Status tone={conflicts === 0 ? 'positive' : 'warning'}>
        {conflicts === 0
          ? 'Nobody did both of a pair'
          : `${conflicts} ${conflicts === 1 ? 'person' : 'people'} did both of a pair`}
      </Status>
      <span>
        Up to event {upTo.toLocaleString()} of {Math.max(live, sequence).toLocaleString()}
        {!complete && ', still reading…'}
      </span>
    </p>
  )
}

function PairCard({ pair }: { pair: Pair }) {
  const { code, title, why, first, second, did, could } = pair
  return (
    <Card className="overflow-hidden">
      <section aria-labelledby={`pair-${code}`}>
        <header className="flex flex-col gap-1 px-4 pt-4 pb-2">
          <h2 id={`pair-${code}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
            {title}
            <Status tone={did.length > 0 ? 'warning' : 'positive'}>
              {did.length > 0 ? `${did.length} did both` : 'Kept apart'}
            </Status>
          </h2>
          <p className="text-muted">{why}</p>
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
            <Commands of={first} /> <span aria-hidden="true">×</span> <Commands of={second} />
          </p>
        </header>
        {did.length > 0 && <Did pair={pair} />}
        <Could could={could} />
      </section>
    </Card>
  )
}

const Commands = ({ of: { title, commands } }: { of: Pair['first'] }) => (
  <span title={commands.map(commandName).join(', ')}>{title}</span>
)

function Did({ pair: { title, first, second, did } }: { pair: Pair }) {
  const person = usePersonName()
  const role = useRoleName()
  return (
    <Table aria-label={`Who did both: ${title}`} className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="static! bg-transparent!">Who did both</HeadCell>
          <HeadCell isNumeric className="static! w-1/3 bg-transparent!">
            {first.title}
          </HeadCell>
          <HeadCell isNumeric className="static! w-1/3 bg-transparent!">
            {second.title}
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {did.map(({ actor, roles, first: once, second: twice }) => (
          <tr key={actor}>
            <RowHead className="wrap-anywhere">
              <span className="font-medium">{capital(person(actor))}</span>
              {roles.length > 0 && <span className="block text-sm text-muted">{allOf(roles.map(role))}</span>}
            </RowHead>
            <Cell isNumeric className="whitespace-normal!">
              <Count of={once} />
            </Cell>
            <Cell isNumeric className="whitespace-normal!">
              <Count of={twice} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** How often, and the way to the last time. */
function Count({ of: { events, lastSequence } }: { of: { events: number; lastSequence: number } }) {
  const company = useCompanySlug()
  return (
    <>
      {events.toLocaleString()} {events === 1 ? 'time' : 'times'}
      <Link
        to="/companies/$company/events"
        params={{ company }}
        search={{ sequence: lastSequence }}
        className="block text-sm text-accent underline underline-offset-2"
      >
        last: event {lastSequence}
      </Link>
    </>
  )
}

function Could({ could }: { could: Pair['could'] }) {
  const person = usePersonName()
  const role = useRoleName()
  if (could.length === 0)
    return <p className="px-4 pb-4 text-sm text-muted">No roles that act here allow both.</p>
  return (
    <div className="px-4 pt-2 pb-4 text-sm">
      <h3 className="text-muted">Roles allow both to</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {could.map(({ actor, roles }) => (
          <li key={actor}>
            <span className="font-medium">{capital(person(actor))}</span>
            {roles.length > 0 && <span className="text-muted">, {allOf(roles.map(role))}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
