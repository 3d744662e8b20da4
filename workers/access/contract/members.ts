import { z } from 'zod'
import { command, query } from '../../../durable-objects/kernel/contract.ts'
import { id, line, listOf, page } from '../../../durable-objects/kernel/fields.ts'
import { email, recordRules, roleCode, roleCodes } from './shapes.ts'

/** Who belongs to the tenant, and who is invited to. */

export const memberView = z.object({
  user: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  rules: recordRules.describe('Record rules of this member alone; those of the roles come on top.'),
  disabled: z.boolean(),
  twoFactor: z.boolean().describe('Signs in with a second factor.'),
  joinedAt: z.string(),
  isYou: z.boolean(),
})
export type MemberView = z.output<typeof memberView>

export const personView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['user', 'key', 'app', 'system']),
  disabled: z.boolean().describe('Shut out, revoked or expired: it acts no more, and stands in the log.'),
})
export type PersonView = z.output<typeof personView>

export const invitationView = z.object({
  id: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  rules: recordRules,
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
  invitedBy: z.string().describe('Id of the member or key that invited.'),
  createdAt: z.string(),
  sentAt: z.string().describe('When the mail was last sent.'),
  expiresAt: z.string(),
})
export type InvitationView = z.output<typeof invitationView>

export const memberOperations = {
  ListMembers: query({
    summary: 'List the members of the tenant',
    level: 'tenant',
    path: '/members',
    scope: 'access:read',
    input: z.strictObject(page),
    reply: listOf(memberView),
  }),
  ListPeople: query({
    summary: 'List the names of whoever acts in the tenant',
    description:
      'Members, API keys and OAuth applications, for whoever reads their ids in logs and approvals.',
    level: 'tenant',
    path: '/people',
    scope: 'company:read',
    input: z.strictObject(page),
    reply: listOf(personView),
  }),
  ChangeMember: command({
    summary: 'Change roles, record rules or access of a member',
    description:
      'What is left out stays as it is. You can only give what you have yourself; only owners make or unmake owners; the last owner stays one.',
    level: 'tenant',
    method: 'PATCH',
    path: '/members/{user}',
    scope: 'access:write',
    status: 200,
    input: z.strictObject({
      user: z.string().max(60),
      roles: roleCodes.min(1, 'A member has at least one role.').optional(),
      rules: recordRules.optional(),
      disabled: z.boolean().optional(),
    }),
    reply: memberView,
    example: { roles: ['accountant'] },
  }),
  RemoveMember: command({
    summary: 'Remove a member from the tenant',
    description: 'What the person did stays in the books under their id.',
    level: 'tenant',
    method: 'DELETE',
    path: '/members/{user}',
    scope: 'access:write',
    body: 'none',
    status: 200,
    input: z.strictObject({ user: z.string().max(60) }),
    reply: z.object({ user: z.string() }),
  }),
  ListInvitations: query({
    summary: 'List invitations',
    level: 'tenant',
    path: '/invitations',
    scope: 'access:read',
    input: z.strictObject({ ...page, state: z.enum(['open', 'all']).optional() }),
    reply: listOf(invitationView),
  }),
  Invite: command({
    summary: 'Invite a person by e-mail',
    description:
      'Sends a mail with a link that is good for seven days and for one person. The answer does not tell whether the person has an account.',
    level: 'tenant',
    path: '/invitations',
    scope: 'access:write',
    input: z.strictObject({
      email,
      roles: z.array(roleCode).min(1, 'Give at least one role.').max(20),
      rules: recordRules.optional(),
      message: line(500).optional().describe('A sentence of your own in the mail.'),
    }),
    reply: invitationView,
    example: { email: 'ada@example.com', roles: ['accountant'] },
  }),
  ResendInvitation: command({
    summary: 'Send an invitation again',
    description: 'With a new link: the one of the earlier mail stops working. The seven days start anew.',
    level: 'tenant',
    path: '/invitations/{id}/resend',
    scope: 'access:write',
    status: 200,
    input: z.strictObject({ id: id('invitation') }),
    reply: invitationView,
  }),
  RevokeInvitation: command({
    summary: 'Revoke an invitation',
    level: 'tenant',
    method: 'DELETE',
    path: '/invitations/{id}',
    scope: 'access:write',
    body: 'none',
    status: 200,
    input: z.strictObject({ id: id('invitation') }),
    reply: invitationView,
  }),
} as const
