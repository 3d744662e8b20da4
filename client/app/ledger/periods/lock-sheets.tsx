import { useState } from 'react'
import { periodsContract } from '../../../../durable-objects/ledger/periods/contract.ts'
import { meridian } from '../../lib/api.ts'
import { endOfMonthBefore, formatDate, today } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormDialog, FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { LOCK_KIND_NAMES } from './names.tsx'
import type { Locks } from './queries.ts'

const { SetLock, LockForever } = periodsContract.operations

interface SetProps {
  lock: Locks['locks'][number]
  onClose: () => void
}

/** Moves the lock of one kind of journal forth or, with a reason, back. */
export function SetLockSheet({ lock: { kind, through: before }, onClose }: SetProps) {
  const [date, setDate] = useState(before ?? endOfMonthBefore(today()))
  const [isRemoved, setRemoved] = useState(false)
  const [reason, setReason] = useState('')
  const through = isRemoved ? null : date
  const isBack = before !== null && (through === null || (through !== '' && through < before))
  const { form, errors, setErrors, submit, isBusy } = useCommand({
    operation: SetLock,
    call: meridian.periods.SetLock,
    stale: ['periods'],
    onDone: () => {
      toast(
        through
          ? `${LOCK_KIND_NAMES[kind]}: locked through ${formatDate(through)}.`
          : `${LOCK_KIND_NAMES[kind]}: not locked any more.`,
      )
      onClose()
    },
    onParked: onClose,
  })
  const send = () => {
    const missing = fieldErrors({ '/reason': isBack && reason.trim() === '' && 'Say why it moves back.' })
    if (missing) setErrors(missing)
    else submit({ kind, through, ...(reason.trim() && { reason: reason.trim() }) })
  }
  return (
    <FormSheet
      title={`Lock: ${LOCK_KIND_NAMES[kind]}`}
      verb={isBack ? 'Move it back' : 'Lock'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      <p className="text-muted">
        {before ? `Locked through ${formatDate(before)} now.` : 'Nothing is locked now.'}
      </p>
      {!isRemoved && (
        <Field
          label="Locked through"
          error={errors.fields.get('/through')}
          hint="The last locked day. Entries dated up to it are refused."
        >
          {(control) => <DateInput {...control} data-autofocus value={date} onValue={setDate} />}
        </Field>
      )}
      {before !== null && (
        <Tick isOn={isRemoved} onChange={setRemoved}>
          Remove the lock
        </Tick>
      )}
      <Field
        label="Reason"
        isOptional={!isBack}
        error={errors.fields.get('/reason')}
        hint={isBack ? 'It stays in the history, for the auditor.' : undefined}
      >
        {(control) => <TextInput {...control} value={reason} onValue={setReason} />}
      </Field>
    </FormSheet>
  )
}

/** Asks for the date twice: nobody takes this back. */
export function LockForeverDialog({ locks, onClose }: { locks: Locks; onClose: () => void }) {
  const [through, setThrough] = useState('')
  const [confirm, setConfirm] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: LockForever,
    call: meridian.periods.LockForever,
    stale: ['periods'],
    onDone: () => {
      toast(`Locked for good through ${formatDate(through)}.`)
      onClose()
    },
    onParked: onClose,
  })
  const send = () => submit({ through, confirm: confirm.trim() })
  return (
    <FormDialog
      title="Lock for good"
      onClose={onClose}
      verb="Lock for good"
      isDangerous
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      <p>
        Nothing is booked up to this day again: no lock is moved back behind it, no exception passes it, no
        role and no support opens it.
        {locks.forever && ` So far it is ${formatDate(locks.forever)}.`}
      </p>
      <Field label="Locked for good through" error={errors.fields.get('/through')}>
        {(control) => <DateInput {...control} data-autofocus value={through} onValue={setThrough} />}
      </Field>
      <Field
        label="Type the date again"
        error={errors.fields.get('/confirm')}
        hint={through ? `As ${through}.` : 'Year, month, day: 2025-12-31.'}
      >
        {(control) => (
          <TextInput
            {...control}
            className="font-mono"
            placeholder="YYYY-MM-DD"
            value={confirm}
            onValue={setConfirm}
          />
        )}
      </Field>
    </FormDialog>
  )
}
