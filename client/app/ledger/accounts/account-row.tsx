import { Link } from '@tanstack/react-router'
import type { AccountType } from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { type Decimal, sumOfSeen } from '../../lib/decimal.ts'
import { Cell, RowHead, rowLinkClass } from '../../ui/table.tsx'
import { Balance } from '../balance.tsx'
import { TYPE_NAMES } from '../types.ts'
import type { TreeRow } from './tree.ts'

interface HeadingProps {
  type: AccountType
  rows: readonly TreeRow[]
  balances: ReadonlyMap<string, Decimal | null>
}

export function TypeHeading({ type, rows, balances }: HeadingProps) {
  const known = rows
    .map(({ account }) => balances.get(account.code))
    .filter((balance) => balance !== undefined)
  return (
    <tr>
      <th
        scope="rowgroup"
        colSpan={2}
        className="h-row border-b border-line px-2 pt-4 sm:px-4 text-left font-semibold sm:hidden"
      >
        {TYPE_NAMES[type].many}
      </th>
      <th
        scope="rowgroup"
        colSpan={3}
        className="h-row border-b border-line px-2 pt-4 sm:px-4 text-left font-semibold max-sm:hidden"
      >
        {TYPE_NAMES[type].many}
      </th>
      <Cell isNumeric className="pt-4 font-semibold">
        {known.length > 0 && <Balance value={sumOfSeen(known)} type={type} />}
      </Cell>
    </tr>
  )
}

const INDENTS = ['', 'pl-5', 'pl-10', 'pl-15', 'pl-20']

export function AccountRow({
  row: { account, depth },
  balance,
  isActive,
}: {
  row: TreeRow
  balance: Decimal | null | undefined
  isActive: boolean
}) {
  const { slug } = useCompany()
  return (
    <tr
      data-active={isActive || undefined}
      ref={isActive ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
      className="hover:bg-hover data-active:bg-accent-soft"
    >
      <Cell className="text-muted tabular-nums">{account.code}</Cell>
      <RowHead>
        <Link
          to="/companies/$company/accounts/$code"
          params={{ company: slug, code: account.code }}
          className={`${rowLinkClass} block ${INDENTS[Math.min(depth, INDENTS.length - 1)]}`}
        >
          {account.name}
        </Link>
      </RowHead>
      <Cell className="text-sm text-muted max-sm:hidden">{account.unit ?? ''}</Cell>
      <Cell isNumeric>{balance !== undefined && <Balance value={balance} type={account.type} />}</Cell>
    </tr>
  )
}
