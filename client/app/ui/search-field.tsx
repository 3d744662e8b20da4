import { useEffect, useState } from 'react'
import { useDebounced } from '../lib/use-debounced.ts'
import { Field, TextInput } from './field.tsx'

interface SearchFieldProps {
  value: string
  onValue: (value: string) => void
  label?: string
  placeholder?: string
  className?: string
}

/** The text that a list is filtered by. Asks once typing rests, not with every letter. */
export function SearchField({
  value,
  onValue,
  label = 'Text',
  placeholder = 'Description or reference',
  className = '',
}: SearchFieldProps) {
  const [text, setText] = useState(value)
  const rested = useDebounced(text, 250)
  useEffect(() => setText(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: Only what was typed here is passed on; `value` changing from outside is taken over above.
  useEffect(() => {
    if (rested !== value && rested === text) onValue(rested.trim())
  }, [rested])
  return (
    <Field label={label} className={`min-w-0 flex-1 ${className}`}>
      {(control) => (
        <TextInput {...control} type="search" placeholder={placeholder} value={text} onValue={setText} />
      )}
    </Field>
  )
}
