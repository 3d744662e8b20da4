import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheckBig, SearchX, Settings2, Sparkles, Waypoints } from 'lucide-react'
import { useCompany } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { type Account, accountsQuery } from '../queries.ts'
import { Ageing } from './ageing.tsx'
import { ItemFilters } from './filters.tsx'
import { ItemSheet } from './item-sheet.tsx'
import { ItemTable } from './item-table.tsx'
import { MatchDetail } from './match-detail.tsx'
import { openItemsQuery } from './queries.ts'
import { SettingsSheet } from './settings-sheet.tsx'
import { SuggestionsSheet } from './suggestions.tsx'
import { useItemsSearch } from './use-items-search.ts'

/** What customers still owe and what is still owed to suppliers, item by item, and what settles what. */
export function OpenItemsPage() {
  const { slug } = useCompany()
  const chart = useQuery(accountsQuery(slug))
  const { search, change } = useItemsSearch()
  const accounts = chart.data?.accounts.filter(({ isOpenItem }) => isOpenItem) ?? []
  const account = accounts.find(({ code }) => code === search.account) ?? accounts[0]
  return (
    <Page
      title="Open items"
      subtitle="Lines stay open until others settle them."
      actions={account && <Actions />}
      toolbar={account && <ItemFilters accounts={accounts} account={account} />}
    >
      {chart.isPending && <Loading rows={8} label="Loading the accounts" />}
      {chart.isError && <ProblemNotice error={chart.error} onRetry={() => void chart.refetch()} />}
      {chart.isSuccess && !account && <NoAccountYet company={slug} />}
      {account && <Items key={account.code} account={account} />}
      <Sheets account={account} search={search} onClose={() => change({ open: undefined })} />
    </Page>
  )
}

interface SheetsProps {
  account: Account | undefined
  search: ReturnType<typeof useItemsSearch>['search']
  onClose: () => void
}

function Sheets({ account, search: { open }, onClose }: SheetsProps) {
  const maySet = useMay('openItems.SetMatchingSettings')
  const mayMatch = useMay('openItems.MatchItems')
  if (open === undefined) return null
  if (open === 'settings') return maySet ? <SettingsSheet onClose={onClose} /> : null
  if (open === 'suggestions')
    return account && mayMatch ? <SuggestionsSheet account={account} onClose={onClose} /> : null
  const item = /^(je_\w+)\.(\d+)$/.exec(open)
  if (item)
    return <ItemSheet key={open} entry={item[1] as string} line={item[2] as string} onClose={onClose} />
  return <MatchDetail key={open} match={open} onClose={onClose} />
}

function Actions() {
  const { change } = useItemsSearch()
  const maySet = useMay('openItems.SetMatchingSettings')
  const mayMatch = useMay('openItems.MatchItems')
  return (
    <>
      {maySet && (
        <Button onClick={() => change({ open: 'settings' })}>
          <Settings2 className="size-4" aria-hidden="true" /> Write-offs
        </Button>
      )}
      {mayMatch && (
        <Button variant="primary" onClick={() => change({ open: 'suggestions' })}>
          <Sparkles className="size-4" aria-hidden="true" /> Suggestions
        </Button>
      )}
    </>
  )
}

const NoAccountYet = ({ company }: { company: string }) => (
  <Empty
    icon={Waypoints}
    title="No account has open items yet"
    actions={
      <Link to="/companies/$company/accounts" params={{ company }} className={buttonClass('primary')}>
        Show the accounts
      </Link>
    }
  >
    Mark receivables and payables as accounts of open items. Each of their lines then stays open until others
    settle it.
  </Empty>
)

function Items({ account }: { account: Account }) {
  const { slug } = useCompany()
  const { search, change } = useItemsSearch()
  const { tab = 'open', q, dueBefore, asOf } = search
  const filter = { ...(q && { q }), ...(dueBefore && { dueBefore }), ...(asOf && { asOf }) }
  const query = useInfiniteQuery(
    openItemsQuery(slug, { account: account.code, ...(tab !== 'open' && { status: tab }), ...filter }),
  )
  const first = query.data?.pages[0]
  const items = query.data?.pages.flatMap(({ data }) => data) ?? []
  if (query.isPending) return <Loading rows={8} label="Loading the open items" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const isEmpty = items.length === 0 && !query.hasNextPage
  const isFiltered = Boolean(q ?? dueBefore)
  return (
    <>
      {first?.totals && <Ageing totals={first.totals} currency={first.currency} />}
      {first?.partial && <p className="mb-2 text-sm text-muted">Of what you may see.</p>}
      {isEmpty && isFiltered && (
        <Empty
          icon={SearchX}
          title="No item matches"
          actions={
            <Button onClick={() => change({ q: undefined, dueBefore: undefined })}>Clear the filters</Button>
          }
        >
          There may be items, but none with these filters.
        </Empty>
      )}
      {isEmpty && !isFiltered && <NothingHere tab={tab} account={account} />}
      {!isEmpty && (
        <ItemTable
          items={items}
          account={account}
          isAsOf={asOf !== undefined}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={query.fetchNextPage}
        />
      )}
    </>
  )
}

const NothingHere = ({ tab, account }: { tab: 'open' | 'matched' | 'all'; account: Account }) => (
  <Empty
    icon={tab === 'open' ? CircleCheckBig : Waypoints}
    title={tab === 'open' ? 'Nothing is open' : tab === 'matched' ? 'Nothing is matched yet' : 'No items yet'}
  >
    {tab === 'matched'
      ? 'Choose open items that belong together, and match them.'
      : `Entries on ${account.code} ${account.name} appear here.`}
  </Empty>
)
