import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useMemo, useState } from 'react'
import type { DelegationView } from '../../../../durable-objects/guardrails/contract.ts'
import { guardrailsContract } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, today } from '../../lib/dates.ts'
import { checkInput } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { useMay, useSession } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Tick } from '../../ui/choice-cards.tsx'
import { Loading, Notice, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field, Select, TextInput } from '../../ui/field.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { capital, useColleagues, useMayApprove, usePersonName, useRoleName } from '../names.ts'
import { allOf } from '../policies/sentence.ts'
import { delegationsQuery } from '../queries.ts'

/** Lets somebody else approve while one is away, and shows who may for whom. */
export function AwaySheet({ onClose }: { onClose: () => void }) {
  const formId = useId()
  const delegate = useDelegate()
  return (
    <Sheet
      title="While I am away"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={delegate.isBusy}>
            Let them approve
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <p className="text-muted">
          Somebody else approves in your place, from the first to the last day. Both names are in the log, and
          nobody approves what they made themselves.
        </p>
        <DelegateForm id={formId} delegate={delegate} />
        <Delegations />
      </div>
    </Sheet>
  )
}

interface Draft {
  to: string
  from: string
  until: string
  roles: readonly string[]
}

const inputOf = ({ to, from, until, roles }: Draft) => ({ to: to.trim(), from, until, roles: [...roles] })

function useDelegate() {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const person = usePersonName()
  const commandKey = useCommandKey()
  return useSubmit({
    check: (draft: Draft) =>
      fieldErrors({
        '/to': draft.to.trim() === '' && 'Choose who approves for you.',
        '/from': draft.from === '' && 'Choose the first day.',
        '/until': draft.until === '' && 'Choose the last day.',
        '/roles': draft.roles.length === 0 && 'Leave at least one role.',
      }) ?? checkInput(guardrailsContract.operations.DelegateApprovals.input, inputOf(draft)),
    send: (draft: Draft) => {
      const input = inputOf(draft)
      return commandKey.send(input, (idempotencyKey) =>
        meridian.guardrails.DelegateApprovals(company, input, { idempotencyKey }),
      )
    },
    onDone: async ({ to, from, until }) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'delegations') })
      toast(`${capital(person(to))} may approve for you, ${formatDate(from)} to ${formatDate(until)}.`)
    },
  })
}

function DelegateForm({ id, delegate }: { id: string; delegate: ReturnType<typeof useDelegate> }) {
  const own = useSession().actor
  const roleName = useRoleName()
  const ownRoles = own?.roles ?? []
  const [draft, setDraft] = useState<Draft>({ to: '', from: today(), until: '', roles: ownRoles })
  const { form, errors, submit } = delegate
  const change = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields })
  return (
    <form
      ref={form}
      id={id}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit(draft)
      }}
    >
      <PersonField value={draft.to} error={errors.fields.get('/to')} onValue={(to) => change({ to })} />
      <div className="grid grid-cols-2 gap-3">
        <Field label="From" error={errors.fields.get('/from')}>
          {(control) => <DateInput {...control} value={draft.from} onValue={(from) => change({ from })} />}
        </Field>
        <Field label="Last day" error={errors.fields.get('/until')}>
          {(control) => <DateInput {...control} value={draft.until} onValue={(until) => change({ until })} />}
        </Field>
      </div>
      {ownRoles.length > 1 && (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 text-sm font-medium">In which of your roles</legend>
          {ownRoles.map((role) => (
            <Tick
              key={role}
              isOn={draft.roles.includes(role)}
              onChange={(isOn) =>
                change({
                  roles: ownRoles.filter((each) => (each === role ? isOn : draft.roles.includes(each))),
                })
              }
            >
              {roleName(role)}
            </Tick>
          ))}
          {errors.fields.get('/roles') && (
            <p className="text-sm text-negative">{errors.fields.get('/roles')}</p>
          )}
        </fieldset>
      )}
      {errors.general && <Notice>{errors.general}</Notice>}
    </form>
  )
}

interface PersonFieldProps {
  value: string
  error: string | undefined
  onValue: (value: string) => void
}

function PersonField({ value, error, onValue }: PersonFieldProps) {
  const mayChoose = useMay('access.ListPeople')
  const colleagues = useColleagues()
  const own = useSession().actor?.id
  const mayApprove = useMayApprove(value)
  const others = useMemo(() => colleagues.filter(({ id }) => id !== own), [colleagues, own])
  if (!mayChoose)
    return (
      <Field
        label="Who approves for you"
        error={error}
        hint="You may not see the members: ask for the id of the person."
      >
        {(control) => <TextInput {...control} value={value} onValue={onValue} placeholder="user_…" />}
      </Field>
    )
  return (
    <Field
      label="Who approves for you"
      error={error}
      hint={
        mayApprove === false ? 'No role of this person includes approving: give them one first.' : undefined
      }
    >
      {(control) => (
        <Select {...control} value={value} onValue={onValue}>
          <option value="">Choose…</option>
          {others.map(({ id, name, email }) => (
            <option key={id} value={id}>
              {email ? `${name} (${email})` : name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function Delegations() {
  const company = useCompanySlug()
  const query = useQuery(delegationsQuery(company))
  return (
    <section aria-labelledby="delegations" className="flex flex-col gap-2">
      <h3 id="delegations" className="font-semibold">
        Who may for whom
      </h3>
      {query.isPending && <Loading rows={3} label="Loading who may for whom" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className="text-muted">Nobody approves for somebody else yet.</p>}
      <ul className="flex flex-col gap-2">
        {query.data?.map((delegation) => (
          <Delegation key={delegation.id} delegation={delegation} />
        ))}
      </ul>
    </section>
  )
}

const STATUS: Readonly<Record<DelegationView['status'], { word: string; tone: Tone }>> = {
  active: { word: 'In force', tone: 'positive' },
  planned: { word: 'Planned', tone: 'accent' },
  ended: { word: 'Ended', tone: 'neutral' },
  revoked: { word: 'Revoked', tone: 'neutral' },
}

function Delegation({ delegation }: { delegation: DelegationView }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const person = usePersonName()
  const role = useRoleName()
  const own = useSession().actor?.id
  const commandKey = useCommandKey()
  const { id, by, to, from, until, roles, status } = delegation
  const revoke = useSubmit({
    send: () =>
      commandKey.send({ delegation: id }, (idempotencyKey) =>
        meridian.guardrails.RevokeDelegation(company, { delegation: id }, { idempotencyKey }),
      ),
    onDone: () => queryClient.invalidateQueries({ queryKey: subjectKey(company, 'delegations') }),
  })
  const { word, tone } = STATUS[status]
  return (
    <li className="flex flex-col gap-1 rounded-lg border border-line p-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">
          {capital(person(to))} for {person(by)}
        </span>
        <Status tone={tone}>{word}</Status>
      </p>
      <p className="text-sm text-muted">
        {formatDate(from)} to {formatDate(until)}, as {allOf(roles.map(role))}
      </p>
      {by === own && (status === 'active' || status === 'planned') && (
        <Button size="sm" className="self-start" isBusy={revoke.isBusy} onClick={() => revoke.submit()}>
          End it now
        </Button>
      )}
      {revoke.errors.general && <Notice>{revoke.errors.general}</Notice>}
    </li>
  )
}
