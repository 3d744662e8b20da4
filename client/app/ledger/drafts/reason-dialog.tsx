import { type ReactNode, useState } from 'react'
import { Parked } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'

interface ReasonProps {
  title: string
  /** The verb on the button: `Void it`. */
  verb: string
  isRequired?: boolean
  /** What happens, in full. */
  children: ReactNode
  send: (reason: string | undefined, idempotencyKey: string) => Promise<unknown>
  onDone: () => unknown
  onClose: () => void
}

/** Asks before something that needs a reason, and stays with the refusal if there is one. */
export function ReasonDialog({ title, verb, isRequired, children, send, onDone, onClose }: ReasonProps) {
  const company = useCompanySlug()
  const commandKey = useCommandKey()
  const [text, setText] = useState('')
  const reason = text.trim() || undefined
  const { form, errors, submit, isBusy } = useSubmit<void, unknown>({
    check: () => fieldErrors({ '/reason': isRequired && !reason && 'Say why.' }),
    send: async () => {
      try {
        await commandKey.send({ reason }, (idempotencyKey) => send(reason, idempotencyKey))
      } catch (error) {
        if (!(error instanceof Parked)) throw error
        announceParked(company, error.approval)
      }
    },
    onDone: async () => {
      await onDone()
      onClose()
    },
  })
  return (
    <FormDialog
      title={title}
      onClose={onClose}
      verb={verb}
      isDangerous
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <p className="text-muted">{children}</p>
      <Field label="Reason" isOptional={!isRequired} error={errors.fields.get('/reason')}>
        {(control) => <TextInput {...control} data-autofocus value={text} onValue={setText} />}
      </Field>
    </FormDialog>
  )
}
