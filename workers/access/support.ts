import { findTenantRoles } from '../../d1/identity/members.ts'
import {
  addSupportGrant,
  findSupportGrant,
  listSupportGrants as grantsOf,
  revokeSupportGrant as revokeInDatabase,
  type SupportGrant,
} from '../../d1/identity/support-grants.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { isRefusal, refuse } from '../../durable-objects/kernel/result.ts'
import { problem } from '../http/problem.ts'
import { record } from '../identity/security.ts'
import type { Call } from '../mount.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { hereOf, iso, isoOrNull, pageOf } from './calling.ts'
import type { SupportGrantView } from './contract/places.ts'
import type { AccessContract } from './contract.ts'
import { refusalToGive } from './giving.ts'
import { actorWith, rolesOf } from './members.ts'
import { Remembered } from './remembered.ts'
import { OWNER, type Role, unionOfGrants } from './roles.ts'

/** Support gets in by the tenant's word only, for a time, with a role, and never sees masked fields. */
const DEFAULT_ROLE = 'auditor'
const HOUR_MS = 3_600_000

export async function listSupportGrants(call: Call): Promise<Response> {
  const { actor, database } = hereOf(call)
  const nowMs = Date.now()
  const page = await pageOf(
    call.input as InputOf<AccessContract, 'ListSupportGrants'>,
    (after, limit) => grantsOf(database, actor.tenant, after, limit),
    ({ id }) => id,
    (row) => supportGrantView(row, nowMs),
  )
  return isRefusal(page) ? problem(call.c, page) : call.c.json(page)
}

export async function grantSupport(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database, region } = hereOf(call)
  const { reason, role = DEFAULT_ROLE, hours } = call.input as InputOf<AccessContract, 'GrantSupport'>
  const { roles: custom } = await findTenantRoles(database, actor.tenant)
  const roles = rolesOf([role], custom)
  const refusal = roles.length === 0 ? unknownRole(role) : refusalToGive(actor, withoutFields(roles), '/role')
  if (refusal) return problem(c, refusal)
  if (role === OWNER)
    return problem(
      c,
      refuse('cannot_give', 'Support is never an owner. Choose another role.', [
        { pointer: '/role', code: 'cannot_give', detail: 'Support is never an owner.' },
      ]),
    )
  const nowMs = Date.now()
  const grant: SupportGrant = {
    id: newId('supportGrant'),
    tenant: actor.tenant,
    reason,
    role,
    grantedBy: actor.id,
    createdAt: nowMs,
    expiresAt: nowMs + hours * HOUR_MS,
    revokedAt: null,
    lastEnteredAt: null,
    lastEnteredBy: null,
  }
  await addSupportGrant(database, grant)
  const detail = { grant: grant.id, role, hours }
  await record(c, region, { type: 'support-granted', tenant: actor.tenant, user: actor.id, detail })
  return c.json(supportGrantView(grant, nowMs), 201)
}

export async function revokeSupportGrant(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database, region } = hereOf(call)
  const { id } = call.input as InputOf<AccessContract, 'RevokeSupportGrant'>
  const grant = await findSupportGrant(database, actor.tenant, id)
  if (!grant) return problem(c, refuse('support_grant_not_found', `There is no support grant ${id} here.`))
  const nowMs = Date.now()
  if (grant.revokedAt === null) {
    await revokeInDatabase(database, id, nowMs)
    remembered.clear()
    await record(c, region, {
      type: 'support-revoked',
      tenant: actor.tenant,
      user: actor.id,
      detail: { grant: id },
    })
  }
  return c.json(supportGrantView({ ...grant, revokedAt: grant.revokedAt ?? nowMs }, nowMs))
}

/** Support sees no masked fields, whatever its role. */
const withoutFields = (roles: readonly Role[]): string =>
  unionOfGrants(roles)
    .split(' ')
    .filter((grant) => !grant.startsWith('field:'))
    .join(' ')

const unknownRole = (role: string) => {
  const detail = `There is no role ${role}. See GET /v1/roles.`
  return refuse('unknown_role', detail, [{ pointer: '/role', code: 'unknown_role', detail }])
}

const remembered = new Remembered<{ actor: Actor; expiresAt: number }>()

/** What an operator may do in a tenant by a grant that is in force; asked again every five seconds. */
export async function actorOfSupport(
  env: Env,
  region: Region,
  tenant: string,
  operator: string,
  grantId: string,
): Promise<{ actor: Actor; expiresAt: number } | undefined> {
  const known = await remembered.get(`${region}/${tenant}/${operator}/${grantId}`, async () => {
    const database = identityDatabase(env, region)
    const [grant, { roles: custom }] = await Promise.all([
      findSupportGrant(database, tenant, grantId),
      findTenantRoles(database, tenant),
    ])
    if (!grant || grant.revokedAt !== null) return undefined
    const roles = rolesOf([grant.role], custom)
    const actor = actorWith({ tenant, id: operator }, roles, [])
    return {
      actor: { ...actor, roles: ['support', ...actor.roles], grants: withoutFields(roles) },
      expiresAt: grant.expiresAt,
    }
  })
  return known && known.expiresAt > Date.now() ? known : undefined
}

export const supportGrantView = (row: SupportGrant, nowMs: number): SupportGrantView => ({
  id: row.id,
  reason: row.reason,
  role: row.role,
  state: row.revokedAt !== null ? 'revoked' : row.expiresAt <= nowMs ? 'expired' : 'active',
  grantedBy: row.grantedBy,
  createdAt: iso(row.createdAt),
  expiresAt: iso(row.expiresAt),
  revokedAt: isoOrNull(row.revokedAt),
  lastEnteredAt: isoOrNull(row.lastEnteredAt),
  lastEnteredBy: row.lastEnteredBy,
})
