import type { AccountCategory, AccountType } from '../contract.ts'

/** How statements call what they are made of. */
export const CATEGORY_TITLES: Record<AccountCategory, string> = {
  cash: 'Cash and cash equivalents',
  receivable: 'Trade receivables',
  inventory: 'Inventories',
  prepayment: 'Prepayments',
  'current-asset': 'Other current assets',
  'fixed-asset': 'Property, plant and equipment',
  'non-current-asset': 'Other non-current assets',
  payable: 'Trade payables',
  'tax-payable': 'Tax payable',
  'current-liability': 'Other current liabilities',
  'non-current-liability': 'Non-current liabilities',
  equity: 'Equity',
  'retained-earnings': 'Retained earnings',
  revenue: 'Revenue',
  'other-income': 'Other income',
  'cost-of-sales': 'Cost of sales',
  'operating-expense': 'Operating expenses',
  depreciation: 'Depreciation and amortisation',
  'finance-cost': 'Finance costs',
  'income-tax': 'Income tax',
}

export const TYPE_TITLES: Record<AccountType, string> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
}
