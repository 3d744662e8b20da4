import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { askForReset } from '../api.ts'
import { Door, textLink } from '../door.tsx'
import { Refusal } from '../refusal.tsx'
import { MailHints } from './link-sent.tsx'

export function ForgotPasswordPage() {
  const [email, setEmail] = useState('')
  const [sentTo, setSentTo] = useState<string>()
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (address: string) =>
      fieldErrors({
        '/email': !address.includes('@') && 'Type your e-mail address, such as ada@example.com.',
      }),
    send: askForReset,
    onDone: (reply) => setSentTo(reply.sentTo),
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit(email.trim())
  }
  const back = (
    <Link to="/sign-in" className={textLink}>
      Back to signing in
    </Link>
  )
  if (sentTo)
    return (
      <Door title="Look into your mail" footer={back}>
        <div className="flex flex-col gap-4">
          <p>
            If <strong className="font-semibold break-all">{sentTo}</strong> has an account, a link to choose
            a new password is on its way. It works once, for an hour.
          </p>
          <MailHints />
        </div>
      </Door>
    )
  return (
    <Door title="Forgot your password?" subtitle="A link by mail lets you choose a new one." footer={back}>
      <form ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <Field label="E-mail" error={errors.fields.get('/email')}>
          {(control) => (
            <TextInput {...control} type="email" autoComplete="username" value={email} onValue={setEmail} />
          )}
        </Field>
        {errors.fields.size === 0 && <Refusal error={error} />}
        <Button type="submit" variant="primary" className="h-10!" isBusy={isBusy}>
          Send the link
        </Button>
      </form>
    </Door>
  )
}
