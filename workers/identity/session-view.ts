import type { Context } from 'hono'
import { findTenantProfile, tenantsOfUser } from '../../d1/identity/members.ts'
import { credentialsOf } from '../../d1/identity/people.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { actorOfMember } from '../access/members.ts'
import { actorOfSupport } from '../access/support.ts'
import { regionOfTenant } from '../directory.ts'
import type { Edge } from '../edge.ts'
import type { Person } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'
import { isOperator } from './operators.ts'

/** Who is signed in, where they may work, and as what. */
export async function sessionView(c: Context<Edge>, person: Person) {
  const { region, user, session } = person
  const database = identityDatabase(c.env, region)
  const [place, tenants, credentials, operator] = await Promise.all([
    placeOf(c, person),
    tenantsOfUser(database, user.id),
    credentialsOf(database, user.id),
    isOperator(c.env, user.email),
  ])
  const { profile, actor } = place ?? {}
  return {
    session: {
      id: session.id,
      region,
      via: session.supportGrantId === null ? 'session' : 'support',
      createdAt: session.createdAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    },
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      emailVerified: user.emailVerified,
      twoFactor: credentials.hasTotp,
      hasPassword: credentials.hasPassword,
      passkeys: credentials.passkeys.length,
    },
    tenant:
      place && profile
        ? {
            id: profile.id,
            slug: profile.slug,
            name: profile.name,
            region: place.region,
            status: profile.status,
          }
        : null,
    tenants,
    actor: actor ? { id: actor.id, roles: actor.roles, grants: actor.grants.split(' ').sort() } : null,
    operator,
    ...(session.supportGrantId !== null &&
      place?.until !== undefined && {
        support: { grant: session.supportGrantId, expiresAt: new Date(place.until).toISOString() },
      }),
  }
}

/** The tenant that the session acts in: one of the person's own, or one that let them in as support. */
async function placeOf(c: Context<Edge>, { region, user, session }: Person) {
  const { tenantId, supportGrantId } = session
  if (tenantId === null) return undefined
  const home: Region = supportGrantId === null ? region : await regionOfTenant(c.env, tenantId)
  const profile = await findTenantProfile(identityDatabase(c.env, home), tenantId)
  if (supportGrantId === null) {
    const actor: Actor | undefined = await actorOfMember(c.env, region, tenantId, user.id)
    return { region: home, profile, actor }
  }
  const support = await actorOfSupport(c.env, home, tenantId, user.id, supportGrantId)
  return { region: home, profile, actor: support?.actor, until: support?.expiresAt }
}
