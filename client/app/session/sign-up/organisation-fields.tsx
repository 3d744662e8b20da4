import { REGIONS } from '../../../../durable-objects/kernel/regions.ts'
import { REGION_TEXTS } from '../../../../workers/access/contract/region-texts.ts'
import type { FormErrors } from '../../lib/forms.ts'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { type Draft, slugOfDraft } from './sign-up.tsx'

interface FieldsProps {
  draft: Draft
  errors: FormErrors
  onChange: (next: Partial<Draft>) => void
}

export const OrganisationFields = ({ draft, errors, onChange }: FieldsProps) => (
  <>
    <Field label="Name of the organisation" error={errors.fields.get('/tenant/name')}>
      {(control) => (
        <TextInput
          {...control}
          autoComplete="organization"
          value={draft.organisation}
          onValue={(organisation) => onChange({ organisation })}
        />
      )}
    </Field>
    <Field
      label="Short name"
      error={errors.fields.get('/tenant/slug')}
      hint="In addresses and for your company’s sign-in; it stays."
    >
      {(control) => (
        <TextInput
          {...control}
          autoCapitalize="none"
          spellCheck={false}
          value={slugOfDraft(draft)}
          onValue={(slug) => onChange({ slug })}
        />
      )}
    </Field>
    <ChoiceCards
      legend="Where your data lies"
      error={errors.fields.get('/region')}
      value={draft.region}
      onValue={(region) => onChange({ region })}
      choices={REGIONS.map((region) => ({
        value: region,
        label: REGION_TEXTS[region].name,
        detail: <RegionPromise {...REGION_TEXTS[region]} />,
      }))}
    />
    <p className="text-sm text-faint">
      A region holds your people, books, reports, documents and archive. Outside of it there is only a
      directory of ids, which names nobody.
    </p>
  </>
)

const RegionPromise = ({ guaranteed, wished }: { guaranteed: string; wished: string }) => (
  <>
    <span className="block">
      <strong className="font-semibold text-ink">Guaranteed. </strong>
      {guaranteed}
    </span>
    <span className="mt-1 block">
      <strong className="font-semibold text-ink">A wish. </strong>
      {wished}
    </span>
  </>
)
