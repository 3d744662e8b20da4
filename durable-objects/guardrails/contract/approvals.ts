import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { flag, listOf, page, requiredLine, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { APPROVAL_STATUSES, approvalDetail, approvalView } from './approval-views.ts'
import { comment, reasonData, reference, refusalData } from './fields.ts'

/** Commands that wait, and who decides about them. */

const makerData = z.strictObject({
  id: z.string(),
  roles: z.array(z.string()),
  grants: z.string(),
  rules: z.array(z.record(z.string(), z.unknown())).optional(),
})

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

const carriedOut = z
  .object({ status: z.enum(['executed', 'failed']), reply: z.unknown(), refusal: approvalView.shape.refusal })
  .nullable()
const decided = z.object({
  approval: approvalView,
  outcome: carriedOut.describe('What carrying out the command came to; null while approvals are missing.'),
})

export const approvalOperations = {
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
} as const satisfies ModuleContract['operations']

export const approvalEvents = {
  'command-parked': { version: 1, data: commandParked },
  'approval-given': { version: 1, data: approvalGiven },
  'approval-rejected': { version: 1, data: approvalRejected },
  'command-withdrawn': { version: 1, data: commandWithdrawn },
  'approval-escalated': { version: 1, data: approvalEscalated },
  'approval-expired': { version: 1, data: approvalExpired },
  'command-released': { version: 1, data: commandReleased },
  'command-failed': { version: 1, data: commandFailed },
} as const satisfies ModuleContract['events']

export const approvalRefusals = {
  already_approved: { status: 409, title: 'This person has approved already' },
  approval_not_found: { status: 404, title: 'There is no such approval' },
  approval_not_pending: { status: 409, title: 'The approval is settled already' },
  not_an_approver: { status: 403, title: 'Somebody else has to decide this' },
  not_the_maker: { status: 403, title: 'Only its maker can take a command back' },
  own_command: { status: 403, title: 'Nobody approves their own command' },
  too_large_to_park: { status: 422, title: 'The command is too large to wait for an approval' },
} as const satisfies ModuleContract['refusals']
