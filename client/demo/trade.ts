/**
 * What customers order on account and what suppliers deliver on account, invoice by invoice: each line says which document it
 * is about and when it is due, and payments name what they pay. Most is paid in a month, some late, some not at all.
 * Amounts are cents of the company's currency, or of the foreign one where a line is `foreign`.
 */
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
): TradeEntry[] {
  const entries: TradeEntry[] = []
  const sold: Invoice[] = [
    { reference: 'OPENING', party: 'Opening balance', date: dateIn(months[0], 1), gross: 9_870_00 },
  ]
  const bought: Invoice[] = [
    { reference: 'OPENING', party: 'Opening balance', date: dateIn(months[0], 1), gross: 8_440_00 },
  ]
  for (const [index, month] of months.entries()) {
    const delivered = supply(month, index, between)
    bought.push(delivered)
    entries.push(supplierInvoice(delivered))
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
  return [...entries, ...abroad(months)]
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
  reference: `HP-${4410 + index}`,
  party: 'Hansepack',
  date: dateIn(month, 5),
  gross: Math.round(between(900, 1_500) * 1.19),
})

const supplierInvoice = ({ reference, party, date, gross }: Invoice): TradeEntry => {
  const net = Math.round(gross / 1.19)
  return {
    effectiveDate: date,
    description: `Packaging ${party}`,
    lines: [
      { account: '1510', debit: net },
      { account: '1400', debit: gross - net },
      { account: '1600', credit: gross, reference, dueDate: daysAfter(date, 14) },
    ],
  }
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
function abroad(months: readonly Date[]): TradeEntry[] {
  const [sale, purchase] = [months.at(-3), months.at(-2)]
  if (!sale || !purchase) return []
  return [
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
      description: 'Green coffee Fazenda Aurora',
      lines: [
        { account: '1500', debit: 6_470_00 },
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
}

/** The digits of a document's number; the opening balance has none. */
const numberOf = (reference: string): number => Number(/\d+/.exec(reference)?.[0] ?? 0)

function dateIn(month: Date | undefined, day: number): string {
  const first = month ?? new Date(0)
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), day)).toISOString().slice(0, 10)
}

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
