import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import {
  ACCOUNT_TYPES,
  type AccountType,
  ledgerContract,
} from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, errorsOf, type FormErrors, NO_ERRORS } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { unitsQuery } from '../queries.ts'
import { TYPE_NAMES } from '../types.ts'
import { AccountPicker } from './account-picker.tsx'

interface Draft {
  code: string
  name: string
  type: AccountType
  unit: string
  parent: string
}

const EMPTY: Draft = { code: '', name: '', type: 'asset', unit: '', parent: '' }

interface OpenAccountProps {
  onClose: () => void
  initial?: Partial<Draft>
  onOpened?: (code: string) => void
}

/** The form for a new account. It stays open after success, because accounts are opened in series. */
export function OpenAccountSheet({ onClose, initial, onOpened }: OpenAccountProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const formId = useId()
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, ...initial })
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS)
  const commandKey = useCommandKey()
  const open = useMutation({
    mutationFn: (input: ReturnType<typeof inputOf>) =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.OpenAccount(slug, input, { idempotencyKey }),
      ),
    onSuccess: async ({ code, name }) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'accounts') })
      toast(`Account ${code} ${name} is open.`)
      if (onOpened) onOpened(code)
      else {
        setDraft((before) => ({ ...EMPTY, type: before.type, parent: before.parent }))
        document.getElementById(formId)?.querySelector('input')?.focus()
      }
    },
    onError: (error) => setErrors(errorsOf(error)),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const input = inputOf(draft)
    const refused = checkInput(ledgerContract.operations.OpenAccount.input, input)
    setErrors(refused ?? NO_ERRORS)
    if (!refused) open.mutate(input)
  }
  return (
    <Sheet
      title="Open an account"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={open.isPending}>
            Open account
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <AccountFields draft={draft} errors={errors} onChange={(next) => setDraft({ ...draft, ...next })} />
        {errors.general && <Notice>{errors.general}</Notice>}
      </form>
    </Sheet>
  )
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

function AccountFields({ draft, errors, onChange }: FieldsProps) {
  const { slug, currency } = useCompany()
  const units = useQuery(unitsQuery(slug)).data ?? []
  return (
    <>
      <Field
        label="Code"
        error={errors.fields.get('/code')}
        hint="What people type to find it, such as 1010."
      >
        {(control) => (
          <TextInput {...control} data-autofocus value={draft.code} onValue={(code) => onChange({ code })} />
        )}
      </Field>
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} value={draft.name} onValue={(name) => onChange({ name })} />}
      </Field>
      <Field label="Type" error={errors.fields.get('/type')}>
        {(control) => (
          <Select {...control} value={draft.type} onValue={(type) => onChange({ type: type as AccountType })}>
            {ACCOUNT_TYPES.map((type) => (
              <option key={type} value={type}>
                {TYPE_NAMES[type].one}
              </option>
            ))}
          </Select>
        )}
      </Field>
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
      <Field
        label="Below"
        isOptional
        error={errors.fields.get('/parent')}
        hint="The account that this one belongs to."
      >
        {(control) => (
          <AccountPicker
            {...control}
            placeholder="At the top"
            value={draft.parent}
            onValue={(parent) => onChange({ parent })}
          />
        )}
      </Field>
    </>
  )
}

function inputOf({ code, name, type, unit, parent }: Draft) {
  return { code, name, type, ...(unit.trim() && { unit: unit.trim() }), ...(parent && { parent }) }
}
