import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useMemo, useState } from 'react'
import { companyContract } from '../../../../durable-objects/company/contract.ts'
import { currencyCodes } from '../../../../durable-objects/kernel/money.ts'
import { ChartField, type ChosenChart, chartInput } from '../../company/chart-field.tsx'
import { countryOptions, currencyOfCountry } from '../../company/countries.ts'
import { companiesQuery } from '../../company/queries.ts'
import { slugOf } from '../../company/slug.ts'
import { userLocale } from '../../lib/amounts.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Door, textLink } from '../door.tsx'
import { useSession } from '../queries.ts'
import { Refusal } from '../refusal.tsx'
import { FillingBooks, type Progress } from './filling-books.tsx'
import { Steps } from './steps.tsx'

interface Draft {
  name: string
  country: string
  currency: string | undefined
  books: 'example' | 'empty'
  chart: ChosenChart
}

/** The last step of signing up: the first company, with a year of example books or empty, and its first figure. */
export function WelcomePage() {
  const session = useSession()
  const [draft, setDraft] = useState<Draft>({
    name: session.tenant?.name ?? '',
    country: new Intl.Locale(userLocale()).maximize().region ?? 'DE',
    currency: undefined,
    books: 'example',
    chart: undefined,
  })
  const [progress, setProgress] = useState<Progress>()
  const { form, errors, submit, isBusy, error } = useOpening(setProgress)
  if (progress) return <FillingBooks progress={progress} error={error} onRetry={() => submit(draft)} />
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit(draft)
  }
  return (
    <Door
      isWide
      title={`Welcome, ${session.user.name.split(' ')[0]}`}
      subtitle="A company has its own books, currency and country."
      footer={
        <Link to="/companies" className={textLink}>
          Skip this for now
        </Link>
      }
    >
      <Steps current="First company" />
      <form ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <CompanyFields draft={draft} errors={errors} onChange={(next) => setDraft({ ...draft, ...next })} />
        {errors.fields.size === 0 && <Refusal error={error} />}
        <Button type="submit" variant="primary" className="h-10! self-end px-5!" isBusy={isBusy}>
          Open the company
        </Button>
      </form>
    </Door>
  )
}

/** Opens the company and, where asked to, fills it; repeated after a failure it goes on where it stopped. */
function useOpening(onProgress: (progress: Progress) => void) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const region = useSession().tenant?.region ?? 'eu'
  const commandKey = useCommandKey()
  const [opened, setOpened] = useState<{ slug: string; currency: string }>()
  const inputOf = ({ name, country, currency, books, chart }: Draft) => ({
    name: name.trim(),
    slug: slugOf(name),
    country,
    currency: currency ?? currencyOfCountry(country),
    region,
    // The example has accounts of its own.
    ...(books === 'empty' && chartInput(chart, country)),
  })
  return useSubmit({
    check: (draft: Draft) => checkInput(companyContract.operations.OpenCompany.input, inputOf(draft)),
    send: async (draft: Draft) => {
      const input = inputOf(draft)
      const company =
        opened ??
        (await commandKey.send(input, (idempotencyKey) =>
          meridian.company.OpenCompany(input, { idempotencyKey }),
        ))
      setOpened(company)
      if (draft.books === 'example') {
        const name = input.name
        onProgress({ name, done: 0, total: 1 })
        const { loadDemoBooks } = await import('../../../demo/load.ts')
        await loadDemoBooks(meridian, company, new Date(), (done, total) => onProgress({ name, done, total }))
      }
      return company
    },
    onDone: async ({ slug }) => {
      await queryClient.invalidateQueries({ queryKey: companiesQuery.queryKey })
      await navigate({ to: '/companies/$company', params: { company: slug } })
    },
  })
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

function CompanyFields({ draft, errors, onChange }: FieldsProps) {
  const countries = useMemo(countryOptions, [])
  return (
    <>
      <Field label="Name of the company" error={errors.fields.get('/name') ?? errors.fields.get('/slug')}>
        {(control) => <TextInput {...control} value={draft.name} onValue={(name) => onChange({ name })} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Country" error={errors.fields.get('/country')}>
          {(control) => (
            <Select {...control} value={draft.country} onValue={(country) => onChange({ country })}>
              {countries.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Currency of the books" error={errors.fields.get('/currency')}>
          {(control) => (
            <Select
              {...control}
              value={draft.currency ?? currencyOfCountry(draft.country)}
              onValue={(currency) => onChange({ currency })}
            >
              {currencyCodes().map((code) => (
                <option key={code} value={code}>
                  {code} – {currencyNames.of(code)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <ChoiceCards
        legend="Its books"
        value={draft.books}
        onValue={(books) => onChange({ books })}
        choices={[
          {
            value: 'example',
            label: 'A year of example books',
            detail:
              'Accounts and entries of a small coffee roaster, to see reports with figures in them. They stay in the log: take another company for your own books.',
          },
          {
            value: 'empty',
            label: 'Your own books',
            detail: 'A chart of accounts to begin with; the first entry is yours.',
          },
        ]}
      />
      {draft.books === 'empty' && (
        <ChartField
          country={draft.country}
          value={draft.chart}
          onValue={(chart) => onChange({ chart })}
          error={errors.fields.get('/chart')}
        />
      )}
    </>
  )
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' })
