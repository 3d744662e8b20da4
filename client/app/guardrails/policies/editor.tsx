import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useId, useReducer } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Card } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { Effect } from '../effect.tsx'
import { useWords } from '../names.ts'
import { ApprovalFields } from './approval-fields.tsx'
import { CommandPicker } from './command-picker.tsx'
import { ConditionBuilder } from './condition-builder.tsx'
import { EffectFields } from './effect-fields.tsx'
import {
  codeOf,
  editPolicy,
  errorAt,
  type FormChange,
  type PolicyForm,
  policyOf,
  problemsOf,
} from './policy-form.ts'
import { sentenceOf } from './sentence.ts'
import { SimulationPanel } from './simulation.tsx'

interface EditorProps {
  title: string
  initial: PolicyForm
  /** Of a policy that exists; its code cannot change. */
  version?: number
  intro?: ReactNode
}

/** A policy as a form, its sentence beside it, and a trial on the past before it is put into force. */
export function PolicyEditor({ title, initial, version, intro }: EditorProps) {
  const company = useCompanySlug()
  const isNew = version === undefined
  const [form, dispatch] = useReducer(editPolicy, initial)
  const { form: element, errors, setErrors, submit, isBusy } = useAdopt(company, version)
  const formId = useId()
  const change = (next: FormChange) => dispatch(isNew ? withCode(form, next) : next)
  useShortcut('mod+enter', 'Put the policy into force', 'In a form', () => submit(form))
  return (
    <Page title={title} subtitle={intro}>
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-8">
          <form
            ref={element}
            id={formId}
            noValidate
            className="flex min-w-0 flex-col gap-8"
            onSubmit={(event) => {
              event.preventDefault()
              submit(form)
            }}
          >
            <About form={form} errors={errors} isNew={isNew} dispatch={change} />
            <Part title="What it applies to">
              <Field label="Commands" error={errorAt(errors, '/commands')}>
                {(control) => (
                  <CommandPicker
                    label="Commands"
                    control={control}
                    values={form.commands}
                    onValues={(commands) => change({ type: 'set', fields: { commands } })}
                  />
                )}
              </Field>
              <ConditionBuilder
                group={form.when}
                commands={form.commands}
                errors={errors}
                dispatch={(condition) => change({ type: 'condition', change: condition })}
              />
            </Part>
            <Part title="What becomes of it">
              <EffectFields form={form} errors={errors} dispatch={change} />
              <Field
                label="Reason"
                error={errors.fields.get('/reason')}
                hint="What the person who is stopped reads."
              >
                {(control) => (
                  <TextArea
                    {...control}
                    rows={2}
                    value={form.reason}
                    onValue={(reason) => change({ type: 'set', fields: { reason } })}
                    placeholder="Entries over 10,000 need a second person."
                  />
                )}
              </Field>
            </Part>
            {form.effect === 'approve' && (
              <Part title="Who has to approve">
                <ApprovalFields form={form} errors={errors} dispatch={change} />
              </Part>
            )}
          </form>
        </div>
        <InWords form={form} />
      </div>
      <SimulationPanel form={form} onRefused={setErrors} />
      <div className="sticky bottom-0 z-10 -mx-4 mt-8 -mb-16 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas px-4 py-3 sm:-mx-6 sm:px-6">
        {errors.general && (
          <div className="w-full">
            <Notice>{errors.general}</Notice>
          </div>
        )}
        {errors.fields.size > 0 && (
          <p role="alert" className="mr-auto text-sm text-negative">
            {errors.fields.size === 1 ? 'One field needs' : `${errors.fields.size} fields need`} another look.
          </p>
        )}
        <Link to="/companies/$company/policies" params={{ company }} className={buttonClass()}>
          Cancel
        </Link>
        <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
          {isNew ? 'Put into force' : `Put version ${version + 1} into force`}
        </Button>
      </div>
    </Page>
  )
}

function useAdopt(company: string, version: number | undefined) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const commandKey = useCommandKey()
  return useSubmit({
    check: problemsOf,
    send: (form: PolicyForm) => {
      const policy = policyOf(form)
      return commandKey.send(policy, (idempotencyKey) =>
        meridian.guardrails.AdoptPolicy(company, policy, { idempotencyKey }),
      )
    },
    onDone: async ({ code, name }) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'policies') })
      toast(
        version === undefined ? `“${name}” is in force.` : `Version ${version + 1} of “${name}” is in force.`,
      )
      await navigate({ to: '/companies/$company/policies/$policy', params: { company, policy: code } })
    },
  })
}

/** The code follows the name until somebody writes another one. */
function withCode(form: PolicyForm, change: FormChange): FormChange {
  if (change.type !== 'set' || change.fields.name === undefined || change.fields.code !== undefined)
    return change
  const isFollowing = form.code === '' || form.code === codeOf(form.name)
  return isFollowing ? { ...change, fields: { ...change.fields, code: codeOf(change.fields.name) } } : change
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex min-w-0 flex-col gap-3">
    <h2 className="font-semibold">{title}</h2>
    {children}
  </section>
)

interface AboutProps {
  form: PolicyForm
  errors: ReturnType<typeof useAdopt>['errors']
  isNew: boolean
  dispatch: (change: FormChange) => void
}

function About({ form, errors, isNew, dispatch }: AboutProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => (
          <TextInput
            {...control}
            autoFocus={isNew && form.name === ''}
            value={form.name}
            onValue={(name) => dispatch({ type: 'set', fields: { name } })}
            placeholder="Four eyes over 10,000"
          />
        )}
      </Field>
      {isNew ? (
        <Field
          label="Code"
          error={errors.fields.get('/code')}
          hint="In addresses and the log; it never changes."
        >
          {(control) => (
            <TextInput
              {...control}
              value={form.code}
              onValue={(code) => dispatch({ type: 'set', fields: { code } })}
              spellCheck={false}
            />
          )}
        </Field>
      ) : (
        <div>
          <p className="text-sm font-medium">Code</p>
          <p className="py-1 text-muted">{form.code}</p>
        </div>
      )}
    </div>
  )
}

function InWords({ form }: { form: PolicyForm }) {
  const words = useWords()
  return (
    <aside aria-label="The policy in words" className="lg:sticky lg:top-4">
      <Card className="flex flex-col gap-3 p-4">
        <h2 className="flex flex-wrap items-center justify-between gap-2 font-semibold">
          In words <Effect effect={form.effect} />
        </h2>
        <p aria-live="polite" className="leading-relaxed wrap-anywhere" data-testid="sentence">
          {sentenceOf(policyOf(form), words)}
        </p>
        {form.reason.trim() && (
          <p className="border-t border-line pt-3 text-sm text-muted">
            Whoever is stopped reads: “{form.reason.trim()}”
          </p>
        )}
      </Card>
    </aside>
  )
}
