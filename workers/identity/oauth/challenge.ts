import type { Context, MiddlewareHandler } from 'hono'
import { logSecurity } from '../../../d1/identity/security-log.ts'
import { REGIONS } from '../../../durable-objects/kernel/regions.ts'
import type { Edge } from '../../edge.ts'
import { originOf } from '../../http/origin.ts'
import { identityDatabase } from '../../regions.ts'
import { sha256 } from '../keys.ts'
import { record } from '../security.ts'
import { regionOfIssuer } from './identifiers.ts'
import { unverifiedIssuer } from './signature.ts'
import type { RefusedToken } from './verify.ts'

/** What a client is told that came with no token, or with one that is not in force (RFC 6750, 3; RFC 9728, 5.1). */
export function challenge(origin: string, error: 'invalid_token' | 'insufficient_scope' | undefined): string {
  const metadata = `resource_metadata="${origin}/.well-known/oauth-protected-resource/v1"`
  return error === undefined ? `Bearer ${metadata}` : `Bearer error="${error}", ${metadata}`
}

export const bearerRefusal = (c: Context<Edge>, error: 'invalid_token' | undefined): Response =>
  c.json(
    { error: error ?? 'invalid_request', error_description: 'Send an access token that is in force.' },
    401,
    { 'www-authenticate': challenge(originOf(c), error), 'cache-control': 'no-store' },
  )

/** Puts the challenge on the refusals of the API. The web app's own requests carry a cookie and need none. */
export const withChallenge: MiddlewareHandler<Edge> = async (c, next) => {
  await next()
  // Nearly every reply ends here: what follows reads headers and parses an address, which costs more than routing does.
  if ((c.res.status !== 401 && c.res.status !== 403) || c.res.headers.has('www-authenticate')) return
  const hasCredential = c.req.header('authorization') !== undefined
  const origin = originOf(c)
  if (c.res.status === 401)
    c.header('www-authenticate', challenge(origin, hasCredential ? 'invalid_token' : undefined))
  if (c.res.status === 403 && c.get('principal')?.via === 'oauth')
    c.header('www-authenticate', challenge(origin, 'insufficient_scope'))
}

/** One token is logged once a minute: a client that knocks again and again says nothing new. */
const LOGGED_EVERY_MS = 60_000
const LOGGED_MAX = 5_000
const logged = new Map<string, number>()

/**
 * Writes a refused bearer token into the security log of the region that it names. What names none is still an attack, but
 * nobody can say where its sender's address may be kept; so it is logged without one. Of the token only the beginning of
 * its hash is kept, to recognise it by.
 */
export async function logRefusedToken(
  c: Context<Edge>,
  text: string,
  { refused, token }: RefusedToken,
): Promise<void> {
  const hash = (await sha256(text)).slice(0, 16)
  const nowMs = Date.now()
  if (nowMs - (logged.get(hash) ?? 0) < LOGGED_EVERY_MS) return
  if (logged.size >= LOGGED_MAX) logged.clear()
  logged.set(hash, nowMs)
  const region = token?.region ?? regionOfIssuer(originOf(c), unverifiedIssuer(text))
  const event = {
    type: 'token-refused',
    tenant: token?.tenant,
    user: token?.grant === undefined ? undefined : token.subject,
    detail: { at: 'API', fault: refused, client: token?.client ?? null, token: hash },
  } as const
  if (region) return record(c, region, event)
  const database = identityDatabase(c.env, REGIONS[0])
  await logSecurity(database, { ...event, at: nowMs, requestId: c.get('requestId') })
}
