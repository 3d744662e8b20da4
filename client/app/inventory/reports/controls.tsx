import { History } from 'lucide-react'
import type { ReactNode } from 'react'
import { KnownAt } from '../../ledger/known-at.tsx'
import { rangesBefore } from '../../ledger/reports/ranges.ts'
import { endOfMonthBefore, endOfYearBefore, today } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { DateInput, Field, Select } from '../../ui/field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { FamilyPicker } from '../items/family-picker.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import type { StockReportSearch } from './parameters.ts'

/** The days that a report of the stock answers for. */
export interface Shown {
  asOf?: string
  from?: string
  to?: string
  sequence: number
}

interface ControlsProps {
  search: StockReportSearch
  shown: Shown | undefined
  onChange: (next: StockReportSearch) => void
  /** `none`: of the stock as it is now. */
  time: 'moment' | 'period' | 'none'
  /** What this report alone is asked with. */
  children?: ReactNode
}

/** Dates in view, and what the report is limited to. */
export function ReportControls({ search, shown, onChange, time, children }: ControlsProps) {
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      {time === 'moment' && <AsOf search={search} shown={shown} onChange={onChange} />}
      {time === 'period' && <Period search={search} shown={shown} onChange={onChange} />}
      {children}
      <Field label="Warehouse" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <PlacePicker
            {...control}
            only="warehouses"
            placeholder="All"
            value={search.warehouse ?? ''}
            onValue={(code) => onChange({ warehouse: code || undefined })}
          />
        )}
      </Field>
      <Field label="Family" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <FamilyPicker
            {...control}
            placeholder="All"
            value={search.family ?? ''}
            onValue={(code) => onChange({ family: code || undefined })}
          />
        )}
      </Field>
      <SearchField
        label="Item"
        placeholder="Part of a code or name"
        className="basis-40 sm:max-w-60 sm:min-w-40"
        value={search.q ?? ''}
        onValue={(q) => onChange({ q: q || undefined })}
      />
      {time !== 'none' &&
        (search.knownAt === undefined ? (
          <Button onClick={() => onChange({ knownAt: shown?.sequence })} disabled={!shown}>
            <History className="size-4" aria-hidden="true" /> As known at…
          </Button>
        ) : (
          <KnownAt knownAt={search.knownAt} head={shown?.sequence ?? search.knownAt} onChange={onChange} />
        ))}
    </search>
  )
}

type Part = Pick<ControlsProps, 'search' | 'shown' | 'onChange'>

export const Narrow = ({
  label,
  children,
}: {
  label: string
  children: Parameters<typeof Field>[0]['children']
}) => (
  <Field label={label} className="w-[calc(50%-0.25rem)] sm:w-40">
    {children}
  </Field>
)

function AsOf({ search, shown, onChange }: Part) {
  const presets = [
    [today(), 'Today'],
    [endOfMonthBefore(today()), 'End of last month'],
    [endOfYearBefore(today()), 'End of last year'],
  ] as const
  const isPreset = presets.some(([date]) => date === search.asOf)
  return (
    <>
      <Narrow label="As of">
        {(control) => (
          <DateInput
            {...control}
            value={search.asOf ?? shown?.asOf ?? ''}
            onValue={(asOf) => onChange({ asOf: asOf || undefined })}
          />
        )}
      </Narrow>
      <Narrow label="Day">
        {(control) => (
          <Select
            {...control}
            value={search.asOf ?? ''}
            onValue={(asOf) => onChange({ asOf: asOf || undefined })}
          >
            <option value="">Latest</option>
            {presets.map(([date, name]) => (
              <option key={name} value={date}>
                {name}
              </option>
            ))}
            {search.asOf && !isPreset && <option value={search.asOf}>Another day</option>}
          </Select>
        )}
      </Narrow>
    </>
  )
}

function Period({ search, shown, onChange }: Part) {
  const [from, to] = [search.from ?? shown?.from ?? '', search.to ?? shown?.to ?? '']
  const presets = rangesBefore(today())
  const chosen = presets.find((preset) => preset.from === search.from && preset.to === search.to)
  return (
    <>
      <Narrow label="Period">
        {(control) => (
          <Select
            {...control}
            value={search.from === undefined && search.to === undefined ? '' : (chosen?.name ?? 'own')}
            onValue={(name) => {
              const preset = presets.find((each) => each.name === name)
              onChange({ from: preset?.from, to: preset?.to })
            }}
          >
            <option value="">This year so far</option>
            {presets.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
            {!chosen && (search.from ?? search.to) && <option value="own">Chosen dates</option>}
          </Select>
        )}
      </Narrow>
      <Narrow label="From">
        {(control) => (
          <DateInput
            {...control}
            value={from}
            onValue={(text) => onChange({ from: text || undefined, to: to || undefined })}
          />
        )}
      </Narrow>
      <Narrow label="To">
        {(control) => (
          <DateInput
            {...control}
            value={to}
            onValue={(text) => onChange({ to: text || undefined, from: from || undefined })}
          />
        )}
      </Narrow>
    </>
  )
}
