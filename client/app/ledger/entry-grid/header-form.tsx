import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef } from 'react'
import { GENERAL_JOURNAL } from '../../../../durable-objects/ledger/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { DateInput, Field, Refused, Select, TextArea, TextInput } from '../../ui/field.tsx'
import { journalsQuery } from '../queries.ts'
import type { Draft, Header } from './model.ts'
import type { GridErrors } from './submission.ts'

interface HeaderFormProps {
  draft: Draft
  errors: GridErrors['header']
  /** The last refusal: of a field up here, the focus goes to it. */
  refused: GridErrors | undefined
  onChange: (field: keyof Header, text: string) => void
}

/** Refused with whole sentences, which take the width of the row: why a day is locked, and which is not. */
const ROW_REFUSALS = ['effectiveDate', 'journal'] as const

/** Everything about the entry that is not a line. */
export function HeaderForm({ draft, errors, refused, onChange }: HeaderFormProps) {
  const journals = useQuery(journalsQuery(useCompanySlug())).data ?? []
  const rowId = useId()
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refused?.header.size) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refused])
  const below = ROW_REFUSALS.filter((name) => errors.has(name))
  const field = (name: keyof Header) => ({
    value: draft[name],
    onValue: (text: string) => onChange(name, text),
  })
  return (
    <div
      ref={form}
      className="mb-5 grid grid-cols-[9.5rem_minmax(0,1fr)] gap-3 sm:grid-cols-6 xl:grid-cols-[9.5rem_14rem_minmax(0,1fr)_12rem]"
    >
      <Field
        label="Effective date"
        error={errors.get('effectiveDate')}
        errorId={`${rowId}-effectiveDate`}
        className="sm:col-span-2 xl:col-span-1"
      >
        {(control) => <DateInput {...control} {...field('effectiveDate')} />}
      </Field>
      <Field
        label="Journal"
        error={errors.get('journal')}
        errorId={`${rowId}-journal`}
        className="sm:col-span-4 xl:col-span-1"
      >
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
      {below.length > 0 && (
        <div className="col-span-2 sm:col-span-6 xl:order-1 xl:col-span-4">
          {below.map((name) => (
            <Refused key={name} id={`${rowId}-${name}`}>
              {errors.get(name)}
            </Refused>
          ))}
        </div>
      )}
      <Field
        label="Description"
        error={errors.get('description')}
        className="col-span-2 sm:col-span-4 xl:col-span-1"
      >
        {(control) => (
          <TextInput {...control} {...field('description')} autoFocus placeholder="What happened" />
        )}
      </Field>
      <Field
        label="Reference"
        isOptional
        error={errors.get('reference')}
        className="col-span-2 xl:col-span-1"
      >
        {(control) => <TextInput {...control} {...field('reference')} placeholder="Document number" />}
      </Field>
      <details
        className="col-span-2 sm:col-span-6 xl:order-2 xl:col-span-4"
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
