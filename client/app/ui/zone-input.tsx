import { type ComponentProps, useId } from 'react'
import { TextInput } from './field.tsx'

/** The name of an IANA time zone, typed or chosen from those that the browser knows. */
export function ZoneInput(props: Omit<ComponentProps<typeof TextInput>, 'list' | 'placeholder'>) {
  const listId = useId()
  return (
    <>
      <TextInput {...props} list={listId} spellCheck={false} placeholder="Europe/Berlin" />
      <datalist id={listId}>
        {Intl.supportedValuesOf('timeZone').map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}
