import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/section.tsx'
import { Status } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { newRecoveryCodes, removeTotp } from '../api.ts'
import { sessionQuery, useSession } from '../queries.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { RecoveryCodesDialog } from './recovery-codes.tsx'
import { SetUpAuthenticator } from './set-up-authenticator.tsx'

type Open = { name: 'set-up' | 'remove' | 'renew' } | { name: 'codes'; codes: readonly string[] }

/** The authenticator app: a second factor beside the password. */
export function AuthenticatorSection() {
  const { user } = useSession()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const refresh = () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey, exact: true })
  return (
    <Section
      title="Authenticator app"
      description="Asks for a code of six digits after your password."
      actions={
        user.twoFactor ? (
          <>
            <Button size="sm" onClick={() => setOpen({ name: 'renew' })}>
              New recovery codes
            </Button>
            <Button size="sm" variant="danger" onClick={() => setOpen({ name: 'remove' })}>
              Remove the app
            </Button>
          </>
        ) : (
          <Button size="sm" disabled={!user.hasPassword} onClick={() => setOpen({ name: 'set-up' })}>
            Set up
          </Button>
        )
      }
    >
      <Status tone={user.twoFactor ? 'positive' : 'neutral'}>{user.twoFactor ? 'On' : 'Off'}</Status>
      {!user.hasPassword && !user.twoFactor && (
        <p className="mt-2 text-sm text-muted">Set a password first: the code is asked for after it.</p>
      )}
      {open?.name === 'set-up' && (
        <SetUpAuthenticator
          onClose={() => {
            close()
            void refresh()
          }}
        />
      )}
      {open?.name === 'remove' && (
        <PasswordDialog
          title="Remove the authenticator app?"
          verb="Remove the app"
          isDangerous
          send={removeTotp}
          onDone={async () => {
            close()
            toast('The authenticator app is removed.')
            await refresh()
          }}
          onClose={close}
        >
          Then your password alone lets you in, and your recovery codes stop working.
        </PasswordDialog>
      )}
      {open?.name === 'renew' && (
        <PasswordDialog
          title="New recovery codes"
          verb="Make new codes"
          send={newRecoveryCodes}
          onDone={({ recoveryCodes }) => setOpen({ name: 'codes', codes: recoveryCodes })}
          onClose={close}
        >
          The ones you have now stop working at once.
        </PasswordDialog>
      )}
      {open?.name === 'codes' && <RecoveryCodesDialog codes={open.codes} onClose={close} />}
    </Section>
  )
}
