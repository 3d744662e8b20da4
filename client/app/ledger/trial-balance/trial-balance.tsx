import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Printer, Scale } from 'lucide-react'
import {
  ACCOUNT_TYPES,
  type AccountType,
  type TrialBalance,
} from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { type Decimal, subtract, sumOfSeen } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { Balance } from '../balance.tsx'
import { trialBalanceQuery } from '../queries.ts'
import { TYPE_NAMES } from '../types.ts'
import { BalanceControls } from './controls.tsx'

type Row = TrialBalance['rows'][number]

/** Every account's turnover and balance, as of a date and as known at a position of the log. */
export function TrialBalancePage() {
  const { slug, name } = useCompany()
  const search = useSearch({ from: '/signed-in/companies/$company/trial-balance' })
  const query = useQuery(trialBalanceQuery(slug, search))
  const report = query.data
  return (
    <Page
      title="Trial balance"
      subtitle={
        report && (
          <>
            <span className="hidden print:inline">{name}, </span>as of {formatDate(report.asOf)}
            {report.knownAt < report.sequence && <>, as known at event {report.knownAt}</>}, in{' '}
            {report.currency}
          </>
        )
      }
      actions={
        <Button onClick={() => print()}>
          <Printer className="size-4" aria-hidden="true" /> Print
        </Button>
      }
      toolbar={report && <BalanceControls report={report} />}
    >
      {query.isPending && <Loading rows={12} label="Loading the trial balance" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {report?.rows.length === 0 && (
        <NothingBooked isNarrowed={Boolean(search.asOf) || search.knownAt !== undefined} />
      )}
      {report && report.rows.length > 0 && <ReportTable report={report} isStale={query.isPlaceholderData} />}
    </Page>
  )
}

function NothingBooked({ isNarrowed }: { isNarrowed: boolean }) {
  const { slug } = useCompany()
  if (isNarrowed)
    return (
      <Empty
        icon={Scale}
        title="Nothing was booked by then"
        actions={
          <Link
            to="/companies/$company/trial-balance"
            params={{ company: slug }}
            search={{}}
            className={buttonClass()}
          >
            Show the latest
          </Link>
        }
      >
        Choose a later date or a later position of the log.
      </Empty>
    )
  return (
    <Empty
      icon={Scale}
      title="Nothing booked yet"
      actions={
        <Link
          to="/companies/$company/journal/new"
          params={{ company: slug }}
          className={buttonClass('primary')}
        >
          Post the first entry
        </Link>
      }
    >
      The trial balance sums every account that has entries.
    </Empty>
  )
}

function ReportTable({ report, isStale }: { report: TrialBalance; isStale: boolean }) {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const byType = ACCOUNT_TYPES.map((type) => ({
    type,
    rows: report.rows.filter(({ account }) => account.type === type),
  })).filter(({ rows }) => rows.length > 0)
  const ordered = byType.flatMap(({ rows }) => rows)
  const { active } = useRowKeys(ordered, ({ account }) => {
    const to = '/companies/$company/accounts/$code'
    void navigate({ to, params: { company: slug, code: account.code }, search: { to: report.asOf } })
  })
  return (
    <Table
      aria-label={`Trial balance as of ${formatDate(report.asOf)}`}
      aria-busy={isStale}
      className="transition-opacity aria-busy:opacity-60"
    >
      <thead>
        <tr>
          <HeadCell>Account</HeadCell>
          <HeadCell isNumeric className="w-40 max-md:hidden print:table-cell!">
            Debit
          </HeadCell>
          <HeadCell isNumeric className="w-40 max-md:hidden print:table-cell!">
            Credit
          </HeadCell>
          <HeadCell isNumeric className="w-44 max-sm:w-36">
            Balance
          </HeadCell>
        </tr>
      </thead>
      {byType.map(({ type, rows }) => (
        <tbody key={type}>
          <tr>
            <th
              scope="rowgroup"
              colSpan={4}
              className="h-row border-b border-line px-2 pt-4 sm:px-4 text-left font-semibold"
            >
              {TYPE_NAMES[type].many}
            </th>
          </tr>
          {rows.map((row) => (
            <ReportRow key={row.account.code} row={row} report={report} isActive={ordered[active] === row} />
          ))}
          <Subtotal type={type} rows={rows} />
        </tbody>
      ))}
      <ReportFoot totals={report.totals} />
    </Table>
  )
}

const wide = 'max-md:hidden print:table-cell!'

function ReportRow({ row, report, isActive }: { row: Row; report: TrialBalance; isActive: boolean }) {
  const { slug } = useCompany()
  const { account, debit, credit, balance } = row
  const quantities = row.quantities.filter(({ unit }) => unit !== report.currency)
  return (
    <tr
      data-active={isActive || undefined}
      ref={isActive ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
      className="hover:bg-hover data-active:bg-accent-soft"
    >
      <RowHead>
        <span className="flex gap-x-3">
          <span className="w-11 shrink-0 text-muted tabular-nums">{account.code}</span>
          <span className="flex min-w-0 flex-wrap items-center gap-x-2">
            <Link
              to="/companies/$company/accounts/$code"
              params={{ company: slug, code: account.code }}
              search={{ to: report.asOf }}
              className={rowLinkClass}
            >
              {account.name}
            </Link>
            {quantities.map(({ unit, amount }) => (
              <Tag key={unit}>
                <Amount value={amount} /> {unit}
              </Tag>
            ))}
          </span>
        </span>
      </RowHead>
      <Cell isNumeric className={wide}>
        <Seen value={debit} />
      </Cell>
      <Cell isNumeric className={wide}>
        <Seen value={credit} />
      </Cell>
      <Cell isNumeric>
        <Balance value={balance} type={account.type} />
      </Cell>
    </tr>
  )
}

const Seen = ({ value }: { value: Decimal | null }) =>
  value === null ? <Hidden /> : <Amount value={value} />

function Subtotal({ type, rows }: { type: AccountType; rows: readonly Row[] }) {
  const total = (side: 'debit' | 'credit' | 'balance') => sumOfSeen(rows.map((row) => row[side]))
  return (
    <tr className="font-medium">
      <RowHead className="font-medium! text-muted">{TYPE_NAMES[type].many}, total</RowHead>
      <Cell isNumeric className={wide}>
        <Seen value={total('debit')} />
      </Cell>
      <Cell isNumeric className={wide}>
        <Seen value={total('credit')} />
      </Cell>
      <Cell isNumeric>
        <Balance value={total('balance')} type={type} />
      </Cell>
    </tr>
  )
}

/** Debits and credits of the whole ledger; on narrow screens below each other. */
const ReportFoot = ({ totals }: { totals: TrialBalance['totals'] }) => (
  <tfoot className="text-lg font-semibold">
    <tr>
      <RowHead className="h-12! border-b-0! font-semibold!">Total</RowHead>
      <Cell isNumeric className={`border-b-0! ${wide}`}>
        <Amount value={totals.debit} />
      </Cell>
      <Cell isNumeric className={`border-b-0! ${wide}`}>
        <Amount value={totals.credit} />
      </Cell>
      <Cell isNumeric className="border-b-0!">
        <Amount value={subtract(totals.debit, totals.credit)} className="max-md:hidden" />
        <span className="block text-sm font-normal md:hidden print:hidden">
          Debit <Amount value={totals.debit} />
        </span>
        <span className="block text-sm font-normal md:hidden print:hidden">
          Credit <Amount value={totals.credit} />
        </span>
      </Cell>
    </tr>
  </tfoot>
)
