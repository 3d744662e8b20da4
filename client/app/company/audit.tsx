import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { AuditView } from '../../../durable-objects/company/contract.ts'
import { meridian } from '../lib/api.ts'
import { formatInstant } from '../lib/dates.ts'
import { useLiveState } from '../lib/use-live.ts'
import { Button } from '../ui/button.tsx'
import { Empty, ProblemNotice } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../ui/table.tsx'
import { useCompanySlug } from './queries.ts'

interface AuditRun {
  view: AuditView
  ranAt: string
  durationMs: number
  withReplay: boolean
}

// Not below the company's key: news must not ask for a new audit by itself.
const auditKey = (company: string) => ['audit', company] as const

/** Runs every check of the books on demand. The last result stays while the tab is open. */
export function AuditPage() {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [withReplay, setWithReplay] = useState(false)
  const last = useQuery<AuditRun | null>({
    queryKey: auditKey(company),
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: false,
  }).data
  const run = useMutation({
    mutationFn: async (): Promise<AuditRun> => {
      const start = performance.now()
      const view = await meridian.company.RunAudit(company, { ...(withReplay && { replay: true }) })
      return { view, withReplay, durationMs: performance.now() - start, ranAt: new Date().toISOString() }
    },
    onSuccess: (result) => queryClient.setQueryData(auditKey(company), result),
  })
  return (
    <Page
      title="Audit"
      width="measure"
      subtitle="Reads the whole log and every table, and checks that they agree."
      actions={
        <>
          <label className="flex items-center gap-2 text-sm text-muted">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={withReplay}
              onChange={(event) => setWithReplay(event.target.checked)}
            />
            Replay the log too
          </label>
          <Button variant="primary" isBusy={run.isPending} onClick={() => run.mutate()}>
            {run.isPending ? 'Checking…' : 'Run the audit'}
          </Button>
        </>
      }
    >
      {run.isError && <ProblemNotice error={run.error} onRetry={() => run.mutate()} />}
      <div aria-live="polite">{last && <AuditResult run={last} />}</div>
      {!last && !run.isError && (
        <Empty icon={ShieldCheck} title="Not run in this tab yet">
          The audit proves the books now: hashes, balances, numbers and totals. Replay also folds the log into
          an empty object and compares every table.
        </Empty>
      )}
    </Page>
  )
}

function AuditResult({ run: { view, ranAt, durationMs, withReplay } }: { run: AuditRun }) {
  const failed = view.checks.filter(({ ok }) => !ok).length
  const { sequence = view.sequence } = useLiveState()
  const behind = sequence - view.sequence
  return (
    <>
      <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <Status tone={view.ok ? 'positive' : 'negative'}>
          {view.ok
            ? `All ${view.checks.length} checks passed`
            : `${failed} of ${view.checks.length} checks failed`}
        </Status>
        <span>
          Up to event {view.sequence}, {formatInstant(ranAt)}, {Math.round(durationMs).toLocaleString()} ms
          {withReplay && ', with replay'}
        </span>
        {behind > 0 && <Status tone="warning">{behind} newer events are not covered</Status>}
      </p>
      <Table aria-label="Checks">
        <thead>
          <tr>
            <HeadCell>Check</HeadCell>
            <HeadCell className="w-28">Result</HeadCell>
            <HeadCell className="max-sm:hidden">Detail</HeadCell>
          </tr>
        </thead>
        <tbody>
          {view.checks.map(({ name, ok, detail }) => (
            <tr key={name}>
              <RowHead>
                {sentence(name)}
                <span className="block text-sm text-muted wrap-anywhere sm:hidden">{detail}</span>
              </RowHead>
              <Cell>
                <Status tone={ok ? 'positive' : 'negative'}>{ok ? 'Passed' : 'Failed'}</Status>
              </Cell>
              <Cell className="text-muted wrap-anywhere max-sm:hidden">{detail}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

/** `hash_chain` reads "Hash chain". */
function sentence(name: string): string {
  const text = name.replace(/[_-]+/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
