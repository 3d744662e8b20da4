import { useState } from 'react'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import type { ItemHit } from '../pickers/queries.ts'
import type { Lying } from './changes.ts'

const STOCKED = ['stock'] as const

interface AddProps {
  place: string
  onAdd: (row: Lying) => void
  onClose: () => void
}

/** A row for what the books do not have there. How much of it is typed in the grid. */
export function AddSheet({ place: begun, onAdd, onClose }: AddProps) {
  const [item, setItem] = useState('')
  const [hit, setHit] = useState<ItemHit>()
  const [place, setPlace] = useState(begun)
  const [lot, setLot] = useState('')
  const [expiry, setExpiry] = useState('')
  const { form, errors, submit, isBusy } = useSubmit({
    check: () =>
      fieldErrors({
        '/item': !hit && 'Choose an item.',
        '/place': place === '' && 'Choose a place.',
        '/lot': hit && hit.tracking !== 'none' && lot.trim() === '' && 'Name the lot or serial number.',
      }),
    send: async () => hit,
    onDone: (chosen) => {
      if (!chosen) return
      const { id, code, name, unit } = chosen
      onAdd({
        item: { id, code, name },
        ...{ place, lot: lot.trim() || null, expiry: expiry || null, quantity: '0', unit, isNew: true },
      })
      onClose()
    },
  })
  return (
    <FormSheet
      title="Add what is not in the list"
      verb="Add the row"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field label="Item" error={errors.fields.get('/item')}>
        {(control) => (
          <ItemPicker
            {...control}
            data-autofocus
            kinds={STOCKED}
            value={item}
            onValue={(code, found, scan) => {
              setItem(code)
              setHit(found)
              if (scan?.lot ?? scan?.serial) setLot(scan?.lot ?? scan?.serial ?? '')
            }}
          />
        )}
      </Field>
      <Field label="Place" error={errors.fields.get('/place')}>
        {(control) => <PlacePicker {...control} value={place} onValue={setPlace} />}
      </Field>
      {hit && hit.tracking !== 'none' && (
        <>
          <Field label="Lot or serial number" error={errors.fields.get('/lot')}>
            {(control) => <TextInput {...control} value={lot} onValue={setLot} />}
          </Field>
          <Field label="Expiry of a new lot" isOptional>
            {(control) => <DateInput {...control} value={expiry} onValue={setExpiry} />}
          </Field>
        </>
      )}
    </FormSheet>
  )
}
