import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { parseApiKey, verifyApiKey } from '../d1/identity/api-keys.ts'
import type { Actor } from '../durable-objects/kernel/module.ts'
import type { Edge } from './edge.ts'
import { type Env, identityDatabase } from './regions.ts'
import { SESSION_COOKIE, verifySession } from './session.ts'

/**
 * Who is calling, from the credential alone: an API key or a session token in `Authorization: Bearer`, or the web app's
 * session cookie. Undefined when there is none or it is not in force.
 */
export async function authenticate(c: Context<Edge>): Promise<Actor | undefined> {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (bearer) return bearer.startsWith('mk_') ? actorOfKey(c.env, bearer) : verifySession(c.env, bearer)
  if (c.req.header('authorization') !== undefined) return undefined
  const cookie = getCookie(c, SESSION_COOKIE)
  return cookie === undefined ? undefined : verifySession(c.env, cookie)
}

/** A cookie travels with requests that other sites make; those say so in their Origin. */
export function isCrossSite(c: Context<Edge>): boolean {
  if (c.req.header('authorization') !== undefined) return false
  const origin = c.req.header('origin')
  if (origin !== undefined) return origin !== new URL(c.req.url).origin
  const site = c.req.header('sec-fetch-site')
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** A key is looked up again after this long: so long may a revoked one still work. */
const KEY_TRUSTED_MS = 5_000
const KEYS_REMEMBERED_MAX = 10_000
const remembered = new Map<string, { actor: Actor; untilMs: number }>()

export async function actorOfKey(env: Env, text: string): Promise<Actor | undefined> {
  const nowMs = Date.now()
  const known = remembered.get(text)
  if (known && known.untilMs > nowMs) return known.actor
  const parsed = parseApiKey(text)
  if (!parsed) return undefined
  const key = await verifyApiKey(identityDatabase(env, parsed.region), parsed.id, text, nowMs)
  if (!key) {
    remembered.delete(text)
    return undefined
  }
  const actor: Actor = { tenant: key.tenant, id: key.id, roles: ['integration'], grants: key.scopes }
  if (remembered.size >= KEYS_REMEMBERED_MAX) remembered.clear()
  remembered.set(text, { actor, untilMs: nowMs + KEY_TRUSTED_MS })
  return actor
}
