import { type ReactNode, useId } from 'react'

export interface Choice<Value extends string> {
  value: Value
  label: ReactNode
  detail?: ReactNode
}

interface ChoiceCardsProps<Value extends string> {
  legend: string
  choices: readonly Choice<Value>[]
  value: Value | undefined
  onValue: (value: Value) => void
  error?: string | undefined
}

/** One of a few, where each choice needs a sentence: radio buttons whose whole card is the target. */
export function ChoiceCards<Value extends string>({
  legend,
  choices,
  value,
  onValue,
  error,
}: ChoiceCardsProps<Value>) {
  const name = useId()
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex cursor-pointer items-start gap-2.5 rounded-lg border border-line p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onValue(choice.value)}
            aria-invalid={error ? true : undefined}
            className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
          />
          <span className="min-w-0">
            <span className="font-medium">{choice.label}</span>
            {choice.detail && <span className="mt-0.5 block text-sm text-muted">{choice.detail}</span>}
          </span>
        </label>
      ))}
      {error && (
        <p id={`${name}-error`} className="text-sm text-negative">
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** A box to tick, with its words. */
export const Tick = ({
  isOn,
  onChange,
  children,
  isDisabled = false,
}: {
  isOn: boolean
  onChange: (isOn: boolean) => void
  children: ReactNode
  isDisabled?: boolean
}) => (
  <label className={`flex items-start gap-2 ${isDisabled ? 'text-faint' : 'cursor-pointer'}`}>
    <input
      type="checkbox"
      className="mt-0.5 size-4 shrink-0 accent-accent"
      checked={isOn}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.checked)}
    />
    <span className="min-w-0">{children}</span>
  </label>
)
