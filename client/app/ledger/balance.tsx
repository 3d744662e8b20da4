import type { AccountType } from '../../../durable-objects/ledger/contract.ts'
import { type Decimal, isNegative, isZero } from '../lib/decimal.ts'
import { Amount } from '../ui/amount.tsx'
import { Hidden } from '../ui/hidden.tsx'
import { isCreditType } from './types.ts'

/**
 * A balance as the ledger keeps it, debit positive. Colour warns only of the unusual side (an overdrawn bank, a supplier that
 * owes); the minus sign is there in any case.
 */
export function Balance({ value, type }: { value: Decimal | null; type: AccountType }) {
  if (value === null) return <Hidden />
  const isUnusual = !isZero(value) && isNegative(value) !== isCreditType(type)
  return <Amount value={value} className={isUnusual ? 'text-negative' : ''} />
}
