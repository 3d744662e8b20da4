import type { Meridian } from '../sdk/types.ts'

/**
 * What lies beside the journal of the demo's company: a template, rent that recurs, a draft, an accrual that takes itself
 * back with the paper behind it, and a card payment on hold. It may be repeated.
 */
export async function addDemoDrafts(meridian: Meridian, company: string, today: Date): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/drafts/${what}` })
  const effectiveDate = today.toISOString().slice(0, 10)
  const nextMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1))
    .toISOString()
    .slice(0, 10)
  await meridian.drafts.SaveTemplate(company, TELEPHONE, once('template'))
  await meridian.drafts.ScheduleEntry(
    company,
    { name: 'Rent of the roastery', entry: RENT, rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', start: nextMonth },
    once('rent'),
  )
  await meridian.drafts.SaveDraft(
    company,
    {
      entry: {
        effectiveDate,
        description: 'Water bill, to be checked with the landlord',
        lines: [{ account: '6210', debit: '86.40' }, { account: '1100' }],
      },
    },
    once('draft'),
  )
  const accrual = await meridian.ledger.PostJournalEntry(
    company,
    {
      effectiveDate,
      description: 'Bonus of the month, estimated',
      reverseOn: nextMonth,
      lines: [
        { account: '6000', debit: '1500.00' },
        { account: '1740', credit: '1500.00' },
      ],
    },
    once('accrual'),
  )
  await meridian.attachments.AttachDocument(
    company,
    { record: accrual.id, name: 'bonus-estimate.txt', file: new Blob([ESTIMATE]) },
    once('file'),
  )
  await meridian.pending.HoldEntry(
    company,
    {
      effectiveDate,
      description: 'Card payment, parts of the roaster',
      timeoutSeconds: 7 * 86_400,
      lines: [
        { account: '0650', debit: '480.00' },
        { account: '1100', credit: '480.00' },
      ],
    },
    once('hold'),
  )
}

const TELEPHONE = {
  code: 'telephone',
  name: 'Telephone and internet',
  description: 'Telephone {yyyy}-{mm}',
  lines: [
    { account: '6600', side: 'debit' as const, variable: 'net' },
    { account: '1400', side: 'debit' as const, percent: '19', of: 'net' },
    { account: '1100', side: 'credit' as const, rest: true as const },
  ],
}

const RENT = {
  description: 'Rent {yyyy}-{mm}',
  lines: [
    { account: '6200', debit: '3200.00' },
    { account: '1400', debit: '608.00' },
    { account: '1100', credit: '3808.00' },
  ],
}

const ESTIMATE = `Bonus, estimated by the works meeting

Roastery   3 people   300.00 each     900.00
Shop       4 people   150.00 each     600.00
                                    1,500.00
`
