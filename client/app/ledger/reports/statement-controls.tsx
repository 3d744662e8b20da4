import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Tick } from '../../ui/choice-cards.tsx'
import { DateInput, Field, Select, TextInput } from '../../ui/field.tsx'
import { useDimensions } from '../dimensions/queries.ts'
import { KnownAt } from '../known-at.tsx'
import { FilterFields } from './filter-fields.tsx'
import { chosenDates, readFilter, type StatementSearch, writeFilter } from './parameters.ts'
import type { Statement, StatementKind } from './queries.ts'
import { rangesBefore } from './ranges.ts'
import { settingsQuery } from './settings-query.ts'

interface ControlsProps {
  kind: StatementKind
  search: StatementSearch
  report: Statement | undefined
  onChange: (next: Partial<StatementSearch>) => void
}

/** Dates and columns in view; what is needed less often one step away. */
export function StatementControls({ kind, search, report, onChange }: ControlsProps) {
  const [isOpen, setOpen] = useState(Boolean(search.filter ?? search.currency ?? search.zeros))
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      {kind === 'balance-sheet' ? (
        <Narrow label="As of">
          {(control) => (
            <DateInput
              {...control}
              value={search.asOf ?? report?.to ?? ''}
              onValue={(asOf) => onChange({ asOf: asOf || undefined })}
            />
          )}
        </Narrow>
      ) : (
        <Range search={search} report={report} onChange={onChange} />
      )}
      {kind !== 'trial-balance-by-period' && <Columns kind={kind} search={search} onChange={onChange} />}
      {kind === 'cash-flow' && search.filter === undefined && (
        <Presentation search={search} onChange={onChange} />
      )}
      {search.knownAt === undefined ? (
        <Button onClick={() => onChange({ knownAt: report?.sequence })}>
          <History className="size-4" aria-hidden="true" /> As known at…
        </Button>
      ) : (
        <KnownAt knownAt={search.knownAt} head={report?.sequence ?? search.knownAt} onChange={onChange} />
      )}
      <Button variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Fewer choices' : 'More choices'}
      </Button>
      {isOpen && <More kind={kind} search={search} onChange={onChange} />}
    </search>
  )
}

type Change = Pick<ControlsProps, 'search' | 'onChange'>

const Narrow = ({
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

function Range({ search, report, onChange }: Change & Pick<ControlsProps, 'report'>) {
  const shown = report && chosenDates(search, report)
  const [from, to] = [search.from ?? shown?.from ?? '', search.to ?? shown?.to ?? '']
  const presets = rangesBefore(new Date().toISOString().slice(0, 10))
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
            <option value="">This fiscal year</option>
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

function Columns({ kind, search, onChange }: Change & Pick<ControlsProps, 'kind'>) {
  const { slug } = useCompany()
  const dimensions = useDimensions(slug)
  const takesCount = search.columns !== undefined && !search.columns.startsWith('dimension:')
  const isCounted = takesCount && (kind === 'balance-sheet' || search.columns?.startsWith('previous'))
  return (
    <>
      <Field label="Columns" className="w-[calc(50%-0.25rem)] sm:w-52">
        {(control) => (
          <Select
            {...control}
            value={search.columns ?? ''}
            onValue={(columns) => onChange({ columns: columns || undefined, periods: undefined })}
          >
            <option value="">One</option>
            <option value="previous-period">With the period before</option>
            <option value="previous-year">With the year before</option>
            <option value="month">By month</option>
            <option value="quarter">By quarter</option>
            <option value="year">By year</option>
            {kind !== 'cash-flow' &&
              dimensions.map(({ code, name }) => (
                <option key={code} value={`dimension:${code}`}>
                  By {name.toLowerCase()}
                </option>
              ))}
          </Select>
        )}
      </Field>
      {isCounted && (
        <Field label="How many" className="w-24">
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={1}
              max={36}
              value={String(search.periods ?? (search.columns?.startsWith('previous') ? 1 : 12))}
              onValue={(text) => onChange({ periods: Number(text) || undefined })}
            />
          )}
        </Field>
      )}
    </>
  )
}

const Presentation = ({ search, onChange }: Change) => (
  <Narrow label="Presentation">
    {(control) => (
      <Select
        {...control}
        value={search.presentation ?? ''}
        onValue={(value) => onChange({ presentation: value === 'direct' ? 'direct' : undefined })}
      >
        <option value="">Indirect</option>
        <option value="direct">Direct</option>
      </Select>
    )}
  </Narrow>
)

function More({ kind, search, onChange }: Change & Pick<ControlsProps, 'kind'>): ReactNode {
  const { slug, currency } = useCompany()
  const reporting = useQuery(settingsQuery(slug)).data?.reporting?.currency
  const translates = kind === 'balance-sheet' || kind === 'profit-and-loss'
  return (
    <div className="flex w-full flex-wrap items-end gap-2 border-t border-line pt-3">
      <FilterFields
        filter={readFilter(search.filter)}
        onChange={(filter) => onChange({ filter: writeFilter(filter) })}
      />
      {translates && (
        <Field label="Currency" className="w-32">
          {(control) => (
            <>
              <TextInput
                {...control}
                list={`${control.id}-currencies`}
                placeholder={currency}
                maxLength={3}
                value={search.currency ?? ''}
                onValue={(text) => onChange({ currency: text.toUpperCase() || undefined })}
              />
              <datalist id={`${control.id}-currencies`}>
                {[reporting, 'EUR', 'USD', 'GBP', 'CHF'].filter(Boolean).map((code) => (
                  <option key={code} value={code} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      )}
      <div className="flex h-9 items-center sm:h-8">
        <Tick isOn={search.zeros ?? false} onChange={(zeros) => onChange({ zeros: zeros || undefined })}>
          Accounts without an amount
        </Tick>
      </div>
    </div>
  )
}
