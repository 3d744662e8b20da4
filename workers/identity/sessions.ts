import { Hono } from 'hono'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { endSessions, sessionsOf } from '../../d1/identity/people.ts'
import { isCrossSite } from '../access.ts'
import type { Edge } from '../edge.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { forgetSessions, personOf } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'
import { deviceName } from './devices.ts'
import { crossSite } from './inputs.ts'
import { signInFirst } from './refusals.ts'
import { record } from './security.ts'

/** Where a person is signed in, and how to end it there. */
export const sessionsRoutes = new Hono<Edge>()

sessionsRoutes.get('/v1/sessions', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const database = identityDatabase(c.env, person.region)
  const sessions = await sessionsOf(database, person.user.id, IDENTITY.sessionsShownMax)
  return c.json({
    data: sessions.map((session) => ({
      id: session.id,
      current: session.id === person.session.id,
      device: deviceName(session.userAgent),
      address: session.ipAddress || null,
      country: session.country,
      createdAt: session.createdAt.toISOString(),
      lastSeenAt: session.updatedAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    })),
  })
})

sessionsRoutes.delete('/v1/sessions/:id', async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const id = c.req.param('id')
  const { region, user } = person
  const ended = await endSessions(identityDatabase(c.env, region), user.id, { id })
  if (ended.length === 0)
    return problem(
      c,
      edgeRefusal('session_not_found', 'You have no session with this id. It may have ended.'),
    )
  forgetSessions()
  await record(c, region, { type: 'session-revoked', user: user.id, detail: { sessions: 1 } })
  return c.body(null, 204)
})

sessionsRoutes.delete('/v1/sessions', async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const { region, user, session } = person
  const ended = await endSessions(identityDatabase(c.env, region), user.id, { allBut: session.id })
  forgetSessions()
  await record(c, region, { type: 'session-revoked', user: user.id, detail: { sessions: ended.length } })
  return c.json({ revoked: ended.length })
})
