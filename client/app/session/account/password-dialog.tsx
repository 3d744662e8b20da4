import { type ReactNode, useState } from 'react'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Refusal } from '../refusal.tsx'

interface PasswordDialogProps<Reply> {
  title: string
  verb: string
  isDangerous?: boolean
  children: ReactNode
  send: (password: string) => Promise<Reply>
  onDone: (reply: Reply) => unknown
  onClose: () => void
}

/** What changes how a person signs in asks for the password once more. */
export function PasswordDialog<Reply>(props: PasswordDialogProps<Reply>) {
  const { title, verb, isDangerous = false, children, send, onDone, onClose } = props
  const [password, setPassword] = useState('')
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (text: string) => fieldErrors({ '/password': text === '' && 'Type your password.' }),
    send,
    onDone,
  })
  return (
    <FormDialog
      title={title}
      onClose={onClose}
      verb={verb}
      isDangerous={isDangerous}
      form={form}
      isBusy={isBusy}
      onSubmit={() => submit(password)}
    >
      <p>{children}</p>
      <Field label="Your password" error={errors.fields.get('/password')}>
        {(control) => (
          <PasswordInput
            {...control}
            data-autofocus
            autoComplete="current-password"
            value={password}
            onValue={setPassword}
          />
        )}
      </Field>
      {errors.fields.size === 0 && <Refusal error={error} />}
    </FormDialog>
  )
}
