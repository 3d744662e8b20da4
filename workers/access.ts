import type { Context } from 'hono'
import { findTenantProfile } from '../d1/identity/members.ts'
import type { Actor } from '../durable-objects/kernel/module.ts'
import { actorOfMember } from './access/members.ts'
import { actorOfSupport } from './access/support.ts'
import { regionOfTenant } from './directory.ts'
import type { Edge, Principal } from './edge.ts'
import { inBackground } from './http/background.ts'
import { originOf } from './http/origin.ts'
import { logRefusedToken } from './identity/oauth/challenge.ts'
import { actorOfAccessToken } from './identity/oauth/verify.ts'
import { isOperator } from './identity/operators.ts'
import { principalOfKey } from './principal/key.ts'
import { type Person, personOf } from './principal/session.ts'
import { type Env, identityDatabase } from './regions.ts'

/**
 * Who is calling, from the credential alone: an API key or an OAuth access token in `Authorization: Bearer`, or the web
 * app's session cookie. Undefined when there is none, when it is not in force, or when its tenant is suspended, which
 * `isSuspended` then says.
 */
export async function authenticate(c: Context<Edge>): Promise<Actor | undefined> {
  const principal = await principalOf(c)
  if (!principal || c.get('isSuspended')) return undefined
  c.set('principal', principal)
  return principal.actor
}

function principalOf(c: Context<Edge>): Promise<Principal | undefined> {
  const authorization = c.req.header('authorization')
  if (authorization === undefined) return principalOfSession(c)
  const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  if (bearer === undefined) return Promise.resolve(undefined)
  return bearer.startsWith('mk_') ? ofKey(c, bearer) : ofAccessToken(c, bearer)
}

async function ofKey(c: Context<Edge>, text: string): Promise<Principal | undefined> {
  const found = await principalOfKey(c, text)
  if (!found) return undefined
  const { isSuspended, ...principal } = found
  c.set('isSuspended', isSuspended)
  return principal
}

async function ofAccessToken(c: Context<Edge>, text: string): Promise<Principal | undefined> {
  const bearer = await actorOfAccessToken(c.env, text, originOf(c))
  if ('refused' in bearer) {
    inBackground(c, logRefusedToken(c, text, bearer))
    return undefined
  }
  const { actor, region, clientId, userId, sessionId } = bearer
  return {
    actor,
    via: 'oauth',
    region,
    clientId,
    ...(userId !== undefined && { userId }),
    ...(sessionId !== undefined && { sessionId }),
  }
}

async function principalOfSession(c: Context<Edge>): Promise<Principal | undefined> {
  const person = await personOf(c)
  const tenant = person?.session.tenantId
  if (!person || !tenant) return undefined
  const { region, user, session } = person
  if (session.supportGrantId !== null)
    return principalOfSupport(c.env, person, tenant, session.supportGrantId)
  const actor = await actorOfMember(c.env, region, tenant, user.id)
  if (actor) return { actor, via: 'session', region, userId: user.id, sessionId: session.id }
  const profile = await findTenantProfile(identityDatabase(c.env, region), tenant)
  c.set('isSuspended', profile?.status === 'suspended')
  return undefined
}

/** An operator in a tenant that let them in. What the principal's region says is where the tenant is at home. */
async function principalOfSupport(
  env: Env,
  { user, session }: Person,
  tenant: string,
  grant: string,
): Promise<Principal | undefined> {
  if (!(await isOperator(env, user.email))) return undefined
  const region = await regionOfTenant(env, tenant)
  const support = await actorOfSupport(env, region, tenant, user.id, grant)
  return support && { actor: support.actor, via: 'support', region, userId: user.id, sessionId: session.id }
}

/** A cookie travels with requests that other sites make; those say so in their Origin. */
export function isCrossSite(c: Context<Edge>): boolean {
  if (c.req.header('authorization') !== undefined) return false
  const origin = c.req.header('origin')
  if (origin !== undefined) return origin !== new URL(c.req.url).origin && origin !== c.env.ORIGIN
  const site = c.req.header('sec-fetch-site')
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}
