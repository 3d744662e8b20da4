import { z } from 'zod'
import { date, decimal, flag, id, line, multiline, requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode } from '../../ledger/contract.ts'

/** What a supplier's bill is written with. Amounts are in company currency. */

const documentId = id('stockDocument')
const dimensions = z
  .record(requiredLine(LIMITS.dimensionCodeCharsMax), requiredLine(LIMITS.dimensionCodeCharsMax))
  .refine(
    (all) => Object.keys(all).length <= LIMITS.dimensionsMax,
    `At most ${LIMITS.dimensionsMax} dimensions.`,
  )

const billedLine = z.strictObject({
  receipt: documentId.describe('The receipt, or the document of costs that were added to receipts.'),
  line: z.number().int().min(0).describe('Of that document, from 0.'),
  quantity: decimal
    .optional()
    .describe(
      'Default: all that is not billed. Negative: credited, where more was billed than was kept. Zero: what still stands for a line of which nothing is left to bill. Costs have none: they are billed as a whole.',
    ),
  unit: requiredLine(LIMITS.unitCodeCharsMax)
    .optional()
    .describe("One of the item's units; default: its stock unit."),
  unitPrice: decimal.optional().describe('For one of the unit; up to ten decimals.'),
  amount: decimal
    .optional()
    .describe('Of the whole line, instead of a price for one unit. Default: what was expected.'),
})
export type BilledLineInput = z.output<typeof billedLine>

const charge = z.strictObject({
  account: accountCode,
  amount: decimal.describe('Negative: a discount, say.'),
  dimensions: dimensions.optional(),
})

export const billInput = z.strictObject({
  id: documentId.optional().describe('Your own id for the bill; default: a new one.'),
  date: date.describe('Of the bill: not before the goods came.'),
  reference: requiredLine(LIMITS.referenceCharsMax).describe("The supplier's number of the bill."),
  party: line(LIMITS.nameCharsMax).optional().describe('The supplier.'),
  dueDate: date.optional(),
  note: multiline(LIMITS.noteCharsMax).optional(),
  account: accountCode.optional().describe('What is owed. Default: the account of payables.'),
  purchases: accountCode
    .optional()
    .describe('Of goods that came in continental style: where purchases are a cost. Default: cost of sales.'),
  lines: z
    .array(billedLine)
    .min(1, 'A bill has at least one line.')
    .max(LIMITS.stockLinesMax, `A bill has at most ${LIMITS.stockLinesMax} lines.`),
  charges: z
    .array(charge)
    .max(LIMITS.billChargesMax, `A bill has at most ${LIMITS.billChargesMax} other amounts.`)
    .optional()
    .describe('What else is on the bill: tax, freight that is no cost of the goods.'),
  dryRun: flag.optional().describe('Books nothing, and shows what would be booked and adjusted.'),
})
export type BillInput = z.output<typeof billInput>

export const billReversal = z.strictObject({
  id: documentId,
  date,
  reference: line(LIMITS.referenceCharsMax)
    .optional()
    .describe('Number of the credit note; default: that of the bill.'),
  note: multiline(LIMITS.noteCharsMax).optional(),
  dryRun: flag.optional(),
})
export type BillReversal = z.output<typeof billReversal>
