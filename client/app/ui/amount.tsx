import { formatAmount } from '../lib/amounts.ts'
import { type Decimal, isNegative, isZero } from '../lib/decimal.ts'

interface AmountProps {
  value: Decimal | null | undefined
  unit?: string
  /** Whether a negative figure is a warning (an overdrawn bank) or simply the other side. The minus sign is always there. */
  isAlarming?: boolean
  className?: string
}

/** An amount in the reader's locale: tabular figures, and a minus that also shows in print. */
export function Amount({ value, unit, isAlarming = false, className = '' }: AmountProps) {
  if (value === null || value === undefined) return null
  // Nothing is worth less attention than something.
  const colour = isZero(value) ? 'text-faint' : isAlarming && isNegative(value) ? 'text-negative' : ''
  return (
    <span className={`tabular-nums lining-nums whitespace-nowrap ${colour} ${className}`}>
      {formatAmount(value)}
      {unit && <span className="ml-1 text-[0.85em] text-faint">{unit}</span>}
    </span>
  )
}
