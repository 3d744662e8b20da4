import { Plus, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { currencyScale } from '../../../../durable-objects/kernel/money.ts'
import { useCompany } from '../../company/queries.ts'
import type { FormErrors } from '../../lib/forms.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { AmountInput } from '../amount-input.tsx'
import { useColleagues, usePersonName, useRoleName, useRoles } from '../names.ts'
import { errorAt, type FormChange, type PolicyForm, type StepForm } from './policy-form.ts'
import { ValueList } from './value-list.tsx'

interface ApprovalFieldsProps {
  form: PolicyForm
  errors: FormErrors
  dispatch: (change: FormChange) => void
}

/** Who has to approve, how many of them, above which amount; who joins later, and when it ends. */
export function ApprovalFields({ form, errors, dispatch }: ApprovalFieldsProps) {
  const roles = useRoleOptions()
  const roleName = useRoleName()
  const set = (fields: Partial<PolicyForm>) => dispatch({ type: 'set', fields })
  return (
    <div className="flex flex-col gap-4">
      <ol className="flex flex-col gap-3">
        {form.steps.map((step, index) => (
          <StepFields
            key={step.key}
            step={step}
            index={index}
            errors={errors}
            canRemove={form.steps.length > 1}
            dispatch={dispatch}
          />
        ))}
      </ol>
      {form.steps.length < LIMITS.policyStepsMax && (
        <Button size="sm" className="self-start" onClick={() => dispatch({ type: 'add-step' })}>
          <Plus className="size-3.5" aria-hidden="true" /> Another step
        </Button>
      )}
      <p className="text-sm text-faint">
        Every step has to be complete. Nobody approves what they made, and nobody counts for two steps.
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label="More people after, in hours"
          isOptional
          error={errors.fields.get('/approval/escalateAfterHours')}
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              value={form.escalateAfterHours}
              onValue={(escalateAfterHours) => set({ escalateAfterHours })}
              placeholder="24"
            />
          )}
        </Field>
        <Field label="Who then" isOptional error={errorAt(errors, '/approval/escalateTo')}>
          {(control) => (
            <ValueList
              label="Who then"
              control={control}
              values={form.escalateTo}
              onValues={(escalateTo) => set({ escalateTo })}
              options={roles}
              nameOf={roleName}
              placeholder="Add a role…"
            />
          )}
        </Field>
        <Field
          label="Lapses after, in days"
          isOptional
          error={errors.fields.get('/approval/expireAfterDays')}
          hint="Then the command is dropped, and its maker sees it."
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              value={form.expireAfterDays}
              onValue={(expireAfterDays) => set({ expireAfterDays })}
              placeholder="Never"
            />
          )}
        </Field>
      </div>
    </div>
  )
}

interface StepFieldsProps {
  step: StepForm
  index: number
  errors: FormErrors
  canRemove: boolean
  dispatch: (change: FormChange) => void
}

function StepFields({ step, index, errors, canRemove, dispatch }: StepFieldsProps) {
  const scale = currencyScale(useCompany().currency) ?? 0
  const roles = useRoleOptions()
  const colleagues = useColleagues()
  const people = useMemo(
    () => colleagues.map(({ id, name, email }) => ({ value: id, label: name, detail: email ?? '' })),
    [colleagues],
  )
  const change = (fields: Partial<StepForm>) => dispatch({ type: 'step', step: { ...step, ...fields } })
  const at = `/approval/steps/${index}`
  const common = { roleName: useRoleName(), personName: usePersonName() }
  return (
    <li className="rounded-lg border border-line bg-surface p-3">
      <fieldset className="grid min-w-0 gap-3 sm:grid-cols-2">
        <legend className="unseen">Step {index + 1}</legend>
        <div className="flex items-center justify-between sm:col-span-2">
          <span className="text-sm font-medium">Step {index + 1}</span>
          {canRemove && (
            <IconButton
              label={`Remove step ${index + 1}`}
              onClick={() => dispatch({ type: 'remove-step', key: step.key })}
            >
              <Trash2 className="size-4" aria-hidden="true" />
            </IconButton>
          )}
        </div>
        <Field label="Roles that may" error={errors.fields.get(`${at}/roles`)}>
          {(control) => (
            <ValueList
              label="Roles that may"
              control={control}
              values={step.roles}
              onValues={(values) => change({ roles: values })}
              options={roles}
              nameOf={common.roleName}
              placeholder="Add a role…"
            />
          )}
        </Field>
        <Field
          label="People who may, whatever their role"
          isOptional
          error={errorAt(errors, `${at}/users`)}
          hint={people.length === 0 ? 'You may not see the members: write their ids.' : undefined}
        >
          {(control) => (
            <ValueList
              label="People who may"
              control={control}
              values={step.users}
              onValues={(values) => change({ users: values })}
              options={people}
              nameOf={common.personName}
              isFree={people.length === 0}
              placeholder="Add a person…"
            />
          )}
        </Field>
        <Field label="How many of them" error={errors.fields.get(`${at}/count`)}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              value={step.count}
              onValue={(count) => change({ count })}
            />
          )}
        </Field>
        <Field label="Only over this amount" isOptional error={errors.fields.get(`${at}/over`)}>
          {(control) => (
            <AmountInput
              {...control}
              scale={scale}
              value={step.over}
              onValue={(over) => change({ over })}
              placeholder="Every amount"
            />
          )}
        </Field>
      </fieldset>
    </li>
  )
}

function useRoleOptions() {
  const roles = useRoles()
  return useMemo(() => roles.map(({ code, name }) => ({ value: code, label: name })), [roles])
}
