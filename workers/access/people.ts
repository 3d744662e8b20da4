import { revokeKeysOf } from '../../d1/identity/api-keys.ts'
import {
  changeMember as changeInDatabase,
  findMember,
  findMembership,
  findTenantRoles,
  listMembers as membersOf,
  removeMember as removeInDatabase,
} from '../../d1/identity/members.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { isRefusal, type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import { problem } from '../http/problem.ts'
import { record } from '../identity/security.ts'
import type { Call } from '../mount.ts'
import { type Here, hereOf, iso, pageOf } from './calling.ts'
import type { MemberView } from './contract/members.ts'
import type { AccessContract } from './contract.ts'
import { isOwner, ownersOnly, refusalToGive, rolesToGive, ruleFaults } from './giving.ts'
import { forgetKeys } from './keys.ts'
import { forgetActors, rolesOf } from './members.ts'
import { OWNER, unionOfGrants } from './roles.ts'

/** Members of the tenant: who they are, what they may, and out. */

export async function listMembers(call: Call): Promise<Response> {
  const { actor, database } = hereOf(call)
  const page = await pageOf(
    call.input as InputOf<AccessContract, 'ListMembers'>,
    (after, limit) => membersOf(database, actor.tenant, after, limit),
    ({ user }) => user,
    (row) => view(row, actor.id),
  )
  return isRefusal(page) ? problem(call.c, page) : call.c.json(page)
}

export async function changeMember(call: Call): Promise<Response> {
  const { c } = call
  const here = hereOf(call)
  const { actor, database } = here
  const { user, ...change } = call.input as InputOf<AccessContract, 'ChangeMember'>
  const { member, roles: custom } = await findMembership(database, actor.tenant, user)
  if (!member) return problem(c, memberNotFound(user))
  const wanted = {
    roles: change.roles ?? member.roles,
    rules: change.rules ?? member.rules,
    disabled: change.disabled ?? member.disabled,
  }
  const given = rolesToGive(actor, wanted.roles, custom)
  const refusal =
    (await refusalToTouch(here, member)) ??
    (change.rules && ruleFaults(change.rules)) ??
    (isRefusal(given) ? given : undefined)
  if (refusal) return problem(c, refusal)
  if (!(await changeInDatabase(database, member, wanted))) return problem(c, lastOwner())
  forgetActors()
  forgetKeys()
  const detail = {
    member: user,
    roles: wanted.roles,
    before: member.roles,
    disabled: wanted.disabled,
    rules: wanted.rules.length,
  }
  await record(c, here.region, { type: 'member-changed', tenant: actor.tenant, user: actor.id, detail })
  const changed = await findMember(database, actor.tenant, user)
  return changed ? c.json(view(changed, actor.id)) : problem(c, memberNotFound(user))
}

export async function removeMember(call: Call): Promise<Response> {
  const { c } = call
  const here = hereOf(call)
  const { actor, database } = here
  const { user } = call.input as InputOf<AccessContract, 'RemoveMember'>
  const { member } = await findMembership(database, actor.tenant, user)
  if (!member) return problem(c, memberNotFound(user))
  const refusal = await refusalToTouch(here, member)
  if (refusal) return problem(c, refusal)
  if (!(await removeInDatabase(database, actor.tenant, user))) return problem(c, lastOwner())
  const keys = await revokeKeysOf(database, actor.tenant, user, Date.now())
  forgetActors()
  forgetKeys()
  const detail = { member: user, roles: member.roles, keysRevoked: keys }
  await record(c, here.region, { type: 'member-removed', tenant: actor.tenant, user: actor.id, detail })
  return c.json({ user })
}

/** Whoever has more than the caller is out of the caller's reach; everybody may lay down their own. */
async function refusalToTouch(
  { actor, database }: Here,
  member: { user: string; roles: readonly string[] },
): Promise<Refusal | undefined> {
  if (member.roles.includes(OWNER) && !isOwner(actor)) return ownersOnly()
  const { roles } = await findTenantRoles(database, actor.tenant)
  return refusalToGive(actor, unionOfGrants(rolesOf(member.roles, roles)), '/user')
}

type MemberRow = NonNullable<Awaited<ReturnType<typeof findMember>>>

const view = (row: MemberRow, you: string): MemberView => ({
  user: row.user,
  name: row.name ?? row.user,
  email: row.email ?? '',
  roles: row.roles,
  rules: row.rules as MemberView['rules'],
  disabled: row.disabled,
  twoFactor: row.twoFactor ?? false,
  joinedAt: iso(row.joinedAt),
  isYou: row.user === you,
})

const memberNotFound = (user: string) =>
  refuse('member_not_found', `There is no member ${user.slice(0, 60)} in this tenant.`)

const lastOwner = () =>
  refuse('last_owner', 'This is the last owner who can sign in. Make somebody else an owner first.')
