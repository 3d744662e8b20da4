import { type ReactNode, type RefObject, type SubmitEvent, useId } from 'react'
import { Button } from './button.tsx'
import { Notice } from './feedback.tsx'
import { Dialog, Sheet } from './sheet.tsx'

interface FormProps {
  title: string
  /** The verb on the button: `Define the dimension`. */
  verb: string
  /** For what cannot be taken back. */
  isDangerous?: boolean
  onClose: () => void
  /** On the other button, where more than one may be sent from here: `Close`. */
  dismissal?: string
  /** Of `useSubmit`: the form, what is under way, and the refusal that concerns no single field. */
  form?: RefObject<HTMLFormElement | null>
  isBusy: boolean
  general?: string | undefined
  onSubmit: () => void
  children: ReactNode
}

/** A sheet that is one form: its fields, the refusal below them, and the two ways out. */
export const FormSheet = (props: FormProps) => <Form {...props} Frame={Sheet} />

/** A question that is one form. */
export const FormDialog = (props: FormProps) => <Form {...props} Frame={Dialog} />

function Form({
  Frame,
  title,
  verb,
  isDangerous = false,
  onClose,
  dismissal = 'Cancel',
  form,
  isBusy,
  general,
  onSubmit,
  children,
}: FormProps & { Frame: typeof Sheet }) {
  const formId = useId()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Frame
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{dismissal}</Button>
          <Button type="submit" form={formId} variant={isDangerous ? 'danger' : 'primary'} isBusy={isBusy}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={formId} ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {children}
        {general && <Notice>{general}</Notice>}
      </form>
    </Frame>
  )
}
