import type { DateNumber } from '../../kernel/dates.ts'
import type { AccountType } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Bound, DayMovement } from './path.ts'

/** Limits of balances as bounds, and lines as movements that may pass them. */

export interface Limit {
  account: string
  unit: string
  min: number | null
  max: number | null
}

const DEBIT_TYPES: ReadonlySet<AccountType> = new Set(['asset', 'expense'])
export const normalSide = ({ type }: Pick<Account, 'type'>): 'debit' | 'credit' =>
  DEBIT_TYPES.has(type) ? 'debit' : 'credit'

/** Limits on the normal side as bounds of a balance that is debit positive. */
export function boundsOf(
  { min, max }: Pick<Limit, 'min' | 'max'>,
  account: Pick<Account, 'type'>,
): { bound: Bound; at: number }[] {
  const isDebit = normalSide(account) === 'debit'
  const [floor, ceiling] = isDebit
    ? [min, max]
    : [max === null ? null : 0 - max, min === null ? null : 0 - min]
  return [
    ...(floor === null ? [] : [{ bound: 'floor' as const, at: floor }]),
    ...(ceiling === null ? [] : [{ bound: 'ceiling' as const, at: ceiling }]),
  ]
}

/** What one line or more do to the balance of an account in a unit. */
export interface Touched {
  account: Account
  unit: string
  limit: Limit
  /** Where to point. */
  line: number
  changes: DayMovement[]
}

/** A line as a limit looks at it. */
export interface Moving {
  account: Account
  unit: string
  quantity: number
  index?: number | undefined
}

export const keyOf = (account: string, unit: string): string => `${account}|${unit}`

export const postedMovement = (date: DateNumber, posted: number): DayMovement => ({
  date,
  posted,
  pendingDebit: 0,
  pendingCredit: 0,
})

export const pendingMovement = (date: DateNumber, quantity: number): DayMovement => ({
  date,
  posted: 0,
  pendingDebit: 0,
  pendingCredit: 0,
  ...(quantity > 0 ? { pendingDebit: quantity } : { pendingCredit: -quantity }),
})
