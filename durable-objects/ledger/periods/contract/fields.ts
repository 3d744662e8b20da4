import { z } from 'zod'
import { requiredLine } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { JOURNAL_KINDS } from '../../contract.ts'

/** What several nouns of this part are written with. */

export const LOCK_KINDS = ['all', ...JOURNAL_KINDS] as const
export type LockKind = (typeof LOCK_KINDS)[number]
export const lockKind = z.enum(LOCK_KINDS)

export const PERIOD_PATTERNS = ['months', 'quarters', '4-4-5', '4-5-4', '5-4-4'] as const
export type PeriodPattern = (typeof PERIOD_PATTERNS)[number]

export const pattern = z
  .enum(PERIOD_PATTERNS)
  .describe('Calendar months, quarters, or weeks as 4-4-5 for years of 52 or 53 weeks.')

/** Codes of years and periods in a path: whether there is one is told by the calendar. */
export const namedCode = z.string().max(40)

export const reason = requiredLine(LIMITS.reasonCharsMax)

export const itemCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'Write 1 to 60 lower-case letters, digits and hyphens.')
