import { CircleCheck, CircleDot, CircleX, type LucideIcon, RotateCcw, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'

export type Tone = 'positive' | 'negative' | 'warning' | 'neutral' | 'accent'

const TONES: Record<Tone, string> = {
  positive: 'bg-positive-soft text-positive',
  negative: 'bg-negative-soft text-negative',
  warning: 'bg-warning-soft text-warning',
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent-strong',
}

const ICONS: Record<Tone, LucideIcon> = {
  positive: CircleCheck,
  negative: CircleX,
  warning: RotateCcw,
  neutral: CircleDot,
  accent: Undo2,
}

/** A status is always a word with a shape and a colour, never the colour alone. */
export function Status({ tone, icon, children }: { tone: Tone; icon?: LucideIcon; children: ReactNode }) {
  const Icon = icon ?? ICONS[tone]
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-full py-0.5 pr-2 pl-1.5 text-xs font-medium ${TONES[tone]}`}
    >
      <Icon className="size-3.5" aria-hidden="true" />
      {children}
    </span>
  )
}

/** A short fact beside a name, without judgement: a type, a unit. */
export const Tag = ({ children }: { children: ReactNode }) => (
  <span className="rounded border border-line px-1.5 py-px text-xs whitespace-nowrap text-muted">
    {children}
  </span>
)
