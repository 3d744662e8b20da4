import { Link } from '@tanstack/react-router'
import { CircleCheck, Undo2 } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { Status } from '../../ui/status.tsx'
import type { Entry } from '../queries.ts'

/** Where the entry stands. Posted entries never change; what changes is whether another one undoes them. */
export function EntryStatus({ entry }: { entry: Pick<Entry, 'reverses' | 'reversedBy'> }) {
  if (entry.reversedBy)
    return (
      <Status tone="warning" icon={Undo2}>
        Reversed
      </Status>
    )
  if (entry.reverses)
    return (
      <Status tone="accent" icon={Undo2}>
        Reversal
      </Status>
    )
  return (
    <Status tone="positive" icon={CircleCheck}>
      Posted
    </Status>
  )
}

/** The other half of a reversal, as a link. */
export function ReversalLink({ entry }: { entry: Pick<Entry, 'reverses' | 'reversedBy'> }) {
  const company = useCompanySlug()
  const other = entry.reversedBy ?? entry.reverses
  if (!other) return null
  return (
    <Link
      to="/companies/$company/journal/$entry"
      params={{ company, entry: other }}
      className="text-accent underline underline-offset-2"
    >
      {entry.reversedBy ? 'Show the reversal' : 'Show the reversed entry'}
    </Link>
  )
}
