import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  ACCOUNT_TYPES,
  type AccountType,
  DEFAULT_CATEGORY,
  ledgerContract,
} from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { unitsQuery, useChart } from '../queries.ts'
import { TYPE_NAMES } from '../types.ts'
import { type Standing, StandingFields } from './account-fields.tsx'
import { FlagField } from './flag-field.tsx'
import { refreshAfter } from './queries.ts'

interface Draft extends Standing {
  code: string
  name: string
  type: AccountType
  unit: string
  isSalaries: boolean
}

const EMPTY: Draft = {
  code: '',
  name: '',
  type: 'asset',
  unit: '',
  parent: '',
  category: DEFAULT_CATEGORY.asset,
  isHeading: false,
  isOpenItem: false,
  control: '',
  tax: '',
  isSalaries: false,
}

interface OpenAccountProps {
  onClose: () => void
  initial?: Partial<Draft>
  onOpened?: (code: string) => void
}

/** The form for a new account. It stays open after success, because accounts are opened in series. */
export function OpenAccountSheet({ onClose, initial, onOpened }: OpenAccountProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const { byCode } = useChart(slug)
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, ...initial })
  const commandKey = useCommandKey()
  const input = inputOf(draft)
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(ledgerContract.operations.OpenAccount.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.OpenAccount(slug, input, { idempotencyKey }),
      ),
    onDone: async ({ code, name }) => {
      await refreshAfter(queryClient, slug, 'account-opened')
      toast(`Account ${code} ${name} is open.`)
      if (onOpened) return onOpened(code)
      setDraft(({ type, category, parent }) => ({ ...EMPTY, type, category, parent }))
      form.current?.querySelector('input')?.focus()
    },
  })
  const change = (next: Partial<Draft>) => {
    const above = next.parent ? byCode.get(next.parent) : undefined
    // Accounts below one are usually of its kind.
    setDraft((before) => ({ ...before, ...next, ...(above && { category: above.category }) }))
  }
  return (
    <FormSheet
      title="Open an account"
      verb="Open account"
      dismissal="Close"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <IdentityFields draft={draft} errors={errors} onChange={change} />
      <StandingFields type={draft.type} standing={draft} errors={errors} onChange={change} />
      <UnitField draft={draft} errors={errors} onChange={change} />
      <FlagField
        isOn={draft.isSalaries}
        onChange={(isSalaries) => change({ isSalaries })}
        label="Salaries"
        hint="Amounts of its entries are hidden from people who may not see salaries. It stays so."
        error={errors.fields.get('/sensitivity')}
      />
    </FormSheet>
  )
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

const IdentityFields = ({ draft, errors, onChange }: FieldsProps) => (
  <>
    <Field label="Code" error={errors.fields.get('/code')} hint="What people type to find it, such as 1010.">
      {(control) => (
        <TextInput {...control} data-autofocus value={draft.code} onValue={(code) => onChange({ code })} />
      )}
    </Field>
    <Field label="Name" error={errors.fields.get('/name')}>
      {(control) => <TextInput {...control} value={draft.name} onValue={(name) => onChange({ name })} />}
    </Field>
    <Field label="Type" error={errors.fields.get('/type')}>
      {(control) => (
        <Select
          {...control}
          value={draft.type}
          onValue={(chosen) => {
            const type = chosen as AccountType
            onChange({ type, category: DEFAULT_CATEGORY[type], parent: '' })
          }}
        >
          {ACCOUNT_TYPES.map((type) => (
            <option key={type} value={type}>
              {TYPE_NAMES[type].one}
            </option>
          ))}
        </Select>
      )}
    </Field>
  </>
)

function UnitField({ draft, errors, onChange }: FieldsProps) {
  const { slug, currency } = useCompany()
  const units = useQuery(unitsQuery(slug)).data ?? []
  return (
    <Field
      label="Only unit"
      isOptional
      error={errors.fields.get('/unit')}
      hint={`Refuses lines in any other unit. Without it, lines are in ${currency} unless they say otherwise.`}
    >
      {(control) => (
        <>
          <TextInput
            {...control}
            list={`${control.id}-units`}
            value={draft.unit}
            onValue={(unit) => onChange({ unit })}
            placeholder="Any"
          />
          <datalist id={`${control.id}-units`}>
            {units.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

function inputOf({ code, name, type, unit, category, parent, control, tax, ...flags }: Draft) {
  return {
    code,
    name,
    type,
    category,
    ...(unit.trim() && { unit: unit.trim() }),
    ...(parent && { parent }),
    ...(control && { control }),
    ...(tax.trim() && { tax: tax.trim() }),
    ...(flags.isHeading && { isHeading: true }),
    ...(flags.isOpenItem && { isOpenItem: true }),
    ...(flags.isSalaries && { sensitivity: 'salaries' as const }),
  }
}
