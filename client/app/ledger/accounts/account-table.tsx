import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useCompany } from '../../company/queries.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { HeadCell, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { type Account, trialBalanceQuery } from '../queries.ts'
import { AccountRow, type Balances, TypeHeading } from './account-row.tsx'
import { FoldAll } from './fold.tsx'
import { type FoldableTree, useFold } from './use-fold.ts'

interface TableProps {
  accounts: readonly Account[]
  onDetails: (code: string) => void
}

/** The chart as a tree below its types, with balances; what stands below an account can be folded away. */
export function AccountTable({ accounts, onDetails }: TableProps) {
  const { slug, currency } = useCompany()
  const navigate = useNavigate()
  const balances = useBalances(slug)
  const tree = useFold(accounts)
  const { rows } = tree
  const { active, setActive } = useRowKeys(rows, ({ account }) => {
    void navigate({ to: '/companies/$company/accounts/$code', params: { company: slug, code: account.code } })
  })
  useFoldKeys(tree, active, setActive)
  const current = rows[active]?.account.code
  useShortcut('e', 'Details of the account', 'Accounts', () => current !== undefined && onDetails(current))
  return (
    <>
      <FoldAll tree={tree} />
      <Table aria-label="Accounts" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-28 max-sm:w-16">Code</HeadCell>
            <HeadCell>Name</HeadCell>
            <HeadCell className="w-44 max-xl:hidden">Category</HeadCell>
            <HeadCell className="w-52 max-lg:hidden">Marks</HeadCell>
            <HeadCell isNumeric className="w-40 max-sm:w-28">
              Balance, {currency}
            </HeadCell>
            <HeadCell className="w-12 max-sm:hidden">
              <span className="unseen">Details</span>
            </HeadCell>
          </tr>
        </thead>
        {tree.groups.map(({ type, all, shown }) => (
          <tbody key={type}>
            <TypeHeading type={type} rows={all} balances={balances} />
            {shown.map((row) => (
              <AccountRow
                key={row.account.code}
                row={row}
                balances={balances}
                isTree={tree.foldAll !== undefined}
                isFolded={tree.isFolded(row.account.code)}
                onFold={(isFolded) => tree.fold(row.account.code, isFolded)}
                onDetails={() => onDetails(row.account.code)}
                isActive={rows[active] === row}
              />
            ))}
          </tbody>
        ))}
      </Table>
    </>
  )
}

/** ← folds the active row, or goes to the one above that it belongs to; → unfolds it. */
function useFoldKeys(tree: FoldableTree<Account>, active: number, setActive: (index: number) => void): void {
  const row = tree.rows[active]
  const isEnabled = tree.foldAll !== undefined
  const left = () => {
    if (!row) return
    const { code } = row.account
    if (row.below.length > 0 && !tree.isFolded(code)) tree.fold(code, true)
    else if (row.depth > 0)
      setActive(tree.rows.findLastIndex(({ depth }, index) => index < active && depth < row.depth))
  }
  const right = () => row && tree.fold(row.account.code, false)
  useShortcut('arrowleft', 'Fold, or go up', 'Accounts', left, isEnabled)
  useShortcut('arrowright', 'Unfold', 'Accounts', right, isEnabled)
}

function useBalances(company: string): Balances {
  const rows = useQuery(trialBalanceQuery(company)).data?.rows
  return useMemo(() => new Map(rows?.map(({ account, balance }) => [account.code, balance])), [rows])
}
