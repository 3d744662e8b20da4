import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { isZero } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useFamilies } from '../items/queries.ts'
import { useWarehouses } from '../pickers/queries.ts'
import { Money, TotalRow, total, WIDE } from './cells.tsx'
import type { Reports } from './queries.ts'

type Report = Reports['valuation']
type Totals = Report['totals']

/** Stock and ledger side by side, account by account, and how the value is spread. */
export const ValuationTotals = ({ report }: { report: Report }) =>
  report.totals.accounts.length === 0 ? null : (
    <section aria-label="Totals" className="mb-6">
      <Accounts report={report} />
      <div className="mt-4 grid gap-4 md:grid-cols-2">
        <ByWarehouse totals={report.totals} />
        <ByFamily totals={report.totals} />
      </div>
    </section>
  )

function Accounts({ report: { totals, asOf, knownAt, sequence } }: { report: Report }) {
  const company = useCompanySlug()
  const isCompared = totals.accounts.some(({ ledger }) => ledger !== null)
  const differences = totals.accounts.map(({ difference }) => difference)
  return (
    <Table aria-label="Stock and ledger">
      <thead>
        <tr>
          <HeadCell>Account</HeadCell>
          <HeadCell isNumeric className="w-36">
            Stock
          </HeadCell>
          {isCompared && (
            <HeadCell isNumeric className={`w-36 ${WIDE}`}>
              Ledger
            </HeadCell>
          )}
          {isCompared && (
            <HeadCell isNumeric className="w-44">
              Difference
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {totals.accounts.map(({ account, value, ledger, difference }) => (
          <tr key={account.id} className="hover:bg-hover">
            <RowHead>
              <Link
                to="/companies/$company/accounts/$code"
                params={{ company, code: account.code }}
                search={{ to: asOf, ...(knownAt < sequence && { knownAt }) }}
                className={rowLinkClass}
              >
                <span className="mr-2 text-muted tabular-nums">{account.code}</span>
                {account.name}
              </Link>
              {ledger !== null && (
                <span className="block text-sm text-faint md:hidden print:hidden">
                  ledger <Amount value={ledger} />
                </span>
              )}
            </RowHead>
            <Cell isNumeric>
              <Money value={value} />
            </Cell>
            {isCompared && (
              <Cell isNumeric className={WIDE}>
                <Money value={ledger} />
              </Cell>
            )}
            {isCompared && (
              <Cell isNumeric>
                <Difference value={difference} />
              </Cell>
            )}
          </tr>
        ))}
        {totals.accounts.length > 1 && (
          <TotalRow>
            <Cell isNumeric>
              <Money value={totals.value} />
            </Cell>
            {isCompared && (
              <Cell isNumeric className={WIDE}>
                <Amount value={total(totals.accounts.map(({ ledger }) => ledger))} />
              </Cell>
            )}
            {isCompared && (
              <Cell isNumeric>
                <Difference value={total(differences) ?? null} />
              </Cell>
            )}
          </TotalRow>
        )}
      </tbody>
    </Table>
  )
}

/** Null: the balance of the account is not shown to the reader. */
function Difference({ value }: { value: string | null }) {
  if (value === null) return null
  if (isZero(value))
    return (
      <Status tone="positive" icon={CircleCheck}>
        Agrees
      </Status>
    )
  return (
    <span className="inline-flex items-center justify-end gap-2 max-sm:flex-wrap">
      <Status tone="warning" icon={CircleAlert}>
        Differs
      </Status>
      <Amount value={value} />
    </span>
  )
}

interface SpreadRow {
  key: string
  name: ReactNode
  value: string | null
}

const Spread = ({ title, rows }: { title: string; rows: readonly SpreadRow[] }) =>
  rows.length === 0 ? null : (
    <div className="rounded-lg border border-line bg-surface px-4 py-3">
      <h2 className="mb-1 text-sm font-medium text-muted">{title}</h2>
      <dl>
        {rows.map(({ key, name, value }) => (
          <div key={key} className="flex justify-between gap-4 py-0.5">
            <dt className="min-w-0 truncate">{name}</dt>
            <dd>
              <Money value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )

function ByWarehouse({ totals: { warehouses } }: { totals: Totals }) {
  const known = useWarehouses(useCompanySlug())
  const rows = warehouses.map(({ warehouse, value }) => ({
    key: warehouse ?? '',
    name:
      warehouse === null ? 'On its way' : (known.find(({ code }) => code === warehouse)?.name ?? warehouse),
    value,
  }))
  return <Spread title="By warehouse" rows={rows} />
}

function ByFamily({ totals: { families } }: { totals: Totals }) {
  const { byCode } = useFamilies(useCompanySlug())
  const rows = families.map(({ family, value }) => ({
    key: family ?? '',
    name: family === null ? 'Without a family' : (byCode.get(family)?.name ?? family),
    value,
  }))
  return <Spread title="By family" rows={rows} />
}
