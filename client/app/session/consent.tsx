import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '../../sdk/problem.ts'
import { useSubmit } from '../lib/use-submit.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Tick } from '../ui/choice-cards.tsx'
import { Loading } from '../ui/feedback.tsx'
import { answerConsent, type ConsentRequest, readConsent, signOut } from './api.ts'
import { Door } from './door.tsx'
import { Refusal } from './refusal.tsx'

/** An app asks for access in the person's name: who it is, what it wants, and where it leads. */
export function ConsentPage() {
  const { region, request } = useSearch({ from: '/consent' })
  if (!region || !request) return <NoRequest error={undefined} />
  return <Consent region={region} request={request} />
}

interface SignedRequest {
  region: string
  request: string
}

function Consent({ region, request }: SignedRequest) {
  const asked = useQuery({
    queryKey: ['consent', request],
    queryFn: () => readConsent({ region, request }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (asked.isPending)
    return (
      <Door title="An app asks for access">
        <Loading rows={5} label="Loading what it asks for" />
      </Door>
    )
  if (asked.isError) return <NoRequest error={asked.error} />
  return asked.data.member ? (
    <Decision signed={{ region, request }} asked={asked.data} />
  ) : (
    <NotAMember asked={asked.data} />
  )
}

function Decision({ signed, asked }: { signed: SignedRequest; asked: ConsentRequest }) {
  const given = asked.scopes.filter(({ granted }) => granted)
  const [scopes, setScopes] = useState(given.map(({ scope }) => scope))
  const answer = useSubmit({
    send: (accept: boolean) => answerConsent({ ...signed, accept, ...(accept && { scopes }) }),
    onDone: ({ redirect }) => location.assign(redirect),
  })
  return (
    <Door isWide title={`${asked.client.name} asks for access`} subtitle={`An app of ${asked.tenant.name}.`}>
      <div className="flex flex-col gap-5">
        <p>
          It acts in your name, as <strong className="font-semibold">{asked.user.name}</strong>{' '}
          <span className="wrap-anywhere text-muted">({asked.user.email})</span> in{' '}
          <strong className="font-semibold">{asked.tenant.name}</strong>, and never with more than you may
          yourself.
        </p>
        <fieldset className="flex flex-col gap-2.5">
          <legend className="mb-1 font-medium">It may</legend>
          {asked.scopes.map(({ scope, words, granted }) => (
            <Tick
              key={scope}
              isOn={scopes.includes(scope)}
              isDisabled={!granted}
              onChange={(isOn) =>
                setScopes(isOn ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            >
              {words}
              <span className="block font-mono text-xs text-faint">
                {scope}
                {!granted && ' · your role does not include it'}
              </span>
            </Tick>
          ))}
        </fieldset>
        <p className="text-sm text-muted">
          Then you go on to <strong className="font-semibold break-all text-ink">{asked.redirectsTo}</strong>.
          You can take the access back at any time, in your account under connected apps.
        </p>
        <Refusal error={answer.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button className="h-10! px-5!" isBusy={answer.isBusy} onClick={() => answer.submit(false)}>
            Deny
          </Button>
          <Button
            variant="primary"
            className="h-10! px-5!"
            isBusy={answer.isBusy}
            disabled={scopes.length === 0}
            onClick={() => answer.submit(true)}
          >
            Allow
          </Button>
        </div>
      </div>
    </Door>
  )
}

function NotAMember({ asked }: { asked: ConsentRequest }) {
  const leave = useSubmit({
    send: signOut,
    onDone: () => location.assign(asked.nextUrl),
  })
  return (
    <Door title={`${asked.client.name} asks for access`} subtitle={`An app of ${asked.tenant.name}.`}>
      <div className="flex flex-col gap-4">
        <p>
          You are signed in as <strong className="font-semibold break-all">{asked.user.email}</strong>, who is
          not a member of {asked.tenant.name}. Only its members can use this app.
        </p>
        <Refusal error={leave.error} />
        <Button variant="primary" className="h-10!" isBusy={leave.isBusy} onClick={() => leave.submit()}>
          Use another account
        </Button>
      </div>
    </Door>
  )
}

function NoRequest({ error }: { error: unknown }) {
  const needsSignIn = error instanceof Problem && error.status === 401
  return (
    <Door title={needsSignIn ? 'Sign in first' : 'Start again in the app'}>
      <div className="flex flex-col gap-4">
        {error ? (
          <Refusal error={error} />
        ) : (
          <p>This page is where an app asks for access. Its request is missing.</p>
        )}
        {!needsSignIn && (
          <p className="text-muted">
            Go back to the app and connect it again; requests are good for ten minutes.
          </p>
        )}
        <Link to="/sign-in" className={buttonClass()}>
          {needsSignIn ? 'Sign in' : 'Go to Meridian'}
        </Link>
      </div>
    </Door>
  )
}
