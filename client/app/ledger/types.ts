import type { AccountType, JournalKind } from '../../../durable-objects/ledger/contract.ts'

/** The five types in the order of a trial balance. */
export const TYPE_NAMES: Readonly<Record<AccountType, { one: string; many: string }>> = {
  asset: { one: 'Asset', many: 'Assets' },
  liability: { one: 'Liability', many: 'Liabilities' },
  equity: { one: 'Equity', many: 'Equity' },
  income: { one: 'Income', many: 'Income' },
  expense: { one: 'Expense', many: 'Expenses' },
}

/** Types whose usual balance is a credit. Balances are debit-positive throughout; these are negative when all is well. */
export const isCreditType = (type: AccountType): boolean =>
  type === 'liability' || type === 'equity' || type === 'income'

export const JOURNAL_KIND_NAMES: Record<JournalKind, string> = {
  general: 'General',
  sales: 'Sales',
  purchases: 'Purchases',
  bank: 'Bank',
  cash: 'Cash',
  tax: 'Tax',
}
