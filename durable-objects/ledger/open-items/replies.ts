import { z } from 'zod'
import { LIMITS } from '../../kernel/limits.ts'
import { accountRef, maskedMark } from '../contract.ts'

/** What the API shows of open items and matches. */

export const MATCH_REASONS = ['manual', 'reversal'] as const

export const BUCKETS = ['not-due', '1-30', '31-60', '61-90', 'over-90'] as const
export type Bucket = (typeof BUCKETS)[number]
const SIDES = ['debit', 'credit'] as const

export const amount = z.string().nullable()
const entryFields = {
  entry: z.string(),
  line: z.number().describe('Position in the entry, from 0.'),
  voucher: z.string(),
  effectiveDate: z.string(),
  reference: z.string().nullable(),
}

export const itemView = z.object({
  account: accountRef,
  ...entryFields,
  dueDate: z.string().nullable(),
  description: z.string(),
  unit: z.string(),
  debit: amount.describe('The whole item in its unit.'),
  credit: amount,
  value: amount.describe('What the whole item is carried at in company currency, on the same side.'),
  openAmount: amount.describe('What is still open, on the same side.'),
  openValue: amount,
  status: z.enum(['open', 'partly-matched', 'matched']),
  bucket: z.enum(BUCKETS).describe('By its due date; without one, by its effective date.'),
  daysOverdue: z.number().describe('Negative while it is not due.'),
  matches: z
    .array(z.string())
    .describe(`Ids of the last ${LIMITS.itemMatchesShownMax} matches that settle some of it.`),
  masked: maskedMark,
})
export type ItemView = z.output<typeof itemView>

const sums = { debit: z.string(), credit: z.string(), balance: z.string() }
export const totals = z.object({
  units: z.array(z.object({ unit: z.string(), items: z.number(), ...sums })),
  value: z.object(sums).describe('In company currency.'),
  ageing: z.array(z.object({ bucket: z.enum(BUCKETS), items: z.number(), ...sums })),
})
export type Totals = z.output<typeof totals>

export const suggestion = z.object({
  reason: z.enum(['reference', 'amount', 'sum']),
  explanation: z.string(),
  unit: z.string(),
  cancels: z.boolean().describe('Nothing of these items stays open.'),
  items: z.array(
    z.object({ ...entryFields, side: z.enum(SIDES), amount: z.string(), openAmount: z.string() }),
  ),
})

export const matchView = z.object({
  id: z.string(),
  account: accountRef,
  unit: z.string(),
  effectiveDate: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
  reason: z.enum(MATCH_REASONS),
  items: z.array(z.object({ ...entryFields, side: z.enum(SIDES), amount, value: amount })),
  exchange: z
    .object({ entry: z.string(), voucher: z.string(), gain: amount, loss: amount })
    .nullable()
    .describe(
      'The realised difference of exchange, in company currency; both where items of different dimensions differ.',
    ),
  writeOff: z.object({ entry: z.string(), voucher: z.string(), amount }).nullable(),
  unmatched: z
    .object({
      effectiveDate: z.string(),
      recordedAt: z.string(),
      actor: z.string(),
      reason: z.string().nullable(),
      reversals: z.array(z.string()),
    })
    .nullable(),
  partial: z.literal(true).optional().describe('Items are left out that the reader may not see.'),
  masked: maskedMark,
})
export type MatchView = z.output<typeof matchView>

export const settings = z.object({
  writeOffLimit: z.string().describe('Largest rest that a match may write off; "0.00": none.'),
  currency: z.string(),
})
