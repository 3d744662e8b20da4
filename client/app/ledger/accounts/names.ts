import type {
  AccountCategory,
  AccountControl,
  AccountRole,
} from '../../../../durable-objects/ledger/contract.ts'

/** What the fields of an account are called. */

export const CATEGORY_NAMES: Readonly<Record<AccountCategory, string>> = {
  cash: 'Cash and bank',
  receivable: 'Receivables',
  inventory: 'Inventory',
  prepayment: 'Prepayments',
  'current-asset': 'Other current assets',
  'fixed-asset': 'Fixed assets',
  'non-current-asset': 'Other non-current assets',
  payable: 'Payables',
  'tax-payable': 'Taxes payable',
  'current-liability': 'Other current liabilities',
  'non-current-liability': 'Non-current liabilities',
  equity: 'Equity',
  'retained-earnings': 'Retained earnings',
  revenue: 'Revenue',
  'other-income': 'Other income',
  'cost-of-sales': 'Cost of sales',
  'operating-expense': 'Operating expenses',
  depreciation: 'Depreciation',
  'finance-cost': 'Finance costs',
  'income-tax': 'Income tax',
}

export const CONTROL_NAMES: Readonly<Record<AccountControl, string>> = {
  receivables: 'Receivables',
  payables: 'Payables',
  stock: 'Stock',
  'goods-received': 'Goods received',
  tax: 'Tax',
}

interface RoleName {
  name: string
  /** What cannot be done without it. */
  needs: string
}

/** Roles by what they are about. */
export const ROLE_GROUPS: readonly { title: string; roles: readonly AccountRole[] }[] = [
  { title: 'Years', roles: ['retainedEarnings', 'currentEarnings', 'openingBalance'] },
  { title: 'Currencies', roles: ['exchangeGain', 'exchangeLoss', 'unrealisedGain', 'unrealisedLoss'] },
  { title: 'Money', roles: ['bank', 'cash', 'rounding', 'suspense'] },
  { title: 'Trade', roles: ['receivables', 'payables', 'inventory', 'goodsReceived', 'costOfSales'] },
  {
    title: 'Stock',
    roles: [
      'priceDifference',
      'stockAdjustment',
      'stockRevaluation',
      'scrap',
      'stockInTransit',
      'stockVariation',
    ],
  },
  { title: 'Tax', roles: ['inputTax', 'outputTax'] },
]

export const ROLE_NAMES: Readonly<Record<AccountRole, RoleName>> = {
  retainedEarnings: {
    name: 'Retained earnings',
    needs: 'Closing a year carries its result here.',
  },
  currentEarnings: {
    name: 'Result of the year',
    needs: 'Where a balance sheet shows the result before the year is closed.',
  },
  openingBalance: {
    name: 'Opening balances',
    needs: 'Bringing balances from another program books against it.',
  },
  exchangeGain: {
    name: 'Exchange gains',
    needs: 'Settling in a foreign currency books what was gained.',
  },
  exchangeLoss: {
    name: 'Exchange losses',
    needs: 'Settling in a foreign currency books what was lost.',
  },
  unrealisedGain: {
    name: 'Unrealised exchange gains',
    needs: 'Revaluing balances in foreign currencies books here.',
  },
  unrealisedLoss: {
    name: 'Unrealised exchange losses',
    needs: 'Revaluing balances in foreign currencies books here.',
  },
  bank: { name: 'Bank', needs: 'The bank account that payments use unless they name another.' },
  cash: { name: 'Cash', needs: 'The till that payments in cash use unless they name another.' },
  rounding: { name: 'Rounding', needs: 'Differences of a cent, from rounding, book here.' },
  suspense: {
    name: 'Suspense',
    needs: 'What cannot be assigned yet; closing a month checks that it is empty.',
  },
  receivables: { name: 'Trade receivables', needs: 'What customers owe, unless they have one of their own.' },
  payables: { name: 'Trade payables', needs: 'What suppliers are owed, unless they have one of their own.' },
  inventory: { name: 'Inventory', needs: 'Stock, unless an item has an account of its own.' },
  goodsReceived: {
    name: 'Goods received, not invoiced',
    needs: 'Holds deliveries until their invoice comes.',
  },
  costOfSales: { name: 'Cost of sales', needs: 'What was sold costs, unless an item says otherwise.' },
  priceDifference: {
    name: 'Purchase price differences',
    needs: 'What a bill differs from the receipt where the goods are gone, or an item has a standard cost.',
  },
  stockAdjustment: {
    name: 'Inventory adjustments',
    needs: 'What counts and corrections find too much or too little.',
  },
  stockVariation: {
    name: 'Changes in inventories',
    needs: 'The other side of stock where purchases are an expense when they are billed.',
  },
  stockRevaluation: {
    name: 'Inventory revaluation',
    needs: 'Stock that is worth more or less than it was: write-downs and new standard costs.',
  },
  stockInTransit: { name: 'Goods in transit', needs: 'Stock on its way between two warehouses.' },
  scrap: { name: 'Scrap', needs: 'What goods cost that are thrown away.' },
  inputTax: { name: 'Input tax', needs: 'Tax on purchases that is claimed back.' },
  outputTax: { name: 'Output tax', needs: 'Tax on sales that is owed.' },
}
