import type { Context } from 'hono'
import { findApp } from '../../../d1/identity/oauth-apps.ts'
import {
  findGrant,
  findRefreshToken,
  leaveSession,
  type RefreshToken,
  revokeGrant,
  revokeGrants,
} from '../../../d1/identity/oauth-grants.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import type { Edge } from '../../edge.ts'
import { originOf } from '../../http/origin.ts'
import { identityDatabase } from '../../regions.ts'
import { authOf } from '../auth.ts'
import { sha256 } from '../keys.ts'
import { record } from '../security.ts'
import { NOT_STORED, type OAuthForm, oauthError, passOn, readForm, withForm } from './form.ts'
import { resourceOf } from './identifiers.ts'
import { refreshTokenHash } from './options.ts'
import { forgetTokens } from './verify.ts'

interface OAuthError {
  error?: string
  error_description?: string
}

/**
 * The token endpoint: the library decides, and here is what it leaves open. Every token is made out to the API; a code or
 * a refresh token that is used again ends the whole family, access tokens included; refusals are answered with the codes
 * of RFC 6749 and are in the security log.
 */
export async function tokenEndpoint(c: Context<Edge>, region: Region): Promise<Response> {
  const form = await readForm(c)
  if (typeof form === 'string') return oauthError(c, 400, 'invalid_request', form)
  const database = identityDatabase(c.env, region)
  const { fields, clientId } = form
  const app = clientId === undefined ? undefined : await findApp(database, clientId)
  const presented = fields.get('grant_type') === 'refresh_token' ? fields.get('refresh_token') : null
  const before =
    presented === null ? undefined : await findRefreshToken(database, await refreshTokenHash(presented))
  if (before) await leaveSession(database, before)

  const response = clientId === undefined || app ? await askLibrary(c, region, fields) : unknownClient()
  for (const [name, value] of Object.entries(NOT_STORED)) c.header(name, value)
  if (response.ok || response.status >= 500) return passOn(c, response)
  const refused = await standardError(response)
  await afterRefusal(c, region, { form, refused, before, tenant: app?.tenant })
  const isClient = refused.error === 'invalid_client'
  if (isClient && c.req.header('authorization') !== undefined) c.header('www-authenticate', 'Basic')
  return c.json(refused, isClient ? 401 : 400)
}

function askLibrary(c: Context<Edge>, region: Region, fields: URLSearchParams): Promise<Response> {
  const origin = originOf(c)
  if (fields.get('grant_type') === 'client_credentials' && !fields.has('resource'))
    fields.set('resource', resourceOf(origin))
  return authOf(c.env, region, origin).handler(withForm(c.req.raw, fields))
}

const unknownClient = () =>
  Response.json({ error: 'invalid_client', error_description: 'There is no such client.' }, { status: 401 })

/**
 * The library answers a wrong PKCE verifier with 401 and invalid_request, and a code whose person or session is gone with
 * names of its own. RFC 6749, 5.2 and RFC 7636, 4.6 call all of this invalid_grant.
 */
async function standardError(response: Response): Promise<Required<OAuthError>> {
  const { error, error_description: description = '' } = (await response
    .json()
    .catch(() => ({}))) as OAuthError
  const isGrant =
    error === 'invalid_token' ||
    error === 'invalid_user' ||
    (error === 'invalid_request' && (response.status === 401 || /session|user/.test(description)))
  return {
    error: isGrant ? 'invalid_grant' : (error ?? 'invalid_request'),
    error_description: description || 'The request cannot be read.',
  }
}

interface Refused {
  form: OAuthForm
  refused: Required<OAuthError>
  before: RefreshToken | undefined
  tenant: string | undefined
}

/** What was refused is logged; what was used before ends its family. */
async function afterRefusal(c: Context<Edge>, region: Region, what: Refused): Promise<void> {
  const { form, refused, before, tenant } = what
  const { error, error_description: description } = refused
  const client = form.clientId?.slice(0, 100) ?? null
  const detail = { at: 'token endpoint', error, description: description.slice(0, 200), client }
  const isReused = error === 'invalid_grant' && (await endReused(c, region, what))
  if (isReused)
    return record(c, region, { type: 'refresh-token-reused', tenant, user: before?.userId, detail })
  const grant = error === 'invalid_grant' ? await endReplayed(c, region, form) : undefined
  const more = grant ? { ...detail, replayed: 'authorization code' } : detail
  await record(c, region, {
    type: 'token-refused',
    tenant,
    user: grant?.user ?? before?.userId,
    detail: more,
  })
}

/** Ends everything between this person and this client, as the library does with its refresh tokens (RFC 9700, 4.14). */
async function endReused(c: Context<Edge>, region: Region, { form, before }: Refused): Promise<boolean> {
  const database = identityDatabase(c.env, region)
  if (!before || before.clientId !== form.clientId || !(await isUsed(database, before))) return false
  await revokeGrants(database, { client: before.clientId, user: before.userId }, { forget: false })
  forgetTokens()
  return true
}

/** Ends what an authorization code had been good for before (RFC 6749, 4.1.2). */
async function endReplayed(c: Context<Edge>, region: Region, { fields }: OAuthForm) {
  const code = fields.get('grant_type') === 'authorization_code' ? fields.get('code') : null
  const database = identityDatabase(c.env, region)
  const grant = code === null ? undefined : await findGrant(database, await sha256(code))
  if (!grant) return undefined
  await revokeGrant(database, grant.id)
  forgetTokens()
  return grant
}

/**
 * Whether a refresh token that was refused had been used before: by what was known when it came, or because another
 * request with the same token was faster.
 */
async function isUsed(database: D1Database, before: RefreshToken): Promise<boolean> {
  if (before.revoked !== null) return true
  const after = await findRefreshToken(database, before.token)
  return after !== undefined && after.revoked !== null
}
