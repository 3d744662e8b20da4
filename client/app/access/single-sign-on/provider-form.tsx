import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { SingleSignOnView } from '../../../../workers/access/contract/single-sign-on.ts'
import { accessContract } from '../../../../workers/access/contract.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceCards, Tick } from '../../ui/choice-cards.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, Select, TextArea, TextInput } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { toast } from '../../ui/toast.tsx'
import { rolesQuery } from '../queries.ts'

interface Draft {
  issuer: string
  clientId: string
  clientSecret: string
  domains: string
  join: 'invitation' | 'role'
  role: string
  required: boolean
}

const draftOf = (view: SingleSignOnView): Draft => ({
  issuer: view.issuer ?? '',
  clientId: view.clientId ?? '',
  clientSecret: '',
  domains: view.domains.map(({ domain }) => domain).join('\n'),
  join: view.join,
  role: view.role ?? 'employee',
  required: view.required,
})

const inputOf = (draft: Draft) => ({
  issuer: draft.issuer.trim(),
  clientId: draft.clientId.trim(),
  ...(draft.clientSecret && { clientSecret: draft.clientSecret }),
  domains: draft.domains.split(/[\s,]+/).filter((domain) => domain !== ''),
  join: draft.join,
  ...(draft.join === 'role' && { role: draft.role }),
  required: draft.required,
})

interface ProviderFormProps {
  view: SingleSignOnView
  onSaved: (view: SingleSignOnView) => void
}

/** What Meridian has to know of the provider, and who gets in through it. */
export function ProviderForm({ view, onSaved }: ProviderFormProps) {
  const [draft, setDraft] = useState(() => draftOf(view))
  const input = inputOf(draft)
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(accessContract.operations.ConfigureSingleSignOn.input, input),
    send: () => meridian.access.ConfigureSingleSignOn(input),
    onDone: (next) => {
      onSaved(next)
      toast('Single sign-on is set. Prove the domains to put it in force.')
    },
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <form ref={form} onSubmit={onSubmit} noValidate className="flex max-w-xl flex-col gap-4">
      <ProviderFields
        draft={draft}
        errors={errors}
        hasSecret={view.configured}
        onChange={(next) => setDraft({ ...draft, ...next })}
      />
      {errors.general && <Notice>{errors.general}</Notice>}
      <Button type="submit" variant="primary" className="self-start" isBusy={isBusy}>
        {view.configured ? 'Save' : 'Set it up'}
      </Button>
    </form>
  )
}

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  hasSecret: boolean
  onChange: (next: Partial<Draft>) => void
}

function ProviderFields({ draft, errors, hasSecret, onChange }: FieldsProps) {
  const roles = useQuery({ ...rolesQuery, enabled: draft.join === 'role' }).data ?? []
  const domainError = [...errors.fields].find(([pointer]) => pointer.startsWith('/domains'))?.[1]
  return (
    <>
      <Field
        label="Issuer"
        error={errors.fields.get('/issuer')}
        hint="The provider’s address; its discovery document lies below it."
      >
        {(control) => (
          <TextInput
            {...control}
            type="url"
            placeholder="https://login.example.com"
            value={draft.issuer}
            onValue={(issuer) => onChange({ issuer })}
          />
        )}
      </Field>
      <Field label="Client id" error={errors.fields.get('/clientId')}>
        {(control) => (
          <TextInput {...control} value={draft.clientId} onValue={(clientId) => onChange({ clientId })} />
        )}
      </Field>
      <Field
        label="Client secret"
        isOptional={hasSecret}
        error={errors.fields.get('/clientSecret')}
        hint={hasSecret ? 'One is stored. Leave this empty to keep it.' : undefined}
      >
        {(control) => (
          <PasswordInput
            {...control}
            value={draft.clientSecret}
            onValue={(clientSecret) => onChange({ clientSecret })}
          />
        )}
      </Field>
      <Field label="Domains" error={domainError} hint="Of your people’s e-mail addresses, one a line.">
        {(control) => (
          <TextArea
            {...control}
            spellCheck={false}
            placeholder="example.com"
            value={draft.domains}
            onValue={(domains) => onChange({ domains })}
          />
        )}
      </Field>
      <ChoiceCards
        legend="Who gets in"
        value={draft.join}
        onValue={(join) => onChange({ join })}
        choices={[
          { value: 'invitation', label: 'Only who is invited' },
          { value: 'role', label: 'Everybody whom the provider knows', detail: 'With the role below.' },
        ]}
      />
      {draft.join === 'role' && (
        <Field label="Their role" error={errors.fields.get('/role')}>
          {(control) => (
            <Select {...control} value={draft.role} onValue={(role) => onChange({ role })}>
              {roles.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Tick isOn={draft.required} onChange={(required) => onChange({ required })}>
        Required
        <span className="block text-sm text-muted">
          People of these domains cannot sign in otherwise. Owners still can, so that nobody is locked out.
        </span>
      </Tick>
    </>
  )
}
