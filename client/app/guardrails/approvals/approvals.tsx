import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CalendarClock, Inbox, PartyPopper } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Keys } from '../../ui/keys.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { type ApprovalFilter, approvalsQuery, BADGE_MAX, waitingQuery } from '../queries.ts'
import { ApprovalTable } from './approval-table.tsx'
import { AwaySheet } from './away.tsx'

export type ApprovalTab = 'decide' | 'mine' | 'decided' | 'all'

const FILTERS: Readonly<Record<ApprovalTab, ApprovalFilter>> = {
  decide: { mine: true },
  mine: { made: true },
  decided: { settled: true },
  all: {},
}

/** What waits for somebody to approve it, and what became of it. */
export function ApprovalsPage() {
  const company = useCompanySlug()
  const { tab = 'decide', away } = useSearch({ from: '/signed-in/companies/$company/approvals' })
  const navigate = useNavigate()
  const go = (search: { tab?: ApprovalTab; away?: 'open' }) =>
    void navigate({ from: '/companies/$company/approvals', to: '.', search, replace: true })
  const waiting = useQuery(waitingQuery(company)).data
  const count =
    waiting && waiting.count > 0 ? (waiting.isMore ? `${BADGE_MAX}+` : String(waiting.count)) : undefined
  return (
    <Page
      title="Approvals"
      actions={
        useMay('guardrails.DelegateApprovals') && (
          <Button onClick={() => go({ ...(tab !== 'decide' && { tab }), away: 'open' })}>
            <CalendarClock className="size-4" aria-hidden="true" /> While I am away…
          </Button>
        )
      }
      toolbar={
        <>
          <Tabs
            label="Which approvals"
            value={tab}
            onValue={(next) => go(next === 'decide' ? {} : { tab: next })}
            tabs={[
              { value: 'decide', label: 'To decide', count },
              { value: 'mine', label: 'Sent by me' },
              { value: 'decided', label: 'Decided' },
              { value: 'all', label: 'All' },
            ]}
          />
          <p className="ml-auto flex items-center gap-1.5 self-center text-sm text-faint max-lg:hidden">
            <Keys keys="j" /> <Keys keys="k" /> move · <Keys keys="a" /> approve · <Keys keys="r" /> reject
          </p>
        </>
      }
    >
      <ApprovalList key={tab} tab={tab} onTab={(next) => go({ tab: next })} />
      {away && <AwaySheet onClose={() => go(tab === 'decide' ? {} : { tab })} />}
    </Page>
  )
}

function ApprovalList({ tab, onTab }: { tab: ApprovalTab; onTab: (tab: ApprovalTab) => void }) {
  const company = useCompanySlug()
  const query = useInfiniteQuery(approvalsQuery(company, FILTERS[tab]))
  const approvals = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (query.isPending) return <Loading label="Loading the approvals" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (approvals.length === 0 && !query.hasNextPage) return <Nothing tab={tab} onTab={onTab} />
  return (
    <ApprovalTable
      approvals={approvals}
      showsStatus={tab !== 'decide'}
      hasMore={query.hasNextPage}
      isLoadingMore={query.isFetchingNextPage}
      onMore={query.fetchNextPage}
    />
  )
}

function Nothing({ tab, onTab }: { tab: ApprovalTab; onTab: (tab: ApprovalTab) => void }) {
  if (tab === 'decide')
    return (
      <Empty
        icon={PartyPopper}
        title="Nothing waits for you"
        actions={<Button onClick={() => onTab('all')}>Show all approvals</Button>}
      >
        What others send and a policy stops appears here, without a reload.
      </Empty>
    )
  if (tab === 'mine')
    return (
      <Empty icon={Inbox} title="You have sent nothing for approval">
        When a policy asks for a second person, what you send waits here until it is decided.
      </Empty>
    )
  return (
    <Empty icon={Inbox} title={tab === 'decided' ? 'Nothing has been decided yet' : 'No approvals yet'}>
      A command waits here when a policy of the company asks for approval.
    </Empty>
  )
}
