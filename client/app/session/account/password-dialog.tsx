import { type ReactNode, type SubmitEvent, useId, useState } from 'react'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Dialog } from '../../ui/sheet.tsx'
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
  const formId = useId()
  const [password, setPassword] = useState('')
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (text: string) => fieldErrors({ '/password': text === '' && 'Type your password.' }),
    send,
    onDone,
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit(password)
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant={isDangerous ? 'danger' : 'primary'} isBusy={isBusy}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-3">
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
      </form>
    </Dialog>
  )
}
