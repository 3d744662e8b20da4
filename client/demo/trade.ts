/**
 * What customers order on account and what suppliers deliver on account, invoice by invoice: each line says which document it
 * is about and when it is due, and payments name what they pay. Most is paid in a month, some late, some not at all.
 * Amounts are cents of the company's currency, or of the foreign one where a line is `foreign`. What suppliers deliver is
 * kept in stock, and stock books their bills.
 */
import { dateIn, daysAfter } from './calendar.ts'
import { type Bill, packagingBill } from './inventory/bills.ts'
import { EQUIPMENT_ORDERS, FREIGHT, sumOf } from './inventory/goods.ts'

export interface TradeEntry {
  effectiveDate: string
  description: string
  lines: TradeLine[]
}
interface TradeLine {
  account: string
  debit?: number
  credit?: number
  foreign?: true
  value?: number
  reference?: string
  dueDate?: string
}

const CUSTOMERS = [
  'Café Alster',
  'Hotel Elbblick',
  'Kiosk am Hafen',
  'Bäckerei Jansen',
  'Kontor Speicherstadt',
]
const DAYS_TO_PAY = 30
const BANK_CHARGE = 2_50

interface Invoice {
  reference: string
  party: string
  date: string
  gross: number
}

/** Of the months given, in order; `from` a month's wholesale is invoiced on four days. */
export function tradeEntries(
  months: readonly Date[],
  seasonOf: (month: Date) => number,
  between: (low: number, high: number) => number,
): { entries: TradeEntry[]; bills: Bill[] } {
  const entries: TradeEntry[] = []
  const bills: Bill[] = []
  const sold: Invoice[] = [
    { reference: 'OPENING', party: 'Opening balance', date: dateIn(months[0], 1), gross: 9_870_00 },
  ]
  const bought: Invoice[] = [
    { reference: 'OPENING', party: 'Opening balance', date: dateIn(months[0], 1), gross: 8_440_00 },
  ]
  for (const [index, month] of months.entries()) {
    const delivered = supply(month, index, between)
    bought.push(delivered)
    bills.push(supplierBill(delivered))
    for (const [week, day] of [4, 11, 18, 25].entries()) {
      const number = index * 4 + week
      const gross = Math.round(between(3_600, 7_800) * seasonOf(month))
      const party = CUSTOMERS[(number * 3) % CUSTOMERS.length] as string
      const invoice = { reference: `INV-${1001 + number}`, party, date: dateIn(month, day), gross }
      sold.push(invoice)
      entries.push(customerInvoice(invoice))
    }
    for (const day of [9, 23]) entries.push(...customerPayment(sold, dateIn(month, day)))
    entries.push(...supplierPayment(bought, dateIn(month, 24)))
  }
  const atOnce = paidAtOnce(months)
  const far = abroad(months)
  return {
    entries: [...entries, ...far.entries, ...atOnce.map(paid)],
    bills: [...bills, ...far.bills, ...atOnce],
  }
}

const customerInvoice = ({ reference, party, date, gross }: Invoice): TradeEntry => {
  const net = Math.round(gross / 1.07)
  return {
    effectiveDate: date,
    description: `Wholesale ${party}`,
    lines: [
      { account: '1200', debit: gross, reference, dueDate: daysAfter(date, DAYS_TO_PAY) },
      { account: '4020', credit: net },
      { account: '1770', credit: gross - net },
    ],
  }
}

/** Takes out of `sold` what is paid: every ninth invoice is late, and every thirteenth arrives less the bank's charges. */
function customerPayment(sold: Invoice[], effectiveDate: string): TradeEntry[] {
  const due = sold.filter(({ date }) => daysAfter(date, DAYS_TO_PAY - 6) <= effectiveDate)
  const paid = due.filter(({ reference }) => numberOf(reference) % 9 !== 5)
  if (paid.length === 0) return []
  for (const invoice of paid) sold.splice(sold.indexOf(invoice), 1)
  const lines = paid.map(({ reference, gross }): TradeLine => {
    const charge = numberOf(reference) % 13 === 6 ? BANK_CHARGE : 0
    return { account: '1200', credit: gross - charge, reference }
  })
  const total = lines.reduce((sum, { credit = 0 }) => sum + credit, 0)
  return [
    { effectiveDate, description: 'Customer payments', lines: [{ account: '1100', debit: total }, ...lines] },
  ]
}

const supply = (month: Date, index: number, between: (low: number, high: number) => number): Invoice => ({
  reference: packagingBill(index),
  party: 'Hansepack',
  date: dateIn(month, 5),
  gross: Math.round(between(900, 1_500) * 1.19),
})

/** What was delivered is stock's to book, and so is the bill for it. */
const supplierBill = ({ reference, party, date, gross }: Invoice): Bill => {
  const net = Math.round(gross / 1.19)
  return { reference, party, date, net, vat: gross - net, dueDate: daysAfter(date, 14) }
}

/** Everything that is due; one invoice in five is asked about first. */
function supplierPayment(bought: Invoice[], effectiveDate: string): TradeEntry[] {
  const due = bought.filter(({ date }) => daysAfter(date, 14) <= effectiveDate)
  const paid = due.filter(({ reference }) => numberOf(reference) % 5 !== 3)
  if (paid.length === 0) return []
  for (const invoice of paid) bought.splice(bought.indexOf(invoice), 1)
  const total = paid.reduce((sum, { gross }) => sum + gross, 0)
  return [
    {
      effectiveDate,
      description: 'Supplier payments',
      lines: [
        ...paid.map(({ reference, gross }): TradeLine => ({ account: '1600', debit: gross, reference })),
        { account: '1100', credit: total },
      ],
    },
  ]
}

/** One customer and one supplier abroad, whose invoices are open in the other currency. */
function abroad(months: readonly Date[]): { entries: TradeEntry[]; bills: Bill[] } {
  const [sale, purchase] = [months.at(-3), months.at(-2)]
  if (!sale || !purchase) return { entries: [], bills: [] }
  const bill = {
    ...{ reference: 'FA-318', party: 'Fazenda Aurora', date: dateIn(purchase, 19) },
    ...{ net: 6_470_00, vat: 0, account: '1790' },
  }
  const entries: TradeEntry[] = [
    {
      effectiveDate: dateIn(sale, 16),
      description: 'Wholesale Brooklyn Roasters',
      lines: [
        {
          account: '1200',
          debit: 4_800_00,
          foreign: true,
          value: 4_430_00,
          reference: 'INV-2001',
          dueDate: daysAfter(dateIn(sale, 16), 60),
        },
        { account: '4020', credit: 4_430_00 },
      ],
    },
    {
      effectiveDate: dateIn(purchase, 19),
      description: 'Bill of Fazenda Aurora, owed in dollars',
      lines: [
        { account: '1790', debit: 6_470_00, reference: 'FA-318' },
        {
          account: '1600',
          credit: 7_000_00,
          foreign: true,
          value: 6_470_00,
          reference: 'FA-318',
          dueDate: daysAfter(dateIn(purchase, 19), 45),
        },
      ],
    },
  ]
  return { entries, bills: [bill] }
}

/** The digits of a document's number; the opening balance has none. */
const numberOf = (reference: string): number => Number(/\d+/.exec(reference)?.[0] ?? 0)

/** Bills for equipment that is sold again, and for the freight of one delivery. */
function paidAtOnce(months: readonly Date[]): Bill[] {
  const bill = (day: number, month: number, reference: string, party: string, net: number): Bill => ({
    ...{ reference, party, net, date: dateIn(months[month], day), vat: Math.round(net * 0.19) },
  })
  return [
    ...EQUIPMENT_ORDERS.map((order) => bill(10, order.month, order.reference, 'Mahlwerk', sumOf(order))),
    bill(22, FREIGHT.month, FREIGHT.reference, 'Hafenlogistik', FREIGHT.amount),
  ]
}

const paid = ({ date, party, reference, net, vat }: Bill): TradeEntry => ({
  effectiveDate: date,
  description: `Paid to ${party}`,
  lines: [
    { account: '1600', debit: net + vat, reference },
    { account: '1100', credit: net + vat },
  ],
})
