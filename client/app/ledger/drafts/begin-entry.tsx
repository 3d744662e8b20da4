import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { buttonClass } from '../../ui/button.tsx'

/** The way out of a list that is filled from the form of an entry. */
export function BeginEntry({
  operation,
}: {
  operation: 'drafts.SaveDraft' | 'pending.HoldEntry' | 'ledger.PostJournalEntry'
}) {
  const company = useCompanySlug()
  const may = useMay(operation)
  if (!may) return null
  return (
    <Link to="/companies/$company/journal/new" params={{ company }} className={buttonClass()}>
      Begin an entry
    </Link>
  )
}
