import { useQuery } from '@tanstack/react-query'
import { GENERAL_JOURNAL } from '../../../../durable-objects/ledger/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { DateInput, Field, Select, TextArea, TextInput } from '../../ui/field.tsx'
import { journalsQuery } from '../queries.ts'
import type { Draft, Header } from './model.ts'
import type { GridErrors } from './submission.ts'

interface HeaderFormProps {
  draft: Draft
  errors: GridErrors['header']
  onChange: (field: keyof Header, text: string) => void
}

/** Everything about the entry that is not a line. */
export function HeaderForm({ draft, errors, onChange }: HeaderFormProps) {
  const journals = useQuery(journalsQuery(useCompanySlug())).data ?? []
  const field = (name: keyof Header) => ({
    value: draft[name],
    onValue: (text: string) => onChange(name, text),
  })
  return (
    <div className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-6">
      <Field label="Effective date" error={errors.get('effectiveDate')}>
        {(control) => <DateInput {...control} {...field('effectiveDate')} />}
      </Field>
      <Field label="Journal" error={errors.get('journal')}>
        {(control) => (
          <Select {...control} {...field('journal')} value={draft.journal || GENERAL_JOURNAL}>
            {journals.length === 0 && <option value={GENERAL_JOURNAL}>{GENERAL_JOURNAL}</option>}
            {journals.map(({ code, name }) => (
              <option key={code} value={code}>
                {code} – {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Description" error={errors.get('description')} className="col-span-2 sm:col-span-3">
        {(control) => (
          <TextInput {...control} {...field('description')} autoFocus placeholder="What happened" />
        )}
      </Field>
      <Field label="Reference" isOptional error={errors.get('reference')} className="max-sm:col-span-2">
        {(control) => <TextInput {...control} {...field('reference')} placeholder="Document number" />}
      </Field>
      <details
        className="col-span-2 sm:col-span-6"
        open={draft.note !== '' || draft.reverseOn !== '' || errors.has('note') || errors.has('reverseOn')}
      >
        <summary className="w-fit text-sm text-muted hover:text-ink">
          Add a note, or take it back later
        </summary>
        <div className="mt-2 grid max-w-4xl gap-3 sm:grid-cols-[1fr_16rem]">
          <Field label="Note" isOptional error={errors.get('note')}>
            {(control) => <TextArea {...control} {...field('note')} />}
          </Field>
          <Field
            label="Reverse on"
            isOptional
            error={errors.get('reverseOn')}
            hint="An accrual: the opposite entry is booked by itself on this date."
          >
            {(control) => <DateInput {...control} {...field('reverseOn')} />}
          </Field>
        </div>
      </details>
    </div>
  )
}
