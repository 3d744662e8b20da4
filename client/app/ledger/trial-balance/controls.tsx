import { useNavigate, useSearch } from '@tanstack/react-router'
import { History } from 'lucide-react'
import type { TrialBalance } from '../../../../durable-objects/ledger/contract.ts'
import { endOfMonthBefore, endOfYearBefore, today } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { DateInput, Field, Select } from '../../ui/field.tsx'
import { KnownAt } from '../known-at.tsx'

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
