import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { formatInstant } from '../lib/dates.ts'
import { fieldErrors, useSubmit } from '../lib/use-submit.ts'
import { useSignOut } from '../shell/sign-out.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Loading } from '../ui/feedback.tsx'
import { Field, TextInput } from '../ui/field.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import {
  acceptInvitation,
  type InvitationLook,
  lookAtInvitation,
  type MailToken,
  type SignedIn,
} from './api.ts'
import { Door, textLink } from './door.tsx'
import { checkNewPassword, NewPasswordField } from './new-password.tsx'
import { sessionQuery } from './queries.ts'
import { Refusal } from './refusal.tsx'
import { BrokenLink } from './sign-in/broken-link.tsx'
import { SecondFactor } from './sign-in/second-factor.tsx'
import { useEnter } from './use-enter.ts'

/** Where an invitation's mail leads: for a new person, for one with an account, and for the one who is signed in. */
export function InvitationPage() {
  const { token, region } = useSearch({ from: '/invitation' })
  if (!token || !region) return <BrokenLink />
  return <Invitation mail={{ token, region }} />
}

function Invitation({ mail }: { mail: MailToken }) {
  const look = useQuery({
    queryKey: ['invitation', mail.token],
    queryFn: () => lookAtInvitation(mail),
  })
  if (look.isPending)
    return (
      <Door title="Your invitation">
        <Loading rows={4} label="Loading the invitation" />
      </Door>
    )
  if (look.isError)
    return (
      <Door title="This invitation is not open">
        <div className="flex flex-col gap-4">
          <Refusal error={look.error} />
          <p className="text-muted">It may be used, taken back or too old. Ask for a new one, or sign in.</p>
          <Link to="/sign-in" className={buttonClass()}>
            Go to signing in
          </Link>
        </div>
      </Door>
    )
  return <Acceptance mail={mail} look={look.data} />
}

function Acceptance({ mail, look }: { mail: MailToken; look: InvitationLook }) {
  const session = useQuery(sessionQuery).data
  const enter = useEnter()
  const [asksForCode, setAsksForCode] = useState(false)
  const onSignedIn = (reply: SignedIn) => ('twoFactor' in reply ? setAsksForCode(true) : enter(reply))
  const isThemselves = session?.user.email.toLowerCase() === look.email.toLowerCase()
  const isOther = Boolean(session) && !isThemselves
  const acceptAfterCode = useSubmit({ send: () => acceptInvitation(mail), onDone: onSignedIn })
  if (asksForCode)
    return (
      <Door title="One more step" subtitle="Your account asks for a second factor.">
        <SecondFactor onSignedIn={() => acceptAfterCode.submit()} onStartOver={() => setAsksForCode(false)} />
        <Refusal error={acceptAfterCode.error} />
      </Door>
    )
  return (
    <Door
      title={`Join ${look.tenant.name}`}
      subtitle={`${look.invitedBy} invites you as ${look.roles.join(', ')}. Open until ${formatInstant(look.expiresAt)}.`}
    >
      {isOther ? (
        <OtherPerson invited={look.email} signedIn={session?.user.email ?? ''} />
      ) : (
        <AcceptForm mail={mail} look={look} isSignedIn={isThemselves} onSignedIn={onSignedIn} />
      )}
    </Door>
  )
}

function OtherPerson({ invited, signedIn }: { invited: string; signedIn: string }) {
  const signOut = useSignOut({ stays: true })
  return (
    <div className="flex flex-col gap-4">
      <p>
        The invitation is for <strong className="font-semibold break-all">{invited}</strong>, and you are
        signed in as <strong className="font-semibold break-all">{signedIn}</strong>.
      </p>
      <Button variant="primary" className="h-10!" onClick={signOut}>
        Sign out and go on
      </Button>
      <Link to="/" className={`text-center ${textLink}`}>
        Leave it
      </Link>
    </div>
  )
}

interface AcceptFormProps {
  mail: MailToken
  look: InvitationLook
  isSignedIn: boolean
  onSignedIn: (reply: SignedIn) => void
}

function AcceptForm({ mail, look, isSignedIn, onSignedIn }: AcceptFormProps) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const isNew = !look.hasAccount
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: () =>
      isNew
        ? fieldErrors({
            '/name': name.trim() === '' && 'Type your name: your team sees it beside what you do.',
            '/password': checkNewPassword(password, '/password')?.fields.get('/password'),
          })
        : fieldErrors({
            '/password': !isSignedIn && password === '' && 'Type the password of your account.',
          }),
    send: () =>
      acceptInvitation({
        ...mail,
        ...(isNew && { name: name.trim() }),
        ...(!isSignedIn && { password }),
      }),
    onDone: onSignedIn,
  })
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <form ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <p className="text-muted">
        For <span className="break-all text-ink">{look.email}</span>
      </p>
      {isNew && (
        <>
          <Field label="Your name" error={errors.fields.get('/name')}>
            {(control) => <TextInput {...control} autoComplete="name" value={name} onValue={setName} />}
          </Field>
          <NewPasswordField
            value={password}
            onValue={setPassword}
            error={errors.fields.get('/password')}
            known={[name, look.email, look.tenant.name]}
          />
        </>
      )}
      {!isNew && !isSignedIn && (
        <Field
          label="Password of your account"
          error={errors.fields.get('/password')}
          hint={
            <Link to="/password/forgot" className={textLink}>
              Forgot your password?
            </Link>
          }
        >
          {(control) => (
            <PasswordInput
              {...control}
              autoComplete="current-password"
              value={password}
              onValue={setPassword}
            />
          )}
        </Field>
      )}
      {errors.fields.size === 0 && <Refusal error={error} />}
      <Button type="submit" variant="primary" className="h-10!" isBusy={isBusy}>
        {isNew ? 'Create the account and join' : `Join ${look.tenant.name}`}
      </Button>
    </form>
  )
}
