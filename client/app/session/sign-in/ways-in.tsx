import { Link } from '@tanstack/react-router'
import { Building2, KeyRound, Mail } from 'lucide-react'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { errorsOf, type FormErrors, NO_ERRORS } from '../../lib/forms.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { askForLink, regionOfEmail, type SignedIn, signInWithPassword, singleSignOnUrl } from '../api.ts'
import { Or, textLink } from '../door.tsx'
import { canUsePasskeys, isPasskeyCancelled, rememberedRegion, signInWithPasskey } from '../passkeys.ts'
import { isThrottled, Refusal } from '../refusal.tsx'
import { useQuietPasskey } from './use-quiet-passkey.ts'

interface WaysInProps {
  next: string | undefined
  /** Why the company's own sign-in came back without a session. */
  ssoRefusal: string | undefined
  onSignedIn: (reply: SignedIn) => void
  onLinkSent: (sentTo: string) => void
}

/** One e-mail address, and the ways to prove that it is yours. */
export function WaysIn({ next, ssoRefusal, onSignedIn, onLinkSent }: WaysInProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const emailField = useRef<HTMLDivElement>(null)
  const withPassword = useSubmit({
    check: (input: { email: string; password: string }) =>
      fieldErrors({
        '/email': !isAddress(input.email) && ADDRESS_WANTED,
        '/password': input.password === '' && 'Type your password, or choose another way below.',
      }),
    send: signInWithPassword,
    onDone: onSignedIn,
  })
  const others = useOtherWays({ email: email.trim(), next, onSignedIn, onLinkSent })
  useQuietPasskey(onSignedIn)
  const errors = others.errors.fields.size > 0 ? others.errors : withPassword.errors
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    others.forget()
    withPassword.submit({ email: email.trim(), password })
  }
  const go = (way: () => void) => () => {
    withPassword.setErrors(NO_ERRORS)
    way()
  }
  // The other ways need the address: without one the field says so and takes the focus.
  useEffect(() => {
    if (others.errors.fields.size > 0) emailField.current?.querySelector('input')?.focus()
  }, [others.errors])
  return (
    <>
      {ssoRefusal && <Notice>{SSO_REFUSALS[ssoRefusal] ?? SSO_REFUSALS.sso_refused}</Notice>}
      <form
        ref={withPassword.form}
        onSubmit={submit}
        noValidate
        className={`flex flex-col gap-4 ${ssoRefusal ? 'mt-4' : ''}`}
      >
        <div ref={emailField}>
          <Field label="E-mail" error={errors.fields.get('/email')}>
            {(control) => (
              <TextInput
                {...control}
                type="email"
                name="email"
                autoComplete="username webauthn"
                autoCapitalize="none"
                spellCheck={false}
                value={email}
                onValue={setEmail}
              />
            )}
          </Field>
        </div>
        <Field label="Password" error={withPassword.errors.fields.get('/password')}>
          {(control) => (
            <PasswordInput
              {...control}
              name="password"
              autoComplete="current-password"
              value={password}
              onValue={setPassword}
            />
          )}
        </Field>
        {withPassword.errors.fields.size === 0 && (
          <Refusal
            error={withPassword.error}
            wayOut={isThrottled(withPassword.error) && 'A passkey or a link by mail lets you in meanwhile.'}
          />
        )}
        <Button type="submit" variant="primary" className="h-10!" isBusy={withPassword.isBusy}>
          Sign in
        </Button>
        <p className="text-sm">
          <Link to="/password/forgot" className={textLink}>
            Forgot your password?
          </Link>
        </p>
      </form>
      <Or />
      <div className="flex flex-col gap-2">
        {canUsePasskeys() && (
          <Button className="h-10!" isBusy={others.busy === 'passkey'} onClick={go(others.passkey)}>
            <KeyRound className="size-4 text-muted" aria-hidden="true" /> Use a passkey
          </Button>
        )}
        <Button className="h-10!" isBusy={others.busy === 'link'} onClick={go(others.link)}>
          <Mail className="size-4 text-muted" aria-hidden="true" /> Send me a link by mail
        </Button>
        <Button className="h-10!" isBusy={others.busy === 'sso'} onClick={go(others.sso)}>
          <Building2 className="size-4 text-muted" aria-hidden="true" /> Use your company’s sign-in
        </Button>
        {others.errors.fields.size === 0 && <Refusal error={others.error} />}
      </div>
    </>
  )
}

type Way = 'passkey' | 'link' | 'sso'

interface OtherWaysOptions {
  email: string
  next: string | undefined
  onSignedIn: (reply: SignedIn) => void
  onLinkSent: (sentTo: string) => void
}

function useOtherWays({ email, next, onSignedIn, onLinkSent }: OtherWaysOptions) {
  const [busy, setBusy] = useState<Way>()
  const [error, setError] = useState<unknown>()
  const [errors, setErrors] = useState<FormErrors>(NO_ERRORS)
  const forget = () => {
    setError(undefined)
    setErrors(NO_ERRORS)
  }
  const run = (way: Way, action: () => Promise<void>) => async () => {
    if (busy) return
    forget()
    setBusy(way)
    await action().catch((failure: unknown) => {
      if (isPasskeyCancelled(failure)) return
      setError(failure)
      setErrors(errorsOf(failure))
    })
    setBusy(undefined)
  }
  const needsAddress = (action: () => Promise<void>, way: Way) => () => {
    if (isAddress(email)) return void run(way, action)()
    setError(undefined)
    setErrors(fieldErrors({ '/email': ADDRESS_WANTED }) ?? NO_ERRORS)
  }
  const passkeyIn = (known: typeof email) => async () => {
    const region = known ? (await regionOfEmail(known)).region : (rememberedRegion.get() ?? 'eu')
    onSignedIn(await signInWithPasskey(region))
  }
  const knownRegion = rememberedRegion.get()
  return {
    busy,
    error,
    errors,
    forget,
    // A browser that was used before knows the region; a new one finds it by the address.
    passkey:
      knownRegion && !email
        ? () => void run('passkey', passkeyIn(''))()
        : needsAddress(passkeyIn(email), 'passkey'),
    link: needsAddress(async () => onLinkSent((await askForLink(email)).sentTo), 'link'),
    sso: needsAddress(async () => {
      const { url } = await singleSignOnUrl({ email, ...(next && { next }) })
      location.assign(url)
    }, 'sso'),
  }
}

const ADDRESS_WANTED = 'Type your e-mail address, such as ada@example.com.'
const isAddress = (text: string) => /^\S+@\S+\.\S+$/.test(text)

const SSO_REFUSALS: Record<string, string> = {
  sso_expired: 'Signing in at your company took too long. Start again.',
  sso_refused: 'Your company’s sign-in did not let you in. Try again, or ask your administrator.',
  sso_email_unverified: 'Your company has not confirmed your e-mail address. Ask your administrator.',
  sso_foreign_domain: 'Your e-mail address does not belong to this company. Use another way to sign in.',
  sso_invitation_needed: 'Nobody has invited you yet. Ask your administrator for an invitation.',
  sso_disabled: 'Your company has closed your access. Ask your administrator.',
  sso_second_factor:
    'Your codes guard other organisations of yours, too. Sign in with your password and a code, or a passkey.',
}
