import { type ReactNode, type RefObject, type SubmitEvent, useId } from 'react'
import { Button } from './button.tsx'
import { Notice } from './feedback.tsx'
import { Sheet } from './sheet.tsx'

interface FormSheetProps {
  title: string
  /** The verb on the button: `Define the dimension`. */
  verb: string
  onClose: () => void
  /** On the other button, where more than one may be sent from here: `Close`. */
  dismissal?: string
  /** Of `useSubmit`: the form, what is under way, and the refusal that concerns no single field. */
  form: RefObject<HTMLFormElement | null>
  isBusy: boolean
  general: string | undefined
  onSubmit: () => void
  children: ReactNode
}

/** A sheet that is one form: its fields, the refusal below them, and the two ways out. */
export function FormSheet({
  title,
  verb,
  onClose,
  dismissal = 'Cancel',
  form,
  isBusy,
  general,
  onSubmit,
  children,
}: FormSheetProps) {
  const formId = useId()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Sheet
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{dismissal}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {children}
        {general && <Notice>{general}</Notice>}
      </form>
    </Sheet>
  )
}
