import { type CustomRole, findMembership, findTenantRoles } from '../../d1/identity/members.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { FieldRule, RecordRule } from '../../durable-objects/kernel/rules.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { Remembered } from './remembered.ts'
import { builtInRoles, type Role, unionOfGrants } from './roles.ts'

/**
 * What a person may do in a tenant: their roles' grants together, the rules of roles (whichever role allows the operation)
 * and their own rules on top. Undefined when they are no member, are disabled, or the tenant is suspended. At most five
 * seconds old.
 */
export async function actorOfMember(
  env: Env,
  region: Region,
  tenant: string,
  userId: string,
): Promise<Actor | undefined> {
  return remembered.get(`${region}/${tenant}/${userId}`, async () => {
    const { member, profile, roles } = await findMembership(identityDatabase(env, region), tenant, userId)
    if (!member || member.disabled || profile?.status === 'suspended') return undefined
    return actorWith({ tenant, id: userId }, rolesOf(member.roles, roles), member.rules)
  })
}

/** The same for what acts by roles of its own: a client with client credentials, a key, support. */
export async function actorOfRoles(
  env: Env,
  region: Region,
  tenant: string,
  id: string,
  codes: readonly string[],
): Promise<Actor | undefined> {
  return remembered.get(`${region}/${tenant}/${id}/${codes.join()}`, async () => {
    const { profile, roles } = await findTenantRoles(identityDatabase(env, region), tenant)
    if (profile?.status === 'suspended') return undefined
    return actorWith({ tenant, id }, rolesOf(codes, roles), [])
  })
}

const remembered = new Remembered<Actor>()

/** So that whoever changes access sees the change at once; other isolates see it within five seconds. */
export const forgetActors = (): void => remembered.clear()

/** A role that is gone grants nothing. */
export function rolesOf(codes: readonly string[], custom: readonly CustomRole[]): Role[] {
  return codes.flatMap((code) => {
    const role = builtInRoles().get(code) ?? custom.find((each) => each.code === code)
    return role ? [role] : []
  })
}

export function actorWith(
  { tenant, id }: Pick<Actor, 'tenant' | 'id'>,
  roles: readonly Role[],
  own: readonly FieldRule[],
): Actor {
  const rules: RecordRule[] = [...own]
  if (roles.some((role) => role.rules.length > 0))
    rules.push({ roles: roles.map(({ code, grants, rules: of }) => ({ role: code, grants, rules: of })) })
  return {
    tenant,
    id,
    roles: roles.map(({ code }) => code),
    grants: unionOfGrants(roles),
    ...(rules.length > 0 && { rules }),
  }
}
