import { Link, useSearch } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '../../../sdk/problem.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { resetPassword } from '../api.ts'
import { Door } from '../door.tsx'
import { checkNewPassword, NewPasswordField } from '../new-password.tsx'
import { Refusal } from '../refusal.tsx'
import { BrokenLink } from './broken-link.tsx'

/** Where the link of a mail to someone who forgot the password leads. */
export function ResetPasswordPage() {
  const { token, region } = useSearch({ from: '/password/reset' })
  const [password, setPassword] = useState('')
  const [isDone, setDone] = useState(false)
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (input: { password: string }) => checkNewPassword(input.password, '/password'),
    send: (input: { password: string }) =>
      resetPassword({ ...input, token: token ?? '', region: region ?? 'eu' }),
    onDone: () => setDone(true),
  })
  if (!token || !region) return <BrokenLink />
  if (isDone)
    return (
      <Door title="Your password is new">
        <div className="flex flex-col gap-4">
          <p>Every session that was open is closed. Sign in with the new password.</p>
          <Link to="/sign-in" className={buttonClass('primary')}>
            Sign in
          </Link>
        </div>
      </Door>
    )
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit({ password })
  }
  const isExpired = error instanceof Problem && error.code === 'link_expired'
  return (
    <Door title="Choose a new password">
      <form ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <NewPasswordField
          label="New password"
          value={password}
          onValue={setPassword}
          error={errors.fields.get('/password')}
        />
        {errors.fields.size === 0 && <Refusal error={error} />}
        {isExpired ? (
          <Link to="/password/forgot" className={buttonClass('primary')}>
            Ask for a new link
          </Link>
        ) : (
          <Button type="submit" variant="primary" className="h-10!" isBusy={isBusy}>
            Set the password
          </Button>
        )}
      </form>
    </Door>
  )
}
