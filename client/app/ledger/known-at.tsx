import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { eventQuery, useCompanySlug } from '../company/queries.ts'
import { formatInstant } from '../lib/dates.ts'
import { useDebounced } from '../lib/use-debounced.ts'
import { Button } from '../ui/button.tsx'
import { Field, TextInput } from '../ui/field.tsx'

interface KnownAtProps {
  knownAt: number
  head: number
  onChange: (next: { knownAt: number | undefined }) => void
}

/** Chooses a position of the log, by slider or number, and says when its event was recorded. */
export function KnownAt({ knownAt, head, onChange }: KnownAtProps) {
  const [position, setPosition] = useState(knownAt)
  const rested = useDebounced(position, 200)
  const sliderId = useId()
  useEffect(() => setPosition(knownAt), [knownAt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: Only what was chosen here is passed on.
  useEffect(() => {
    if (rested !== knownAt && rested === position) onChange({ knownAt: rested })
  }, [rested])
  const event = useQuery({ ...eventQuery(useCompanySlug(), rested), enabled: rested > 0 }).data
  const choose = (text: string) => setPosition(Math.max(0, Math.min(head, Math.trunc(Number(text)) || 0)))
  return (
    <fieldset className="flex min-w-0 flex-wrap items-end gap-2 max-sm:w-full">
      <legend className="unseen">As known at</legend>
      <Field label="As known at event" className="w-36 max-sm:w-full">
        {(control) => (
          <TextInput
            {...control}
            type="number"
            min={0}
            max={head}
            className="tabular-nums"
            value={String(position)}
            onValue={choose}
          />
        )}
      </Field>
      <div className="flex min-w-0 flex-1 flex-col gap-1 sm:w-56">
        <label htmlFor={sliderId} className="text-sm text-muted" aria-live="polite">
          {event ? formatInstant(event.time) : `of ${head}`}
        </label>
        <input
          id={sliderId}
          type="range"
          min={0}
          max={head}
          value={position}
          onChange={({ target }) => choose(target.value)}
          aria-valuetext={`Event ${position} of ${head}${event ? `, recorded ${formatInstant(event.time)}` : ''}`}
          className="h-9 w-full accent-accent sm:h-8"
        />
      </div>
      <Button variant="ghost" onClick={() => onChange({ knownAt: undefined })}>
        Now
      </Button>
    </fieldset>
  )
}
