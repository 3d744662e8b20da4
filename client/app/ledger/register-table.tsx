import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { AccountType } from '../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../company/queries.ts'
import { formatDate } from '../lib/dates.ts'
import { Amount } from '../ui/amount.tsx'
import { Tag } from '../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../ui/table.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'
import { VirtualRows } from '../ui/virtual-rows.tsx'
import { Balance } from './balance.tsx'
import { entryName, type RegisterLine } from './queries.ts'

interface TableProps {
  lines: readonly RegisterLine[]
  type: AccountType
  /** With a unit chosen, amounts and balance are in that unit. */
  unit: string | undefined
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

/** Lines with their running balance. */
export function RegisterTable({ lines, type, unit, hasMore, isLoadingMore, onMore }: TableProps) {
  const { slug, currency } = useCompany()
  const navigate = useNavigate()
  const { active } = useRowKeys(lines, ({ entry }) => {
    void navigate({ to: '/companies/$company/journal/$entry', params: { company: slug, entry: entry.id } })
  })
  const more = useCallback(() => void onMore(), [onMore])
  return (
    <Table aria-label="Register" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-30 max-sm:hidden">Date</HeadCell>
          <HeadCell className="w-28 max-sm:w-auto">Entry</HeadCell>
          <HeadCell className="max-sm:hidden">Description</HeadCell>
          <HeadCell isNumeric className="w-36 max-md:hidden">
            Debit
          </HeadCell>
          <HeadCell isNumeric className="w-36 max-md:hidden">
            Credit
          </HeadCell>
          <HeadCell isNumeric className="w-36">
            Balance, {unit ?? currency}
          </HeadCell>
        </tr>
      </thead>
      <VirtualRows
        rows={lines}
        hasMore={hasMore}
        isLoadingMore={isLoadingMore}
        onMore={more}
        activeIndex={active}
      >
        {(line, index, ref) => (
          <tr
            key={`${line.entry.id} ${line.line}`}
            ref={ref}
            data-index={index}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <Cell className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
              {formatDate(line.effectiveDate)}
            </Cell>
            <RowHead className="truncate">
              <Link
                to="/companies/$company/journal/$entry"
                params={{ company: slug, entry: line.entry.id }}
                className={`${rowLinkClass} font-medium tabular-nums`}
              >
                {entryName(line.entry)}
              </Link>
              <span className="block truncate text-sm text-muted sm:hidden">
                {formatDate(line.effectiveDate)} · {line.entry.description}
              </span>
            </RowHead>
            <Cell className="truncate max-sm:hidden">
              {line.entry.description}
              {line.memo && <span className="ml-2 text-sm text-faint">{line.memo}</span>}
            </Cell>
            <Cell isNumeric className="max-md:hidden">
              <Movement line={line} side="debit" currency={currency} unit={unit} />
            </Cell>
            <Cell isNumeric className="max-md:hidden">
              <Movement line={line} side="credit" currency={currency} unit={unit} />
            </Cell>
            <Cell isNumeric>
              <Balance value={unit ? line.quantityBalance : line.balance} type={type} />
              <span className="block text-sm text-muted md:hidden">
                {line.debit !== null ? 'Debit ' : 'Credit '}
                <Amount value={line.debit ?? line.credit} />
                {line.unit !== (unit ?? currency) && ` ${line.unit}`}
              </span>
            </Cell>
          </tr>
        )}
      </VirtualRows>
    </Table>
  )
}

interface MovementProps {
  line: RegisterLine
  side: 'debit' | 'credit'
  currency: string
  unit: string | undefined
}

/** In company currency, because the balance is; the quantity of another unit stands before it, so that the digits of a column line up. */
function Movement({ line, side, currency, unit }: MovementProps) {
  if (line[side] === null) return null
  if (unit || line.unit === currency) return <Amount value={line[side]} />
  return (
    <>
      <span className="mr-1.5">
        <Tag>
          <Amount value={line[side]} /> {line.unit}
        </Tag>
      </span>
      <Amount value={line.value ?? '0'} />
    </>
  )
}
