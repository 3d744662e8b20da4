import { useMemo, useState } from 'react'
import { encode } from 'uqr'
import { Problem } from '../../../sdk/problem.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { beginTotp, confirmTotp } from '../api.ts'
import { Refusal } from '../refusal.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { RecoveryCodesDialog } from './recovery-codes.tsx'

interface Begun {
  uri: string
  recoveryCodes: string[]
}

/** Password, then the code to scan and the first six digits, then the recovery codes. */
export function SetUpAuthenticator({ onClose }: { onClose: () => void }) {
  const [begun, setBegun] = useState<Begun>()
  const [isConfirmed, setConfirmed] = useState(false)
  if (!begun)
    return (
      <PasswordDialog
        title="Set up an authenticator app"
        verb="Continue"
        send={beginTotp}
        onDone={setBegun}
        onClose={onClose}
      >
        You need an app that makes codes, such as the one of your password manager or phone.
      </PasswordDialog>
    )
  if (isConfirmed) return <RecoveryCodesDialog codes={begun.recoveryCodes} onClose={onClose} />
  return <ScanAndConfirm uri={begun.uri} onConfirmed={() => setConfirmed(true)} onClose={onClose} />
}

interface ScanProps {
  uri: string
  onConfirmed: () => void
  onClose: () => void
}

function ScanAndConfirm({ uri, onConfirmed, onClose }: ScanProps) {
  const [code, setCode] = useState('')
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (text: string) =>
      fieldErrors({ '/code': !/^\d{6}$/.test(text) && 'Type the six digits that the app shows now.' }),
    send: confirmTotp,
    onDone: onConfirmed,
  })
  const isWrongCode = error instanceof Problem && error.code === 'invalid_code'
  return (
    <FormDialog
      title="Scan this with your app"
      onClose={onClose}
      verb="Turn it on"
      form={form}
      isBusy={isBusy}
      onSubmit={() => submit(code.replace(/\s/g, ''))}
    >
      <QrCode text={uri} />
      <div>
        <p className="text-sm text-muted">Cannot scan? Type this secret into the app.</p>
        <Copyable text={secretOf(uri)} label="secret" />
      </div>
      <Field
        label="Code that the app shows"
        error={errors.fields.get('/code') ?? (isWrongCode ? errors.general : undefined)}
      >
        {(control) => (
          <TextInput
            {...control}
            data-autofocus
            autoComplete="one-time-code"
            inputMode="numeric"
            className="tracking-widest tabular-nums"
            value={code}
            onValue={setCode}
          />
        )}
      </Field>
      {errors.fields.size === 0 && !isWrongCode && <Refusal error={error} />}
    </FormDialog>
  )
}

/** In groups of four, as people type it. */
const secretOf = (uri: string): string =>
  (new URL(uri).searchParams.get('secret') ?? '').replace(/(.{4})(?=.)/g, '$1 ')

/** Dark on white in either theme: scanners expect it so. */
function QrCode({ text }: { text: string }) {
  const { data, size } = useMemo(() => encode(text, { border: 2 }), [text])
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label="QR code of the secret"
      viewBox={`0 0 ${size} ${size}`}
      className="mx-auto size-48 rounded-md bg-[white] p-1 text-[black]"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="currentColor" />
    </svg>
  )
}
