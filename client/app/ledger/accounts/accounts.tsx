import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { LayoutList, Plus, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { useCompany } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { isMatch } from '../../shell/palette/items.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { type Account, accountsQuery } from '../queries.ts'
import { type AccountFilter, AccountFilters } from './account-filters.tsx'
import { AccountSheet } from './account-sheet.tsx'
import { AccountTable } from './account-table.tsx'
import { BeginChart } from './begin-chart.tsx'
import { ChartMenu } from './chart-menu.tsx'
import { OpenAccountSheet } from './open-account.tsx'

const FROM = '/signed-in/companies/$company/accounts'

/** The chart of accounts as a tree below its types, with balances. */
export function AccountsPage() {
  const { slug } = useCompany()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/accounts',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  const chart = useQuery(accountsQuery(slug))
  const all = chart.data?.accounts ?? []
  const found = useFound(all, search)
  const mayOpen = useMay('ledger.OpenAccount')
  const hasAccounts = all.length > 0
  return (
    <Page
      title="Accounts"
      actions={
        <>
          {hasAccounts && <ChartMenu />}
          {mayOpen && (
            <Button variant="primary" onClick={() => change({ open: 'new' })}>
              <Plus className="size-4" aria-hidden="true" /> Open account
            </Button>
          )}
        </>
      }
      toolbar={hasAccounts && <AccountFilters filter={search} onChange={change} />}
    >
      {chart.isPending && <Loading rows={10} label="Loading the accounts" />}
      {chart.isError && <ProblemNotice error={chart.error} onRetry={() => void chart.refetch()} />}
      {chart.isSuccess && !hasAccounts && (
        <Empty
          icon={LayoutList}
          title="No accounts yet"
          actions={mayOpen && <BeginChart onOpenOne={() => change({ open: 'new' })} />}
        >
          Entries are booked to accounts. Adopt the chart of your country, import your own, or open accounts
          one by one.
        </Empty>
      )}
      {hasAccounts && found.length === 0 && <NoMatch all={all} filter={search} onChange={change} />}
      {found.length > 0 && <AccountTable accounts={found} onDetails={(account) => change({ account })} />}
      {chart.data?.isComplete === false && (
        <p className="mt-3 text-muted">
          The chart is larger than this list. Search finds the other accounts.
        </p>
      )}
      {search.open === 'new' && mayOpen && <OpenAccountSheet onClose={() => change({ open: undefined })} />}
      {search.account && (
        <AccountSheet
          key={search.account}
          code={search.account}
          onClose={() => change({ account: undefined })}
          onMoved={(account) => change({ account })}
        />
      )}
    </Page>
  )
}

function useFound(all: readonly Account[], { q, type, unused }: AccountFilter): readonly Account[] {
  return useMemo(
    () =>
      all.filter(
        (account) =>
          (unused || account.isActive) &&
          (!type || account.type === type) &&
          (!q || isMatch(`${account.code} ${account.name}`, q)),
      ),
    [all, type, q, unused],
  )
}

interface NoMatchProps {
  all: readonly Account[]
  filter: AccountFilter
  onChange: (next: AccountFilter) => void
}

const NoMatch = ({ all, filter, onChange }: NoMatchProps) => (
  <Empty
    icon={SearchX}
    title="No account matches"
    actions={
      <>
        <Button onClick={() => onChange({ q: undefined, type: undefined })}>Show all accounts</Button>
        {!filter.unused && <Button onClick={() => onChange({ unused: true })}>Show those not used</Button>}
      </>
    }
  >
    There are {all.length} accounts, but none with this text and type
    {!filter.unused && ' among those in use'}.
  </Empty>
)
