import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { type Decimal, isNegative, isZero, sum } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Cell, RowHead, rowLinkClass } from '../../ui/table.tsx'
import { formatQuantity } from '../format.ts'

/** Cells that rows of the reports of the stock have in common. */

export interface Goods {
  item: { id: string; code: string; name: string; family: string | null }
  unit: string
}

/** On wide screens and on paper. */
export const WIDE = 'max-md:hidden print:table-cell!'
export const WIDER = 'max-lg:hidden print:table-cell!'

/** The item, with what narrow screens have no column for below it. */
export function ItemHead({ goods: { item }, below }: { goods: Goods; below?: ReactNode }) {
  const company = useCompanySlug()
  return (
    <RowHead>
      <Link
        to="/companies/$company/items/$item"
        params={{ company, item: item.id }}
        className={`${rowLinkClass} wrap-anywhere`}
      >
        <span className="mr-2 font-medium">{item.code}</span>
        {item.name !== item.code && <span className="text-muted">{item.name}</span>}
      </Link>
      {below && <span className="block text-sm text-faint md:hidden print:hidden">{below}</span>}
    </RowHead>
  )
}

interface QuantityProps {
  value: Decimal
  unit?: string
  /** What went out is negative as it should be; stock that is, is not. */
  isFlow?: boolean
}

export function Quantity({ value, unit, isFlow = false }: QuantityProps) {
  const colour = isZero(value) ? 'text-faint' : isNegative(value) && !isFlow ? 'text-negative' : ''
  return (
    <span className={`tabular-nums lining-nums whitespace-nowrap ${colour}`}>
      {formatQuantity(value)}
      {unit && <span className="ml-1 text-[0.85em] text-faint">{unit}</span>}
    </span>
  )
}

interface FigureProps {
  /** What it is, for those who hear it: `Value of ESP-1000`. */
  label: string
  onExplain: () => void
  children: ReactNode
}

/** A figure that says at a click what it is made of. */
export const Figure = ({ label, onExplain, children }: FigureProps) => (
  <button
    type="button"
    onClick={onExplain}
    className="relative cursor-pointer rounded-sm decoration-line-strong underline-offset-2 hover:underline focus-visible:underline"
  >
    <span className="unseen">Explain {label}: </span>
    {children}
  </button>
)

/** Nothing for those who may not see costs. */
export const Money = ({ value }: { value: Decimal | null }) => <Amount value={value} />

/** The sum of what is there; undefined where a part is hidden. */
export function total(values: readonly (Decimal | null)[]): Decimal | undefined {
  const seen = values.filter((value) => value !== null)
  return seen.length === values.length && seen.length > 0 ? sum(seen) : undefined
}

/** Below all rows; while there are more, it would be the sum of some. */
export const TotalRow = ({ label = 'Total', children }: { label?: string; children: ReactNode }) => (
  <tr className="font-semibold">
    <RowHead className="font-semibold!">{label}</RowHead>
    {children}
  </tr>
)

export const WarehouseCell = ({
  warehouse,
  className = WIDE,
}: {
  warehouse: string | null
  className?: string
}) => <Cell className={className}>{warehouse ?? <span className="text-muted">On its way</span>}</Cell>

/** A lot or serial number, which leads to where it came from and where it went. */
export function LotLink({ item, lot }: { item: string; lot: string }) {
  const company = useCompanySlug()
  return (
    <Link
      to="/companies/$company/stock-reports/trace"
      params={{ company }}
      search={{ item, lot }}
      className={`${rowLinkClass} relative inline-block`}
    >
      <span className="unseen">Trace </span>
      {lot}
    </Link>
  )
}
