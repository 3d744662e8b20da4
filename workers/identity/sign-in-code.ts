import { type Context, Hono } from 'hono'
import { getSignedCookie } from 'hono/cookie'
import { z } from 'zod'
import { findUser, type User } from '../../d1/identity/people.ts'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { originOf } from '../http/origin.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { identityDatabase } from '../regions.ts'
import { authOf } from './auth.ts'
import { deviceOf, isSecure } from './device-cookie.ts'
import { emailHmac } from './directory.ts'
import { admitAttempt } from './gate.ts'
import { readBody } from './inputs.ts'
import { askLibrary, giveCookies } from './library.ts'
import { tooManyAttempts } from './refusals.ts'
import { record } from './security.ts'
import { signedIn } from './signed-in.ts'

/** The second step of signing in, for people who have a second factor. */
export const signInCodeRoutes = new Hono<Edge>()

/** A one-time code (RFC 6238) or a recovery code, with or without the spaces that people type. */
export const code = z
  .string()
  .max(40, 'At most 40 characters.')
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/, 'Is six digits, or a recovery code.'))

signInCodeRoutes.post('/v1/sign-in/code', async (c) => {
  const read = await readBody(c, z.strictObject({ code, trustDevice: z.boolean().optional() }))
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const challenge = await challengeOf(c)
  if (!challenge) return problem(c, challengeExpired())
  const { region, user } = challenge

  const account = await emailHmac(c.env, user.email)
  const device = await deviceOf(c, account)
  const admission = await admitAttempt(c, { way: 'code', region, account, device })
  if (!admission.isAllowed)
    return tooManyAttempts(c, admission.retryAfterMs, 'Meanwhile you can sign in with a passkey.')

  const isTotp = /^\d{6}$/.test(input.code)
  const body = { code: input.code, trustDevice: input.trustDevice ?? false }
  const answer = await askLibrary(c, region, 'without session', (api, headers) =>
    isTotp
      ? api.verifyTOTP({ body, headers, asResponse: true })
      : api.verifyBackupCode({ body, headers, asResponse: true }),
  )
  if (answer.status !== 200) {
    await record(c, region, {
      type: 'second-factor-failed',
      user: user.id,
      detail: { why: answer.code ?? '' },
    })
    const isOver = answer.code === 'INVALID_TWO_FACTOR_COOKIE' || answer.code?.startsWith('TOO_MANY') === true
    if (isOver) giveCookies(c, answer)
    return problem(c, isOver ? challengeExpired() : invalidCode())
  }
  if (!isTotp) await record(c, region, { type: 'recovery-code-used', user: user.id })
  giveCookies(c, answer)
  return signedIn(c, region, String(answer.body.token), isTotp ? 'code' : 'recovery code')
})

/** Whose first step this browser has taken, and where. */
async function challengeOf(c: Context<Edge>): Promise<{ region: Region; user: User } | undefined> {
  for (const region of REGIONS) {
    const name = `${isSecure(c) ? '__Secure-' : ''}meridian-${region}.two_factor`
    const identifier = await getSignedCookie(c, c.env.AUTH_SECRET, name)
    if (!identifier) continue
    const { internalAdapter } = await authOf(c.env, region, originOf(c)).$context
    const challenge = await internalAdapter.findVerificationValue(identifier)
    if (!challenge || challenge.expiresAt.getTime() < Date.now()) continue
    const user = await findUser(identityDatabase(c.env, region), challenge.value)
    if (user) return { region, user }
  }
  return undefined
}

const challengeExpired = () =>
  edgeRefusal('challenge_expired', 'Sign in again: the first step is too long ago or was tried too often.')

export const invalidCode = () =>
  edgeRefusal('invalid_code', 'The code is not right, or it was used. Take the one that the app shows now.', [
    { pointer: '/code', code: 'invalid_code', detail: 'Is not the current code.' },
  ])
