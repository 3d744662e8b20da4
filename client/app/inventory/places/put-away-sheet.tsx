import { useState } from 'react'
import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Field } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { useMeantWarehouse } from './bin-sheet.tsx'

/** Where an item is put. The sheet stays open for the next one. */
export function PutAwaySheet({ onClose }: { onClose: () => void }) {
  const meant = useMeantWarehouse()
  const [chosen, setChosen] = useState<string>()
  const warehouse = chosen ?? meant
  const [item, setItem] = useState('')
  const [place, setPlace] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: placesContract.operations.SetPutAway,
    call: meridian.places.SetPutAway,
    stale: ['places'],
    onDone: (rule) => {
      toast(`${rule.item.code} is put into ${rule.place}.`)
      setItem('')
      form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title="Where an item is put"
      verb="Set the place"
      dismissal="Close"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ item, warehouse, place })}
    >
      <Field label="Item" error={errors.fields.get('/item')}>
        {(control) => (
          <ItemPicker {...control} data-autofocus kinds={['stock']} value={item} onValue={setItem} />
        )}
      </Field>
      <Field label="Warehouse" error={errors.fields.get('/warehouse')}>
        {(control) => (
          <PlacePicker
            {...control}
            only="warehouses"
            value={warehouse}
            onValue={(next) => {
              setChosen(next)
              setPlace('')
            }}
          />
        )}
      </Field>
      <Field label="Place" error={errors.fields.get('/place')} hint="A group means: somewhere in it.">
        {(control) => (
          <PlacePicker {...control} only="all" warehouse={warehouse} value={place} onValue={setPlace} />
        )}
      </Field>
    </FormSheet>
  )
}
