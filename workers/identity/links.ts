import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { findUser, findUserByEmail, type User } from '../../d1/identity/people.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { originOf } from '../http/origin.ts'
import { problem } from '../http/problem.ts'
import { forgetSessions } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'
import { authOf } from './auth.ts'
import { deviceOf } from './device-cookie.ts'
import { emailHmac, regionsOfEmail } from './directory.ts'
import { type Facts, factsOf, libraryHeaders } from './facts.ts'
import { admitAttempt } from './gate.ts'
import { email, password, readBody, region, token } from './inputs.ts'
import { askLibrary } from './library.ts'
import { sendMail } from './mail.ts'
import { passwordChangedMail } from './mails.ts'
import { hashTurn } from './password.ts'
import { passwordFault } from './password-policy.ts'
import { busy, linkExpired, tooManyAttempts, weakPassword } from './refusals.ts'
import { record } from './security.ts'
import { afterFirstFactor } from './sign-in.ts'

/** Ways in that go over the mailbox: a link to sign in, and a new password. */
export const linkRoutes = new Hono<Edge>()

linkRoutes.post('/v1/sign-in/link', (c) =>
  mailToKnown(c, 'link', async (at, user) => {
    const answer = await askLibrary(c, at, 'without session', (api, headers) =>
      api.signInMagicLink({ body: { email: user.email }, headers, asResponse: true }),
    )
    if (answer.status !== 200) throw new Error(`no link was made: ${answer.code}`)
    await record(c, at, { type: 'sign-in-link-sent', user: user.id })
  }),
)

linkRoutes.post('/v1/sign-in/link/verify', async (c) => {
  const read = await readBody(c, z.strictObject({ token, region }))
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const answer = await askLibrary(c, input.region, 'without session', (api, headers) =>
    api.magicLinkVerify({ query: { token: input.token }, headers, asResponse: true }),
  )
  return answer.status === 200 ? afterFirstFactor(c, input.region, answer, 'link') : problem(c, linkExpired())
})

linkRoutes.post('/v1/password/forgot', (c) =>
  mailToKnown(c, 'reset', async (at, user) => {
    const answer = await askLibrary(c, at, 'without session', (api, headers) =>
      api.requestPasswordReset({
        body: { email: user.email },
        headers,
        // The library's callback gets the request only, and says in the mail where it came from.
        request: new Request(`${originOf(c)}/v1/password/forgot`, { headers }),
        asResponse: true,
      }),
    )
    if (answer.status !== 200) throw new Error(`no link was made: ${answer.code}`)
    await record(c, at, { type: 'password-reset-requested', user: user.id })
  }),
)

linkRoutes.post('/v1/password/reset', async (c) => {
  const read = await readBody(c, z.strictObject({ token, region, password }))
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const user = await userOfReset(c, input.region, input.token)
  if (!user) return problem(c, linkExpired())
  const fault = passwordFault(input.password, [user.name, user.email])
  if (fault) return problem(c, weakPassword('/password', fault))
  const waitMs = await hashTurn(true)
  if (waitMs !== undefined) return busy(c, waitMs)
  const answer = await askLibrary(c, input.region, 'without session', (api, headers) =>
    api.resetPassword({
      body: { token: input.token, newPassword: input.password },
      headers,
      asResponse: true,
    }),
  )
  if (answer.status !== 200) return problem(c, linkExpired())
  forgetSessions()
  await record(c, input.region, { type: 'password-reset', user: user.id })
  const from = factsHere(c)
  inBackground(
    c,
    sendMail(c.env, input.region, passwordChangedMail({ to: user.email, origin: originOf(c), from })),
  )
  return c.body(null, 204)
})

export const factsHere = (c: Context<Edge>): Facts => factsOf(libraryHeaders(c, 'without session'))

/** Whose password the token changes; the token stays what it is. */
async function userOfReset(c: Context<Edge>, at: Region, resetToken: string): Promise<User | undefined> {
  const { internalAdapter } = await authOf(c.env, at, originOf(c)).$context
  const found = await internalAdapter.findVerificationValue(`reset-password:${resetToken}`)
  if (!found || found.expiresAt.getTime() < Date.now()) return undefined
  return findUser(identityDatabase(c.env, at), found.value)
}

/**
 * Sends a mail to an address that has an account, after the reply: the same reply in the same time, whether there is one
 * or not.
 */
async function mailToKnown(
  c: Context<Edge>,
  way: 'link' | 'reset',
  send: (at: Region, user: User) => Promise<void>,
): Promise<Response> {
  const read = await readBody(c, z.strictObject({ email }))
  if (isRefusal(read)) return problem(c, read)
  const address = read.input.email
  const account = await emailHmac(c.env, address)
  const regions = await regionsOfEmail(c.env, address)
  const device = await deviceOf(c, account)
  const admission = await admitAttempt(c, { way, region: regions[0], account, device })
  if (!admission.isAllowed)
    return tooManyAttempts(
      c,
      admission.retryAfterMs,
      'A link that was sent to your mailbox before still works.',
    )
  inBackground(
    c,
    Promise.all(
      regions.map(async (at) => {
        const user = await findUserByEmail(identityDatabase(c.env, at), address)
        if (user) await send(at, user)
      }),
    ),
  )
  return c.json({ sentTo: address }, 202)
}
