import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { PencilLine } from 'lucide-react'
import type { ApprovalDetail } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { ApprovalStatusWord } from '../effect.tsx'
import { plainCommandName, useMoney } from '../names.ts'
import { approvalQuery } from '../queries.ts'
import { DecisionButtons } from './decision-buttons.tsx'
import { ApprovalDetails } from './details.tsx'
import { useDecide } from './use-decide.tsx'

/** One approval by itself: what a link in a mail or a chat leads to. */
export function ApprovalPage() {
  const company = useCompanySlug()
  const { approval: id } = useParams({ from: '/signed-in/companies/$company/approvals/$approval' })
  const query = useQuery(approvalQuery(company, id))
  const money = useMoney()
  const decide = useDecide()
  const approval = query.data
  const mayDecide = approval?.mayDecide === true && !decide.isBusy
  useShortcut('a', 'Approve', 'In the approvals', () => approval && decide.approve(approval), mayDecide)
  useShortcut('r', 'Reject', 'In the approvals', () => approval && decide.reject(approval), mayDecide)
  const name = approval?.title ?? 'Approval'
  const title = approval?.amount ? `${name}: ${money(approval.amount)}` : name
  return (
    <Page
      title={title}
      width="measure"
      heading={
        approval && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {title} <ApprovalStatusWord status={approval.status} />
          </span>
        )
      }
      subtitle={approval && standingOf(approval)}
      actions={
        approval && (
          <>
            <DecisionButtons approval={approval} decide={decide} />
            <SendAgain approval={approval} />
          </>
        )
      }
    >
      {query.isPending && <Loading label="Loading the approval" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {approval && <ApprovalDetails approval={approval} />}
      {decide.dialog}
    </Page>
  )
}

function standingOf({ status, isMaker, command, title, summary }: ApprovalDetail): string | undefined {
  const what = title === summary ? '' : `${plainCommandName(command)}. `
  if (status !== 'pending') return what || undefined
  const nothing = `${what}Waits for approval. Nothing is in the books yet.`
  return isMaker ? `${nothing} What you wrote is kept here: take it back to change it.` : nothing
}

const UNDONE: readonly ApprovalDetail['status'][] = ['rejected', 'withdrawn', 'expired', 'failed']

/** What was written lies with the approval, so nobody has to type it again. */
function SendAgain({ approval: { id, status, command, isMaker } }: { approval: ApprovalDetail }) {
  const company = useCompanySlug()
  const mayPost = useMay('ledger.PostJournalEntry')
  if (!isMaker || !mayPost || command !== 'ledger.PostJournalEntry' || !UNDONE.includes(status)) return null
  return (
    <Link
      to="/companies/$company/journal/new"
      params={{ company }}
      search={{ approval: id }}
      className={buttonClass('primary')}
    >
      <PencilLine className="size-4" aria-hidden="true" /> Edit and send again
    </Link>
  )
}
