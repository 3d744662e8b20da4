import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { decimal, listOf, page, requiredLine, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { commandPattern, condition } from '../conditions.ts'
import { comment, EFFECTS, person, reasonData, role } from './fields.ts'

/** Policies over every command. */

const policyCode = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,59}$/,
    'Write 1 to 60 lower-case letters, digits and hyphens, such as "four-eyes".',
  )

const step = z.strictObject({
  roles: z.array(role).max(20).optional().describe('Whoever has one of these roles may approve.'),
  users: z.array(person).max(50).optional().describe('These may approve, whatever their roles.'),
  count: z.number().int().min(1).max(LIMITS.approversMax).describe('Approvals that the step needs.'),
  over: decimal.optional().describe('The step is asked for above this amount in company currency only.'),
})

export type Step = z.output<typeof step>

export const approval = z.strictObject({
  steps: z
    .array(step)
    .min(1, 'Name at least one step.')
    .max(LIMITS.policyStepsMax, `At most ${LIMITS.policyStepsMax} steps.`),
  escalateAfterHours: z
    .number()
    .min(0)
    .max(LIMITS.approvalDaysMax * 24)
    .optional(),
  escalateTo: z.array(role).min(1).max(20).optional().describe('Roles that may approve too, from then on.'),
  expireAfterDays: z.number().min(0).max(LIMITS.approvalDaysMax).optional(),
})

const policyFields = {
  code: policyCode,
  commands: z
    .array(commandPattern)
    .min(1, 'Name at least one command.')
    .max(LIMITS.policyCommandsMax, `At most ${LIMITS.policyCommandsMax} commands.`)
    .describe(
      '"*" covers everything but the commands of guardrails, which have to be named. To cover one way to post an entry (one by one, in bulk, from a draft) is to cover all of them, and what books entries by itself besides: reversals, imports, matches, schedules, closings.',
    ),
  when: condition.optional().describe('Default: always.'),
  effect: z.enum(EFFECTS),
  exempts: z
    .array(policyCode)
    .min(1)
    .max(LIMITS.policiesMax)
    .optional()
    .describe('For "allow": the policies that do not apply where this one does.'),
  approval: approval.optional().describe('For "approve": who has to approve.'),
}

const policyData = z.strictObject({ ...policyFields, name: z.string(), reason: z.string() })
export type Policy = z.output<typeof policyData>

export const policyInput = z
  .strictObject({
    ...policyFields,
    name: requiredLine(LIMITS.nameCharsMax),
    reason: requiredLine(LIMITS.policyReasonCharsMax).describe('What the person who is stopped reads.'),
  })
  .superRefine((policy, context) => {
    const issue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message, input: policy })
    if (policy.effect === 'allow' && !policy.exempts)
      issue(['exempts'], 'An exception names the policies that it exempts from.')
    if (policy.effect !== 'allow' && policy.exempts)
      issue(['exempts'], 'Only a policy with the effect "allow" exempts from others.')
    if (policy.effect === 'approve' && !policy.approval) issue(['approval'], 'Say who has to approve.')
    if (policy.effect !== 'approve' && policy.approval)
      issue(['approval'], 'Only a policy with the effect "approve" has approvers.')
    if ((policy.approval?.escalateAfterHours === undefined) !== (policy.approval?.escalateTo === undefined))
      issue(['approval', 'escalateTo'], 'escalateAfterHours and escalateTo belong together.')
    for (const [index, { roles = [], users = [] }] of (policy.approval?.steps ?? []).entries())
      if (roles.length + users.length === 0)
        issue(['approval', 'steps', index, 'roles'], 'Name a role or a user who may approve.')
  })

export const policyExample = {
  code: 'four-eyes-over-amount',
  name: 'Four eyes over 10,000',
  commands: ['ledger.*'],
  when: { field: 'amount', over: '10000.00' },
  effect: 'approve' as const,
  reason: 'Entries over 10,000 need a second person.',
  approval: { steps: [{ roles: ['owner', 'administrator', 'accountant'], count: 1 }] },
}

const policyStatus = z.enum(['active', 'retired', 'superseded'])

const policyView = policyData.extend({
  version: z.number(),
  status: policyStatus,
  adoptedAt: z.string(),
  adoptedBy: z.string(),
  sequence: z.number().describe('Position of its event in the log.'),
  retiredAt: z.string().nullable(),
  countsSince: z.string().nullable().describe('For a policy with meters: since when they count.'),
})
export type PolicyView = z.output<typeof policyView>

const templateView = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string(),
  policy: policyData.describe('Ready to be adopted, or changed before.'),
  parameters: z.array(
    z.object({
      pointer: z.string().describe('Where in the policy the value lies.'),
      label: z.string(),
      kind: z.enum(['amount', 'number', 'hour', 'zone', 'roles', 'accounts']),
    }),
  ),
})
export type TemplateView = z.output<typeof templateView>

const policyAdopted = z.strictObject({ version: z.number().int(), policy: policyData })
export type PolicyAdopted = z.output<typeof policyAdopted>
const policyRetired = z.strictObject({
  code: z.string(),
  version: z.number().int(),
  reason: z.string().optional(),
})
export type PolicyRetired = z.output<typeof policyRetired>

/** `amount` in minor units of the company's currency; `input` where it is not too long to be kept. */
const commandDenied = z.strictObject({
  command: z.string(),
  roles: z.array(z.string()),
  amount: z.number().int().optional(),
  reasons: z.array(reasonData),
  input: z.unknown().optional(),
})
export type CommandDenied = z.output<typeof commandDenied>

export const policyOperations = {
  AdoptPolicy: command({
    summary: 'Put a policy into force',
    description:
      'A policy whose code exists gets a new version. It holds for every command from then on, whoever sends it.',
    path: '/guardrails/policies',
    scope: 'guardrails:write',
    input: policyInput,
    reply: policyView,
    example: policyExample,
  }),
  ListPolicies: query({
    summary: 'List the policies, by code',
    path: '/guardrails/policies',
    scope: 'guardrails:read',
    input: z.strictObject({ ...page, status: z.enum(['active', 'retired']).optional() }),
    reply: listOf(policyView),
  }),
  GetPolicy: query({
    summary: 'Show a policy with all its versions',
    path: '/guardrails/policies/{policy}',
    scope: 'guardrails:read',
    input: z.strictObject({
      policy: z.string().max(60),
      version: wholeNumber(1, LIMITS.minorUnitsMax).optional().describe('Default: the latest.'),
    }),
    reply: policyView.extend({ versions: z.array(policyView) }),
  }),
  RetirePolicy: command({
    summary: 'Take a policy out of force',
    path: '/guardrails/policies/{policy}/retire',
    scope: 'guardrails:write',
    input: z.strictObject({ policy: z.string().max(60), reason: comment.optional() }),
    reply: policyView,
  }),
  ListPolicyTemplates: query({
    summary: 'List ready-made policies',
    path: '/guardrails/templates',
    scope: 'guardrails:read',
    input: z.strictObject({}),
    reply: z.object({ data: z.array(templateView) }),
  }),
} as const satisfies ModuleContract['operations']

export const policyEvents = {
  'policy-adopted': { version: 1, data: policyAdopted },
  'policy-retired': { version: 1, data: policyRetired },
  'command-denied': { version: 1, data: commandDenied },
} as const satisfies ModuleContract['events']

export const policyRefusals = {
  invalid_policy: { status: 422, title: 'The policy cannot be put into force' },
  policy_denied: { status: 403, title: 'A policy of the company forbids this' },
  policy_not_active: { status: 409, title: 'The policy is not in force' },
  policy_not_found: { status: 404, title: 'There is no such policy' },
  too_many_policies: { status: 422, title: 'The company has as many policies as it can have' },
} as const satisfies ModuleContract['refusals']
