import { CircleCheck, Equal } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatAmount } from '../../lib/amounts.ts'
import { absolute, isNegative, isZero } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Status } from '../../ui/status.tsx'
import { isBalanced, type UnitBalance } from './balance.ts'

interface TotalsBarProps {
  balances: readonly [UnitBalance, ...UnitBalance[]]
  onFill: () => void
  /** The buttons that post. */
  children: ReactNode
}

/** Always in view: the sums, the difference in words, and posting. */
export function TotalsBar({ balances, onFill, children }: TotalsBarProps) {
  const [company] = balances
  const isEmpty = balances.every(({ debit, credit }) => isZero(debit) && isZero(credit))
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 -mb-16 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line bg-canvas px-4 py-3 sm:-mx-6 sm:px-6">
      <dl className="flex gap-6">
        <Total label={`Debit, ${company.unit}`} value={company.debit} />
        <Total label={`Credit, ${company.unit}`} value={company.credit} />
      </dl>
      <div className="flex flex-1 flex-wrap items-center gap-2" aria-live="polite" data-testid="difference">
        {isEmpty && <span className="text-muted">Debits and credits must be equal.</span>}
        {!isEmpty && isBalanced(balances) && (
          <Status tone="positive" icon={CircleCheck}>
            Balanced
          </Status>
        )}
        {balances.map(
          (balance) =>
            !isZero(balance.difference) && (
              <Status key={balance.unit} tone="negative">
                {differenceText(balance)}
              </Status>
            ),
        )}
        {!isZero(company.difference) && (
          <Button size="sm" onClick={onFill}>
            <Equal className="size-3.5" aria-hidden="true" /> Fill the difference
          </Button>
        )}
      </div>
      <div className="flex gap-2 max-sm:w-full max-sm:flex-wrap max-sm:*:flex-1 max-sm:*:basis-2/5">
        {children}
      </div>
    </div>
  )
}

const Total = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt className="text-xs text-faint">{label}</dt>
    <dd className="font-semibold">
      <Amount value={value} />
    </dd>
  </div>
)

export const differenceText = ({ unit, difference }: UnitBalance): string =>
  `Difference ${formatAmount(absolute(difference))} ${unit}: ${isNegative(difference) ? 'debit' : 'credit'} too low`
