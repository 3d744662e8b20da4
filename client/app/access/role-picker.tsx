import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Tick } from '../ui/choice-cards.tsx'
import { Loading } from '../ui/feedback.tsx'
import { rolesQuery } from './queries.ts'

interface RolePickerProps {
  legend?: string
  value: readonly string[]
  onValue: (codes: string[]) => void
  error?: string | undefined
}

/** Several roles together: a person may do what any of them allows. */
export function RolePicker({ legend = 'Roles', value, onValue, error }: RolePickerProps) {
  const id = useId()
  const roles = useQuery(rolesQuery)
  const toggle = (code: string, isOn: boolean) =>
    onValue(isOn ? [...value, code] : value.filter((other) => other !== code))
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {roles.isPending && <Loading rows={4} label="Loading the roles" />}
      {roles.data?.map(({ code, name, description }) => (
        <Tick key={code} isOn={value.includes(code)} onChange={(isOn) => toggle(code, isOn)}>
          {name}
          <span className="block text-sm text-muted">{description}</span>
        </Tick>
      ))}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm text-negative">
          {error}
        </p>
      )}
    </fieldset>
  )
}
