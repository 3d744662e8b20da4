import type { FormErrors } from '../../lib/forms.ts'
import { Field, Select, TextArea, TextInput } from '../../ui/field.tsx'
import { Described, ITEM_KINDS } from './choices.tsx'
import type { Defaults } from './families.ts'
import { FamilyPicker } from './family-picker.tsx'
import type { ItemDraft } from './item-draft.ts'
import { KIND_NAMES } from './names.ts'

export interface PartProps {
  draft: ItemDraft
  /** What the family says where the draft says nothing; of an item that exists there is nothing left to say. */
  defaults: Defaults
  errors: FormErrors
  onChange: (next: Partial<ItemDraft>) => void
  /** It has moved: what is in the value of its stock is fixed. */
  isFixed?: boolean
}

/** What it is and how it is called. */
export function IdentityFields({ draft, defaults, errors, onChange, isFixed = false }: PartProps) {
  const kind = draft.kind || defaults.kind
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Family"
          isOptional
          error={errors.fields.get('/family')}
          hint="Says what is left out here, and which accounts are booked on."
        >
          {(control) => (
            <FamilyPicker {...control} value={draft.family} onValue={(family) => onChange({ family })} />
          )}
        </Field>
        <Field label="Kind" error={errors.fields.get('/kind')} hint={KIND_NAMES[kind].detail}>
          {(control) => (
            <Select
              {...control}
              disabled={isFixed}
              value={kind}
              onValue={(chosen) => onChange({ kind: chosen as ItemDraft['kind'] })}
            >
              <Described values={ITEM_KINDS} name={(each) => KIND_NAMES[each].name} />
            </Select>
          )}
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Field label="Code" error={errors.fields.get('/code')}>
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              placeholder="ESP-250"
              value={draft.code}
              onValue={(code) => onChange({ code })}
            />
          )}
        </Field>
        <Field label="Name" error={errors.fields.get('/name')}>
          {(control) => (
            <TextInput
              {...control}
              placeholder="Espresso, bag of 250 g"
              value={draft.name}
              onValue={(name) => onChange({ name })}
            />
          )}
        </Field>
      </div>
      <Field label="Description" isOptional error={errors.fields.get('/description')}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={draft.description}
            onValue={(description) => onChange({ description })}
          />
        )}
      </Field>
    </>
  )
}
