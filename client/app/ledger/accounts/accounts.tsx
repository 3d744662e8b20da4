import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { LayoutList, Plus, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { ACCOUNT_TYPES, type AccountType } from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import type { Decimal } from '../../lib/decimal.ts'
import { useMay } from '../../session/queries.ts'
import { isMatch } from '../../shell/palette/items.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { HeadCell, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { type Account, accountsQuery, trialBalanceQuery } from '../queries.ts'
import { TYPE_NAMES } from '../types.ts'
import { AccountRow, TypeHeading } from './account-row.tsx'
import { OpenAccountSheet } from './open-account.tsx'
import { StarterChart } from './starter-chart.tsx'
import { type TreeRow, treeOf } from './tree.ts'

const FROM = '/signed-in/companies/$company/accounts'

/** The chart of accounts as a tree below its types, with balances. */
export function AccountsPage() {
  const { slug, currency } = useCompany()
  const { q = '', type = '', open } = useSearch({ from: FROM })
  const navigate = useNavigate()
  const change = (next: { q?: string | undefined; type?: string | undefined; open?: string | undefined }) =>
    void navigate({
      from: '/companies/$company/accounts',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const chart = useQuery(accountsQuery(slug))
  const balances = useBalances(slug)
  const all = chart.data?.accounts ?? []
  const found = useMemo(
    () =>
      all.filter(
        (account) =>
          (!type || account.type === type) && (!q || isMatch(`${account.code} ${account.name}`, q)),
      ),
    [all, type, q],
  )
  const openAccount = () => change({ open: 'new' })
  const mayOpen = useMay('ledger.OpenAccount')
  return (
    <Page
      title="Accounts"
      actions={
        mayOpen && (
          <Button variant="primary" onClick={openAccount}>
            <Plus className="size-4" aria-hidden="true" /> Open account
          </Button>
        )
      }
      toolbar={all.length > 0 && <AccountFilters q={q} type={type} onChange={change} />}
    >
      {chart.isPending && <Loading rows={10} label="Loading the accounts" />}
      {chart.isError && <ProblemNotice error={chart.error} onRetry={() => void chart.refetch()} />}
      {chart.isSuccess && all.length === 0 && (
        <Empty
          icon={LayoutList}
          title="No accounts yet"
          actions={mayOpen && <StarterChart onOpenOne={openAccount} />}
        >
          Entries are booked to accounts. Start with a small chart of the usual ones, or open your own.
        </Empty>
      )}
      {all.length > 0 && found.length === 0 && (
        <Empty
          icon={SearchX}
          title="No account matches"
          actions={
            <Button onClick={() => change({ q: undefined, type: undefined })}>Show all accounts</Button>
          }
        >
          There are {all.length} accounts, but none with this text and type.
        </Empty>
      )}
      {found.length > 0 && <AccountTable accounts={found} balances={balances} currency={currency} />}
      {chart.data?.isComplete === false && (
        <p className="mt-3 text-muted">
          The chart is larger than this list. Search finds the other accounts.
        </p>
      )}
      {open && mayOpen && <OpenAccountSheet onClose={() => change({ open: undefined })} />}
    </Page>
  )
}

function useBalances(company: string): ReadonlyMap<string, Decimal | null> {
  const rows = useQuery(trialBalanceQuery(company)).data?.rows
  return useMemo(
    () =>
      new Map(rows?.flatMap(({ account, balance }) => (balance === null ? [] : [[account.code, balance]]))),
    [rows],
  )
}

interface FiltersProps {
  q: string
  type: string
  onChange: (next: { q?: string | undefined; type?: string | undefined }) => void
}

const AccountFilters = ({ q, type, onChange }: FiltersProps) => (
  <search className="flex w-full flex-wrap items-end gap-2">
    <Field label="Text" className="min-w-0 flex-1 sm:max-w-80">
      {(control) => (
        <TextInput
          {...control}
          type="search"
          placeholder="Code or name"
          value={q}
          onValue={(text) => onChange({ q: text || undefined })}
        />
      )}
    </Field>
    <Field label="Type" className="w-36">
      {(control) => (
        <Select {...control} value={type} onValue={(chosen) => onChange({ type: chosen || undefined })}>
          <option value="">All types</option>
          {ACCOUNT_TYPES.map((each) => (
            <option key={each} value={each}>
              {TYPE_NAMES[each].many}
            </option>
          ))}
        </Select>
      )}
    </Field>
  </search>
)

interface TableProps {
  accounts: readonly Account[]
  balances: ReadonlyMap<string, Decimal | null>
  currency: string
}

function AccountTable({ accounts, balances, currency }: TableProps) {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const rows = useMemo(() => ACCOUNT_TYPES.flatMap((type) => treeOf(accounts, type)), [accounts])
  const { active } = useRowKeys(rows, ({ account }) => {
    void navigate({ to: '/companies/$company/accounts/$code', params: { company: slug, code: account.code } })
  })
  const ofType = (type: AccountType) => rows.filter(({ account }) => account.type === type)
  return (
    <Table aria-label="Accounts">
      <thead>
        <tr>
          <HeadCell className="w-32 max-sm:w-20">Code</HeadCell>
          <HeadCell>Name</HeadCell>
          <HeadCell className="w-28 max-sm:hidden">Unit</HeadCell>
          <HeadCell isNumeric className="w-40 max-sm:w-32">
            Balance, {currency}
          </HeadCell>
        </tr>
      </thead>
      {ACCOUNT_TYPES.filter((type) => ofType(type).length > 0).map((type) => (
        <tbody key={type}>
          <TypeHeading type={type} rows={ofType(type)} balances={balances} />
          {ofType(type).map((row: TreeRow) => (
            <AccountRow
              key={row.account.code}
              row={row}
              balance={balances.get(row.account.code)}
              isActive={rows[active] === row}
            />
          ))}
        </tbody>
      ))}
    </Table>
  )
}
