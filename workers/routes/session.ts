import { Hono } from 'hono'
import { deleteCookie } from 'hono/cookie'
import { z } from 'zod'
import { tenantsOfUser } from '../../d1/identity/members.ts'
import { endSessions, findUserByEmail, setSessionTenant } from '../../d1/identity/people.ts'
import { REGIONS } from '../../durable-objects/kernel/regions.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import { authenticate, isCrossSite } from '../access.ts'
import { regionOfTenant } from '../directory.ts'
import type { Edge } from '../edge.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { isSecure } from '../identity/device-cookie.ts'
import { crossSite, readBody } from '../identity/inputs.ts'
import { askLibrary, giveCookies } from '../identity/library.ts'
import { signInFirst } from '../identity/refusals.ts'
import { record } from '../identity/security.ts'
import { sessionView } from '../identity/session-view.ts'
import { signedIn } from '../identity/signed-in.ts'
import { tenantSuspended, unauthenticated } from '../mount.ts'
import { forgetSessions, personOf, sessionCookieName } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'

/** The web app's session: whose it is, in which tenant, and its end. It is an HttpOnly cookie: no script ever sees it. */
export const sessionRoutes = new Hono<Edge>()

sessionRoutes.get('/v1/session/methods', (c) =>
  c.json({
    demo: c.env.DEMO_TENANT !== '',
    signUp: true,
    password: true,
    link: true,
    passkey: true,
    mailbox: c.env.MAILBOX === 'on',
  }),
)

sessionRoutes.get('/v1/session', async (c) => {
  c.header('cache-control', 'no-store')
  if (c.req.header('authorization') !== undefined) {
    const actor = await authenticate(c)
    if (!actor) return problem(c, c.get('isSuspended') ? tenantSuspended() : unauthenticated())
    const grants = actor.grants.split(' ').sort()
    return c.json({
      session: null,
      actor: { id: actor.id, roles: actor.roles, grants },
      tenant: actor.tenant,
    })
  }
  const person = await personOf(c)
  return c.json(person ? await sessionView(c, person) : { session: null })
})

sessionRoutes.delete('/v1/session', async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const person = await personOf(c)
  if (person) {
    const { region, user, session } = person
    await endSessions(identityDatabase(c.env, region), user.id, { id: session.id })
    forgetSessions()
    await record(c, region, { type: 'signed-out', user: user.id })
  }
  for (const region of REGIONS)
    deleteCookie(c, sessionCookieName(c, region), { path: '/', secure: isSecure(c) })
  return c.body(null, 204)
})

sessionRoutes.post('/v1/session/tenant', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const read = await readBody(c, z.strictObject({ tenant: z.string().max(100) }))
  if (isRefusal(read)) return problem(c, read)
  const { region, user, session } = person
  const database = identityDatabase(c.env, region)
  const wanted = read.input.tenant
  const tenant = (await tenantsOfUser(database, user.id)).find(
    ({ id, slug }) => id === wanted || slug === wanted,
  )
  if (!tenant)
    return problem(
      c,
      edgeRefusal('tenant_not_found', 'You are not a member of a tenant with this id or slug.', [
        { pointer: '/tenant', code: 'tenant_not_found', detail: 'You are not a member of it.' },
      ]),
    )
  if (tenant.status === 'suspended') return problem(c, tenantSuspended())
  await setSessionTenant(database, session.id, tenant.id)
  forgetSessions()
  await record(c, region, { type: 'tenant-switched', user: user.id, tenant: tenant.id })
  return c.json(await sessionView(c, { ...person, session: { ...session, tenantId: tenant.id } }))
})

/** Anyone may look around where there is a demo: as its owner, without a credential. */
sessionRoutes.post('/v1/session/demo', async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const tenantId = c.env.DEMO_TENANT
  if (tenantId === '') return problem(c, edgeRefusal('route_not_found', 'This deployment has no demo.'))
  const region = await regionOfTenant(c.env, tenantId)
  const owner = await findUserByEmail(identityDatabase(c.env, region), c.env.DEMO_USER)
  if (!owner)
    return problem(c, edgeRefusal('route_not_found', 'The demo of this deployment has nobody in it.'))
  const answer = await askLibrary(c, region, 'without session', (api, headers) =>
    api.startSession({ body: { userId: owner.id, tenantId }, headers, asResponse: true }),
  )
  giveCookies(c, answer)
  return signedIn(c, region, String(answer.body.token), 'demo', 201)
})
