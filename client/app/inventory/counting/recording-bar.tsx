import { CloudOff, Save } from 'lucide-react'
import { Button, Spinner } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { problemOf } from './typed.ts'
import type { CountRecording } from './use-recording.ts'

/** Where what was typed is as a whole, in view while one scrolls. */
export function RecordingBar({ recording }: { recording: CountRecording }) {
  const { edits, phase, ready, error, send, countedAt, setCountedAt } = recording
  const refused = Object.values(edits.cells).filter((typed) => problemOf(typed) !== undefined).length
  const isIdle = ready === 0 && refused === 0
  return (
    <section
      aria-label="What is typed"
      className="sticky bottom-3 z-20 mt-4 flex flex-wrap items-center gap-x-5 gap-y-2 rounded-lg border border-line-strong bg-surface px-4 py-2 shadow-high print:hidden"
    >
      <p role="status" className="flex min-w-0 flex-1 basis-52 items-center gap-2">
        {phase === 'sending' && <Spinner />}
        {phase === 'waiting' && <CloudOff className="size-4 shrink-0 text-warning" aria-hidden="true" />}
        <span className={error ? 'text-negative' : isIdle ? 'text-muted' : ''}>
          {error ??
            (phase === 'sending'
              ? 'Saving…'
              : isIdle
                ? 'All that was typed is saved.'
                : waiting(ready, refused))}
          {error && ready > 0 && (
            <span className="block text-sm text-muted">
              {lines(ready)} kept in this browser
              {phase === 'waiting' ? ', and sent as soon as it can be.' : '.'}
            </span>
          )}
        </span>
      </p>
      <Field label="Counted at, if on paper" className="max-sm:hidden">
        {(control) => (
          <input
            {...control}
            type="datetime-local"
            value={countedAt}
            onChange={(event) => setCountedAt(event.target.value)}
            className={`${inputClass} w-52`}
          />
        )}
      </Field>
      <Button onClick={send} disabled={ready === 0} isBusy={phase === 'sending'}>
        <Save className="size-4" aria-hidden="true" /> {phase === 'stopped' ? 'Try again' : 'Save now'}
      </Button>
    </section>
  )
}

const lines = (number: number): string => (number === 1 ? '1 line is' : `${number} lines are`)

const waiting = (ready: number, refused: number): string =>
  [
    ready > 0 && `${lines(ready)} unsaved, and saved in a moment.`,
    refused > 0 && `${lines(refused)} not taken: see why there.`,
  ]
    .filter(Boolean)
    .join(' ')
