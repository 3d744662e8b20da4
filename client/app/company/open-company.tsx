import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { companyContract } from '../../../durable-objects/company/contract.ts'
import { currencyCodes } from '../../../durable-objects/kernel/money.ts'
import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'
import { userLocale } from '../lib/amounts.ts'
import { meridian } from '../lib/api.ts'
import { checkInput, errorsOf, type FormErrors, NO_ERRORS } from '../lib/forms.ts'
import { useCommandKey } from '../lib/use-command-key.ts'
import { sessionQuery } from '../session/queries.ts'
import { Field, Select, TextInput } from '../ui/field.tsx'
import { FormSheet } from '../ui/form-sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { ChartField, type ChosenChart, chartInput } from './chart-field.tsx'
import { countryOptions, currencyOfCountry } from './countries.ts'
import { companiesQuery } from './queries.ts'
import { REGION_NAMES, REGION_PROMISES } from './regions.ts'
import { slugOf } from './slug.ts'

interface Draft {
  name: string
  /** Undefined while it follows the name. */
  slug: string | undefined
  country: string
  currency: string | undefined
  region: Region
  chart: ChosenChart
}

/** Opens a company: name, address, country, currency, its chart of accounts and the region where its books will stay. */
export function OpenCompanySheet({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(useInitialDraft())
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS)
  const commandKey = useCommandKey()
  const open = useMutation({
    mutationFn: (input: ReturnType<typeof inputOf>) =>
      commandKey.send(input, (idempotencyKey) => meridian.company.OpenCompany(input, { idempotencyKey })),
    onSuccess: async ({ slug, name }) => {
      await queryClient.invalidateQueries({ queryKey: companiesQuery.queryKey })
      toast(`${name} is open.`)
      await navigate({ to: '/companies/$company', params: { company: slug } })
    },
    onError: (error) => setErrors(errorsOf(error)),
  })
  const submit = () => {
    const input = inputOf(draft)
    const refused = checkInput(companyContract.operations.OpenCompany.input, input)
    setErrors(refused ?? NO_ERRORS)
    if (!refused) open.mutate(input)
  }
  return (
    <FormSheet
      title="Open a company"
      onClose={onClose}
      verb="Open company"
      isBusy={open.isPending}
      general={errors.general}
      onSubmit={submit}
    >
      <CompanyFields draft={draft} errors={errors} onChange={(next) => setDraft({ ...draft, ...next })} />
    </FormSheet>
  )
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

function CompanyFields({ draft, errors, onChange }: FieldsProps) {
  const countries = useMemo(countryOptions, [])
  const input = inputOf(draft)
  return (
    <>
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => (
          <TextInput {...control} data-autofocus value={draft.name} onValue={(name) => onChange({ name })} />
        )}
      </Field>
      <Field
        label="Short name"
        error={errors.fields.get('/slug')}
        hint="In addresses and for integrations; it stays."
      >
        {(control) => <TextInput {...control} value={input.slug} onValue={(slug) => onChange({ slug })} />}
      </Field>
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
      <Field
        label="Currency of the books"
        error={errors.fields.get('/currency')}
        hint="Lines may be in other currencies; every entry balances in this one."
      >
        {(control) => (
          <Select {...control} value={input.currency} onValue={(currency) => onChange({ currency })}>
            {currencyCodes().map((code) => (
              <option key={code} value={code}>
                {code} – {currencyNames.of(code)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ChartField
        country={draft.country}
        value={draft.chart}
        onValue={(chart) => onChange({ chart })}
        error={errors.fields.get('/chart')}
      />
      <Field
        label="Region"
        error={errors.fields.get('/region')}
        hint={`${REGION_PROMISES[draft.region]} Choose where the law or your customers expect them; they stay there.`}
      >
        {(control) => (
          <Select
            {...control}
            value={draft.region}
            onValue={(region) => onChange({ region: region as Region })}
          >
            {REGIONS.map((region) => (
              <option key={region} value={region}>
                {REGION_NAMES[region]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' })

/** The user's own country and the tenant's home region are the likely answers. */
function useInitialDraft(): Draft {
  const home = useQuery(sessionQuery).data?.tenant?.region
  const region = REGIONS.find((each) => each === home) ?? 'eu'
  const country = new Intl.Locale(userLocale()).maximize().region ?? 'DE'
  return { name: '', slug: undefined, country, currency: undefined, region, chart: undefined }
}

const inputOf = ({ name, slug, country, currency, region, chart }: Draft) => ({
  name,
  slug: slug ?? slugOf(name),
  country,
  currency: currency ?? currencyOfCountry(country),
  region,
  ...chartInput(chart, country),
})
