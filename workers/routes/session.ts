import type { Context } from 'hono'
import { Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { findTenant } from '../../d1/directory/queries.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import { actorOfKey, authenticate, isCrossSite } from '../access.ts'
import type { Edge } from '../edge.ts'
import { readInput } from '../http/body.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { unauthenticated } from '../mount.ts'
import { allScopes } from '../scopes.ts'
import { SESSION_COOKIE, SESSION_SECONDS, signSession } from '../session.ts'

/** Signing in and out of the web app. The session is an HttpOnly cookie: no script ever sees it. */
export const sessionRoutes = new Hono<Edge>()

sessionRoutes.get('/v1/session/methods', (c) => c.json({ apiKey: true, demo: c.env.DEMO_TENANT !== '' }))

sessionRoutes.get('/v1/session', async (c) => {
  const actor = await authenticate(c)
  return actor ? c.json(await sessionView(c, actor)) : problem(c, unauthenticated())
})

const signIn = { body: 'json', bodyBytesMax: 10_000, input: z.strictObject({ apiKey: z.string() }) } as const

sessionRoutes.post('/v1/session', async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const read = await readInput(c, signIn)
  if (isRefusal(read)) return problem(c, read)
  const actor = await actorOfKey(c.env, signIn.input.parse(read.input).apiKey)
  if (!actor)
    return problem(
      c,
      edgeRefusal('unauthenticated', 'This access key is not in force. Check that you copied all of it.', [
        { pointer: '/apiKey', code: 'unknown_key', detail: 'Is not an access key that is in force.' },
      ]),
    )
  return startSession(c, actor)
})

sessionRoutes.post('/v1/session/demo', async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  if (c.env.DEMO_TENANT === '')
    return problem(c, edgeRefusal('route_not_found', 'This deployment has no demo.'))
  return startSession(c, {
    tenant: c.env.DEMO_TENANT,
    id: 'user_demo',
    roles: ['owner'],
    grants: allScopes().join(' '),
  })
})

sessionRoutes.delete('/v1/session', (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  deleteCookie(c, SESSION_COOKIE, { path: '/' })
  return c.body(null, 204)
})

async function startSession(c: Context<Edge>, actor: Actor): Promise<Response> {
  setCookie(c, SESSION_COOKIE, await signSession(c.env, actor), {
    httpOnly: true,
    sameSite: 'Strict',
    secure: new URL(c.req.url).protocol === 'https:',
    path: '/',
    maxAge: SESSION_SECONDS,
  })
  return c.json(await sessionView(c, actor), 201)
}

async function sessionView(c: Context<Edge>, actor: Actor & { expiresAt?: number }) {
  const tenant = await findTenant(c.env.DIRECTORY, actor.tenant)
  const expiresAt = actor.expiresAt ?? Math.trunc(Date.now() / 1_000) + SESSION_SECONDS
  return {
    tenant: tenant && { id: tenant.id, slug: tenant.slug, region: tenant.region },
    actor: actor.id,
    scopes: actor.grants.split(' '),
    expiresAt: new Date(expiresAt * 1_000).toISOString(),
  }
}

const crossSite = () => edgeRefusal('cross_site_request', 'Sign in from the web app itself.')
