import { findInvitationByToken, type Invitation, takeInvitation } from '../../d1/identity/invitations.ts'
import { addMember, namesOfUsers } from '../../d1/identity/members.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { sha256 } from '../identity/keys.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { forgetActors } from './members.ts'

/** What the person who holds an invitation's link does with it; the routes are in `workers/identity/`. */

export interface OpenInvitation {
  id: string
  tenant: { id: string; slug: string; name: string }
  email: string
  roles: readonly string[]
  invitedBy: string
  expiresAt: number
}

/** The open invitation of a token; undefined for every other token, whatever is wrong with it. */
export async function lookInvitation(
  env: Env,
  region: Region,
  token: string,
  nowMs: number,
): Promise<OpenInvitation | undefined> {
  const database = identityDatabase(env, region)
  const found = await findInvitationByToken(database, await sha256(token))
  if (!found || !isOpen(found.invitation, nowMs) || found.tenant.status !== 'active') return undefined
  const { id, email, roles, invitedBy, expiresAt } = found.invitation
  const { slug, name } = found.tenant
  const names = await namesOfUsers(database, [invitedBy])
  return {
    id,
    tenant: { id: found.tenant.id, slug, name },
    email,
    roles,
    invitedBy: names.get(invitedBy) ?? name,
    expiresAt,
  }
}

/**
 * Makes a user a member by an invitation. Whoever holds the link has read the mail, so the address is proven; which user
 * that is, a new one or a signed-in one with this address, the caller has made sure. Undefined: it is no longer open.
 */
export async function acceptInvitation(
  env: Env,
  region: Region,
  token: string,
  userId: string,
  nowMs: number,
): Promise<{ tenant: string; roles: readonly string[] } | undefined> {
  const database = identityDatabase(env, region)
  const found = await findInvitationByToken(database, await sha256(token))
  if (found?.tenant.status !== 'active') return undefined
  const { id, tenant, roles, rules } = found.invitation
  if (!(await takeInvitation(database, id, userId, nowMs))) return undefined
  await addMember(database, { tenant, user: userId, roles, rules }, nowMs)
  forgetActors()
  return { tenant, roles }
}

export const isOpen = (invitation: Invitation, nowMs: number): boolean =>
  invitation.acceptedAt === null && invitation.revokedAt === null && invitation.expiresAt > nowMs
