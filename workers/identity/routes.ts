import { type Context, Hono } from 'hono'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { credentialsOf } from '../../d1/identity/people.ts'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import { isCrossSite } from '../access.ts'
import type { Edge } from '../edge.ts'
import { originOf } from '../http/origin.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { personOf } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'
import { accountRoutes } from './account.ts'
import { authOf } from './auth.ts'
import { libraryHeaders } from './facts.ts'
import { admitAddress } from './gate.ts'
import { crossSite } from './inputs.ts'
import { invitationRoutes } from './invitations.ts'
import { answerOf, giveCookies } from './library.ts'
import { linkRoutes } from './links.ts'
import { mailboxRoutes } from './mailbox.ts'
import { signInFirst, tooManyAttempts } from './refusals.ts'
import { record } from './security.ts'
import { sessionsRoutes } from './sessions.ts'
import { signInRoutes } from './sign-in.ts'
import { signInCodeRoutes } from './sign-in-code.ts'
import { signUpRoutes } from './sign-up.ts'
import { signedIn } from './signed-in.ts'
import { tenantRoutes } from './tenants.ts'
import { totpRoutes } from './totp.ts'

/** Everything about people and how they get in. */
export const identityRoutes = new Hono<Edge>()

for (const routes of [
  signUpRoutes,
  signInRoutes,
  signInCodeRoutes,
  linkRoutes,
  accountRoutes,
  totpRoutes,
  sessionsRoutes,
  tenantRoutes,
  invitationRoutes,
  mailboxRoutes,
])
  identityRoutes.route('/', routes)

/**
 * Of the library's own endpoints only the ceremony of passkeys is open here (and OAuth in `oauth/`): its ways to sign up,
 * to sign in and to change a user would go round the gate and the log.
 */
const PASSKEY = `/v1/auth/:region{${REGIONS.join('|')}}/passkey`
const BODY_BYTES_MAX = 65_536

identityRoutes.get(`${PASSKEY}/generate-register-options`, async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const { passkeys } = await credentialsOf(identityDatabase(c.env, person.region), person.user.id)
  if (passkeys.length < IDENTITY.passkeysMax) return ceremony(c)
  const detail = `You have ${IDENTITY.passkeysMax} passkeys, which is the most. Remove one first.`
  return problem(c, edgeRefusal('too_many_passkeys', detail))
})
identityRoutes.get(`${PASSKEY}/generate-authenticate-options`, async (c) => {
  const admission = await admitAddress(c, regionOf(c))
  return admission.isAllowed ? ceremony(c) : tooManyAttempts(c, admission.retryAfterMs, '')
})

identityRoutes.post(`${PASSKEY}/verify-registration`, async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const response = await ceremony(c)
  if (!response.ok) return response
  const { id, name, createdAt } = await response.json<{ id: string; name?: string; createdAt: string }>()
  await record(c, person.region, { type: 'passkey-added', user: person.user.id, detail: { id } })
  return c.json({ id, name: name ?? 'Passkey', createdAt })
})

identityRoutes.post(`${PASSKEY}/verify-authentication`, async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const region = regionOf(c)
  const admission = await admitAddress(c, region)
  if (!admission.isAllowed) return tooManyAttempts(c, admission.retryAfterMs, '')
  const response = await ceremony(c)
  if (!response.ok) {
    await record(c, region, { type: 'passkey-refused' })
    return response
  }
  const { session } = await response.json<{ session: { token: string } }>()
  return signedIn(c, region, session.token, 'passkey')
})

const regionOf = (c: Context<Edge>): Region => c.req.param('region') as Region

/** One step of a passkey's ceremony, answered by the library; its refusals become ours. */
async function ceremony(c: Context<Edge>): Promise<Response> {
  const isSigningIn = c.req.path.endsWith('-authentication') || c.req.path.includes('authenticate')
  const headers = libraryHeaders(c, isSigningIn ? 'without session' : 'with session')
  // The library insists on an Origin; a browser that was told to send no referrer may leave it out of its own site's requests.
  if (c.req.header('sec-fetch-site') === 'same-origin' && !headers.has('origin'))
    headers.set('origin', originOf(c))
  const { method } = c.req
  const announced = Number(c.req.header('content-length') ?? 0)
  if (announced > BODY_BYTES_MAX)
    return problem(c, edgeRefusal('body_too_large', `The body may have ${BODY_BYTES_MAX} bytes.`))
  const body = method === 'GET' ? null : await c.req.text()
  const url = new URL(c.req.path + new URL(c.req.url).search, originOf(c))
  const answer = await authOf(c.env, regionOf(c), originOf(c)).handler(
    new Request(url, { method, headers, body }),
  )
  const { status, code, body: said, cookies } = await answerOf(answer)
  giveCookies(c, { cookies })
  if (status === 200) return c.json(said)
  if (code === 'SESSION_NOT_FRESH')
    return problem(
      c,
      edgeRefusal('session_not_fresh', 'Sign in again to add a passkey: the last time is too long ago.'),
    )
  return problem(
    c,
    edgeRefusal(
      'passkey_refused',
      'The passkey was not accepted. Begin again, and unlock it with its PIN or biometrics.',
    ),
  )
}
