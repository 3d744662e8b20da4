import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  LOCK_KINDS,
  type LockKind,
  periodsContract,
} from '../../../../durable-objects/ledger/periods/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { useColleagues } from '../../guardrails/names.ts'
import { meridian } from '../../lib/api.ts'
import { today } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { DateInput, Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { LOCK_KIND_NAMES } from './names.tsx'
import { locksQuery } from './queries.ts'

const DAY_MS = 86_400_000
const isoDay = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10)

/** The first day of the month that a date lies in. */
const monthStart = (date: string): string => `${date.slice(0, 8)}01`

/** Lets one person book into locked days, for the days and until the hour that are named. */
export function GrantSheet({ onClose }: { onClose: () => void }) {
  const colleagues = useColleagues()
  const locked = useQuery(locksQuery(useCompanySlug())).data?.locks.find(
    ({ kind }) => kind === 'all',
  )?.through
  const [actor, setActor] = useState('')
  const [kind, setKind] = useState<LockKind>('all')
  const [chosenFrom, setFrom] = useState<string>()
  const [chosenTo, setTo] = useState<string>()
  const [from, to] = [chosenFrom ?? (locked ? monthStart(locked) : ''), chosenTo ?? locked ?? '']
  const [untilDay, setUntilDay] = useState(isoDay(Date.parse(today()) + 2 * DAY_MS))
  const [untilTime, setUntilTime] = useState('18:00')
  const [reason, setReason] = useState('')
  const { form, errors, setErrors, submit, isBusy } = useCommand({
    operation: periodsContract.operations.GrantException,
    call: meridian.periods.GrantException,
    stale: ['periods'],
    onDone: () => {
      toast('The exception is in force.')
      onClose()
    },
    onParked: onClose,
  })
  const send = () => {
    // In the time of the person's own place.
    const until = new Date(`${untilDay}T${untilTime}`)
    const missing = fieldErrors({
      '/actor': actor === '' && 'Choose who is let in.',
      '/from': from === '' && 'Choose the first day.',
      '/to': to === '' && 'Choose the last day.',
      '/until': Number.isNaN(until.getTime()) && 'Choose a day and an hour.',
      '/reason': reason.trim() === '' && 'Say why.',
    })
    if (missing) setErrors(missing)
    else submit({ actor, kind, from, to, until: until.toISOString(), reason: reason.trim() })
  }
  return (
    <FormSheet
      title="Let somebody in"
      verb="Let them in"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      <Field label="Who" error={errors.fields.get('/actor')}>
        {(control) => (
          <Select {...control} data-autofocus value={actor} onValue={setActor}>
            <option value="">Choose somebody</option>
            {colleagues.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {email ? `${name} (${email})` : name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Journals" error={errors.fields.get('/kind')}>
        {(control) => (
          <Select {...control} value={kind} onValue={(value) => setKind(value as LockKind)}>
            {LOCK_KINDS.map((each) => (
              <option key={each} value={each}>
                {LOCK_KIND_NAMES[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="First date it opens" error={errors.fields.get('/from')}>
          {(control) => <DateInput {...control} value={from} onValue={setFrom} />}
        </Field>
        <Field label="Last date it opens" error={errors.fields.get('/to')}>
          {(control) => <DateInput {...control} value={to} onValue={setTo} />}
        </Field>
        <Field label="Ends on" error={errors.fields.get('/until')}>
          {(control) => <DateInput {...control} value={untilDay} onValue={setUntilDay} />}
        </Field>
        <Field label="At">
          {(control) => <TextInput {...control} type="time" value={untilTime} onValue={setUntilTime} />}
        </Field>
      </div>
      <Field
        label="Reason"
        error={errors.fields.get('/reason')}
        hint="It stays in the history, for the auditor."
      >
        {(control) => <TextInput {...control} value={reason} onValue={setReason} />}
      </Field>
    </FormSheet>
  )
}
