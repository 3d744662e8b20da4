import { useState } from 'react'
import { periodsContract } from '../../../../durable-objects/ledger/periods/contract.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { FiscalYear } from './queries.ts'

const { ReopenFiscalYear, RemoveFiscalYear } = periodsContract.operations

interface YearProps {
  year: FiscalYear
  onClose: () => void
}

/** Opens a closed year again: its closing entries are taken back, and it is no longer locked. */
export function ReopenYearSheet({ year, onClose }: YearProps) {
  const [reason, setReason] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: ReopenFiscalYear,
    call: meridian.periods.ReopenFiscalYear,
    stale: ['periods', 'reports', 'entries', 'trial-balance'],
    onDone: ({ code }) => {
      toast(`The year ${code} is open again.`)
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title={`Reopen the year ${year.code}`}
      verb="Reopen the year"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ year: year.code, reason: reason.trim() })}
    >
      <p className="text-muted">
        Closing entries are reversed, and the lock of all journals moves back to before{' '}
        {formatDate(year.from)}: lock the months again that stay as they are.
      </p>
      <Field label="Reason" error={errors.fields.get('/reason')} hint="It stays in the log, for the auditor.">
        {(control) => <TextInput {...control} data-autofocus value={reason} onValue={setReason} />}
      </Field>
    </FormSheet>
  )
}

/** Takes back that a year was opened by hand. */
export function RemoveYear({ year, onClose }: YearProps) {
  const { form, errors, submit, isBusy } = useCommand({
    operation: RemoveFiscalYear,
    call: meridian.periods.RemoveFiscalYear,
    stale: ['periods', 'reports'],
    onDone: onClose,
    onParked: onClose,
  })
  return (
    <FormSheet
      title={`Take back the year ${year.code}`}
      verb="Take it back"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ year: year.code })}
    >
      <p className="text-muted">Its days follow from the calendar again. Entries stay as they are.</p>
    </FormSheet>
  )
}
