import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { pendingContract } from '../../../../durable-objects/ledger/pending/contract.ts'
import { Parked } from '../../../sdk/problem.ts'
import { useCompany } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { formatAmount } from '../../lib/amounts.ts'
import { meridian } from '../../lib/api.ts'
import { sumOfSeen } from '../../lib/decimal.ts'
import { checkInput } from '../../lib/forms.ts'
import { companyKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { AmountField } from './amount-field.tsx'
import type { Pending } from './queries.ts'

interface PostProps {
  pending: Pending
  onClose: () => void
  onPosted: () => void
}

/** All that is held, or a part of it: so much of each side. */
export function PostPending({ pending, onClose, onPosted }: PostProps) {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [effectiveDate, setEffectiveDate] = useState(pending.effectiveDate)
  const [amount, setAmount] = useState('')
  const [keepsRest, setKeepsRest] = useState(true)
  // Of lines in several units no amount says what a part of the whole is.
  const [unit = '', ...others] = new Set(pending.lines.map((line) => line.unit))
  const isOneUnit = others.length === 0
  const input = {
    pending: pending.id,
    effectiveDate,
    ...(amount && { amount, keepRest: keepsRest }),
  }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(pendingContract.operations.PostPending.input, input),
    send: async () => {
      try {
        return await commandKey.send(input, (idempotencyKey) =>
          meridian.pending.PostPending(slug, input, { idempotencyKey }),
        )
      } catch (error) {
        if (!(error instanceof Parked)) throw error
        announceParked(slug, error.approval)
        return undefined
      }
    },
    onDone: async (posted) => {
      await queryClient.invalidateQueries({ queryKey: companyKey(slug) })
      onPosted()
      if (!posted) return
      toast(`${posted.entry.voucher} is posted.`)
      if (posted.pending.status !== 'pending')
        await navigate({
          to: '/companies/$company/journal/$entry',
          params: { company: slug, entry: posted.entry.id },
        })
    },
  })
  return (
    <FormSheet
      title={pending.description || 'Entry on hold'}
      verb="Post it"
      dismissal="Back"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field label="Effective date" error={errors.fields.get('/effectiveDate')}>
        {(control) => (
          <DateInput {...control} data-autofocus value={effectiveDate} onValue={setEffectiveDate} />
        )}
      </Field>
      {isOneUnit && (
        <AmountField
          label={`Amount, ${unit}`}
          isOptional
          error={errors.fields.get('/amount')}
          hint={`Left empty: all that is held, ${heldOf(pending, unit)}.`}
          value={amount}
          onValue={setAmount}
        />
      )}
      {amount !== '' && (
        <Tick isOn={keepsRest} onChange={setKeepsRest}>
          Keep the rest on hold
          <span className="block text-sm text-muted">Otherwise what is not posted is released.</span>
        </Tick>
      )}
    </FormSheet>
  )
}

/** Of each side, in the unit of the lines; nothing is known of lines that the reader may not see. */
function heldOf({ lines, partial }: Pending, unit: string): string {
  const debits = lines.filter(({ debit }) => debit !== null)
  const held = partial ? null : sumOfSeen(debits.map(({ pending }) => pending))
  return held === null ? 'on each side' : `${formatAmount(held)} ${unit}`
}
