import { formatAmount } from '../../lib/amounts.ts'
import { toast } from '../../ui/toast.tsx'
import type { Match } from './queries.ts'

/** Says what a match did beside settling, with the way to it. */
export function announceMatch(match: Match, show: () => void): void {
  toast(
    <>
      {matchText(match)}{' '}
      <button type="button" onClick={show} className="font-medium text-accent underline underline-offset-2">
        Show the match
      </button>
    </>,
  )
}

export function matchText({ items, exchange, writeOff }: Match): string {
  const parts = [`${items.length} items matched`]
  if (exchange?.gain) parts.push(`exchange gain ${formatAmount(exchange.gain)}`)
  if (exchange?.loss) parts.push(`exchange loss ${formatAmount(exchange.loss)}`)
  if (writeOff?.amount) parts.push(`${formatAmount(writeOff.amount)} written off`)
  return `${parts.join(', ')}.`
}
