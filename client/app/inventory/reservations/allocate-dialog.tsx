import { useState } from 'react'
import { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { meridian } from '../../lib/api.ts'
import { scaleOf } from '../../lib/decimal.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { filled } from './line-fields.tsx'
import type { Reservation } from './queries.ts'

/** The places and lots that a reservation is taken from: chosen here, or those that expire first. */
export function AllocateDialog({ reservation, onClose }: { reservation: Reservation; onClose: () => void }) {
  const [texts, setTexts] = useState({ quantity: '', place: '', lot: '' })
  const [partial, setPartial] = useState(true)
  const { form, errors, submit, isBusy } = useCommand({
    operation: reservationsContract.operations.AllocateReservation,
    call: meridian.reservations.AllocateReservation,
    stale: ['reservations', 'stock'],
    onDone: () => {
      toast('The places are chosen.')
      onClose()
    },
    onParked: onClose,
  })
  const field = (name: keyof typeof texts) => ({
    value: texts[name],
    onValue: (text: string) => setTexts({ ...texts, [name]: text }),
  })
  return (
    <FormDialog
      title="Choose the places"
      verb="Choose them"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() =>
        submit({ reservation: reservation.id, ...filled(texts), ...(partial && { partial: true }) })
      }
    >
      <p className="text-muted">
        Lots that expire first come first, then places in the order in which they are walked. Name a place or
        a lot to take it from there alone.
      </p>
      <Field label="Place" isOptional error={errors.fields.get('/place')}>
        {(control) => (
          <PlacePicker {...control} warehouse={reservation.warehouse} data-autofocus {...field('place')} />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Lot or serial" isOptional error={errors.fields.get('/lot')}>
          {(control) => <TextInput {...control} {...field('lot')} />}
        </Field>
        <Field
          label={`Quantity, ${reservation.unit}`}
          isOptional
          error={errors.fields.get('/quantity')}
          hint="All, unless you say less."
        >
          {(control) => <AmountInput {...control} scale={scaleOf(texts.quantity)} {...field('quantity')} />}
        </Field>
      </div>
      <Tick isOn={partial} onChange={setPartial}>
        As much as lies there, if it is not enough
      </Tick>
    </FormDialog>
  )
}
