import { useState } from 'react'
import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Place } from '../pickers/queries.ts'
import { type StandingDraft, StandingFields } from './place-fields.tsx'

interface ChangeProps {
  place: Place
  onClose: () => void
  onMoved: (code: string) => void
}

/** A place as it is, to be changed. Only what differs is sent. */
export function ChangePlaceSheet({ place, onClose, onMoved }: ChangeProps) {
  const [code, setCode] = useState(place.code)
  const [name, setName] = useState(place.name)
  const [standing, setStanding] = useState<StandingDraft>({
    parent: place.parent ?? '',
    kind: place.kind === 'view' ? 'view' : 'bin',
    isPickable: place.isPickable,
    sort: place.sort > 0 ? String(place.sort) : '',
  })
  const { form, errors, submit, isBusy } = useCommand({
    operation: placesContract.operations.ChangePlace,
    call: meridian.places.ChangePlace,
    stale: ['places', 'stock', 'stock-documents', 'stock-reports'],
    onDone: (changed) => {
      toast(`${changed.code} is changed.`)
      onClose()
      if (changed.code !== place.code) onMoved(changed.code)
    },
    onParked: onClose,
  })
  const isVirtual = place.warehouse === null
  const sort = Number(standing.sort || 0)
  const input = {
    place: place.code,
    ...(code.trim() !== place.code && { code: code.trim() }),
    ...(name.trim() !== place.name && { name: name.trim() }),
    ...(!isVirtual && {
      ...(standing.parent !== place.parent && { parent: standing.parent }),
      ...(standing.kind !== place.kind && { kind: standing.kind }),
      ...(standing.isPickable !== place.isPickable && { isPickable: standing.isPickable }),
      ...(sort !== place.sort && { sort }),
    }),
  }
  return (
    <FormSheet
      title={`Change ${place.code}`}
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => (Object.keys(input).length > 1 ? submit(input) : onClose())}
    >
      <Field
        label="Code"
        error={errors.fields.get('/code')}
        hint="History follows a new code; its label has to be printed again."
      >
        {(control) => <TextInput {...control} data-autofocus value={code} onValue={setCode} />}
      </Field>
      <Field label="Name" isOptional={!isVirtual} error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} value={name} onValue={setName} />}
      </Field>
      {!isVirtual && (
        <StandingFields
          draft={standing}
          warehouse={place.warehouse ?? ''}
          except={place.code}
          errors={errors.fields}
          onChange={(next) => setStanding((before) => ({ ...before, ...next }))}
        />
      )}
    </FormSheet>
  )
}
