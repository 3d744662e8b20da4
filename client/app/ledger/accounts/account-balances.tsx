import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { sum } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Status } from '../../ui/status.tsx'
import type { Account } from '../queries.ts'
import { isCreditType } from '../types.ts'
import { accountBalancesQuery, type BalanceLimit, type BalanceRow } from './queries.ts'

/** What is posted, on hold and available in each unit, with the limits. */
export function AccountBalances({ account }: { account: Account }) {
  const { slug } = useCompany()
  const query = useQuery(accountBalancesQuery(slug, account.code))
  if (query.isPending) return <Loading rows={3} label="Loading the balances" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const { rows, limits } = query.data
  if (rows.length === 0) return <p className="text-muted">Nothing is booked yet.</p>
  return rows.map((row) => (
    <UnitBalances
      key={row.unit}
      row={row}
      limit={limits.find(({ unit }) => unit === row.unit)}
      isCredit={isCreditType(account.type)}
    />
  ))
}

interface UnitProps {
  row: BalanceRow
  limit: BalanceLimit | undefined
  isCredit: boolean
}

function UnitBalances({ row, limit, isCredit }: UnitProps) {
  const { unit, debitsPending, creditsPending, balance, available, masked } = row
  const figure = (value: string | null) => (masked ? <Hidden /> : <Amount value={value} />)
  const hasPending =
    masked || (debitsPending !== null && creditsPending !== null && isNotZero(debitsPending, creditsPending))
  const [add, take] = isCredit ? (['credit', 'debit'] as const) : (['debit', 'credit'] as const)
  const lines: [label: string, value: ReactNode, isStrong?: true][] = [
    ['Posted', figure(balance), true],
    ...(hasPending
      ? ([
          ['On hold, debits', figure(debitsPending)],
          ['On hold, credits', figure(creditsPending)],
        ] as [string, ReactNode][])
      : []),
    ...(limit && limit.min !== null ? [['Never below', figure(limit.min)] as [string, ReactNode]] : []),
    ...(limit && limit.max !== null ? [['Never above', figure(limit.max)] as [string, ReactNode]] : []),
    ...(available[take] !== null
      ? [[`Available to ${take}`, figure(available[take])] as [string, ReactNode]]
      : []),
    ...(available[add] !== null
      ? [[`Available to ${add}`, figure(available[add])] as [string, ReactNode]]
      : []),
  ]
  return (
    <section aria-label={`Balance in ${unit}`} className="mb-2 rounded-lg border border-line">
      <dl>
        {lines.map(([label, value, isStrong]) => (
          <div
            key={label}
            className={`flex justify-between gap-3 px-3 py-1.5 ${isStrong ? 'font-medium' : 'border-t border-line text-muted'}`}
          >
            <dt>
              {label}
              {isStrong && <span className="ml-1.5 text-sm font-normal text-faint">{unit}</span>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {limit && limit.isKept !== null && (
        <p className="border-t border-line px-3 py-2">
          {limit.isKept ? (
            <Status tone="positive">The limit is kept</Status>
          ) : (
            <Status tone="negative">
              Not kept{limit.brokenOn && ` since ${formatDate(limit.brokenOn)}`}
            </Status>
          )}
        </p>
      )}
    </section>
  )
}

const isNotZero = (...values: string[]): boolean => /[1-9]/.test(sum(values))
