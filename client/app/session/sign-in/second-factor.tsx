import { type SubmitEvent, useState } from 'react'
import { Problem } from '../../../sdk/problem.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { type SignedIn, signInWithCode } from '../api.ts'
import { TextButton } from '../door.tsx'
import { Refusal } from '../refusal.tsx'

interface SecondFactorProps {
  onSignedIn: (reply: SignedIn) => void
  onStartOver: () => void
}

/** The code of the authenticator app or, without the phone, one of the recovery codes. */
export function SecondFactor({ onSignedIn, onStartOver }: SecondFactorProps) {
  const [isRecovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const [trustDevice, setTrustDevice] = useState(false)
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (input: { code: string; trustDevice: boolean }) =>
      fieldErrors({ '/code': input.code === '' && (isRecovery ? RECOVERY.wanted : APP.wanted) }),
    send: signInWithCode,
    onDone: onSignedIn,
  })
  const words = isRecovery ? RECOVERY : APP
  const isExpired = error instanceof Problem && error.code === 'challenge_expired'
  // What is wrong with a code belongs beside it, also where the server points at nothing.
  const isWrongCode = error instanceof Problem && error.code === 'invalid_code'
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    submit({ code: isRecovery ? code.trim() : code.replace(/\s/g, ''), trustDevice })
  }
  return (
    <form ref={form} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <Field
        key={words.label}
        label={words.label}
        hint={words.hint}
        error={errors.fields.get('/code') ?? (isWrongCode ? errors.general : undefined)}
      >
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            autoComplete="one-time-code"
            inputMode={isRecovery ? 'text' : 'numeric'}
            autoCapitalize="none"
            spellCheck={false}
            className="tracking-widest tabular-nums"
            value={code}
            onValue={setCode}
          />
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={trustDevice}
          onChange={(event) => setTrustDevice(event.target.checked)}
        />
        Trust this device for 30 days
      </label>
      {!isWrongCode && errors.fields.size === 0 && <Refusal error={error} />}
      {isExpired ? (
        <Button variant="primary" className="h-10!" onClick={onStartOver}>
          Begin again
        </Button>
      ) : (
        <Button type="submit" variant="primary" className="h-10!" isBusy={isBusy}>
          Sign in
        </Button>
      )}
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-sm">
        <TextButton
          onClick={() => {
            setRecovery(!isRecovery)
            setCode('')
          }}
        >
          {isRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
        </TextButton>
        <TextButton onClick={onStartOver}>Sign in another way</TextButton>
      </p>
    </form>
  )
}

const APP = {
  label: 'Code of the authenticator app',
  hint: 'Six digits, new every half minute.',
  wanted: 'Type the six digits that your authenticator app shows now.',
}
const RECOVERY = {
  label: 'Recovery code',
  hint: 'One of those you kept when you set up the app. Each works once.',
  wanted: 'Type one of your recovery codes, such as k3x9q-7hd2m.',
}
