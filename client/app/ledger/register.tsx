import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ReceiptText, SearchX, SlidersHorizontal } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { AccountType } from '../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../company/queries.ts'
import { useShortcut } from '../lib/shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'
import { AccountSheet } from './accounts/account-sheet.tsx'
import { Balance } from './balance.tsx'
import { rememberList } from './journal/neighbours.ts'
import { type RegisterFilter, type RegisterLine, registerQuery } from './queries.ts'
import { RegisterControls } from './register-controls.tsx'
import { RegisterTable } from './register-table.tsx'
import { TYPE_NAMES } from './types.ts'

const FROM = '/signed-in/companies/$company/accounts/$code'

/** The lines of one account with running balances, newest first unless asked otherwise. */
export function RegisterPage() {
  const { slug } = useCompany()
  const { code } = useParams({ from: FROM })
  const { open, ...search } = useSearch({ from: FROM })
  const { show, move } = useAccountSheet()
  const filter = { order: 'desc', ...withoutUndefined(search) } as RegisterFilter
  const query = useInfiniteQuery(registerQuery(slug, code, filter))
  const lines = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data])
  useEffect(() => rememberList([...new Set(lines.map(({ entry }) => entry.id))]), [lines])
  const first = query.data?.pages[0]
  const account = first?.account
  const isEmpty = query.isSuccess && lines.length === 0 && !query.hasNextPage
  const isFiltered = Boolean(search.from ?? search.to ?? search.unit)
  return (
    <Page
      title={account ? `${account.code} ${account.name}` : `Account ${code}`}
      subtitle={account && first && `${TYPE_NAMES[account.type].one} · ${knowledgeOf(first)}`}
      actions={
        <>
          <LatestBalance
            line={search.order === 'asc' || isFiltered ? undefined : lines[0]}
            type={account?.type}
          />
          <Button onClick={() => show('account')}>
            <SlidersHorizontal className="size-4" aria-hidden="true" /> Account
          </Button>
        </>
      }
      toolbar={<RegisterControls head={first?.sequence} />}
    >
      {query.isPending && <Loading rows={10} label="Loading the register" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty && isFiltered && (
        <Empty icon={SearchX} title="No line matches">
          The account may have lines outside these dates or in another unit.
        </Empty>
      )}
      {isEmpty && !isFiltered && (
        <Empty icon={ReceiptText} title="Nothing booked yet">
          Lines appear here as soon as an entry uses this account.
        </Empty>
      )}
      {account && lines.length > 0 && (
        <RegisterTable
          lines={lines}
          type={account.type}
          unit={search.unit}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={query.fetchNextPage}
        />
      )}
      {open && <AccountSheet key={code} code={code} onClose={() => show(undefined)} onMoved={move} />}
    </Page>
  )
}

/** The sheet lies in the address; where the account got another code, the page goes along. */
function useAccountSheet() {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const show = (open: 'account' | undefined) =>
    void navigate({
      from: '/companies/$company/accounts/$code',
      to: '.',
      search: (before) => ({ ...before, open }),
      replace: true,
      resetScroll: false,
    })
  const move = (code: string) =>
    void navigate({
      to: '/companies/$company/accounts/$code',
      params: { company: slug, code },
      search: { open: 'account' },
      replace: true,
    })
  useShortcut('e', 'Details of the account', 'Accounts', () => show('account'))
  return { show, move }
}

const knowledgeOf = ({ knownAt, sequence }: { knownAt: number; sequence: number }): string =>
  knownAt < sequence ? `register as known at event ${knownAt}` : 'register'

function LatestBalance({ line, type }: { line: RegisterLine | undefined; type: AccountType | undefined }) {
  const { currency } = useCompany()
  if (!line || !type) return null
  return (
    <p className="sm:text-right">
      <span className="block text-sm text-faint">Balance</span>
      <span className="text-xl font-semibold">
        <Balance value={line.balance} type={type} />{' '}
        <span className="text-sm font-normal text-faint">{currency}</span>
      </span>
    </p>
  )
}

const withoutUndefined = (search: object) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
