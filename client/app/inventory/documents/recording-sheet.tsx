import { type ReactNode, useId } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { PreviewDialog } from './preview.tsx'
import type { useRecording } from './use-recording.ts'

interface RecordingSheetProps<Input extends { date: string }> {
  title: string
  verb: string
  // biome-ignore lint/suspicious/noExplicitAny: the sheet passes on what the form gives, whatever its command takes
  recording: ReturnType<typeof useRecording<any>>
  /** What is sent, as the form is now. */
  input: () => Input
  general: string | undefined
  onClose: () => void
  children: ReactNode
}

/** A sheet whose form records a document of the stock, and can show before what that would come to. */
export function RecordingSheet<Input extends { date: string }>(props: RecordingSheetProps<Input>) {
  const { title, verb, recording, input, general, onClose, children } = props
  const formId = useId()
  return (
    <Sheet
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button isBusy={recording.isBusy} onClick={() => recording.tryOut(input())}>
            Preview
          </Button>
          <Button type="submit" form={formId} variant="primary" isBusy={recording.isBusy}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        ref={recording.formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          recording.submit(input())
        }}
      >
        {children}
        {general && <Notice>{general}</Notice>}
      </form>
      {recording.trial && (
        <PreviewDialog
          document={recording.trial.document}
          verb={verb}
          isBusy={recording.isRecording}
          onRecord={() => recording.trial && recording.record(recording.trial.input)}
          onClose={recording.closeTrial}
        />
      )}
    </Sheet>
  )
}
