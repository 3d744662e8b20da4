import type { Context } from 'hono'
import { deleteCookie } from 'hono/cookie'
import { endSessions, findSession } from '../../d1/identity/people.ts'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { problem } from '../http/problem.ts'
import { forgetSessions, personOf, sessionCookieName } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'
import { isSecure, trustDevice } from './device-cookie.ts'
import { emailHmac } from './directory.ts'
import { record } from './security.ts'
import { sessionView } from './session-view.ts'
import { SINGLE_SIGN_ON, ssoRequired } from './sso/required.ts'

/**
 * What follows every successful way in: the session that the browser had before ends, other regions' cookies go, the
 * browser is remembered as one that knows the account, and the log says so. The reply is the session's view.
 */
export async function signedIn(
  c: Context<Edge>,
  region: Region,
  sessionToken: string,
  way: string,
  status: 200 | 201 = 200,
): Promise<Response> {
  const database = identityDatabase(c.env, region)
  const found = await findSession(database, sessionToken)
  if (!found) throw new Error('the session that was just started is gone')
  const { user, session } = found
  const refusal = way === SINGLE_SIGN_ON ? undefined : await ssoRequired(c.env, region, user)
  if (refusal) {
    await endSessions(database, user.id, session)
    deleteCookie(c, sessionCookieName(c, region), { path: '/', secure: isSecure(c) })
    await record(c, region, { type: 'sign-in-failed', user: user.id, detail: { way, code: refusal.refused } })
    return problem(c, refusal)
  }
  const before = await personOf(c)
  if (before) await endSessions(identityDatabase(c.env, before.region), before.user.id, before.session)
  for (const other of REGIONS)
    if (other !== region) deleteCookie(c, sessionCookieName(c, other), { path: '/', secure: isSecure(c) })
  await trustDevice(c, await emailHmac(c.env, user.email))
  forgetSessions()
  inBackground(
    c,
    record(c, region, {
      type: 'sign-in-succeeded',
      user: user.id,
      ...(session.tenantId !== null && { tenant: session.tenantId }),
      detail: { way },
    }),
  )
  return c.json(await sessionView(c, { region, ...found }), status)
}
