import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Tick } from '../ui/choice-cards.tsx'
import { Loading } from '../ui/feedback.tsx'
import { matrixQuery } from './queries.ts'

interface ScopePickerProps {
  legend?: string
  value: readonly string[]
  onValue: (scopes: string[]) => void
  error?: string | undefined
}

/** Scopes out of the permission matrix; what one has not oneself cannot be chosen. */
export function ScopePicker({ legend = 'Scopes', value, onValue, error }: ScopePickerProps) {
  const id = useId()
  const matrix = useQuery(matrixQuery)
  const operations = matrix.data?.operations ?? []
  const scopes = [...new Set(operations.map(({ scope }) => scope))].sort()
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {matrix.isPending && <Loading rows={4} label="Loading the scopes" />}
      {scopes.map((scope) => {
        const inIt = operations.filter((operation) => operation.scope === scope)
        return (
          <Tick
            key={scope}
            isOn={value.includes(scope)}
            isDisabled={!inIt.every(({ mayYou }) => mayYou)}
            onChange={(isOn) => onValue(isOn ? [...value, scope] : value.filter((other) => other !== scope))}
          >
            <code className="font-mono text-sm">{scope}</code>
            <span className="ml-2 text-sm text-muted">
              {inIt.length} {inIt.length === 1 ? 'operation' : 'operations'}
            </span>
          </Tick>
        )
      })}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm text-negative">
          {error}
        </p>
      )}
    </fieldset>
  )
}
