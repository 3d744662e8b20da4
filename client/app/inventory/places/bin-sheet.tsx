import { useState } from 'react'
import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { type Place, usePlaces, useWarehouses } from '../pickers/queries.ts'
import { type StandingDraft, StandingFields } from './place-fields.tsx'
import { usePlacesSearch } from './use-places-search.ts'

/** The warehouse that is meant where none is named: the one that is shown, or the only one. */
export function useMeantWarehouse(): string {
  const { search } = usePlacesSearch()
  const company = useCompanySlug()
  const { byCode } = usePlaces(company)
  const [first] = useWarehouses(company)
  return byCode.get(search.place ?? '')?.warehouse ?? search.warehouse ?? first?.code ?? ''
}

/** A bin more. The sheet stays open, because bins are added in series. */
export function AddBinSheet({ parent, onClose }: { parent?: Place | undefined; onClose: () => void }) {
  const meant = useMeantWarehouse()
  const [chosen, setChosen] = useState<string>()
  const warehouse = parent?.warehouse ?? chosen ?? meant
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [standing, setStanding] = useState<StandingDraft>({
    parent: parent?.code ?? '',
    kind: 'bin',
    isPickable: true,
    sort: '',
  })
  const { form, errors, submit, isBusy } = useCommand({
    operation: placesContract.operations.AddBin,
    call: meridian.places.AddBin,
    stale: ['places'],
    onDone: (bin) => {
      toast(`${bin.code} is there.`)
      setCode('')
      setName('')
      form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    },
    onParked: onClose,
  })
  const send = () =>
    submit({
      warehouse,
      code: code.trim(),
      ...(name.trim() && { name: name.trim() }),
      ...(standing.parent && { parent: standing.parent }),
      kind: standing.kind,
      isPickable: standing.kind === 'bin' && standing.isPickable,
      ...(standing.sort && { sort: Number(standing.sort) }),
    })
  return (
    <FormSheet
      title={parent ? `Add a bin in ${parent.code}` : 'Add a bin'}
      verb="Add the bin"
      dismissal="Close"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      {!parent && (
        <Field label="Warehouse" error={errors.fields.get('/warehouse')}>
          {(control) => (
            <PlacePicker
              {...control}
              only="warehouses"
              value={warehouse}
              onValue={(next) => {
                setChosen(next)
                setStanding((before) => ({ ...before, parent: '' }))
              }}
            />
          )}
        </Field>
      )}
      <Field
        label="Code"
        error={errors.fields.get('/code')}
        hint="What its label carries. No two places of the company have the same."
      >
        {(control) => (
          <TextInput
            {...control}
            data-autofocus
            placeholder={`${warehouse || 'MAIN'}/A-01-01`}
            value={code}
            onValue={setCode}
          />
        )}
      </Field>
      <Field label="Name" isOptional error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} value={name} onValue={setName} />}
      </Field>
      <StandingFields
        draft={{ ...standing, parent: standing.parent || warehouse }}
        warehouse={warehouse}
        errors={errors.fields}
        onChange={(next) => setStanding((before) => ({ ...before, ...next }))}
      />
    </FormSheet>
  )
}
