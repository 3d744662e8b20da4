import { Link, useSearch } from '@tanstack/react-router'
import { Problem } from '../../../sdk/problem.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { confirmSignUp } from '../api.ts'
import { Door } from '../door.tsx'
import { Refusal } from '../refusal.tsx'
import { BrokenLink } from '../sign-in/broken-link.tsx'
import { useEnter } from '../use-enter.ts'
import { Steps } from './steps.tsx'

/** Where the mail to someone who signed up leads. Confirmed by a click: scanners of mail open every link. */
export function ConfirmSignUpPage() {
  const { token, region } = useSearch({ from: '/sign-up/confirm' })
  const enter = useEnter()
  const { submit, isBusy, error } = useSubmit({
    send: confirmSignUp,
    onDone: (session) => enter(session, '/welcome'),
  })
  if (!token || !region) return <BrokenLink />
  const isRegistered = error instanceof Problem && error.code === 'already_registered'
  return (
    <Door
      isWide
      title="Confirm your account"
      subtitle="Your e-mail address is yours, and your organisation opens."
    >
      <Steps current="Confirm" />
      <div className="flex flex-col gap-4">
        <Refusal error={error} />
        {!error && (
          <Button
            variant="primary"
            className="h-10!"
            isBusy={isBusy}
            onClick={() => submit({ token, region })}
          >
            Confirm and continue
          </Button>
        )}
        {error ? (
          <Link to={isRegistered ? '/sign-in' : '/sign-up'} className={buttonClass('primary')}>
            {isRegistered ? 'Sign in' : 'Sign up again'}
          </Link>
        ) : null}
      </div>
    </Door>
  )
}
