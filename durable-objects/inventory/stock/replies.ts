import { z } from 'zod'

/** What is shown of suppliers' bills, and of what they have not billed. */

const cost = z.string().nullable().meta({ sensitive: 'costs' })

export const billedView = z
  .object({
    document: z.string(),
    line: z.number(),
    quantity: z.string().nullable().describe('In the stock unit; null for costs.'),
    amount: cost.describe('In company currency.'),
    cleared: cost.describe('What was expected for it.'),
  })
  .nullable()
  .describe('Of a line of a bill: what is billed.')

export const billView = z
  .object({
    dueDate: z.string().nullable(),
    total: cost.describe('What is owed, with other amounts that are on the bill.'),
    isReversed: z.boolean(),
  })
  .nullable()
  .describe('Of a bill.')

export const unbilledRow = z.object({
  document: z.string(),
  voucher: z.string(),
  kind: z.enum(['receipt', 'cost']),
  date: z.string(),
  reference: z.string().nullable(),
  party: z.string().nullable(),
  line: z.number(),
  item: z.object({ id: z.string(), code: z.string(), name: z.string() }),
  quantity: z
    .string()
    .nullable()
    .describe('That no bill came for, in the stock unit; negative: that a credit note is expected for.'),
  unit: z.string(),
  value: cost.describe('That is expected for it, in company currency.'),
  accrual: z
    .enum(['goods-received', 'purchases'])
    .describe('`goods-received`: the value stands on the account of goods received, not invoiced.'),
})
