import { CircleCheck, CircleDot, CircleX, ClipboardCheck, type LucideIcon } from 'lucide-react'
import type { CountStatus } from '../../../../durable-objects/inventory/counts/contract.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import type { Count } from './queries.ts'

const LOOKS: Readonly<Record<CountStatus, { tone: Tone; icon: LucideIcon; name: string }>> = {
  open: { tone: 'accent', icon: CircleDot, name: 'Open' },
  finished: { tone: 'warning', icon: ClipboardCheck, name: 'To be posted' },
  posted: { tone: 'positive', icon: CircleCheck, name: 'Posted' },
  cancelled: { tone: 'neutral', icon: CircleX, name: 'Cancelled' },
}

export function CountStatusMark({ status }: { status: CountStatus }) {
  const { tone, icon, name } = LOOKS[status]
  return (
    <Status tone={tone} icon={icon}>
      {name}
    </Status>
  )
}

export const countTitle = ({ number, name }: Pick<Count, 'number' | 'name'>): string =>
  name ? `Count ${number}: ${name}` : `Count ${number}`

/** How many of its lines are counted, as a bar and in words. */
export function Progress({ count: { counted, lines } }: { count: Pick<Count, 'counted' | 'lines'> }) {
  const share = lines === 0 ? 0 : Math.floor((counted / lines) * 100)
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${share}%` }} />
      </span>
      <span className="tabular-nums whitespace-nowrap">
        {counted} <span className="text-muted">of {lines}</span>
      </span>
    </span>
  )
}
