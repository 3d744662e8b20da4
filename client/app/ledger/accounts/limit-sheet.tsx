import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { pendingContract } from '../../../../durable-objects/ledger/pending/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { checkInput } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Field, Select } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Account, unitsQuery } from '../queries.ts'
import { isCreditType } from '../types.ts'
import { accountBalancesQuery, type BalanceLimit, refreshAfter } from './queries.ts'

interface LimitProps {
  account: Account
  onClose: () => void
}

/** The least and the most that an account may hold in one unit. */
export function LimitSheet({ account, onClose }: LimitProps) {
  const { slug, currency } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const units = useQuery(unitsQuery(slug)).data ?? []
  const limits = useQuery(accountBalancesQuery(slug, account.code)).data?.limits ?? []
  const [unit, setUnit] = useState(account.unit ?? currency)
  const limit = limits.find((each) => each.unit === unit)
  const [typed, setTyped] = useState<{ min?: string; max?: string }>({})
  const min = typed.min ?? limit?.min ?? ''
  const max = typed.max ?? limit?.max ?? ''
  const input = { account: account.code, unit, min: min || null, max: max || null }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(pendingContract.operations.SetBalanceLimit.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.pending.SetBalanceLimit(slug, input, { idempotencyKey }),
      ),
    onDone: async (set) => {
      await refreshAfter(queryClient, slug, 'balance-limit-set')
      toast(outcomeOf(account, set))
      onClose()
    },
  })
  const scale = units.find(({ code }) => code === unit)?.scale ?? 2
  return (
    <FormSheet
      title={`Limit the balance of ${account.code}`}
      verb="Save the limit"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <p className="text-muted">
        Of {isCreditType(account.type) ? 'credits less debits' : 'debits less credits'}, at the end of every
        day. What is on hold counts, too. An entry that would break the limit is refused.
      </p>
      {account.unit === null && units.length > 1 && (
        <Field label="Unit" error={errors.fields.get('/unit')}>
          {(control) => (
            <Select
              {...control}
              value={unit}
              onValue={(chosen) => {
                setUnit(chosen)
                setTyped({})
              }}
            >
              {units.map(({ code, name }) => (
                <option key={code} value={code}>
                  {code === name ? code : `${code} – ${name}`}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field
        label="Never below"
        isOptional
        error={errors.fields.get('/min')}
        hint={isCreditType(account.type) ? undefined : 'With 0 it cannot be overdrawn.'}
      >
        {(control) => (
          <AmountInput
            {...control}
            data-autofocus
            key={unit}
            scale={scale}
            value={min}
            onValue={(text) => setTyped({ ...typed, min: text })}
          />
        )}
      </Field>
      <Field label="Never above" isOptional error={errors.fields.get('/max')}>
        {(control) => (
          <AmountInput
            {...control}
            key={unit}
            scale={scale}
            value={max}
            onValue={(text) => setTyped({ ...typed, max: text })}
          />
        )}
      </Field>
      <p className="text-sm text-faint">Leave both empty to take the limit away.</p>
    </FormSheet>
  )
}

function outcomeOf({ code }: Account, { min, max, isKept, brokenOn }: BalanceLimit): string {
  if (min === null && max === null) return `Account ${code} has no limit any more.`
  if (isKept !== false) return `The limit of account ${code} is in force.`
  return `The limit of account ${code} is in force, and not kept${brokenOn ? ` since ${formatDate(brokenOn)}` : ''}.`
}
