import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ledgerContract } from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Account } from '../queries.ts'
import { type Standing, StandingFields } from './account-fields.tsx'
import { refreshAfter } from './queries.ts'

interface AccountFormProps {
  account: Account
  onClose: () => void
}

/** Name, place and flags of an account. Only what differs is sent. */
export function ChangeAccountSheet({ account, onClose }: AccountFormProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [name, setName] = useState(account.name)
  const [standing, setStanding] = useState<Standing>({
    ...account,
    parent: account.parent ?? '',
    control: account.control ?? '',
    tax: account.tax ?? '',
  })
  const input = changesOf(account, name, standing)
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(ledgerContract.operations.ChangeAccount.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.ChangeAccount(slug, input, { idempotencyKey }),
      ),
    onDone: async (changed) => {
      await refreshAfter(queryClient, slug, 'account-changed')
      toast(`Account ${changed.code} ${changed.name} is changed.`)
      onClose()
    },
  })
  return (
    <FormSheet
      title={`Change ${account.code}`}
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => (Object.keys(input).length > 1 ? submit() : onClose())}
    >
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} data-autofocus value={name} onValue={setName} />}
      </Field>
      <StandingFields
        type={account.type}
        code={account.code}
        standing={standing}
        errors={errors}
        onChange={(next) => setStanding((before) => ({ ...before, ...next }))}
      />
    </FormSheet>
  )
}

function changesOf(account: Account, name: string, standing: Standing) {
  const wanted = {
    name,
    category: standing.category,
    parent: standing.parent.trim() || null,
    isHeading: standing.isHeading,
    isOpenItem: standing.isOpenItem,
    control: standing.control || null,
    tax: standing.tax.trim() || null,
  }
  const changed = Object.entries(wanted).filter(([field, value]) => value !== account[field as keyof Account])
  return { code: account.code, ...(Object.fromEntries(changed) as Partial<typeof wanted>) }
}

interface RenumberProps extends AccountFormProps {
  onRenumbered: (code: string) => void
}

export function RenumberAccountSheet({ account, onClose, onRenumbered }: RenumberProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [newCode, setNewCode] = useState(account.code)
  const input = { code: account.code, newCode }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(ledgerContract.operations.RenumberAccount.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.RenumberAccount(slug, input, { idempotencyKey }),
      ),
    onDone: async ({ code }) => {
      onRenumbered(code)
      await refreshAfter(queryClient, slug, 'account-changed')
      toast(`Account ${account.code} is ${code} now.`)
    },
  })
  return (
    <FormSheet
      title={`Renumber ${account.code} ${account.name}`}
      verb="Renumber"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => (newCode === account.code ? onClose() : submit())}
    >
      <Field
        label="New code"
        error={errors.fields.get('/newCode')}
        hint="Everything that was ever booked goes with it, and so do its roles. The old code is free again."
      >
        {(control) => <TextInput {...control} data-autofocus value={newCode} onValue={setNewCode} />}
      </Field>
    </FormSheet>
  )
}
