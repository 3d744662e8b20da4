import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { date, listOf, page } from '../../kernel/fields.ts'
import { person, reference, role } from './fields.ts'

/** Who approves for whom while they are away. */

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

export const delegationOperations = {
  DelegateApprovals: command({
    summary: 'Let somebody else approve for you',
    description:
      'From the first to the last day, in the time zone of the company. Default for roles: all that you have now.',
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
} as const satisfies ModuleContract['operations']

export const delegationEvents = {
  'approvals-delegated': { version: 1, data: approvalsDelegated },
  'delegation-revoked': { version: 1, data: delegationRevoked },
} as const satisfies ModuleContract['events']

export const delegationRefusals = {
  already_delegated: { status: 409, title: 'The person may approve already' },
  delegation_not_found: { status: 404, title: 'There is no such delegation' },
  delegation_not_active: { status: 409, title: 'The delegation has ended already' },
  invalid_delegation: { status: 422, title: 'The delegation cannot be made' },
} as const satisfies ModuleContract['refusals']
