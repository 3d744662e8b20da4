import {
  addInvitation,
  findInvitation,
  type Invitation,
  listInvitations as invitationsOf,
  renewInvitation,
  revokeInvitation as revokeInDatabase,
} from '../../d1/identity/invitations.ts'
import { findTenantProfile, findTenantRoles, isMember, namesOfUsers } from '../../d1/identity/members.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { isRefusal, refuse } from '../../durable-objects/kernel/result.ts'
import { inBackground } from '../http/background.ts'
import { originOf } from '../http/origin.ts'
import { problem } from '../http/problem.ts'
import { newToken, sha256 } from '../identity/keys.ts'
import { factsHere } from '../identity/links.ts'
import { sendMail } from '../identity/mail.ts'
import { invitationMail } from '../identity/mails.ts'
import { record } from '../identity/security.ts'
import type { Call } from '../mount.ts'
import { hereOf, iso, pageOf } from './calling.ts'
import type { InvitationView } from './contract/members.ts'
import type { AccessContract } from './contract.ts'
import { refusalToGive, rolesToGive, ruleFaults } from './giving.ts'
import { rolesOf } from './members.ts'
import { unionOfGrants } from './roles.ts'

/** Invitations: a mail with a link that is good once and for seven days. */
const VALID_MS = 7 * 86_400_000

export async function listInvitations(call: Call): Promise<Response> {
  const { actor, database } = hereOf(call)
  const input = call.input as InputOf<AccessContract, 'ListInvitations'>
  const nowMs = Date.now()
  const page = await pageOf(
    input,
    (after, limit) =>
      invitationsOf(database, actor.tenant, input.state === 'all' ? undefined : nowMs, after, limit),
    ({ id }) => id,
    (row) => view(row, nowMs),
  )
  return isRefusal(page) ? problem(call.c, page) : call.c.json(page)
}

export async function invite(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database, region } = hereOf(call)
  const { email, roles, rules = [], message = '' } = call.input as InputOf<AccessContract, 'Invite'>
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const given = rolesToGive(actor, roles, custom)
  if (isRefusal(given)) return problem(c, given)
  const fault = ruleFaults(rules)
  if (fault) return problem(c, fault)
  // Members are listed to the same callers, so this tells nothing new; whether others have an account it does not.
  if (await isMember(database, actor.tenant, email)) return problem(c, alreadyMember())
  const nowMs = Date.now()
  const token = newToken()
  const invitation: Invitation = {
    id: newId('invitation'),
    tenant: actor.tenant,
    email,
    tokenHash: await sha256(token),
    roles,
    rules,
    message,
    invitedBy: actor.id,
    createdAt: nowMs,
    sentAt: nowMs,
    expiresAt: nowMs + VALID_MS,
    acceptedAt: null,
    acceptedBy: null,
    revokedAt: null,
  }
  await addInvitation(database, invitation)
  const detail = { invitation: invitation.id, roles }
  await record(c, region, { type: 'member-invited', tenant: actor.tenant, user: actor.id, detail })
  inBackground(c, mailInvitation(call, invitation, token))
  return c.json(view(invitation, nowMs), 201)
}

export async function resendInvitation(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database } = hereOf(call)
  const { id } = call.input as InputOf<AccessContract, 'ResendInvitation'>
  const invitation = await findInvitation(database, actor.tenant, id)
  if (!invitation) return problem(c, invitationNotFound(id))
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const given = rolesToGive(actor, invitation.roles, custom)
  if (isRefusal(given)) return problem(c, given)
  const [token, nowMs] = [newToken(), Date.now()]
  const fresh = { tokenHash: await sha256(token), sentAt: nowMs, expiresAt: nowMs + VALID_MS }
  if (!(await renewInvitation(database, id, fresh))) return problem(c, notOpen())
  inBackground(c, mailInvitation(call, { ...invitation, ...fresh }, token))
  return c.json(view({ ...invitation, ...fresh }, nowMs))
}

export async function revokeInvitation(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database, region } = hereOf(call)
  const { id } = call.input as InputOf<AccessContract, 'RevokeInvitation'>
  const invitation = await findInvitation(database, actor.tenant, id)
  if (!invitation) return problem(c, invitationNotFound(id))
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const refusal = refusalToGive(actor, unionOfGrants(rolesOf(invitation.roles, custom)), '/id')
  if (refusal) return problem(c, refusal)
  const nowMs = Date.now()
  if (!(await revokeInDatabase(database, id, nowMs))) return problem(c, notOpen())
  const detail = { invitation: id }
  await record(c, region, { type: 'invitation-revoked', tenant: actor.tenant, user: actor.id, detail })
  return c.json(view({ ...invitation, revokedAt: nowMs }, nowMs))
}

async function mailInvitation(call: Call, invitation: Invitation, token: string): Promise<void> {
  const { c } = call
  const { database, region } = hereOf(call)
  const [profile, names] = await Promise.all([
    findTenantProfile(database, invitation.tenant),
    namesOfUsers(database, [invitation.invitedBy]),
  ])
  const tenant = profile?.name ?? 'Meridian'
  const mail = invitationMail({
    to: invitation.email,
    origin: originOf(c),
    region,
    token,
    from: factsHere(c),
    tenant,
    invitedBy: names.get(invitation.invitedBy) ?? tenant,
    message: invitation.message,
    expiresAtMs: invitation.expiresAt,
  })
  await sendMail(c.env, region, mail)
}

const view = (row: Invitation, nowMs: number): InvitationView => ({
  id: row.id,
  email: row.email,
  roles: row.roles,
  rules: row.rules as InvitationView['rules'],
  state: stateOf(row, nowMs),
  invitedBy: row.invitedBy,
  createdAt: iso(row.createdAt),
  sentAt: iso(row.sentAt),
  expiresAt: iso(row.expiresAt),
})

function stateOf(row: Invitation, nowMs: number): InvitationView['state'] {
  if (row.acceptedAt !== null) return 'accepted'
  if (row.revokedAt !== null) return 'revoked'
  return row.expiresAt <= nowMs ? 'expired' : 'open'
}

const alreadyMember = () =>
  refuse('already_member', 'A member of this tenant has this e-mail address.', [
    { pointer: '/email', code: 'already_member', detail: 'Is a member already. Change their roles instead.' },
  ])
const invitationNotFound = (id: string) =>
  refuse('invitation_not_found', `There is no invitation ${id} here.`)
const notOpen = () =>
  refuse('invitation_not_open', 'The invitation was accepted or revoked meanwhile. Invite the person again.')
