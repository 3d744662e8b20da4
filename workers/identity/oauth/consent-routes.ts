import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { findTenantProfile } from '../../../d1/identity/members.ts'
import { findApp, type OAuthApp } from '../../../d1/identity/oauth-apps.ts'
import { grantedApps, revokeGrants } from '../../../d1/identity/oauth-grants.ts'
import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'
import { isRefusal, type Refusal, refuse } from '../../../durable-objects/kernel/result.ts'
import { actorOfMember } from '../../access/members.ts'
import { isCrossSite } from '../../access.ts'
import type { Edge } from '../../edge.ts'
import { type Readable, readInput } from '../../http/body.ts'
import { originOf } from '../../http/origin.ts'
import { problem } from '../../http/problem.ts'
import { personOf } from '../../principal/session.ts'
import { identityDatabase } from '../../regions.ts'
import { authOf } from '../auth.ts'
import { crossSite, readBody } from '../inputs.ts'
import { signInFirst } from '../refusals.ts'
import { record } from '../security.ts'
import { nextOf } from './authorize-routes.ts'
import { issuerOf } from './identifiers.ts'
import { describeScopes } from './scope-words.ts'
import { openRequest } from './signed-request.ts'
import { forgetTokens } from './verify.ts'

/** What a person decides: which app may act for them, and which no longer. */
export const consentRoutes = new Hono<Edge>()

const region = z.enum(REGIONS)
const request = z.string().max(8_000)
const LOOK = { body: 'none', bodyBytesMax: 0, input: z.strictObject({ region, request }) } satisfies Readable
const DECISION = z.strictObject({
  region,
  request,
  accept: z.boolean(),
  scopes: z.array(z.string().max(100)).max(500).optional(),
})

interface Asked {
  region: Region
  query: URLSearchParams
  app: OAuthApp
  user: { id: string; name: string; email: string }
}

consentRoutes.get('/v1/oauth/consent', async (c) => {
  const read = await readInput(c, LOOK)
  if (isRefusal(read)) return problem(c, read)
  const asked = await whatIsAsked(c, read.input as z.output<typeof LOOK.input>)
  if (isRefusal(asked)) return problem(c, asked)
  const { app, user, query } = asked
  const tenant = await findTenantProfile(identityDatabase(c.env, asked.region), app.tenant)
  const actor = await actorOfMember(c.env, asked.region, app.tenant, user.id)
  return c.json({
    client: { id: app.id, name: app.name, uri: app.uri },
    tenant: { id: app.tenant, name: tenant?.name ?? app.tenant },
    user,
    member: actor !== undefined,
    redirectsTo: placeOf(query.get('redirect_uri') ?? ''),
    nextUrl: nextOf(asked.region, query),
    scopes: describeScopes(scopesIn(query, app), actor?.grants ?? ''),
  })
})

consentRoutes.post('/v1/oauth/consent', async (c) => {
  const read = await readBody(c, DECISION)
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const asked = await whatIsAsked(c, input)
  if (isRefusal(asked)) return problem(c, asked)
  const { app, user, query } = asked
  if (input.accept && !(await actorOfMember(c.env, asked.region, app.tenant, user.id)))
    return problem(c, notMember(app.name))
  const all = scopesIn(query, app)
  const kept = all.filter((scope) => input.scopes?.includes(scope) ?? true)
  if (input.accept && kept.length === 0) return problem(c, nothingLeft())
  const redirect = await decide(c, asked.region, input.request, input.accept, kept)
  if (redirect === undefined) return problem(c, expired())
  if (input.accept)
    await record(c, asked.region, {
      type: 'consent-given',
      tenant: app.tenant,
      user: user.id,
      detail: { client: app.id, name: app.name, scopes: kept },
    })
  return c.json({ redirect })
})

/** Asks the library, which keeps the consent and answers where the browser goes next. */
async function decide(
  c: Context<Edge>,
  region: Region,
  oauthQuery: string,
  accept: boolean,
  scopes: readonly string[],
): Promise<string | undefined> {
  const origin = originOf(c)
  const headers = { cookie: c.req.header('cookie') ?? '', origin, 'content-type': 'application/json' }
  const body = JSON.stringify({ accept, oauth_query: oauthQuery, ...(accept && { scope: scopes.join(' ') }) })
  const url = `${issuerOf(origin, region)}/oauth2/consent`
  const response = await authOf(c.env, region, origin).handler(
    new Request(url, { method: 'POST', headers, body }),
  )
  if (!response.ok) return undefined
  return (await response.json<{ url?: string }>()).url
}

/** The app, the person and the request that a page of ours speaks of, once all of it is proven. */
async function whatIsAsked(
  c: Context<Edge>,
  input: { region: Region; request: string },
): Promise<Asked | Refusal> {
  const query = await openRequest(c.env, input.request)
  const app = query && (await findApp(identityDatabase(c.env, input.region), query.get('client_id') ?? ''))
  if (!query || !app) return expired()
  const person = await personOf(c)
  if (person?.region !== input.region) return signInFirst()
  const { id, name, email } = person.user
  return { region: input.region, query, app, user: { id, name, email } }
}

const scopesIn = (query: URLSearchParams, app: OAuthApp): string[] =>
  (query.get('scope') ?? app.scopes.join(' ')).split(' ').filter((scope) => scope !== '')

/** What a person can recognise of an address: its host, or the scheme of a native app. */
function placeOf(uri: string): string {
  const url = URL.parse(uri)
  if (!url) return ''
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.host : url.protocol.slice(0, -1)
}

const expired = () =>
  refuse(
    'authorization_expired',
    'The request is older than it may be, or was altered. Start again in the app.',
  )

const notMember = (name: string) =>
  refuse(
    'not_a_member',
    `${name} works for members of its own tenant only. Sign in with an account that is one.`,
  )

const nothingLeft = () =>
  refuse('unknown_scope', 'Leave the app at least one permission, or deny it everything.', [
    { pointer: '/scopes', code: 'too_small', detail: 'None of these was asked for.' },
  ])

/** The apps that one has let in, in the region of one's session. */
consentRoutes.get('/v1/me/apps', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const database = identityDatabase(c.env, person.region)
  const apps = await grantedApps(database, person.user.id)
  const data = await Promise.all(
    apps.map(async ({ client, name, uri, tenant, scopes, grantedAt, lastUsedAt }) => ({
      client: { id: client, name: name ?? client, uri },
      tenant: { id: tenant, name: (await findTenantProfile(database, tenant))?.name ?? tenant },
      scopes,
      grantedAt: new Date(grantedAt).toISOString(),
      lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
      offline: scopes.includes('offline_access'),
    })),
  )
  return c.json({ data, nextCursor: null })
})

/** Takes back what one let an app do. Its tokens stop working within five seconds. */
consentRoutes.delete('/v1/me/apps/:client', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  if (isCrossSite(c)) return problem(c, crossSite())
  const client = c.req.param('client')
  const database = identityDatabase(c.env, person.region)
  const app = await findApp(database, client)
  const ended = await revokeGrants(database, { client, user: person.user.id }, { forget: true })
  forgetTokens()
  if (!app || ended === 0)
    return problem(
      c,
      refuse('app_not_authorised', 'You have not let this app in. Your apps are at /v1/me/apps.'),
    )
  await record(c, person.region, {
    type: 'consent-withdrawn',
    tenant: app.tenant,
    user: person.user.id,
    detail: { client, name: app.name, families: ended },
  })
  return c.body(null, 204)
})
