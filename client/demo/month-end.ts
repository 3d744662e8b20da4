import type { Meridian } from '../sdk/types.ts'
import { DEMO_COMPANY } from './company.ts'

/** What the demo's bookkeeper has done: rates are there, invoices are matched with their payments, and older months are locked. */

/** What one euro cost in dollars at the end of each of the last months, and in the last days. */
const MONTH_ENDS = [
  '1.0852',
  '1.0931',
  '1.0874',
  '1.0789',
  '1.0915',
  '1.1002',
  '1.0967',
  '1.0843',
  '1.0798',
  '1.0886',
  '1.0921',
  '1.0865',
]
const LAST_DAYS = ['1.0871', '1.0859', '1.0878', '1.0893', '1.0882']

const once = (what: string) => ({ idempotencyKey: `demo/${what}` })
const company = DEMO_COMPANY.slug

export async function closeDemoMonths(meridian: Meridian, today: Date): Promise<void> {
  await recordRates(meridian, today)
  await meridian.openItems.SetMatchingSettings(company, { writeOffLimit: '5.00' }, once('write-off-limit'))
  const before = isoDate(monthEnd(today, -2))
  for (const account of ['1200', '1600', '1690']) await matchPaid(meridian, account, before)
  // The bill of a farm abroad passes through there: it is owed in dollars.
  await matchPaid(meridian, '1790', isoDate(today))
  await meridian.periods.DefineChecklistItem(
    company,
    {
      code: 'count-the-till',
      title: 'Count the till in the shop',
      description: 'Two people, after closing time. The note says the difference.',
      every: 'period',
    },
    once('checklist/till'),
  )
  await meridian.periods.SetLock(company, { kind: 'all', through: before }, once('lock'))
}

async function recordRates(meridian: Meridian, today: Date): Promise<void> {
  const pair = { base: 'EUR', quote: 'USD' }
  const rates = [
    ...MONTH_ENDS.map((rate, index) => ({
      ...pair,
      date: isoDate(monthEnd(today, index - MONTH_ENDS.length)),
      rate,
    })),
    ...LAST_DAYS.map((rate, index) => ({
      ...pair,
      date: isoDate(new Date(today.getTime() - (LAST_DAYS.length - index) * 86_400_000)),
      rate,
    })),
  ]
  const byDay = new Map(rates.map((each) => [each.date, each]))
  await meridian.currencies.RecordRates(company, { source: 'ecb', rates: [...byDay.values()] }, once('rates'))
}

/** Invoices and payments of the same number, as far as they lie before the months that are still worked on. */
async function matchPaid(meridian: Meridian, account: string, before: string): Promise<void> {
  const { data } = await meridian.openItems.SuggestMatches(company, { account, limit: 100 })
  for (const { reason, items } of data) {
    const [first] = items
    if (!first || reason !== 'reference' || items.some(({ effectiveDate }) => effectiveDate > before))
      continue
    await meridian.openItems.MatchItems(
      company,
      { account, items: items.map(({ entry, line, amount }) => ({ entry, line, amount })) },
      once(`match/${account}/${first.reference}`),
    )
  }
}

/** The last day of the month so many months away. */
const monthEnd = (today: Date, months: number): Date =>
  new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months + 1, 0))

const isoDate = (date: Date): string => date.toISOString().slice(0, 10)
