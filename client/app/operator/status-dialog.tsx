import { useState } from 'react'
import { fieldErrors, useSubmit } from '../lib/use-submit.ts'
import { Field, TextArea } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-sheet.tsx'
import { changeTenant, type OperatorTenant } from './api.ts'

interface StatusDialogProps {
  tenant: OperatorTenant
  onClose: () => void
  onDone: (words: string) => unknown
}

/** Suspends a tenant or reinstates it, with a reason that its security log keeps. */
export function StatusDialog({ tenant, onClose, onDone }: StatusDialogProps) {
  const [reason, setReason] = useState('')
  const isActive = tenant.status === 'active'
  const { form, errors, submit, isBusy } = useSubmit({
    check: (text: string) =>
      fieldErrors({ '/reason': text === '' && 'Say why: the tenant reads it in its security log.' }),
    send: (text: string) =>
      changeTenant(tenant.id, { status: isActive ? 'suspended' : 'active', reason: text }),
    onDone: async () => {
      await onDone(`${tenant.slug} is ${isActive ? 'suspended' : 'active again'}.`)
      onClose()
    },
  })
  return (
    <FormDialog
      title={`${isActive ? 'Suspend' : 'Reinstate'} ${tenant.slug}?`}
      onClose={onClose}
      verb={isActive ? 'Suspend the tenant' : 'Reinstate the tenant'}
      isDangerous={isActive}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit(reason.trim())}
    >
      <p>
        {isActive
          ? 'Within five seconds nobody of the tenant can read or write anything. Nothing is deleted.'
          : 'Its people, keys and apps work again within five seconds.'}
      </p>
      <Field label="Reason" error={errors.fields.get('/reason')}>
        {(control) => <TextArea {...control} data-autofocus value={reason} onValue={setReason} />}
      </Field>
    </FormDialog>
  )
}
