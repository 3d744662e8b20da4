import type { AccountCategory } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Settings } from './settings.ts'

/**
 * Only monetary items are revalued: money held, and what is to be received or paid in a number of units of currency that
 * is fixed or can be determined (IAS 21.8, 21.16, 21.23). The category of an account says so, unless somebody says
 * otherwise of the account itself. Goods, prepayments, fixed assets and equity are none (IAS 21.16), and neither is what
 * lies under income and expenses. A non-current asset may be a long-term loan or a share in a company: there the books
 * have to be told.
 */
const MONETARY: ReadonlySet<AccountCategory> = new Set([
  'cash',
  'receivable',
  'current-asset',
  'payable',
  'tax-payable',
  'current-liability',
  'non-current-liability',
])

export type MonetaryReason = 'category' | 'account' | 'not-monetary'

export function monetaryReason({ id, type, category }: Account, { monetary }: Settings): MonetaryReason {
  // Income and expenses have happened at their rate, whatever anybody says.
  if (type === 'income' || type === 'expense' || type === 'equity') return 'not-monetary'
  const said = monetary.get(id)
  if (said !== undefined) return said ? 'account' : 'not-monetary'
  return MONETARY.has(category) ? 'category' : 'not-monetary'
}

export const isMonetary = (account: Account, settings: Settings): boolean =>
  monetaryReason(account, settings) !== 'not-monetary'
