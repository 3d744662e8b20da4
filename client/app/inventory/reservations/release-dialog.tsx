import { useState } from 'react'
import { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { quantityWithUnit } from '../format.ts'
import type { Reservation } from './queries.ts'

/** The goods are kept no longer. */
export function ReleaseDialog({ reservation, onClose }: { reservation: Reservation; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: reservationsContract.operations.ReleaseReservation,
    call: meridian.reservations.ReleaseReservation,
    stale: ['reservations', 'stock'],
    onDone: () => {
      toast('The goods are free again.')
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormDialog
      title="Release the reservation?"
      verb="Release it"
      isDangerous
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ reservation: reservation.id, ...(reason.trim() && { reason }) })}
    >
      <p>
        {quantityWithUnit(reservation.quantity, reservation.unit)} of {reservation.item.code} are free for
        others again.
      </p>
      <Field label="Reason" isOptional error={errors.fields.get('/reason')}>
        {(control) => <TextInput {...control} data-autofocus value={reason} onValue={setReason} />}
      </Field>
    </FormDialog>
  )
}
