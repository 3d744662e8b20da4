import type { Bucket } from '../../../../durable-objects/ledger/open-items/replies.ts'
import { isZero } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import type { Totals } from './queries.ts'

const BUCKET_NAMES: Readonly<Record<Bucket, string>> = {
  'not-due': 'Not due',
  '1-30': '1–30 days',
  '31-60': '31–60 days',
  '61-90': '61–90 days',
  'over-90': 'Over 90 days',
}

/** What is open, by how long it has been due; in company currency, debits positive. */
export const Ageing = ({ totals, currency }: { totals: Totals; currency: string }) => (
  <section aria-label="Ageing" className="mb-4 rounded-lg border border-line bg-surface">
    <dl className="grid grid-cols-2 sm:grid-cols-3 lg:grid-cols-6">
      <Figure label="Open" value={totals.value.balance} unit={currency} isSum>
        {totals.units
          .filter(({ unit }) => unit !== currency)
          .map(({ unit, balance }) => (
            <span key={unit} className="block">
              of it <Amount value={balance} unit={unit} />
            </span>
          ))}
      </Figure>
      {totals.ageing.map(({ bucket, items, balance }) => (
        <Figure
          key={bucket}
          label={BUCKET_NAMES[bucket]}
          value={balance}
          isLate={bucket === 'over-90' && !isZero(balance)}
        >
          {items === 1 ? '1 item' : `${items} items`}
        </Figure>
      ))}
    </dl>
  </section>
)

interface FigureProps {
  label: string
  value: string
  unit?: string
  isSum?: boolean
  isLate?: boolean
  children: React.ReactNode
}

const Figure = ({ label, value, unit, isSum, isLate, children }: FigureProps) => (
  <div className="min-w-0 px-4 py-3">
    <dt className={`text-sm ${isLate ? 'text-warning' : 'text-muted'}`}>{label}</dt>
    <dd>
      <Amount value={value} {...(unit && { unit })} className={isSum ? 'text-lg font-semibold' : ''} />
      <span className="block text-sm text-faint">{children}</span>
    </dd>
  </div>
)
