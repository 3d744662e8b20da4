import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { SignedIn } from '../api.ts'
import { Door, textLink } from '../door.tsx'
import { methodsQuery } from '../queries.ts'
import { useEnter } from '../use-enter.ts'
import { DemoDoor } from './demo-door.tsx'
import { LinkSent } from './link-sent.tsx'
import { SecondFactor } from './second-factor.tsx'
import { WaysIn } from './ways-in.tsx'

type Stage = { name: 'ways' } | { name: 'code' } | { name: 'link'; sentTo: string }

/** Every way in: password and second factor, passkey, a link by mail, the company's own sign-in, the demo. */
export function SignInPage() {
  const { to, next, sso } = useSearch({ from: '/sign-in' })
  const methods = useQuery(methodsQuery).data
  const enter = useEnter()
  const [stage, setStage] = useState<Stage>({ name: 'ways' })
  const onSignedIn = (reply: SignedIn) =>
    'twoFactor' in reply ? setStage({ name: 'code' }) : enter(reply, next ?? to)
  const startOver = () => setStage({ name: 'ways' })
  if (stage.name === 'code')
    return (
      <Door title="One more step" subtitle="Your account asks for a second factor.">
        <SecondFactor onSignedIn={onSignedIn} onStartOver={startOver} />
      </Door>
    )
  if (stage.name === 'link')
    return (
      <Door title="Look into your mail">
        <LinkSent sentTo={stage.sentTo} onStartOver={startOver} />
      </Door>
    )
  return (
    <Door
      title="Sign in to Meridian"
      subtitle={
        next
          ? 'Then you decide about the app that sent you here.'
          : 'A company’s books, provable to the cent.'
      }
      footer={
        <>
          New here?{' '}
          <Link to="/sign-up" className={textLink}>
            Create an account
          </Link>
        </>
      }
    >
      <WaysIn
        next={next}
        ssoRefusal={sso}
        onSignedIn={onSignedIn}
        onLinkSent={(sentTo) => setStage({ name: 'link', sentTo })}
      />
      {methods?.demo && !next && <DemoDoor onSignedIn={onSignedIn} />}
    </Door>
  )
}
