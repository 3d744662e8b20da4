import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowUpRight, X } from 'lucide-react'
import type { ApprovalView } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { buttonClass, IconButton } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { ApprovalStatusWord } from '../effect.tsx'
import { approvalQuery } from '../queries.ts'
import { DecisionButtons } from './decision-buttons.tsx'
import { ApprovalDetails } from './details.tsx'
import type { Decide } from './use-decide.tsx'

interface PreviewProps {
  approval: ApprovalView
  decide: Decide
  onClose: () => void
}

/** The marked approval beside the list, with its buttons. Narrow screens open its page instead. */
export function ApprovalPreview({ approval, decide, onClose }: PreviewProps) {
  const company = useCompanySlug()
  const query = useQuery(approvalQuery(company, approval.id))
  return (
    <aside
      aria-label="Preview"
      className="sheet-motion sticky top-4 flex max-h-[calc(100dvh-2rem)] w-[29rem] shrink-0 flex-col rounded-lg border border-line bg-surface max-lg:hidden"
    >
      <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{approval.title}</h2>
        <ApprovalStatusWord status={approval.status} />
        <Link
          to="/companies/$company/approvals/$approval"
          params={{ company, approval: approval.id }}
          className={buttonClass('secondary', 'sm')}
        >
          Open <ArrowUpRight className="size-3.5" aria-hidden="true" />
        </Link>
        <IconButton label="Close the preview" onClick={onClose}>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      </header>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="What waits"
        className="min-h-0 flex-1 overflow-y-auto p-4"
      >
        {query.isPending && <Loading label="Loading what waits" />}
        {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && <ApprovalDetails approval={query.data} isCompact />}
      </section>
      {approval.status === 'pending' && (approval.mayDecide || approval.isMaker) && (
        <footer className="flex flex-wrap gap-2 border-t border-line p-3">
          <DecisionButtons approval={approval} decide={decide} />
        </footer>
      )}
    </aside>
  )
}
