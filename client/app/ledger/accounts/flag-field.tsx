import type { ReactNode } from 'react'
import { Tick } from '../../ui/choice-cards.tsx'

interface FlagProps {
  isOn: boolean
  onChange: (isOn: boolean) => void
  label: string
  hint: ReactNode
  error: string | undefined
}

/** A box to tick with what it means, and the refusal below it. */
export const FlagField = ({ isOn, onChange, label, hint, error }: FlagProps) => (
  <div>
    <Tick isOn={isOn} onChange={onChange}>
      {label}
      <span className="block text-sm text-muted">{hint}</span>
    </Tick>
    {error && (
      <p role="alert" className="mt-1 text-sm text-negative">
        {error}
      </p>
    )}
  </div>
)
