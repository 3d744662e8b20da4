import { Link } from '@tanstack/react-router'
import { SlidersHorizontal } from 'lucide-react'
import type { AccountType } from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { type Decimal, sumOfSeen } from '../../lib/decimal.ts'
import { IconButton } from '../../ui/button.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, RowHead, rowLinkClass } from '../../ui/table.tsx'
import { Balance } from '../balance.tsx'
import type { Account } from '../queries.ts'
import { TYPE_NAMES } from '../types.ts'
import { FoldButton, INDENTS } from './fold.tsx'
import { Marks } from './marks.tsx'
import { CATEGORY_NAMES } from './names.ts'
import type { TreeRow } from './tree.ts'

export type Balances = ReadonlyMap<string, Decimal | null>

interface HeadingProps {
  type: AccountType
  rows: readonly TreeRow<Account>[]
  balances: Balances
}

/** Above the accounts of a type, with their sum. */
export const TypeHeading = ({ type, rows, balances }: HeadingProps) => (
  <tr>
    <td className="h-row border-b border-line" />
    <th scope="rowgroup" className="border-b border-line px-3 pt-4 text-left font-semibold">
      {TYPE_NAMES[type].many}
    </th>
    <td className="border-b border-line max-xl:hidden" />
    <td className="border-b border-line max-lg:hidden" />
    <Cell isNumeric className="pt-4 font-semibold">
      <Sum accounts={rows.map(({ account }) => account)} balances={balances} type={type} />
    </Cell>
    <td className="border-b border-line max-sm:hidden" />
  </tr>
)

interface SumProps {
  accounts: readonly Account[]
  balances: Balances
  type: AccountType
}

function Sum({ accounts, balances, type }: SumProps) {
  const known = accounts.map(({ code }) => balances.get(code)).filter((balance) => balance !== undefined)
  return known.length > 0 && <Balance value={sumOfSeen(known)} type={type} />
}

interface RowProps {
  row: TreeRow<Account>
  balances: Balances
  /** Whether anything in the tree can be folded. */
  isTree: boolean
  isFolded: boolean
  onFold: (isFolded: boolean) => void
  onDetails: () => void
  isActive: boolean
}

export function AccountRow({
  row: { account, depth, below },
  balances,
  isTree,
  isFolded,
  onFold,
  onDetails,
  isActive,
}: RowProps) {
  const { slug } = useCompany()
  const sums = below.length > 0 && (isFolded || account.isHeading)
  return (
    <tr
      data-active={isActive || undefined}
      ref={isActive ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
      className="hover:bg-hover data-active:bg-accent-soft"
    >
      <Cell className="text-muted tabular-nums">{account.code}</Cell>
      <RowHead>
        <span className={`flex items-center gap-1 ${INDENTS[Math.min(depth, INDENTS.length - 1)]}`}>
          {isTree && (
            <FoldButton name={account.name} canFold={below.length > 0} isFolded={isFolded} onFold={onFold} />
          )}
          <Link
            to="/companies/$company/accounts/$code"
            params={{ company: slug, code: account.code }}
            className={`${rowLinkClass} block min-w-0 wrap-anywhere ${account.isHeading ? 'font-semibold' : ''} ${account.isActive ? '' : 'text-muted'}`}
          >
            {account.name}
          </Link>
        </span>
        {!account.isActive && (
          <span className="mt-0.5 block lg:hidden">
            <Status tone="neutral">Not used</Status>
          </span>
        )}
      </RowHead>
      <Cell className="text-sm text-muted max-xl:hidden">{CATEGORY_NAMES[account.category]}</Cell>
      <Cell className="max-lg:hidden">
        <Marks account={{ ...account, isHeading: false }} />
      </Cell>
      <Cell isNumeric className={sums ? 'font-semibold' : ''}>
        <Sum accounts={sums ? [account, ...below] : [account]} balances={balances} type={account.type} />
      </Cell>
      <Cell className="text-right! max-sm:hidden">
        <IconButton label={`Details of ${account.code} ${account.name}`} onClick={onDetails}>
          <SlidersHorizontal className="size-4" aria-hidden="true" />
        </IconButton>
      </Cell>
    </tr>
  )
}
