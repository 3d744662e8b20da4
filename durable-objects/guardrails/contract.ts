import { z } from 'zod'
import { command, type ModuleContract, query } from '../kernel/contract.ts'
import { date, decimal, flag, line, listOf, page, requiredLine, wholeNumber } from '../kernel/fields.ts'
import { LIMITS } from '../kernel/limits.ts'
import { commandPattern, condition } from './conditions.ts'

/** Policies over every command, the approvals they ask for, and what can be told about both. */

export const EFFECTS = ['allow', 'deny', 'approve'] as const
export const APPROVAL_STATUSES = [
  'pending',
  'executed',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
] as const
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number]

const policyCode = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,59}$/,
    'Write 1 to 60 lower-case letters, digits and hyphens, such as "four-eyes".',
  )
const role = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'Write the code of a role, such as "accountant".')
const person = z
  .string()
  .regex(/^[a-z]+_[A-Za-z0-9_-]{1,60}$/, 'Write the id of a user, such as "user_01JZ8M3Y5N6P7Q8R9S0T1V2W3X".')
const reference = z.string().max(60)

// -------------------------------------------------------------------------------------------------- policies

const step = z.strictObject({
  roles: z.array(role).max(20).optional().describe('Whoever has one of these roles may approve.'),
  users: z.array(person).max(50).optional().describe('These may approve, whatever their roles.'),
  count: z.number().int().min(1).max(LIMITS.approversMax).describe('Approvals that the step needs.'),
  over: decimal.optional().describe('The step is asked for above this amount in company currency only.'),
})

const approval = z.strictObject({
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
    .describe('"*" covers everything but the commands of guardrails, which have to be named.'),
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
export type Step = z.output<typeof step>

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

const policyExample = {
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

const reasonView = z.object({
  policy: z.string(),
  version: z.number(),
  name: z.string(),
  effect: z.enum(EFFECTS),
  reason: z.string(),
  pointer: z.string().describe('RFC 6901 pointer to the field of the input that the policy stopped at.'),
})
export type ReasonView = z.output<typeof reasonView>

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

// ------------------------------------------------------------------------------------------------- approvals

const stepView = z.object({
  roles: z.array(z.string()),
  users: z.array(z.string()),
  count: z.number(),
  over: z.string().nullable(),
  complete: z.boolean(),
  approvedBy: z.array(
    z.object({
      by: z.string(),
      onBehalfOf: z.string().nullable(),
      at: z.string(),
      comment: z.string().nullable(),
    }),
  ),
})

const approvalView = z.object({
  id: z.string(),
  status: z.enum(APPROVAL_STATUSES),
  command: z.string(),
  summary: z.string().describe('What the command does, in words.'),
  title: z
    .string()
    .describe('What a person recognises it by, such as the description of an entry; else the summary.'),
  maker: z.object({ id: z.string(), roles: z.array(z.string()) }),
  requestedAt: z.string(),
  sequence: z.number(),
  amount: z.string().nullable().describe('In company currency; the largest of its records.'),
  currency: z.string(),
  policies: z.array(reasonView),
  steps: z.array(stepView),
  escalatesAt: z.string().nullable(),
  escalatedTo: z.array(z.string()).nullable(),
  expiresAt: z.string().nullable(),
  settledAt: z.string().nullable(),
  mayDecide: z.boolean().describe('Whether the caller may approve or reject it now.'),
  why: z.string().describe('Why the caller may, or may not.'),
  onBehalfOf: z.string().nullable().describe('Whose authority the caller would use, when not its own.'),
  isMaker: z.boolean(),
  refusal: z
    .object({
      code: z.string(),
      detail: z.string(),
      errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
    })
    .nullable()
    .describe('Why the approved command was refused when it was carried out.'),
})
export type ApprovalView = z.output<typeof approvalView>

const approvalDetail = approvalView.extend({
  input: z.unknown().describe('The command’s input as it was sent.'),
  fields: z
    .array(
      z.object({
        pointer: z.string(),
        label: z.string(),
        value: z.string().nullable(),
        masked: z.boolean().describe('The caller may not see the value; it is null.'),
      }),
    )
    .describe('The same, one value a row, for reading.'),
  history: z.array(
    z.object({
      sequence: z.number(),
      type: z.string(),
      at: z.string(),
      actor: z.string(),
      onBehalfOf: z.string().nullable(),
      detail: z.string().describe('What the actor said: a comment, a reason, or why it was refused.'),
    }),
  ),
  results: z
    .array(z.object({ sequence: z.number(), type: z.string(), id: z.string().nullable() }))
    .describe('What the command recorded when it was carried out.'),
})
export type ApprovalDetail = z.output<typeof approvalDetail>

const carriedOut = z
  .object({ status: z.enum(['executed', 'failed']), reply: z.unknown(), refusal: approvalView.shape.refusal })
  .nullable()
const decided = z.object({
  approval: approvalView,
  outcome: carriedOut.describe('What carrying out the command came to; null while approvals are missing.'),
})

const delegationView = z.object({
  id: z.string(),
  by: z.string(),
  to: z.string(),
  roles: z.array(z.string()),
  from: z.string(),
  until: z.string(),
  status: z.enum(['planned', 'active', 'ended', 'revoked']),
})
export type DelegationView = z.output<typeof delegationView>

// ---------------------------------------------------------------------------------------------------- events

const reasonData = z.strictObject({
  policy: z.string(),
  version: z.number().int(),
  name: z.string(),
  effect: z.enum(EFFECTS),
  reason: z.string(),
  pointer: z.string(),
})
const makerData = z.strictObject({
  id: z.string(),
  roles: z.array(z.string()),
  grants: z.string(),
  rules: z.array(z.record(z.string(), z.unknown())).optional(),
})
const refusalData = z.strictObject({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
})

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

const commandParked = z.strictObject({
  id: z.string(),
  module: z.string(),
  command: z.string(),
  input: z.unknown(),
  maker: makerData,
  amount: z.number().int().optional(),
  reasons: z.array(reasonData),
  steps: z.array(
    z.strictObject({
      roles: z.array(z.string()),
      users: z.array(z.string()),
      count: z.number().int(),
      over: z.string().optional(),
    }),
  ),
  /** Microseconds since 1970. */
  escalation: z.strictObject({ at: z.number().int(), roles: z.array(z.string()) }).optional(),
  expiresAt: z.number().int().optional(),
})
export type CommandParked = z.output<typeof commandParked>
export type ParkedStep = CommandParked['steps'][number]

const approvalGiven = z.strictObject({
  approval: z.string(),
  by: z.string(),
  roles: z.array(z.string()),
  onBehalfOf: z.string().optional(),
  /** Steps that this approval can count for; it counts for one of them. */
  steps: z.array(z.number().int()),
  comment: z.string().optional(),
})
export type ApprovalGiven = z.output<typeof approvalGiven>

const approvalRejected = z.strictObject({
  approval: z.string(),
  by: z.string(),
  roles: z.array(z.string()),
  onBehalfOf: z.string().optional(),
  reason: z.string(),
})
const commandWithdrawn = z.strictObject({ approval: z.string(), reason: z.string().optional() })
const approvalEscalated = z.strictObject({ approval: z.string(), roles: z.array(z.string()) })
export type ApprovalEscalated = z.output<typeof approvalEscalated>
const approvalExpired = z.strictObject({ approval: z.string() })
const commandReleased = z.strictObject({
  approval: z.string(),
  command: z.string(),
  maker: z.string(),
  approvers: z.array(z.strictObject({ by: z.string(), onBehalfOf: z.string().optional() })),
})
export type CommandReleased = z.output<typeof commandReleased>
const commandFailed = z.strictObject({ approval: z.string(), command: z.string(), refusal: refusalData })
export type CommandFailed = z.output<typeof commandFailed>

const approvalsDelegated = z.strictObject({
  id: z.string(),
  by: z.string(),
  to: z.string(),
  roles: z.array(z.string()),
  from: z.string(),
  until: z.string(),
})
export type ApprovalsDelegated = z.output<typeof approvalsDelegated>
const delegationRevoked = z.strictObject({ id: z.string() })

/** Roles and grants that an actor acted with from here on: the log itself says who could do what, and when. */
const actorNoted = z.strictObject({
  id: z.string(),
  roles: z.array(z.string()),
  grants: z.string(),
  /** Position of the first event that it acted with them. */
  since: z.number().int(),
})
export type ActorNoted = z.output<typeof actorNoted>

// -------------------------------------------------------------------------------------------------- contract

const comment = line(LIMITS.commentCharsMax)

export const guardrailsContract = {
  name: 'guardrails',
  title: 'Guardrails',
  operations: {
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
    SimulatePolicy: query({
      summary: 'Try a draft policy on past commands',
      description: `Judges what the log records. One call looks at ${LIMITS.simulationEventsMax} events; send the nextCursor with the same body until it is null, and add up. Changes nothing.`,
      method: 'POST',
      body: 'json',
      bodyBytesMax: LIMITS.jsonBytesMax,
      path: '/guardrails/simulate',
      scope: 'guardrails:read',
      input: z.strictObject({
        policy: policyInput,
        from: date.optional().describe('First day, in UTC, on which the commands were recorded.'),
        to: date.optional(),
        cursor: z.string().max(500).optional(),
      }),
      reply: z.object({
        examined: z.object({ events: z.number(), records: z.number(), commands: z.number() }),
        matched: z.object({ records: z.number(), commands: z.number(), amount: z.string() }),
        currency: z.string(),
        matches: z.array(
          z.object({
            sequence: z.number(),
            recordedAt: z.string(),
            command: z.string(),
            actor: z.string(),
            id: z.string().nullable(),
            amount: z.string().nullable(),
            reason: z.string(),
            pointer: z.string(),
          }),
        ),
        from: z.number().describe('Positions of the log that this call looked at.'),
        upTo: z.number(),
        nextCursor: z.string().nullable(),
      }),
      example: { policy: policyExample },
    }),
    GetDutiesReport: query({
      summary: 'Show duties that one person should not hold together',
      description: `By what actors did according to the log, and by what their roles let them do. A long log is read ${LIMITS.dutiesEventsMax} events a call; ask again until complete.`,
      path: '/guardrails/duties',
      scope: 'guardrails:read',
      input: z.strictObject({}),
      reply: z.object({
        data: z.array(
          z.object({
            code: z.string(),
            title: z.string(),
            why: z.string(),
            first: z.object({ title: z.string(), commands: z.array(z.string()) }),
            second: z.object({ title: z.string(), commands: z.array(z.string()) }),
            did: z.array(
              z.object({
                actor: z.string(),
                roles: z.array(z.string()),
                first: z.object({ events: z.number(), lastSequence: z.number() }),
                second: z.object({ events: z.number(), lastSequence: z.number() }),
              }),
            ),
            could: z.array(z.object({ actor: z.string(), roles: z.array(z.string()) })),
          }),
        ),
        upTo: z.number(),
        sequence: z.number(),
        complete: z.boolean(),
      }),
    }),
    CheckCommand: query({
      summary: 'Ask what would become of a command',
      description:
        'Decides the command and every policy for the caller as things stand, and changes nothing.',
      method: 'POST',
      body: 'json',
      bodyBytesMax: LIMITS.jsonBytesMax,
      path: '/authz/check',
      scope: 'company:read',
      input: z.strictObject({
        command: z.string().max(100).describe('Full name, such as "ledger.PostJournalEntry".'),
        input: z.record(z.string(), z.unknown()).optional(),
      }),
      reply: z.object({
        decision: z.enum(['allow', 'deny', 'approve', 'refused']),
        reasons: z.array(reasonView),
        approvers: z.array(
          z.object({
            roles: z.array(z.string()),
            users: z.array(z.string()),
            count: z.number(),
            over: z.string().nullable(),
          }),
        ),
        refusal: approvalView.shape.refusal,
      }),
      example: { command: 'ledger.OpenAccount', input: { code: '1000', name: 'Cash', type: 'asset' } },
    }),
    ListApprovals: query({
      summary: 'List approvals, newest first',
      description:
        'Without the scope guardrails:read, a caller sees what it made and what it may decide or has decided. `mine` leaves what it may decide now. With `result`, whoever reads the whole event log sees who let an event pass.',
      path: '/approvals',
      scope: 'approvals:read',
      input: z.strictObject({
        ...page,
        status: z.enum(APPROVAL_STATUSES).optional(),
        mine: flag.optional(),
        made: flag.optional().describe('Those that the caller made.'),
        settled: flag.optional().describe('Those that are decided, or with `false` those that wait.'),
        result: wholeNumber(1, LIMITS.minorUnitsMax)
          .optional()
          .describe('The one, if any, whose command recorded the event at this position of the log.'),
      }),
      reply: listOf(approvalView),
    }),
    GetApproval: query({
      summary: 'Show an approval with its input and history',
      path: '/approvals/{approval}',
      scope: 'approvals:read',
      input: z.strictObject({ approval: reference }),
      reply: approvalDetail,
    }),
    ApproveCommand: command({
      summary: 'Approve a waiting command',
      description:
        'With the last approval the command is carried out at once, as its maker, in the same transaction. Nobody approves what they made, and nobody counts twice.',
      path: '/approvals/{approval}/approve',
      scope: 'approvals:write',
      status: 200,
      input: z.strictObject({ approval: reference, comment: comment.optional() }),
      reply: decided,
    }),
    RejectCommand: command({
      summary: 'Reject a waiting command',
      path: '/approvals/{approval}/reject',
      scope: 'approvals:write',
      status: 200,
      input: z.strictObject({ approval: reference, reason: requiredLine(LIMITS.commentCharsMax) }),
      reply: decided,
    }),
    WithdrawCommand: command({
      summary: 'Take back a command of your own that waits',
      path: '/approvals/{approval}/withdraw',
      scope: 'approvals:write',
      status: 200,
      input: z.strictObject({ approval: reference, reason: comment.optional() }),
      reply: decided,
    }),
    DelegateApprovals: command({
      summary: 'Let somebody else approve for you',
      description: 'From the first to the last day, in UTC. Default for roles: all that you have now.',
      path: '/delegations',
      scope: 'approvals:write',
      input: z.strictObject({
        to: person,
        from: date,
        until: date,
        roles: z.array(role).min(1).max(20).optional(),
      }),
      reply: delegationView,
      example: { to: 'user_01JZ8M3Y5N6P7Q8R9S0T1V2W3X', from: '2099-07-01', until: '2099-07-14' },
    }),
    ListDelegations: query({
      summary: 'List delegations, newest first',
      description: 'Without the scope guardrails:read, a caller sees its own.',
      path: '/delegations',
      scope: 'approvals:read',
      input: z.strictObject({ ...page }),
      reply: listOf(delegationView),
    }),
    RevokeDelegation: command({
      summary: 'End a delegation',
      path: '/delegations/{delegation}/revoke',
      scope: 'approvals:write',
      input: z.strictObject({ delegation: reference }),
      reply: delegationView,
    }),
    EscalateApproval: command({
      summary: 'Ask more people to approve',
      path: '/approvals/{approval}/escalate',
      scope: 'approvals:write',
      internal: true,
      input: z.strictObject({ approval: reference }),
      reply: z.object({}),
    }),
    ExpireApproval: command({
      summary: 'End an approval that nobody gave in time',
      path: '/approvals/{approval}/expire',
      scope: 'approvals:write',
      internal: true,
      input: z.strictObject({ approval: reference }),
      reply: z.object({}),
    }),
  },
  events: {
    'policy-adopted': { version: 1, data: policyAdopted },
    'policy-retired': { version: 1, data: policyRetired },
    'command-denied': { version: 1, data: commandDenied },
    'command-parked': { version: 1, data: commandParked },
    'approval-given': { version: 1, data: approvalGiven },
    'approval-rejected': { version: 1, data: approvalRejected },
    'command-withdrawn': { version: 1, data: commandWithdrawn },
    'approval-escalated': { version: 1, data: approvalEscalated },
    'approval-expired': { version: 1, data: approvalExpired },
    'command-released': { version: 1, data: commandReleased },
    'command-failed': { version: 1, data: commandFailed },
    'approvals-delegated': { version: 1, data: approvalsDelegated },
    'delegation-revoked': { version: 1, data: delegationRevoked },
    'actor-noted': { version: 1, data: actorNoted },
  },
  refusals: {
    already_delegated: { status: 409, title: 'The person may approve already' },
    already_approved: { status: 409, title: 'This person has approved already' },
    approval_not_found: { status: 404, title: 'There is no such approval' },
    approval_not_pending: { status: 409, title: 'The approval is settled already' },
    delegation_not_found: { status: 404, title: 'There is no such delegation' },
    delegation_not_active: { status: 409, title: 'The delegation has ended already' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_delegation: { status: 422, title: 'The delegation cannot be made' },
    invalid_policy: { status: 422, title: 'The policy cannot be put into force' },
    not_an_approver: { status: 403, title: 'Somebody else has to decide this' },
    not_the_maker: { status: 403, title: 'Only its maker can take a command back' },
    own_command: { status: 403, title: 'Nobody approves their own command' },
    policy_denied: { status: 403, title: 'A policy of the company forbids this' },
    policy_not_active: { status: 409, title: 'The policy is not in force' },
    policy_not_found: { status: 404, title: 'There is no such policy' },
    record_rule: { status: 403, title: 'Record rules do not allow this' },
    too_large_to_park: { status: 422, title: 'The command is too large to wait for an approval' },
    too_many_policies: { status: 422, title: 'The company has as many policies as it can have' },
    unknown_command: { status: 422, title: 'There is no such command' },
  },
} as const satisfies ModuleContract

export type GuardrailsContract = typeof guardrailsContract

/** The body of a 202: what a parked command answers instead of its own reply. */
export const parkedReply = z.object({
  approval: z.object({
    id: z.string(),
    status: z.literal('pending'),
    policies: z.array(
      z.object({ code: z.string(), name: z.string(), reason: z.string(), pointer: z.string() }),
    ),
    steps: z.array(
      z.object({
        roles: z.array(z.string()),
        users: z.array(z.string()),
        count: z.number(),
        over: z.string().nullable(),
      }),
    ),
  }),
})
export type ParkedReply = z.output<typeof parkedReply>
