import {
  absolute,
  compare,
  type Decimal,
  isNegative,
  isZero,
  padScale,
  scaleOf,
  subtract,
  sum,
} from '../../lib/decimal.ts'

/** Items that are chosen to be matched with one another, and what their two sides come to. */

export interface Chosen {
  entry: string
  line: number
  voucher: string
  effectiveDate: string
  reference: string | null
  unit: string
  side: 'debit' | 'credit'
  openAmount: Decimal
  /** So much of it; absent: as much as the other side takes. */
  amount?: Decimal
}

export const keyOf = ({ entry, line }: { entry: string; line: number }): string => `${entry} ${line}`

export interface Sums {
  /** The unit of all of them; undefined where they differ. */
  unit: string | undefined
  debit: Decimal
  credit: Decimal
  /** Debits less credits. */
  difference: Decimal
  isMatchable: boolean
}

export function sumsOf(chosen: readonly Chosen[]): Sums {
  const units = new Set(chosen.map(({ unit }) => unit))
  const unit = units.size === 1 ? chosen[0]?.unit : undefined
  // A side without items is zero in the decimals of the other.
  const scale = Math.max(0, ...chosen.map(({ openAmount }) => scaleOf(openAmount)))
  const of = (side: Chosen['side']) =>
    padScale(
      sum(chosen.filter((each) => each.side === side).map((each) => each.amount ?? each.openAmount)),
      scale,
    )
  const [debit, credit] = [of('debit'), of('credit')]
  const isMatchable = unit !== undefined && !isZero(debit) && !isZero(credit)
  return { unit, debit, credit, difference: subtract(debit, credit), isMatchable }
}

/** Why an amount cannot be taken of an item. */
export function amountProblem({ amount, openAmount }: Chosen): string | undefined {
  if (amount === undefined) return undefined
  if (!/^\d+(?:\.\d+)?$/.test(amount) || isZero(amount)) return 'Write an amount above zero.'
  return compare(amount, openAmount) > 0 ? 'Less than that is open.' : undefined
}

/** On which side a rest stays: `Debit 12.00`. */
export const restOf = (difference: Decimal): { side: 'debit' | 'credit'; amount: Decimal } => ({
  side: isNegative(difference) ? 'credit' : 'debit',
  amount: absolute(difference),
})
