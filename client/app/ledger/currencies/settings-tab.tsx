import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { currenciesContract } from '../../../../durable-objects/ledger/currencies/contract.ts'
import type { TranslationMethod } from '../../../../durable-objects/ledger/currencies/inputs.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Section } from '../../ui/section.tsx'
import { settingsQuery } from '../reports/settings-query.ts'
import { MonetaryAccounts } from './monetary-accounts.tsx'
import type { Settings } from './queries.ts'
import { CodeInput } from './record-rate.tsx'
import { useCurrenciesSearch } from './use-currencies-search.ts'

const { SetRatePolicy, SetReportingCurrency } = currenciesContract.operations

const METHODS: Readonly<Record<TranslationMethod, { label: string; detail: string }>> = {
  'closing-rate': {
    label: 'Closing rate',
    detail:
      'Assets and liabilities at the closing rate, income and expense at the average of their month (IAS 21.39).',
  },
  convenience: { label: 'Convenience', detail: 'Everything at the closing rate, for readers abroad.' },
}

/** Whose rates are used, how old they may be, and the second currency of reports. */
export function SettingsTab() {
  const query = useQuery(settingsQuery(useCompanySlug()))
  const { search, change } = useCurrenciesSearch()
  const maySet = useMay('currencies.SetRatePolicy')
  if (query.isPending) return <Loading rows={6} label="Loading the settings" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const { ratePolicy, reporting } = query.data
  const close = () => change({ open: undefined })
  return (
    <>
      <Section
        title="Sources of rates"
        description={`${ratePolicy.isDefault ? 'Asked one after the other' : 'Only these are asked, one after the other'}: ${ratePolicy.sources.join(', ') || 'none yet'}. A rate may be ${ratePolicy.maxAgeDays} days old at most.`}
        actions={maySet && <ChangeButton what="the sources" onClick={() => change({ open: 'sources' })} />}
      />
      <Section
        title="Second reporting currency"
        description={
          reporting
            ? `Reports can be read in ${reporting.currency}, translated by ${METHODS[reporting.method].label.toLowerCase()}.`
            : 'None: reports are in the currency of the company.'
        }
        actions={
          maySet && <ChangeButton what="the second currency" onClick={() => change({ open: 'reporting' })} />
        }
      />
      <MonetaryAccounts />
      {maySet && search.open === 'sources' && <SourcesSheet settings={query.data} onClose={close} />}
      {maySet && search.open === 'reporting' && <ReportingSheet settings={query.data} onClose={close} />}
    </>
  )
}

const ChangeButton = ({ what, onClick }: { what: string; onClick: () => void }) => (
  <Button onClick={onClick}>
    <Pencil className="size-4" aria-hidden="true" /> Change<span className="unseen"> {what}</span>
  </Button>
)

interface SheetProps {
  settings: Settings
  onClose: () => void
}

function SourcesSheet({ settings: { ratePolicy, knownSources }, onClose }: SheetProps) {
  const [sources, setSources] = useState<readonly string[]>(ratePolicy.isDefault ? [] : ratePolicy.sources)
  const [maxAge, setMaxAge] = useState(String(ratePolicy.maxAgeDays))
  const [added, setAdded] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: SetRatePolicy,
    call: meridian.currencies.SetRatePolicy,
    stale: ['currencies', 'reports', 'periods'],
    onDone: onClose,
    onParked: onClose,
  })
  const add = (source: string) => {
    if (source && !sources.includes(source)) setSources([...sources, source])
    setAdded('')
  }
  const swap = (index: number, other: number) =>
    setSources(
      sources.map(
        (each, at) => (at === index ? sources[other] : at === other ? sources[index] : each) as string,
      ),
    )
  const sourceError = [...errors.fields].find(([pointer]) => pointer.startsWith('/sources'))?.[1]
  return (
    <FormSheet
      title="Sources of rates"
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ sources: [...sources], maxAgeDays: Number(maxAge) })}
    >
      <p className="text-muted">
        {sources.length === 0
          ? 'Without a list: manual first, then ecb, then all others by name.'
          : 'Only these are asked, from the top.'}
      </p>
      {sources.length > 0 && (
        <ol aria-label="Sources" className="flex flex-col border-t border-line">
          {sources.map((source, index) => (
            <li key={source} className="flex items-center gap-1 border-b border-line py-1">
              <span className="flex-1 font-mono">{source}</span>
              <IconButton
                label={`${source}: earlier`}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              >
                <ArrowUp className="size-4" aria-hidden="true" />
              </IconButton>
              <IconButton
                label={`${source}: later`}
                disabled={index === sources.length - 1}
                onClick={() => swap(index, index + 1)}
              >
                <ArrowDown className="size-4" aria-hidden="true" />
              </IconButton>
              <IconButton
                label={`${source}: do not ask`}
                onClick={() => setSources(sources.filter((each) => each !== source))}
              >
                <Trash2 className="size-4" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
      <div className="flex items-end gap-2">
        <Field label="Add a source" isOptional className="flex-1" error={sourceError}>
          {(control) => (
            <TextInput
              {...control}
              className="font-mono"
              list="known-sources"
              value={added}
              onValue={setAdded}
            />
          )}
        </Field>
        <datalist id="known-sources">
          {knownSources.map((source) => (
            <option key={source} value={source} />
          ))}
        </datalist>
        <Button onClick={() => add(added.trim())}>
          <Plus className="size-4" aria-hidden="true" /> Add
        </Button>
      </div>
      <Field
        label="How old a rate may be, in days"
        error={errors.fields.get('/maxAgeDays')}
        hint="Over a weekend and holidays the last one counts. Zero: only that of the day."
      >
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            className="tabular-nums"
            value={maxAge}
            onValue={setMaxAge}
          />
        )}
      </Field>
    </FormSheet>
  )
}

function ReportingSheet({ settings: { reporting }, onClose }: SheetProps) {
  const [currency, setCurrency] = useState(reporting?.currency ?? '')
  const [method, setMethod] = useState<TranslationMethod>(reporting?.method ?? 'closing-rate')
  const { form, errors, submit, isBusy } = useCommand({
    operation: SetReportingCurrency,
    call: meridian.currencies.SetReportingCurrency,
    stale: ['currencies', 'reports'],
    onDone: onClose,
    onParked: onClose,
  })
  return (
    <FormSheet
      title="Second reporting currency"
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit(currency ? { currency, method } : { currency: null })}
    >
      <Field
        label="Currency"
        isOptional
        error={errors.fields.get('/currency')}
        hint="Such as USD. Left empty: none."
      >
        {(control) => <CodeInput {...control} data-autofocus value={currency} onValue={setCurrency} />}
      </Field>
      <ChoiceCards
        legend="How figures are translated"
        value={method}
        onValue={setMethod}
        choices={(Object.keys(METHODS) as TranslationMethod[]).map((value) => ({ value, ...METHODS[value] }))}
      />
    </FormSheet>
  )
}
