import { z } from 'zod'
import { date, line, requiredLine } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { journalEntry } from '../../contract.ts'

/** What is kept of an entry before it is booked: in drafts, templates and entries that recur. */

export const entryLine = journalEntry.shape.lines.element

/** A draft may leave out everything: what posting it needs is said, not asked for. */
const draftLine = entryLine.partial().extend({ account: line(LIMITS.accountCodeCharsMax).optional() })
export const draftEntry = journalEntry
  .omit({ id: true, lines: true })
  .partial()
  .extend({
    lines: z
      .array(draftLine)
      .max(LIMITS.entryLinesMax, `An entry has at most ${LIMITS.entryLinesMax} lines.`)
      .optional(),
  })
export type DraftEntry = z.output<typeof draftEntry>

export const REVERSES = ['next-day', 'next-month'] as const
export const reverse = z
  .enum(REVERSES)
  .optional()
  .describe('Each entry is reversed by itself: on the day after it, or on the first of the next month.')
export type ReverseRule = (typeof REVERSES)[number]

export const textNote = '{yyyy}, {mm} and {dd} in it stand for the effective date.'
export const scheduledEntry = journalEntry
  .omit({ id: true, externalId: true, effectiveDate: true, reverseOn: true })
  .extend({
    description: line(LIMITS.descriptionCharsMax).optional().describe(textNote),
    reverse,
  })

/** An id, which may be none of ours: then there is no such record. */
export const reference = z.string().max(60)
export const reason = line(LIMITS.commentCharsMax).optional()
export const requiredReason = requiredLine(LIMITS.commentCharsMax)

export const period = { from: date.optional(), to: date.optional() }

/** Beside the code, the id of the account it named when it was written: codes change, ids do not. */
export const accountId = z.string().optional()
export const texts = z.record(z.string(), z.string()).optional()
const storedLine = z.strictObject({
  account: z.string().optional(),
  accountId,
  debit: z.string().optional(),
  credit: z.string().optional(),
  unit: z.string().optional(),
  value: z.string().optional(),
  rate: z.string().optional(),
  memo: z.string().optional(),
  reference: z.string().optional(),
  dueDate: z.string().optional(),
  dimensions: texts,
  distribution: z.string().optional(),
})
export type StoredLine = z.output<typeof storedLine>

export const storedTexts = {
  journal: z.string().optional(),
  description: z.string().optional(),
  reference: z.string().optional(),
  note: z.string().optional(),
  tags: texts,
}
export const storedEntry = z.strictObject({
  ...storedTexts,
  effectiveDate: z.string().optional(),
  externalId: z.string().optional(),
  reverseOn: z.string().optional(),
  lines: z.array(storedLine),
})
export type StoredEntry = z.output<typeof storedEntry>

export const storedScheduledEntry = z.strictObject({
  ...storedTexts,
  reverse: z.enum(REVERSES).optional(),
  lines: z.array(storedLine),
})
export type StoredScheduledEntry = z.output<typeof storedScheduledEntry>

export const templateOrigin = z.strictObject({ code: z.string(), version: z.number().int() })

export const MODES = ['post', 'draft'] as const

export const refusalData = z.strictObject({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
})
export type RefusalData = z.output<typeof refusalData>

export const fieldProblem = z.object({ pointer: z.string(), code: z.string(), detail: z.string() })
export const refusalView = z.object({ code: z.string(), detail: z.string(), errors: z.array(fieldProblem) })

export const viewedLine = storedLine.omit({ accountId: true })
export const viewedEntry = z.object({
  ...storedTexts,
  effectiveDate: z.string().optional(),
  externalId: z.string().optional(),
  reverseOn: z.string().optional(),
  lines: z.array(viewedLine),
})

export const rentLines = [
  { account: '1000', debit: '10.00' },
  { account: '4000', credit: '10.00' },
]
