import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { usePersonName } from '../guardrails/names.ts'
import { meridian } from '../lib/api.ts'
import { formatInstant } from '../lib/dates.ts'
import { subjectKey } from '../lib/keys.ts'
import { useLiveState } from '../lib/use-live.ts'
import { type AuditRun, auditHistoryQuery } from '../proof/queries.ts'
import { useMay } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { Tick } from '../ui/choice-cards.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../ui/table.tsx'
import { useCompanySlug } from './queries.ts'

/** Every invariant of the books: what was found last, how long it took, and the runs before. */
export function AuditPage() {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [withReplay, setWithReplay] = useState(false)
  const history = useInfiniteQuery(auditHistoryQuery(company))
  const runs = history.data?.pages.flatMap(({ data }) => data) ?? []
  const mayRun = useMay('proof.RunSelfAudit')
  const run = useMutation({
    mutationFn: () => meridian.proof.RunSelfAudit(company, { ...(withReplay && { replay: true }) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: subjectKey(company, 'proof') }),
  })
  const [last, ...earlier] = runs
  return (
    <Page
      title="Audit"
      width="measure"
      subtitle="Reads the whole log and every table, and checks that they agree. It also runs by itself in the night after a change."
      actions={
        mayRun && (
          <>
            <Tick isOn={withReplay} onChange={setWithReplay}>
              Replay the log too
            </Tick>
            <Button variant="primary" isBusy={run.isPending} onClick={() => run.mutate()}>
              {run.isPending ? 'Checking…' : 'Run the audit'}
            </Button>
          </>
        )
      }
    >
      {run.isError && <ProblemNotice error={run.error} onRetry={() => run.mutate()} />}
      {history.isPending && <Loading rows={8} label="Loading the last audit" />}
      {history.isError && <ProblemNotice error={history.error} onRetry={() => void history.refetch()} />}
      <div aria-live="polite">{last && <AuditResult run={last} />}</div>
      {history.isSuccess && !last && (
        <Empty icon={ShieldCheck} title="Not run yet">
          The audit proves the books now: hashes, balances, numbers and totals. Replay also folds the log into
          an empty object and compares every table.
        </Empty>
      )}
      {earlier.length > 0 && <Earlier runs={earlier} />}
      {history.hasNextPage && (
        <Button
          className="mt-3"
          isBusy={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Page>
  )
}

function AuditResult({ run }: { run: AuditRun }) {
  const { sequence = run.recordedAs } = useLiveState()
  // The run itself is an event, too.
  const behind = sequence - Math.max(run.sequence, run.recordedAs)
  const name = usePersonName()
  return (
    <>
      <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <Outcome run={run} />
        <span>
          Up to event {run.sequence}, {formatInstant(run.at)}, by {name(run.by)}, {milliseconds(run.tookMs)}
          {run.replay && ', with replay'}
        </span>
        {behind > 0 && <Status tone="warning">{behind} newer events are not covered</Status>}
      </p>
      <Table aria-label="Checks">
        <thead>
          <tr>
            <HeadCell>Check</HeadCell>
            <HeadCell className="w-28">Result</HeadCell>
            <HeadCell className="max-sm:hidden">Detail</HeadCell>
            <HeadCell isNumeric className="w-24 max-sm:hidden">
              Took
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {run.checks.map(({ name: check, ok, detail, tookMs }) => (
            <tr key={check}>
              <RowHead>
                {sentence(check)}
                <span className="block text-sm text-muted wrap-anywhere sm:hidden">{detail}</span>
              </RowHead>
              <Cell>
                <Status tone={ok ? 'positive' : 'negative'}>{ok ? 'Passed' : 'Failed'}</Status>
              </Cell>
              <Cell className="text-muted wrap-anywhere max-sm:hidden">{detail}</Cell>
              <Cell isNumeric className="text-sm text-muted max-sm:hidden">
                {milliseconds(tookMs)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function Earlier({ runs }: { runs: readonly AuditRun[] }) {
  const name = usePersonName()
  return (
    <section className="mt-8" aria-labelledby="earlier-runs">
      <h2 id="earlier-runs" className="mb-2 font-semibold">
        Earlier runs
      </h2>
      <Table aria-label="Earlier runs">
        <thead>
          <tr>
            <HeadCell>When</HeadCell>
            <HeadCell className="w-44">Result</HeadCell>
            <HeadCell className="w-40 max-sm:hidden">By</HeadCell>
            <HeadCell isNumeric className="w-32 max-sm:hidden">
              Up to event
            </HeadCell>
            <HeadCell isNumeric className="w-24 max-sm:hidden">
              Took
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.recordedAs}>
              <RowHead>
                {formatInstant(run.at)}
                {run.replay && <span className="text-sm text-muted">, with replay</span>}
              </RowHead>
              <Cell>
                <Outcome run={run} />
              </Cell>
              <Cell className="text-muted max-sm:hidden">{name(run.by)}</Cell>
              <Cell isNumeric className="max-sm:hidden">
                {run.sequence}
              </Cell>
              <Cell isNumeric className="text-sm text-muted max-sm:hidden">
                {milliseconds(run.tookMs)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function Outcome({ run: { ok, checks } }: { run: AuditRun }) {
  const failed = checks.filter((check) => !check.ok).length
  return (
    <Status tone={ok ? 'positive' : 'negative'}>
      {ok ? `All ${checks.length} checks passed` : `${failed} of ${checks.length} checks failed`}
    </Status>
  )
}

const milliseconds = (tookMs: number): string => `${Math.round(tookMs).toLocaleString()} ms`

/** `hash_chain` reads "Hash chain". */
function sentence(name: string): string {
  const text = name.replace(/[_-]+/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
