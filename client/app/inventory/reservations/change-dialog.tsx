import { useState } from 'react'
import { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { meridian } from '../../lib/api.ts'
import { scaleOf } from '../../lib/decimal.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { dayOfInstant, endOfDay } from './moments.ts'
import type { Reservation } from './queries.ts'

/** How much is kept, and until when. */
export function ChangeDialog({ reservation, onClose }: { reservation: Reservation; onClose: () => void }) {
  const [quantity, setQuantity] = useState(reservation.quantity)
  const [neededBy, setNeededBy] = useState(reservation.neededBy ?? '')
  const before = reservation.expiresAt ? dayOfInstant(reservation.expiresAt) : ''
  const [expires, setExpires] = useState(before)
  const [waits, setWaits] = useState(reservation.expected !== '0')
  const { form, errors, submit, isBusy } = useCommand({
    operation: reservationsContract.operations.ChangeReservation,
    call: meridian.reservations.ChangeReservation,
    stale: ['reservations', 'stock'],
    onDone: () => {
      toast('The reservation is changed.')
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormDialog
      title="Change the reservation"
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() =>
        submit({
          reservation: reservation.id,
          ...(quantity !== reservation.quantity && { quantity }),
          neededBy: neededBy || null,
          ...(expires !== before && { expiresAt: expires ? endOfDay(expires) : null }),
          ...(waits && { expected: true }),
        })
      }
    >
      <Field label={`Quantity still kept, ${reservation.unit}`} error={errors.fields.get('/quantity')}>
        {(control) => (
          <AmountInput
            {...control}
            data-autofocus
            scale={scaleOf(quantity)}
            value={quantity}
            onValue={setQuantity}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Needed by" isOptional error={errors.fields.get('/neededBy')}>
          {(control) => <DateInput {...control} value={neededBy} onValue={setNeededBy} />}
        </Field>
        <Field label="Kept until" isOptional error={errors.fields.get('/expiresAt')}>
          {(control) => <DateInput {...control} value={expires} onValue={setExpires} />}
        </Field>
      </div>
      <Tick isOn={waits} onChange={setWaits}>
        What is not there is promised of announced receipts
      </Tick>
    </FormDialog>
  )
}
