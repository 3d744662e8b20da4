import { z } from 'zod'
import { line } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'

/** What several nouns of this module are written with. */

export const EFFECTS = ['allow', 'deny', 'approve'] as const

export const role = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'Write the code of a role, such as "accountant".')
export const person = z
  .string()
  .regex(/^[a-z]+_[A-Za-z0-9_-]{1,60}$/, 'Write the id of a user, such as "user_01JZ8M3Y5N6P7Q8R9S0T1V2W3X".')
export const reference = z.string().max(60)

export const comment = line(LIMITS.commentCharsMax)

export const reasonView = z.object({
  policy: z.string(),
  version: z.number(),
  name: z.string(),
  effect: z.enum(EFFECTS),
  reason: z.string(),
  pointer: z.string().describe('RFC 6901 pointer to the field of the input that the policy stopped at.'),
})
export type ReasonView = z.output<typeof reasonView>

export const reasonData = z.strictObject({
  policy: z.string(),
  version: z.number().int(),
  name: z.string(),
  effect: z.enum(EFFECTS),
  reason: z.string(),
  pointer: z.string(),
})

export const refusalData = z.strictObject({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
})
