import { useId } from 'react'
import { Button } from '../../ui/button.tsx'
import { Door } from '../door.tsx'
import { Refusal } from '../refusal.tsx'
import { Steps } from './steps.tsx'

export interface Progress {
  name: string
  done: number
  total: number
}

interface FillingProps {
  progress: Progress
  error: unknown
  onRetry: () => void
}

/** The example books on their way into the company. What is there already is not written twice. */
export function FillingBooks({ progress: { name, done, total }, error, onRetry }: FillingProps) {
  const id = useId()
  const isLast = done >= total - 1
  return (
    <Door isWide title={`Filling ${name}`} subtitle="Your first figures are seconds away.">
      <Steps current="First company" />
      <div className="flex flex-col gap-3">
        <label htmlFor={id} className="text-muted">
          {isLast ? 'Posting a year of entries…' : `Opening accounts: ${done} of ${total - 1}`}
        </label>
        <progress
          id={id}
          value={done}
          max={total}
          className="h-2 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
        <Refusal error={error} />
        {error ? (
          <Button variant="primary" className="self-start" onClick={onRetry}>
            Go on
          </Button>
        ) : null}
      </div>
    </Door>
  )
}
