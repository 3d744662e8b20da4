import { z } from 'zod'
import { decimal, requiredLine } from '../../../durable-objects/kernel/fields.ts'

/** Shapes that several of the tenant's operations share. */

export const RULES_MAX = 20
export const RULE_VALUES_MAX = 100
export const ROLES_MAX = 20
export const GRANTS_MAX = 500

export const email = z
  .string()
  .max(254, 'At most 254 characters.')
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email('Write an e-mail address such as "ada@example.com".'))
  .meta({ format: 'email', examples: ['ada@example.com'] })

export const instant = z.iso
  .datetime({ offset: true, error: 'Write an instant such as "2027-01-31T12:00:00Z".' })
  .meta({ format: 'date-time', examples: ['2027-01-31T12:00:00Z'] })

export const roleCode = z
  .string()
  .regex(
    /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    'Write 1 to 40 lower-case letters, digits and inner hyphens, such as "branch-manager".',
  )

export const roleCodes = z.array(roleCode).max(ROLES_MAX, `At most ${ROLES_MAX} roles.`)

/** Which grant means what, see `durable-objects/kernel/grants.ts`. Whether it exists the operation checks. */
export const grant = z
  .string()
  .max(100, 'At most 100 characters.')
  .regex(
    /^(\*|[a-z][a-z-]*:(read|write)|[a-z][a-z-]*\.[A-Z]\w*|field:[a-z-]+)$/,
    'Write "*", a scope such as "ledger:read", an operation such as "ledger.PostJournalEntry", or "field:bank-details".',
  )

const field = z.string().regex(/^[a-z][a-zA-Z]{0,39}$/, 'Write the name of a field, such as "journal".')
const values = z
  .array(requiredLine(200))
  .min(1, 'Name at least one value.')
  .max(RULE_VALUES_MAX, `At most ${RULE_VALUES_MAX} values.`)

export const recordRule = z.union([
  z
    .strictObject({ field, allow: values })
    .describe('One of these values; `4*` is every value that begins with 4.'),
  z.strictObject({ field, deny: values }).describe('None of these values.'),
  z.strictObject({ field, own: z.literal(true) }).describe("The actor's own records."),
  z.strictObject({ field, max: decimal }).describe('Up to this amount in company currency.'),
])

export const recordRules = z.array(recordRule).max(RULES_MAX, `At most ${RULES_MAX} rules.`)
export type RecordRuleInput = z.output<typeof recordRule>
