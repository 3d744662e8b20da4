import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import { changePassword } from '../api.ts'
import { checkNewPassword, NewPasswordField } from '../new-password.tsx'
import { useSession } from '../queries.ts'
import { Refusal } from '../refusal.tsx'
import { sessionsQuery } from './queries.ts'

export function PasswordSection() {
  const { user } = useSession()
  if (!user.hasPassword)
    return (
      <Section
        title="Password"
        description="Your account has none: you sign in with a passkey, a link or your company’s sign-in."
        actions={
          <Link to="/password/forgot" className={buttonClass('secondary', 'sm')}>
            Set one by mail
          </Link>
        }
      />
    )
  return (
    <Section title="Password" description="A new one closes every other session of yours.">
      <PasswordForm />
    </Section>
  )
}

function PasswordForm() {
  const queryClient = useQueryClient()
  const { user } = useSession()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (input: { current: string; new: string }) =>
      fieldErrors({
        '/current': input.current === '' && 'Type the password that you have now.',
        '/new': checkNewPassword(input.new, '/new')?.fields.get('/new'),
      }),
    send: changePassword,
    onDone: async () => {
      setCurrent('')
      setNext('')
      toast('Your password is changed, and your other sessions are closed.')
      await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    },
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit({ current, new: next })
  }
  return (
    <form ref={form} onSubmit={onSubmit} noValidate className="flex max-w-md flex-col gap-3">
      <Field label="Current password" error={errors.fields.get('/current')}>
        {(control) => (
          <PasswordInput {...control} autoComplete="current-password" value={current} onValue={setCurrent} />
        )}
      </Field>
      <NewPasswordField
        label="New password"
        value={next}
        onValue={setNext}
        error={errors.fields.get('/new')}
        known={[user.name, user.email]}
      />
      {errors.fields.size === 0 && <Refusal error={error} />}
      <Button type="submit" className="self-start" isBusy={isBusy}>
        Change the password
      </Button>
    </form>
  )
}
