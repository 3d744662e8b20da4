import { useState } from 'react'
import { today } from '../../lib/dates.ts'
import { DateInput, Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import type { Expiry } from './use-commands.ts'

interface HoldProps {
  isBusy: boolean
  onHold: (expiry: Expiry) => void
  onClose: () => void
}

/** Asks how long the entry is held. */
export function HoldDialog({ isBusy, onHold, onClose }: HoldProps) {
  const [until, setUntil] = useState('')
  const submit = () => onHold(until ? { expiresAt: endOfDay(until) } : {})
  return (
    <FormDialog title="Hold the entry" onClose={onClose} verb="Hold it" isBusy={isBusy} onSubmit={submit}>
      <p className="text-muted">
        It counts against the limits of its accounts, and is in no report until somebody posts it, all of it
        or a part.
      </p>
      <Field
        label="Held until the end of"
        isOptional
        hint="Then it is released by itself. Without a date it waits for ever."
      >
        {(control) => (
          <DateInput {...control} data-autofocus min={today()} value={until} onValue={setUntil} />
        )}
      </Field>
    </FormDialog>
  )
}

/** The last second of the day, where the person is. */
const endOfDay = (date: string): string => new Date(`${date}T23:59:59`).toISOString()
