import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { openItemsContract } from '../../../../durable-objects/ledger/open-items/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { formatAmount } from '../../lib/amounts.ts'
import { meridian } from '../../lib/api.ts'
import { scaleOf } from '../../lib/decimal.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Field } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { matchingSettingsQuery } from './queries.ts'

/** How large a rest may be written off when items are matched. */
export function SettingsSheet({ onClose }: { onClose: () => void }) {
  const settings = useQuery(matchingSettingsQuery(useCompanySlug())).data
  const [typed, setTyped] = useState<string>()
  const limit = typed ?? settings?.writeOffLimit ?? ''
  const { form, errors, submit, isBusy } = useCommand({
    operation: openItemsContract.operations.SetMatchingSettings,
    call: meridian.openItems.SetMatchingSettings,
    stale: ['open-items'],
    onDone: ({ writeOffLimit, currency }) => {
      toast(`Up to ${formatAmount(writeOffLimit)} ${currency} may be written off.`)
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title="Write-offs"
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ writeOffLimit: limit })}
    >
      <Field
        label={`Largest rest in ${settings?.currency ?? 'company currency'}`}
        error={errors.fields.get('/writeOffLimit')}
        hint="What is left of a match up to this may be booked away, such as bank charges. Zero: nothing."
      >
        {(control) => (
          <AmountInput
            {...control}
            data-autofocus
            scale={scaleOf(settings?.writeOffLimit ?? '0.00')}
            value={limit}
            onValue={setTyped}
          />
        )}
      </Field>
    </FormSheet>
  )
}
