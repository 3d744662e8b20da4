import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { TrialBalance } from '../../../../durable-objects/ledger/contract.ts'
import { eventQuery, useCompanySlug } from '../../company/queries.ts'
import { endOfMonthBefore, endOfYearBefore, formatInstant, today } from '../../lib/dates.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Button } from '../../ui/button.tsx'
import { DateInput, Field, Select, TextInput } from '../../ui/field.tsx'

/** Two clocks: the date up to which entries count, and how much of the log is known. */
export function BalanceControls({ report }: { report: TrialBalance }) {
  const search = useSearch({ from: '/signed-in/companies/$company/trial-balance' })
  const navigate = useNavigate()
  const change = (next: { asOf?: string | undefined; knownAt?: number | undefined }) =>
    void navigate({
      from: '/companies/$company/trial-balance',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  const isTravelling = search.knownAt !== undefined
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <Field label="As of" className="w-[calc(50%-0.25rem)] sm:w-40">
        {(control) => (
          <DateInput
            {...control}
            value={search.asOf ?? report.asOf}
            onValue={(asOf) => change({ asOf: asOf || undefined })}
          />
        )}
      </Field>
      <Field label="Period" className="w-[calc(50%-0.25rem)] sm:w-44">
        {(control) => (
          <Select
            {...control}
            value={search.asOf ?? ''}
            onValue={(asOf) => change({ asOf: asOf || undefined })}
          >
            <option value="">Latest</option>
            {presets().map(([date, name]) => (
              <option key={name} value={date}>
                {name}
              </option>
            ))}
            {search.asOf && !presets().some(([date]) => date === search.asOf) && (
              <option value={search.asOf}>Another date</option>
            )}
          </Select>
        )}
      </Field>
      {isTravelling ? (
        <KnownAt knownAt={search.knownAt ?? report.sequence} head={report.sequence} onChange={change} />
      ) : (
        <Button onClick={() => change({ knownAt: report.sequence })}>
          <History className="size-4" aria-hidden="true" /> As known at…
        </Button>
      )}
    </search>
  )
}

const presets = (): [date: string, name: string][] => [
  [today(), 'Today'],
  [endOfMonthBefore(today()), 'End of last month'],
  [endOfYearBefore(today()), 'End of last year'],
]

interface KnownAtProps {
  knownAt: number
  head: number
  onChange: (next: { knownAt: number | undefined }) => void
}

/** Chooses a position of the log, by slider or number, and says when its event was recorded. */
function KnownAt({ knownAt, head, onChange }: KnownAtProps) {
  const [position, setPosition] = useState(knownAt)
  const rested = useDebounced(position, 200)
  const sliderId = useId()
  useEffect(() => setPosition(knownAt), [knownAt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: Only what was chosen here is passed on.
  useEffect(() => {
    if (rested !== knownAt && rested === position) onChange({ knownAt: rested })
  }, [rested])
  const event = useQuery({ ...eventQuery(useCompanySlug(), rested), enabled: rested > 0 }).data
  const choose = (text: string) => setPosition(Math.max(0, Math.min(head, Math.trunc(Number(text)) || 0)))
  return (
    <fieldset className="flex min-w-0 flex-wrap items-end gap-2 max-sm:w-full">
      <legend className="unseen">As known at</legend>
      <Field label="As known at event" className="w-36">
        {(control) => (
          <TextInput
            {...control}
            type="number"
            min={0}
            max={head}
            className="tabular-nums"
            value={String(position)}
            onValue={choose}
          />
        )}
      </Field>
      <div className="flex min-w-0 flex-1 flex-col gap-1 sm:w-56">
        <label htmlFor={sliderId} className="truncate text-sm text-muted" aria-live="polite">
          {event ? formatInstant(event.time) : `of ${head}`}
        </label>
        <input
          id={sliderId}
          type="range"
          min={0}
          max={head}
          value={position}
          onChange={({ target }) => choose(target.value)}
          aria-valuetext={`Event ${position} of ${head}${event ? `, recorded ${formatInstant(event.time)}` : ''}`}
          className="h-9 w-full accent-accent sm:h-8"
        />
      </div>
      <Button variant="ghost" onClick={() => onChange({ knownAt: undefined })}>
        Now
      </Button>
    </fieldset>
  )
}
