import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Policy } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import type { FormErrors } from '../../lib/forms.ts'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Field } from '../../ui/field.tsx'
import { EFFECT_WORDS } from '../effect.tsx'
import { policiesQuery } from '../queries.ts'
import { errorAt, type FormChange, type PolicyForm } from './policy-form.ts'
import { ValueList } from './value-list.tsx'

interface EffectFieldsProps {
  form: PolicyForm
  errors: FormErrors
  dispatch: (change: FormChange) => void
}

const CHOICES = (Object.keys(EFFECT_WORDS) as Policy['effect'][]).map((effect) => {
  const { word, says, icon: Icon } = EFFECT_WORDS[effect]
  const label = (
    <span key={effect} className="inline-flex items-center gap-1.5">
      <Icon className="size-4" aria-hidden="true" /> {word}
    </span>
  )
  return { value: effect, label, detail: says }
})

/** What becomes of a command that the policy applies to. */
export function EffectFields({ form, errors, dispatch }: EffectFieldsProps) {
  const set = (fields: Partial<PolicyForm>) => dispatch({ type: 'set', fields })
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        legend="Effect"
        choices={CHOICES}
        value={form.effect}
        onValue={(effect) => set({ effect })}
        error={errors.fields.get('/effect')}
      />
      {form.effect === 'allow' && (
        <Exempts form={form} errors={errors} onExempts={(exempts) => set({ exempts })} />
      )}
    </div>
  )
}

interface ExemptsProps extends Omit<EffectFieldsProps, 'dispatch'> {
  onExempts: (exempts: readonly string[]) => void
}

function Exempts({ form, errors, onExempts }: ExemptsProps) {
  const policies = useQuery(policiesQuery(useCompanySlug())).data
  const options = useMemo(
    () =>
      (policies ?? [])
        .filter(({ code, effect }) => effect !== 'allow' && code !== form.code)
        .map(({ code, name }) => ({ value: code, label: name, detail: code })),
    [policies, form.code],
  )
  const nameOf = (code: string) => options.find(({ value }) => value === code)?.label ?? code
  return (
    <Field label="Policies that then do not apply" error={errorAt(errors, '/exempts')}>
      {(control) => (
        <ValueList
          label="Policies that then do not apply"
          control={control}
          values={form.exempts}
          onValues={onExempts}
          options={options}
          nameOf={nameOf}
          placeholder="Add a policy…"
          emptyText="There is no policy to take back."
        />
      )}
    </Field>
  )
}
