import type { ReactNode } from 'react'
import { useSubmit } from '../lib/use-submit.ts'
import { Button } from './button.tsx'
import { ProblemNotice } from './feedback.tsx'
import { Dialog } from './sheet.tsx'

interface ConfirmProps {
  title: string
  /** What happens, in full. */
  children: ReactNode
  /** The verb on the button: `Revoke the key`. */
  verb: string
  send: () => Promise<unknown>
  onDone: () => unknown
  onClose: () => void
}

/** Asks before something that cannot be taken back, and stays with the refusal if there is one. */
export function Confirm({ title, children, verb, send, onDone, onClose }: ConfirmProps) {
  const { submit, isBusy, error } = useSubmit<void, unknown>({
    send,
    onDone: async () => {
      await onDone()
      onClose()
    },
  })
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" isBusy={isBusy} onClick={() => submit()}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div>{children}</div>
        {error ? <ProblemNotice error={error} /> : null}
      </div>
    </Dialog>
  )
}
