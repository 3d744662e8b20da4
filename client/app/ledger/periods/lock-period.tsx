import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { JOURNAL_KINDS } from '../../../../durable-objects/ledger/contract.ts'
import { type LockKind, periodsContract } from '../../../../durable-objects/ledger/periods/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Select } from '../../ui/field.tsx'
import { Status } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { LOCK_KIND_NAMES, PERIOD_LOOKS } from './names.tsx'
import { type FiscalPeriod, locksQuery } from './queries.ts'
import { useCloseSearch } from './use-close-search.ts'

interface LockProps {
  period: FiscalPeriod
  isYear: boolean
  /** How much of the checklist is left. */
  open: number
}

/** The end of the checklist: nothing is booked up to the period's last day any more, at once or kind by kind. */
export function LockPeriod({ period, isYear, open }: LockProps) {
  const mayLock = useMay('periods.SetLock')
  const { change } = useCloseSearch()
  const isLocked = period.status !== 'open' && period.status !== 'partly-locked'
  const { word, tone, icon } = PERIOD_LOOKS[period.status]
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-sunken p-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {isLocked ? 'The books of this period are shut' : `Lock through ${formatDate(period.to)}`}
          <Status tone={tone} icon={icon}>
            {word}
          </Status>
        </p>
        <p className="text-sm text-muted">{sentence(period, isLocked, open)}</p>
      </div>
      {isLocked ? (
        <Button onClick={() => change({ tab: isYear ? 'years' : 'locks', period: undefined })}>
          {isYear ? 'Show the years' : 'Show the locks'}
        </Button>
      ) : (
        mayLock && <LockButtons period={period} />
      )}
    </div>
  )
}

function sentence({ status, locked }: FiscalPeriod, isLocked: boolean, open: number): string {
  if (isLocked) return 'Entries dated in it are refused, and the refusal names the first open date.'
  const kinds = status === 'partly-locked' ? ` Locked already: ${kindNames(locked)}.` : ''
  if (open > 0) return `You may lock it before everything is done: the list stays as it is.${kinds}`
  return `Everything on the list is done.${kinds}`
}

const kindNames = (kinds: readonly LockKind[]): string =>
  kinds.length === 0 ? 'some of its days' : kinds.map((kind) => LOCK_KIND_NAMES[kind]).join(', ')

function LockButtons({ period }: { period: FiscalPeriod }) {
  const [kind, setKind] = useState<LockKind>('all')
  const through = useQuery(locksQuery(useCompanySlug())).data?.locks.find(
    (lock) => lock.kind === kind,
  )?.through
  const { submit, isBusy, error } = useCommand({
    operation: periodsContract.operations.SetLock,
    call: meridian.periods.SetLock,
    stale: ['periods'],
    onDone: () => toast(`${LOCK_KIND_NAMES[kind]}: locked through ${formatDate(period.to)}.`),
  })
  const isLocked = through !== undefined && through !== null && through >= period.to
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="What to lock"
        className="w-auto!"
        value={kind}
        onValue={(value) => setKind(value as LockKind)}
      >
        {(['all', ...JOURNAL_KINDS] as const).map((each) => (
          <option key={each} value={each}>
            {LOCK_KIND_NAMES[each]}
          </option>
        ))}
      </Select>
      <Button
        variant="primary"
        isBusy={isBusy}
        disabled={isLocked}
        onClick={() => submit({ kind, through: period.to })}
      >
        <Lock className="size-4" aria-hidden="true" /> {isLocked ? 'Locked' : 'Lock'}
      </Button>
      {error ? <ProblemNotice error={error} /> : null}
    </div>
  )
}
