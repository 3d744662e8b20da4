import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { SingleSignOnView } from '../../../workers/access/contract/single-sign-on.ts'
import { accessContract } from '../../../workers/access/contract.ts'
import { meridian } from '../lib/api.ts'
import { checkInput, type FormErrors } from '../lib/forms.ts'
import { useSubmit } from '../lib/use-submit.ts'
import { useMay } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { ChoiceCards, Tick } from '../ui/choice-cards.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Loading, Notice, ProblemNotice } from '../ui/feedback.tsx'
import { Field, Select, TextArea, TextInput } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { Gate } from './gate.tsx'
import { rolesQuery, singleSignOnQuery } from './queries.ts'

export const SingleSignOnPage = () => (
  <Gate title="Single sign-on" operation="access.GetSingleSignOn">
    <SingleSignOn />
  </Gate>
)

/** The organisation's own identity provider (OpenID Connect). */
function SingleSignOn() {
  const query = useQuery(singleSignOnQuery)
  return (
    <Page
      title="Single sign-on"
      width="measure"
      subtitle="People of your domains sign in at your own identity provider, by OpenID Connect."
    >
      {query.isPending && <Loading rows={6} label="Loading the settings" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Settings key={query.data.updatedAt} view={query.data} />}
    </Page>
  )
}

function Settings({ view }: { view: SingleSignOnView }) {
  const queryClient = useQueryClient()
  const mayChange = useMay('access.ConfigureSingleSignOn')
  const [isRemoving, setRemoving] = useState(false)
  const show = (next: SingleSignOnView) => queryClient.setQueryData(singleSignOnQuery.queryKey, next)
  return (
    <>
      <Section
        title="At your provider"
        description="Register Meridian there as a web application, with this redirect address."
      >
        <Copyable text={view.redirectUri} label="redirect address" />
      </Section>
      {view.configured && <Domains view={view} mayCheck={mayChange} onChecked={show} />}
      <Section
        title="Provider"
        description={
          view.configured ? 'In force. A change is checked with the provider at once.' : 'None yet.'
        }
        actions={
          view.configured &&
          mayChange && (
            <Button size="sm" variant="danger" onClick={() => setRemoving(true)}>
              Remove…
            </Button>
          )
        }
      >
        {mayChange ? <ProviderForm view={view} onSaved={show} /> : <p>{view.issuer}</p>}
      </Section>
      {isRemoving && (
        <Confirm
          title="Remove single sign-on?"
          verb="Remove it"
          send={async () => {
            show(await meridian.access.RemoveSingleSignOn({}))
          }}
          onDone={() => toast('Single sign-on is removed.')}
          onClose={() => setRemoving(false)}
        >
          Your people sign in with a password, a passkey or a link by mail again.
        </Confirm>
      )}
    </>
  )
}

interface DomainsProps {
  view: SingleSignOnView
  mayCheck: boolean
  onChecked: (view: SingleSignOnView) => void
}

function Domains({ view, mayCheck, onChecked }: DomainsProps) {
  const check = useSubmit({
    send: () => meridian.access.CheckSingleSignOnDomains({}),
    onDone: (next) => {
      onChecked(next)
      toast(
        next.domains.every(({ verified }) => verified)
          ? 'Every domain is proven.'
          : 'DNS was asked. It can take an hour until a new record is seen.',
      )
    },
  })
  const isOpen = view.domains.some(({ verified }) => !verified)
  return (
    <Section
      title="Domains"
      description="A domain works once its record stands in your DNS."
      actions={
        isOpen &&
        mayCheck && (
          <Button size="sm" isBusy={check.isBusy} onClick={() => check.submit()}>
            Ask DNS again
          </Button>
        )
      }
    >
      {check.error ? <ProblemNotice error={check.error} /> : null}
      <ul className="divide-y divide-line">
        {view.domains.map(({ domain, verified, record }) => (
          <li key={domain} className="flex flex-col gap-1 py-2.5">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{domain}</span>
              {verified ? (
                <Status tone="positive">Proven</Status>
              ) : (
                <Status tone="warning">Waiting for its record</Status>
              )}
            </span>
            {!verified && (
              <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 text-sm">
                <dt className="text-faint">{record.type} record</dt>
                <dd>
                  <Copyable text={record.name} label="name of the record" />
                </dd>
                <dt className="text-faint">Value</dt>
                <dd>
                  <Copyable text={record.value} label="value of the record" />
                </dd>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

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

function ProviderForm({ view, onSaved }: ProviderFormProps) {
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
