import { History } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCompany } from '../../../company/queries.ts'
import { Amount } from '../../../ui/amount.tsx'
import { Status } from '../../../ui/status.tsx'
import { useCompanyToday, useMoneyScale, useSeesCosts } from '../queries.ts'
import { FORMS, type GridKind } from './forms.ts'
import { isBlankRow, type Row, totalCost } from './model.ts'

interface TotalsBarProps {
  kind: GridKind
  rows: readonly Row[]
  date: string
  /** The buttons that record. */
  children: ReactNode
}

/** Always in view: how much it is, whether it lies in the past, and recording. */
export function TotalsBar({ kind, rows, date, children }: TotalsBarProps) {
  const { currency } = useCompany()
  const today = useCompanyToday()
  const seesCosts = useSeesCosts()
  const scale = useMoneyScale()
  const lines = rows.filter((row) => !isBlankRow(row))
  const hasCost = FORMS[kind].columns.includes('cost') && seesCosts
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 -mb-16 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line bg-canvas px-4 py-3 sm:-mx-6 sm:px-6">
      <dl className="flex gap-6">
        <div>
          <dt className="text-xs text-faint">Lines</dt>
          <dd className="font-semibold tabular-nums">{lines.length}</dd>
        </div>
        {hasCost && (
          <div>
            <dt className="text-xs text-faint">Cost, {currency}</dt>
            <dd className="font-semibold">
              <Amount value={totalCost(lines, scale)} />
            </dd>
          </div>
        )}
      </dl>
      <div className="flex-1" aria-live="polite">
        {date !== '' && date < today && (
          <Status tone="warning" icon={History}>
            Dated back: you see first what it changes
          </Status>
        )}
      </div>
      <div className="flex gap-2 max-sm:w-full max-sm:flex-wrap max-sm:*:flex-1 max-sm:*:basis-2/5">
        {children}
      </div>
    </div>
  )
}
