import { useState } from 'react'
import { replenishmentContract } from '../../../../durable-objects/inventory/replenishment/contract.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { useCompanyToday } from '../documents/queries.ts'
import type { Proposal } from './queries.ts'

const DAY_MS = 86_400_000

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** Not now: it is proposed again from a day on. */
export function DismissDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const { item, warehouse } = proposal
  const today = useCompanyToday()
  const [until, setUntil] = useState(daysAfter(today, 30))
  const [reason, setReason] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: replenishmentContract.operations.DismissProposal,
    call: meridian.replenishment.DismissProposal,
    stale: ['replenishment'],
    onDone: (reply) => {
      toast(`${item.code} is not proposed before ${formatDate(reply.until)}.`)
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormDialog
      title={`Dismiss ${item.code}?`}
      verb="Dismiss"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general ?? errors.fields.get('/item')}
      onSubmit={() =>
        submit({ item: item.id, warehouse, until, ...(reason.trim() && { reason: reason.trim() }) })
      }
    >
      <Field
        label="Propose it again from"
        error={errors.fields.get('/until')}
        hint={`For ${warehouse}. The rule stays.`}
      >
        {(control) => <DateInput {...control} data-autofocus value={until} onValue={setUntil} />}
      </Field>
      <Field label="Reason" isOptional error={errors.fields.get('/reason')}>
        {(control) => (
          <TextInput {...control} placeholder="Such as Out of season" value={reason} onValue={setReason} />
        )}
      </Field>
    </FormDialog>
  )
}
