import { useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { BADGE_MAX, waitingQuery } from '../queries.ts'

/** How many approvals wait for the reader, beside the place in the sidebar. Follows the live channel. */
export function ApprovalsBadge() {
  const waiting = useQuery(waitingQuery(useCompanySlug())).data
  if (!waiting || waiting.count === 0) return null
  return (
    <span className="ml-auto min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-medium text-on-accent tabular-nums">
      {waiting.isMore ? `${BADGE_MAX}+` : waiting.count}
      <span className="unseen"> waiting for you</span>
    </span>
  )
}
