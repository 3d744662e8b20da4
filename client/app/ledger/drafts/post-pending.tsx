import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { pendingContract } from '../../../../durable-objects/ledger/pending/contract.ts'
import { Parked } from '../../../sdk/problem.ts'
import { useCompany } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { companyKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { AmountField } from './amount-field.tsx'
import type { Pending } from './queries.ts'

interface PostProps {
  pending: Pending
  formId: string
  onPosted: () => void
}

/** All that is held, or a part of it: so much of each side. */
export function PostPending({ pending, formId, onPosted }: PostProps) {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [effectiveDate, setEffectiveDate] = useState(pending.effectiveDate)
  const [amount, setAmount] = useState('')
  const [keepsRest, setKeepsRest] = useState(true)
  const isOneUnit = new Set(pending.lines.map(({ unit }) => unit)).size === 1
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
    <form
      id={formId}
      ref={form}
      noValidate
      aria-busy={isBusy}
      className="flex flex-col gap-4"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label="Effective date" error={errors.fields.get('/effectiveDate')}>
        {(control) => (
          <DateInput {...control} data-autofocus value={effectiveDate} onValue={setEffectiveDate} />
        )}
      </Field>
      {isOneUnit && (
        <AmountField
          label="Amount"
          isOptional
          error={errors.fields.get('/amount')}
          hint={`Left empty: all that is held, ${pending.remaining ?? ''}.`}
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
      {errors.general && <Notice>{errors.general}</Notice>}
    </form>
  )
}
