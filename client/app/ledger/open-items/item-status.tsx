import { CircleCheck, Clock, Hourglass } from 'lucide-react'
import { formatDate } from '../../lib/dates.ts'
import { Status } from '../../ui/status.tsx'
import type { OpenItem } from './queries.ts'

type Shown = Pick<OpenItem, 'status' | 'dueDate' | 'effectiveDate' | 'daysOverdue'>

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`)

/** Whether an item is settled, waits, or is late. */
export function ItemStatus({ item: { status, dueDate, effectiveDate, daysOverdue } }: { item: Shown }) {
  if (status === 'matched')
    return (
      <Status tone="positive" icon={CircleCheck}>
        Matched
      </Status>
    )
  const date = formatDate(dueDate ?? effectiveDate)
  if (daysOverdue <= 0)
    return (
      <Status tone="neutral" icon={Hourglass}>
        {dueDate ? `Due ${date}` : `Since ${date}`}
      </Status>
    )
  return (
    <Status tone={daysOverdue > 90 ? 'negative' : 'warning'} icon={Clock}>
      {dueDate ? `${days(daysOverdue)} overdue` : `${days(daysOverdue)} old`}
    </Status>
  )
}
