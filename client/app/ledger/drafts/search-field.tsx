import { useEffect, useState } from 'react'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Field, TextInput } from '../../ui/field.tsx'

/** Asks once typing rests, not with every letter. */
export function SearchField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const [text, setText] = useState(value)
  const rested = useDebounced(text, 250)
  useEffect(() => setText(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed here is passed on
  useEffect(() => {
    if (rested !== value && rested === text) onValue(rested.trim())
  }, [rested])
  return (
    <Field label="Text" className="min-w-0 flex-1 sm:max-w-72">
      {(control) => (
        <TextInput
          {...control}
          type="search"
          placeholder="Description or reference"
          value={text}
          onValue={setText}
        />
      )}
    </Field>
  )
}
