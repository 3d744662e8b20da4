import { type Context, Hono } from 'hono'
import { findRefreshToken, revokeGrant } from '../../../d1/identity/oauth-grants.ts'
import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'
import type { Edge } from '../../edge.ts'
import { originOf } from '../../http/origin.ts'
import { identityDatabase } from '../../regions.ts'
import { authOf } from '../auth.ts'
import { bearerRefusal, logRefusedToken } from './challenge.ts'
import { NOT_STORED, oauthError, passOn, readForm, withForm } from './form.ts'
import { refreshTokenHash } from './options.ts'
import { readAccessToken } from './signature.ts'
import { tokenEndpoint } from './token-endpoint.ts'
import { actorOfAccessToken, forgetTokens } from './verify.ts'

/** What clients call: tokens, and what becomes of them. */
export const tokenRoutes = new Hono<Edge>()

const REGION = `:region{${REGIONS.join('|')}}`
const regionOf = (c: Context<Edge>) => c.req.param('region') as Region
const library = (c: Context<Edge>, request: Request) =>
  authOf(c.env, regionOf(c), originOf(c)).handler(request)

tokenRoutes.post(`/v1/auth/${REGION}/oauth2/token`, (c) => tokenEndpoint(c, regionOf(c)))

/**
 * Revocation (RFC 7009). The library revokes refresh tokens only; here either token of a family ends the family, and a
 * token that nobody knows is as good as revoked.
 */
tokenRoutes.post(`/v1/auth/${REGION}/oauth2/revoke`, async (c) => {
  const form = await readForm(c)
  if (typeof form === 'string') return oauthError(c, 400, 'invalid_request', form)
  const text = form.fields.get('token')
  if (text === null) return oauthError(c, 400, 'invalid_request', 'Send the token to revoke.')
  const database = identityDatabase(c.env, regionOf(c))
  const refresh = await findRefreshToken(database, await refreshTokenHash(text))
  const access = await readAccessToken(c.env, text, originOf(c))

  const response = await library(c, withForm(c.req.raw, form.fields))
  if (response.status >= 500) return passOn(c, response)
  // The library looks at the token only once the client is known; so whatever else it says, the client is.
  const { error } = response.ok ? {} : await response.clone().json<{ error?: string }>()
  if (error === 'invalid_client') return passOn(c, response)
  const ofClient = (client: string) => client === form.clientId
  if (refresh?.authorizationCodeId && ofClient(refresh.clientId))
    await revokeGrant(database, refresh.authorizationCodeId)
  if (typeof access !== 'string' && access.grant !== undefined && ofClient(access.client))
    await revokeGrant(database, access.grant)
  forgetTokens()
  return c.body(null, 200, NOT_STORED)
})

/** Introspection (RFC 7662): a token that the API would not take is not active. */
tokenRoutes.post(`/v1/auth/${REGION}/oauth2/introspect`, async (c) => {
  const form = await readForm(c)
  if (typeof form === 'string') return oauthError(c, 400, 'invalid_request', form)
  const response = await library(c, withForm(c.req.raw, form.fields))
  if (!response.ok) return passOn(c, response)
  const answer = await response.json<{ active?: boolean }>()
  const text = form.fields.get('token') ?? ''
  const isJwt = text.split('.').length === 3
  const isRefused = isJwt && 'refused' in (await actorOfAccessToken(c.env, text, originOf(c)))
  return c.json(answer.active === true && !isRefused ? answer : { active: false }, 200, NOT_STORED)
})

/** Who the person is (OpenID Connect Core, 5.3), for tokens that are in force. */
tokenRoutes.on(['GET', 'POST'], `/v1/auth/${REGION}/oauth2/userinfo`, async (c) => {
  const text = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (text === undefined) return bearerRefusal(c, undefined)
  const bearer = await actorOfAccessToken(c.env, text, originOf(c))
  if ('refused' in bearer) {
    await logRefusedToken(c, text, bearer)
    return bearerRefusal(c, 'invalid_token')
  }
  return passOn(c, await library(c, c.req.raw))
})
