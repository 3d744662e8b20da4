import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { countsContract } from '../../../../durable-objects/inventory/counts/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { quantityWithUnit } from '../format.ts'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import type { ItemHit } from '../pickers/queries.ts'
import { type Count, linesKey } from './queries.ts'
import { readQuantity } from './typed.ts'

const STOCKED = ['stock'] as const

/** What lies there though nobody expected it. The sheet stays for the next one. */
export function FoundSheet({ count, onClose }: { count: Count; onClose: () => void }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [item, setItem] = useState('')
  const [hit, setHit] = useState<ItemHit>()
  const [place, setPlace] = useState(count.place)
  const [quantity, setQuantity] = useState('')
  const [lot, setLot] = useState('')
  const [expiry, setExpiry] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: countsContract.operations.RecordCounts,
    call: meridian.counts.RecordCounts,
    stale: ['counts'],
    onDone: ({ data: [line] }) => {
      void queryClient.invalidateQueries({ queryKey: linesKey(company, count.id) })
      if (line?.counted)
        toast(`${quantityWithUnit(line.counted, line.unit)} of ${line.item.code} are counted.`)
      for (const clear of [setItem, setQuantity, setLot, setExpiry]) clear('')
      setHit(undefined)
    },
    onParked: onClose,
  })
  const error = (name: string) => errors.fields.get(`/lines/0/${name}`)
  return (
    <FormSheet
      title="Found something"
      verb="Record it"
      dismissal="Close"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general ?? errors.fields.get('/lines/0') ?? errors.fields.get('/count')}
      onSubmit={() =>
        submit({
          count: count.id,
          lines: [
            {
              item,
              ...(place && { place }),
              ...(readQuantity(quantity) ?? { quantity }),
              ...(lot.trim() && { lot: lot.trim() }),
              ...(expiry && { expiry }),
            },
          ],
        })
      }
    >
      <Field label="Item" error={error('item')}>
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
      <Field label="Place" error={error('place')}>
        {(control) => (
          <PlacePicker {...control} warehouse={count.warehouse} value={place} onValue={setPlace} />
        )}
      </Field>
      <Field
        label={hit ? `Quantity in ${hit.unit}` : 'Quantity'}
        error={error('quantity') ?? error('unit')}
        hint="Of another unit: 2 box."
      >
        {(control) => <TextInput {...control} inputMode="decimal" value={quantity} onValue={setQuantity} />}
      </Field>
      <Field label="Lot or serial number" isOptional error={error('lot')}>
        {(control) => <TextInput {...control} value={lot} onValue={setLot} />}
      </Field>
      <Field label="Expiry of a new lot" isOptional error={error('expiry')}>
        {(control) => <DateInput {...control} value={expiry} onValue={setExpiry} />}
      </Field>
    </FormSheet>
  )
}
