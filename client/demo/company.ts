import { currencyScale } from '../../durable-objects/kernel/money.ts'
import type {
  AccountCategory,
  AccountControl,
  AccountRole,
  AccountType,
} from '../../durable-objects/ledger/contract.ts'
import { dateIn, demoMonths, generator, isoDate, seasonOf } from './calendar.ts'
import { type Bill, greenBill } from './inventory/bills.ts'
import { OPENING_VALUE } from './inventory/opening.ts'
import { tradeEntries } from './trade.ts'

/**
 * A believable first year of a small coffee roaster: sales in three channels, green coffee bought in US dollars,
 * wages, rent, a loan, depreciation and VAT, in the twelve months before today. The same every time but for the dates.
 */
export const DEMO_COMPANY = {
  name: 'North Sea Coffee GmbH',
  slug: 'north-sea-coffee',
  country: 'DE',
  currency: 'EUR',
} as const

type DemoAccount = [code: string, name: string, type: AccountType, more?: DemoAccountFields]
type DemoAccountFields = {
  category?: AccountCategory
  isOpenItem?: boolean
  control?: AccountControl
  tax?: string
}

/** Where an account says nothing else, it stands in the statements by its type. */
export const DEMO_ACCOUNTS: DemoAccount[] = [
  ['0400', 'Machinery', 'asset', { category: 'fixed-asset' }],
  ['0410', 'Accumulated depreciation', 'asset', { category: 'fixed-asset' }],
  ['0650', 'Office equipment', 'asset', { category: 'fixed-asset' }],
  ['1000', 'Cash', 'asset', { category: 'cash' }],
  ['1100', 'Bank EUR', 'asset', { category: 'cash' }],
  ['1110', 'Bank USD', 'asset', { category: 'cash' }],
  [
    '1200',
    'Trade receivables',
    'asset',
    { category: 'receivable', isOpenItem: true, control: 'receivables' },
  ],
  ['1400', 'Input VAT', 'asset', { control: 'tax', tax: 'DE-IN-19' }],
  ['1500', 'Green coffee inventory', 'asset', { category: 'inventory', control: 'stock' }],
  ['1505', 'Roasted coffee inventory', 'asset', { category: 'inventory', control: 'stock' }],
  ['1510', 'Packaging inventory', 'asset', { category: 'inventory', control: 'stock' }],
  ['1520', 'Equipment for sale', 'asset', { category: 'inventory', control: 'stock' }],
  ['1590', 'Goods in transit', 'asset', { category: 'inventory', control: 'stock' }],
  ['1600', 'Trade payables', 'liability', { category: 'payable', isOpenItem: true, control: 'payables' }],
  ['1690', 'Goods received, not invoiced', 'liability', { isOpenItem: true, control: 'goods-received' }],
  ['1700', 'Bank loan', 'liability', { category: 'non-current-liability' }],
  ['1740', 'Wages payable', 'liability'],
  ['1770', 'Output VAT', 'liability', { category: 'tax-payable', control: 'tax', tax: 'DE-OUT-19' }],
  ['1780', 'VAT payable', 'liability', { category: 'tax-payable' }],
  ['1790', 'Suspense', 'liability', { isOpenItem: true }],
  ['2000', 'Share capital', 'equity'],
  ['2100', 'Retained earnings', 'equity', { category: 'retained-earnings' }],
  ['2110', 'Result of the year', 'equity', { category: 'retained-earnings' }],
  ['2900', 'Opening balances', 'equity'],
  ['4000', 'Sales, shop', 'income'],
  ['4010', 'Sales, web', 'income'],
  ['4020', 'Sales, wholesale', 'income'],
  ['4800', 'Exchange gains', 'income', { category: 'other-income' }],
  ['4810', 'Unrealised exchange gains', 'income', { category: 'other-income' }],
  ['5000', 'Cost of coffee sold', 'expense', { category: 'cost-of-sales' }],
  ['5005', 'Cost of equipment sold', 'expense', { category: 'cost-of-sales' }],
  ['5010', 'Packaging used', 'expense', { category: 'cost-of-sales' }],
  ['5020', 'Purchase price differences', 'expense', { category: 'cost-of-sales' }],
  ['5030', 'Inventory adjustments', 'expense', { category: 'cost-of-sales' }],
  ['5040', 'Inventory revaluation', 'expense', { category: 'cost-of-sales' }],
  ['5050', 'Inventory scrapped', 'expense', { category: 'cost-of-sales' }],
  ['5060', 'Changes in inventories', 'expense', { category: 'cost-of-sales' }],
  ['6000', 'Wages and salaries', 'expense'],
  ['6100', 'Social security', 'expense'],
  ['6200', 'Rent', 'expense'],
  ['6210', 'Electricity and gas', 'expense'],
  ['6300', 'Insurance', 'expense'],
  ['6400', 'Advertising', 'expense'],
  ['6500', 'Freight out', 'expense'],
  ['6600', 'Software and telephone', 'expense'],
  ['6700', 'Bank and payment fees', 'expense'],
  ['6800', 'Depreciation', 'expense', { category: 'depreciation' }],
  ['6900', 'Interest', 'expense', { category: 'finance-cost' }],
  ['6950', 'Exchange losses', 'expense'],
  ['6960', 'Unrealised exchange losses', 'expense'],
  ['6990', 'Rounding differences', 'expense'],
]

/** The accounts that the books look up. */
export const DEMO_ROLES: Record<AccountRole, string> = {
  retainedEarnings: '2100',
  currentEarnings: '2110',
  openingBalance: '2900',
  exchangeGain: '4800',
  exchangeLoss: '6950',
  unrealisedGain: '4810',
  unrealisedLoss: '6960',
  rounding: '6990',
  suspense: '1790',
  receivables: '1200',
  payables: '1600',
  bank: '1100',
  cash: '1000',
  inventory: '1500',
  costOfSales: '5000',
  goodsReceived: '1690',
  priceDifference: '5020',
  stockAdjustment: '5030',
  stockVariation: '5060',
  stockRevaluation: '5040',
  stockInTransit: '1590',
  scrap: '5050',
  inputTax: '1400',
  outputTax: '1770',
}

export interface DemoEntry {
  effectiveDate: string
  description: string
  lines: {
    account: string
    debit?: string
    credit?: string
    unit?: string
    value?: string
    memo?: string
    reference?: string
    dueDate?: string
  }[]
}

/** Amounts are minor units: of the company's currency, or of the foreign one where a line is `foreign`. */
interface Line {
  account: string
  debit?: number
  credit?: number
  foreign?: true
  value?: number
  memo?: string
  /** The document that the line is about, and when it is to be paid. */
  reference?: string
  dueDate?: string
}
interface Draft {
  effectiveDate: string
  description: string
  lines: Line[]
}

/** The twelve months before today in a company's currency; what is bought abroad is paid in another one. */
export function demoEntries(today: Date, currency: string): DemoEntry[] {
  const foreign = currency === 'USD' ? 'EUR' : 'USD'
  const scale = currencyScale(currency) ?? 2
  const amount = (minor: number | undefined, digits: number) =>
    minor === undefined ? undefined : decimal(minor, digits)
  const written = ({ account, memo, reference, dueDate, foreign: isForeign, ...line }: Line) =>
    withoutGaps({
      account,
      debit: amount(line.debit, isForeign ? 2 : scale),
      credit: amount(line.credit, isForeign ? 2 : scale),
      unit: isForeign && foreign,
      value: amount(line.value, scale),
      memo,
      reference,
      dueDate,
    })
  return yearOfEntries(today).map((entry) => ({ ...entry, lines: entry.lines.map(written) }))
}

const withoutGaps = (line: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(line).filter(([, value]) => value !== undefined),
  ) as DemoEntry['lines'][number]

/** Suppliers' bills for goods that are kept in stock: also those of the days to come. */
export const demoBills = (today: Date): Map<string, Bill> =>
  new Map(demoYear(today).bills.map((bill) => [bill.reference, bill]))

function yearOfEntries(today: Date): Draft[] {
  const last = isoDate(today)
  return demoYear(today)
    .entries.filter((entry) => entry.effectiveDate <= last)
    .sort((a, b) => (a.effectiveDate < b.effectiveDate ? -1 : a.effectiveDate > b.effectiveDate ? 1 : 0))
}

/** The month of today and the twelve before it: what is booked by hand, and the bills that stock books. */
function demoYear(today: Date): { entries: Draft[]; bills: Bill[] } {
  const random = generator(20_260)
  const months = demoMonths(today)
  const entries = [opening(dateIn(months[0], 1))]
  const bills: Bill[] = []
  for (const [index, month] of months.entries()) {
    entries.push(...monthOfEntries(month, index, random))
    const green = greenCoffee(month, index, random)
    entries.push(...green.entries)
    bills.push(green.bill)
  }
  const trade = tradeEntries(months, seasonOf, amountsOf(generator(1_001)))
  return { entries: [...entries, ...trade.entries], bills: [...bills, ...trade.bills] }
}

/** Stock comes in against the account of opening balances, by a document of its own. */
const opening = (effectiveDate: string): Draft => ({
  effectiveDate,
  description: 'Opening balances',
  lines: [
    debit('0400', 86_000_00),
    credit('0410', 21_500_00),
    debit('0650', 7_400_00),
    debit('1000', 850_00),
    debit('1100', 48_230_00),
    { account: '1110', debit: 12_000_00, foreign: true, value: 11_040_00 },
    { ...debit('1200', 9_870_00), reference: 'OPENING' },
    debit('1400', 1_150_00),
    debit('2900', OPENING_VALUE),
    { ...credit('1600', 8_440_00), reference: 'OPENING' },
    credit('1700', 60_000_00),
    credit('1770', 3_200_00),
    credit('2000', 50_000_00),
    credit('2100', 21_400_00 + OPENING_VALUE),
  ],
})

/** Cents between two amounts. */
const amountsOf = (random: () => number) => (low: number, high: number) =>
  Math.round((low + random() * (high - low)) * 100)

function monthOfEntries(month: Date, index: number, random: () => number): Draft[] {
  const between = amountsOf(random)
  const on = (day: number) => dateIn(month, day)
  const season = seasonOf(month)
  const name = month.toLocaleString('en', { month: 'long', timeZone: 'UTC' })
  const entries: Draft[] = [
    entry(on(1), `Rent ${name}`, [debit('6200', 3_200_00), debit('1400', 608_00), credit('1100', 3_808_00)]),
    entry(on(10), 'VAT return', [
      debit('1770', 3_000_00),
      credit('1400', 1_100_00),
      credit('1100', 1_900_00),
    ]),
    entry(on(12), 'Advertising', withVat('6400', between(400, 1_400), '1100')),
    entry(on(15), 'Software and telephone', withVat('6600', between(180, 260), '1100')),
    entry(on(20), 'Electricity and gas', withVat('6210', between(600, 1_100), '1100')),
    payroll(on(28), between(17_800, 18_600)),
    entry(on(28), 'Depreciation', [debit('6800', 1_240_00), credit('0410', 1_240_00)]),
    entry(on(28), 'Loan instalment', loan(index)),
  ]
  if (index % 12 === 0)
    entries.push(entry(on(3), 'Insurance, one year', [debit('6300', 2_780_00), credit('1100', 2_780_00)]))
  for (let day = 2; day <= 28; day += 2)
    entries.push(sale(on(day), 'Shop takings', '4000', '1000', between(480, 1_150) * season))
  for (let day = 3; day <= 28; day += 5)
    entries.push(sale(on(day), 'Web shop payout', '4010', '1100', between(1_900, 3_400) * season))
  const cash = between(9_200, 10_800)
  entries.push(entry(on(27), 'Cash to bank', [debit('1100', cash), credit('1000', cash)]))
  return entries
}

/** Dollars are bought at one rate and spent at another; the difference is an exchange gain or loss. */
function greenCoffee(month: Date, index: number, random: () => number): { entries: Draft[]; bill: Bill } {
  const between = amountsOf(random)
  const rate = 0.88 + random() * 0.08
  const [bought, spent] = [between(14_500, 16_000), between(13_800, 15_600)]
  const spot = rate * (0.985 + random() * 0.03)
  const [cost, value, carrying] = [bought * rate, spent * spot, spent * rate].map(Math.round) as [
    number,
    number,
    number,
  ]
  const difference = value - carrying
  const gainOrLoss =
    difference > 0 ? [credit('4800', difference)] : difference < 0 ? [debit('6950', -difference)] : []
  const reference = greenBill(index)
  const date = dateIn(month, 13)
  const dollars = { account: '1110', credit: spent, foreign: true, value: carrying } as const
  const memo = `rate ${spot.toPrecision(4)}`
  return {
    bill: { reference, party: 'Hanseatic Green Coffee', date, net: value, vat: 0 },
    entries: [
      entry(dateIn(month, 7), 'Dollars bought', [
        { account: '1110', debit: bought, foreign: true, value: cost },
        credit('1100', cost),
      ]),
      entry(date, 'Green coffee paid in dollars', [
        { ...debit('1600', value), reference },
        { ...dollars, memo },
        ...gainOrLoss,
      ]),
    ],
  }
}

function sale(
  effectiveDate: string,
  description: string,
  income: string,
  to: string,
  grossCents: number,
): Draft {
  const gross = Math.round(grossCents)
  const net = Math.round(gross / 1.07)
  return entry(effectiveDate, description, [
    debit(to, gross),
    credit(income, net),
    credit('1770', gross - net),
  ])
}

function payroll(effectiveDate: string, gross: number): Draft {
  const social = Math.round(gross * 0.21)
  return entry(effectiveDate, 'Payroll', [
    debit('6000', gross),
    debit('6100', social),
    credit('1100', gross + social),
  ])
}

function loan(index: number): Line[] {
  const interest = Math.round(((60_000_00 - index * 1_000_00) * 0.042) / 12)
  return [debit('1700', 1_000_00), debit('6900', interest), credit('1100', 1_000_00 + interest)]
}

function withVat(account: string, net: number, from: string): Line[] {
  const vat = Math.round(net * 0.19)
  return [debit(account, net), debit('1400', vat), credit(from, net + vat)]
}

const entry = (effectiveDate: string, description: string, lines: Line[]): Draft => ({
  effectiveDate,
  description,
  lines,
})
const debit = (account: string, cents: number): Line => ({ account, debit: Math.round(cents) })
const credit = (account: string, cents: number): Line => ({ account, credit: Math.round(cents) })

function decimal(minor: number, scale: number): string {
  const digits = String(minor).padStart(scale + 1, '0')
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
