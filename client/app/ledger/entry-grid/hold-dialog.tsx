import { type SubmitEvent, useId, useState } from 'react'
import { today } from '../../lib/dates.ts'
import { Button } from '../../ui/button.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { Dialog } from '../../ui/sheet.tsx'
import type { Expiry } from './use-commands.ts'

interface HoldProps {
  isBusy: boolean
  onHold: (expiry: Expiry) => void
  onClose: () => void
}

/** Asks how long the entry is held. */
export function HoldDialog({ isBusy, onHold, onClose }: HoldProps) {
  const formId = useId()
  const [until, setUntil] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onHold(until ? { expiresAt: endOfDay(until) } : {})
  }
  return (
    <Dialog
      title="Hold the entry"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
            Hold it
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
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
      </form>
    </Dialog>
  )
}

/** The last second of the day, where the person is. */
const endOfDay = (date: string): string => new Date(`${date}T23:59:59`).toISOString()
