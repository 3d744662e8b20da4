import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { type MailToken, type SignedIn, signInWithLink } from '../api.ts'
import { Door } from '../door.tsx'
import { Refusal } from '../refusal.tsx'
import { useEnter } from '../use-enter.ts'
import { BrokenLink } from './broken-link.tsx'
import { SecondFactor } from './second-factor.tsx'

/**
 * Where the link of the mail leads. It signs in on a click and not by being opened: scanners of mail open every link, and it
 * works once.
 */
export function LinkLandingPage() {
  const { token, region } = useSearch({ from: '/sign-in/link' })
  if (!token || !region) return <BrokenLink />
  return <LinkLanding mail={{ token, region }} />
}

function LinkLanding({ mail }: { mail: MailToken }) {
  const enter = useEnter()
  const [asksForCode, setAsksForCode] = useState(false)
  const onSignedIn = (reply: SignedIn) => ('twoFactor' in reply ? setAsksForCode(true) : enter(reply))
  const { submit, isBusy, error } = useSubmit({ send: signInWithLink, onDone: onSignedIn })
  if (asksForCode)
    return (
      <Door title="One more step" subtitle="Your account asks for a second factor.">
        <SecondFactor onSignedIn={onSignedIn} onStartOver={() => location.assign('/sign-in')} />
      </Door>
    )
  return (
    <Door title="Sign in to Meridian" subtitle="You asked for a link by mail.">
      <div className="flex flex-col gap-4">
        <Refusal error={error} />
        {error ? (
          <Link to="/sign-in" className={buttonClass('primary')}>
            Ask for a new link
          </Link>
        ) : (
          <Button variant="primary" className="h-10!" isBusy={isBusy} onClick={() => submit(mail)}>
            Sign in
          </Button>
        )}
      </div>
    </Door>
  )
}
