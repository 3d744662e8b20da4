import { Field, TextInput } from '../../ui/field.tsx'
import type { PartProps } from './identity-fields.tsx'

/** What freight is shared by, and what others call it. */
export function MeasureFields({ draft, defaults, errors, onChange }: PartProps) {
  const unit = draft.unit.trim() || defaults.unit
  const kind = draft.kind || defaults.kind
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {kind === 'stock' && (
        <>
          <Field label={`Weight of one ${unit}, kg`} isOptional error={errors.fields.get('/weightKg')}>
            {(control) => (
              <TextInput
                {...control}
                inputMode="decimal"
                className="text-right tabular-nums"
                value={draft.weightKg}
                onValue={(weightKg) => onChange({ weightKg })}
              />
            )}
          </Field>
          <Field
            label={`Volume of one ${unit}, litres`}
            isOptional
            error={errors.fields.get('/volumeLitres')}
          >
            {(control) => (
              <TextInput
                {...control}
                inputMode="decimal"
                className="text-right tabular-nums"
                value={draft.volumeLitres}
                onValue={(volumeLitres) => onChange({ volumeLitres })}
              />
            )}
          </Field>
        </>
      )}
      <Field label="Tax" isOptional error={errors.fields.get('/tax')} hint="Code; else as the family says.">
        {(control) => <TextInput {...control} value={draft.tax} onValue={(tax) => onChange({ tax })} />}
      </Field>
      <Field
        label="External id"
        isOptional
        error={errors.fields.get('/externalId')}
        hint="What another system calls it."
      >
        {(control) => (
          <TextInput
            {...control}
            value={draft.externalId}
            onValue={(externalId) => onChange({ externalId })}
          />
        )}
      </Field>
    </div>
  )
}
