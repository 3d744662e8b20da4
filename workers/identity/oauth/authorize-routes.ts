import { type Context, Hono } from 'hono'
import { OPENID_SCOPES } from '../../../d1/identity/oauth-apps.ts'
import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'
import type { Edge } from '../../edge.ts'
import { originOf } from '../../http/origin.ts'
import { edgeRefusal, problem } from '../../http/problem.ts'
import { allScopes } from '../../scopes.ts'
import { authOf } from '../auth.ts'
import { oauthError, passOn, readForm } from './form.ts'
import { issuerOf, resourceOf } from './identifiers.ts'
import { openRequest } from './signed-request.ts'

/** Where an app sends a person's browser, and what it finds out before. */
export const authorizeRoutes = new Hono<Edge>()

const REGION = `:region{${REGIONS.join('|')}}`
const regionOf = (c: Context<Edge>) => c.req.param('region') as Region
const ask = (c: Context<Edge>, request: Request) => authOf(c.env, regionOf(c), originOf(c)).handler(request)
const library = async (c: Context<Edge>) => passOn(c, await ask(c, c.req.raw))

/** RFC 8414; the path of the issuer comes after the well-known one. OpenID Connect's order works too. */
authorizeRoutes.get(`/.well-known/oauth-authorization-server/v1/auth/${REGION}`, (c) => library(c))
authorizeRoutes.get(`/v1/auth/${REGION}/.well-known/openid-configuration`, (c) => library(c))

/** The public halves of the region's keys (RFC 7517). */
authorizeRoutes.get(`/v1/auth/${REGION}/jwks`, (c) => library(c))

/** What cannot be sent to the app, because nobody knows whether it is its address: the person is told. */
authorizeRoutes.get(`/v1/auth/${REGION}/error`, (c) =>
  c.redirect(`/consent?${new URLSearchParams({ error: c.req.query('error') ?? 'invalid_request' })}`),
)

/** RFC 9728: which authorization servers give tokens for the API, and for what. */
authorizeRoutes.get('/.well-known/oauth-protected-resource/v1', (c) => {
  const origin = originOf(c)
  return c.json({
    resource: resourceOf(origin),
    authorization_servers: REGIONS.map((region) => issuerOf(origin, region)),
    scopes_supported: [...OPENID_SCOPES, ...allScopes()],
    bearer_methods_supported: ['header'],
    resource_name: 'Meridian API',
    resource_documentation: `${origin}/docs/`,
  })
})

/** The authorization endpoint. What names no resource is meant for the API, so that every access token has one. */
authorizeRoutes.get(`/v1/auth/${REGION}/oauth2/authorize`, async (c) => {
  const url = new URL(c.req.url)
  if (!url.searchParams.has('resource')) url.searchParams.set('resource', resourceOf(originOf(c)))
  // The library answers scripts in JSON; this endpoint is for browsers on their way, and always sends them on.
  const headers = new Headers(c.req.raw.headers)
  headers.set('accept', 'text/html')
  headers.set('sec-fetch-mode', 'navigate')
  const response = await ask(c, new Request(url, { headers }))
  const location = response.headers.get('location')
  return location === null ? passOn(c, response) : c.redirect(location, 302)
})

/** OpenID Connect Core, 3.1.2.1 allows a form as well; it is answered where the session's cookie comes along. */
authorizeRoutes.post(`/v1/auth/${REGION}/oauth2/authorize`, async (c) => {
  const form = await readForm(c)
  if (typeof form === 'string') return oauthError(c, 400, 'invalid_request', form)
  return c.redirect(`${c.req.path}?${form.fields}`, 303)
})

authorizeRoutes.on(['GET', 'POST'], `/v1/auth/${REGION}/oauth2/end-session`, (c) => library(c))

/** To the sign-in page, with the way back here. */
authorizeRoutes.get(`/v1/auth/${REGION}/oauth2/sign-in`, async (c) => {
  const request = await openRequest(c.env, new URL(c.req.url).search)
  if (!request) return c.redirect('/sign-in')
  const page = new URLSearchParams({ region: regionOf(c), next: nextOf(regionOf(c), request) })
  return c.redirect(`/sign-in?${page}`)
})

/** To the consent page, with the request as one parameter. */
authorizeRoutes.get(`/v1/auth/${REGION}/oauth2/ask`, (c) => {
  const request = new URL(c.req.url).search.slice(1)
  return c.redirect(`/consent?${new URLSearchParams({ region: regionOf(c), request })}`)
})

/** Everything else that the library has below these paths is not offered here: clients are the tenant's to manage. */
authorizeRoutes.all(`/v1/auth/${REGION}/:part{oauth2|admin}/*`, (c) =>
  problem(
    c,
    edgeRefusal('route_not_found', `${c.req.method} ${c.req.path} is not part of the API. See /docs.`),
  ),
)

/** The authorization request anew. The person has just signed in, so a wish for that is granted. */
export function nextOf(region: Region, request: URLSearchParams): string {
  const next = new URLSearchParams(request)
  const prompts = (next.get('prompt') ?? '').split(' ').filter((each) => each !== 'login' && each !== '')
  next.delete('prompt')
  if (prompts.length > 0) next.set('prompt', prompts.join(' '))
  return `/v1/auth/${region}/oauth2/authorize?${next}`
}
