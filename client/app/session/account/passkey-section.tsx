import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { Problem } from '../../../sdk/problem.ts'
import { formatDate } from '../../lib/dates.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import {
  addPasskey,
  canUsePasskeys,
  isPasskeyCancelled,
  type Passkey,
  removePasskey,
  renamePasskey,
} from '../passkeys.ts'
import { sessionQuery, useSession } from '../queries.ts'
import { Refusal } from '../refusal.tsx'
import { passkeysQuery } from './queries.ts'

type Open = { name: 'add' } | { name: 'rename' | 'remove'; passkey: Passkey }

/** The passkeys of the person: the fastest way in, and the hardest to steal. */
export function PasskeySection() {
  const passkeys = useQuery(passkeysQuery)
  const queryClient = useQueryClient()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const refresh = async (words: string) => {
    toast(words)
    await Promise.all(
      [passkeysQuery.queryKey, sessionQuery.queryKey].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey, exact: true }),
      ),
    )
  }
  return (
    <Section
      title="Passkeys"
      description="Sign in with your fingerprint, face or the PIN of a device. Nothing to remember, nothing to steal."
      actions={
        canUsePasskeys() && (
          <Button size="sm" onClick={() => setOpen({ name: 'add' })}>
            <Plus className="size-4" aria-hidden="true" /> Add a passkey
          </Button>
        )
      }
    >
      {passkeys.isPending && <Loading rows={2} label="Loading the passkeys" />}
      {passkeys.isError && <ProblemNotice error={passkeys.error} />}
      {passkeys.data?.length === 0 && <p className="text-muted">No passkeys yet.</p>}
      {passkeys.data && passkeys.data.length > 0 && (
        <ul className="divide-y divide-line">
          {passkeys.data.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <KeyRound className="size-4 shrink-0 text-muted" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{nameOf(passkey)}</span>
                <span className="block text-sm text-muted">
                  Since {formatDate(passkey.createdAt.slice(0, 10))}
                  {passkey.backedUp ? ' · on all your devices' : ' · on this device only'}
                </span>
              </span>
              <Button size="sm" onClick={() => setOpen({ name: 'rename', passkey })}>
                Rename<span className="unseen"> {nameOf(passkey)}</span>
              </Button>
              <Button size="sm" variant="danger" onClick={() => setOpen({ name: 'remove', passkey })}>
                Remove<span className="unseen"> {nameOf(passkey)}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {open?.name === 'add' && <AddPasskey onClose={close} onDone={() => refresh('The passkey is added.')} />}
      {open?.name === 'rename' && (
        <RenamePasskey
          passkey={open.passkey}
          onClose={close}
          onDone={() => refresh('The passkey is renamed.')}
        />
      )}
      {open?.name === 'remove' && (
        <Confirm
          title={`Remove ${nameOf(open.passkey)}?`}
          verb="Remove the passkey"
          send={() => removePasskey(open.passkey.id)}
          onDone={() => refresh('The passkey is removed.')}
          onClose={close}
        >
          It no longer lets you in. Remove it in the settings of your device, too, or it is still offered
          there.
        </Confirm>
      )}
    </Section>
  )
}

const nameOf = ({ name }: Passkey): string => name || 'Passkey without a name'

interface DialogProps {
  onClose: () => void
  onDone: () => unknown
}

function AddPasskey({ onClose, onDone }: DialogProps) {
  const { session } = useSession()
  return (
    <NameDialog
      title="Add a passkey"
      verb="Continue on the device"
      hint="Such as “Work laptop”. Your browser asks for the rest."
      send={(name) => addPasskey(session.region, name)}
      onClose={onClose}
      onDone={onDone}
    />
  )
}

function RenamePasskey({ passkey, onClose, onDone }: DialogProps & { passkey: Passkey }) {
  return (
    <NameDialog
      title={`Rename ${nameOf(passkey)}`}
      verb="Rename"
      hint="What you know the passkey again by."
      before={passkey.name ?? ''}
      send={(name) => renamePasskey(passkey.id, name)}
      onClose={onClose}
      onDone={onDone}
    />
  )
}

interface NameDialogProps extends DialogProps {
  title: string
  verb: string
  hint: string
  before?: string
  send: (name: string) => Promise<unknown>
}

/** A passkey is known by its name, whether it is new or not. */
function NameDialog({ title, verb, hint, before = '', send, onClose, onDone }: NameDialogProps) {
  const [name, setName] = useState(before)
  const { form, errors, submit, isBusy, error } = useSubmit({
    check: (text: string) =>
      fieldErrors({ '/name': text === '' && 'Name the device, to know the passkey again.' }),
    send,
    onDone: async () => {
      await onDone()
      onClose()
    },
  })
  const isStale = error instanceof Problem && error.code === 'session_not_fresh'
  return (
    <FormDialog
      title={title}
      onClose={onClose}
      verb={verb}
      form={form}
      isBusy={isBusy}
      onSubmit={() => submit(name.trim())}
    >
      <Field label="Name" hint={hint} error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} data-autofocus value={name} onValue={setName} />}
      </Field>
      {errors.fields.size === 0 && !isPasskeyCancelled(error) && (
        <Refusal
          error={error}
          wayOut={isStale && 'Sign out and in again: adding a passkey needs a sign-in of today.'}
        />
      )}
      {isPasskeyCancelled(error) && (
        <p role="status" className="text-muted">
          The browser’s question was closed, so nothing was added. Try again when you are ready.
        </p>
      )}
    </FormDialog>
  )
}
