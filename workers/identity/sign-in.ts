import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { findUserByEmail } from '../../d1/identity/people.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { problem } from '../http/problem.ts'
import { identityDatabase } from '../regions.ts'
import { deviceOf } from './device-cookie.ts'
import { emailHmac, regionsOfEmail } from './directory.ts'
import { admitAddress, admitAttempt } from './gate.ts'
import { email, password, readBody, region } from './inputs.ts'
import { type Answer, askLibrary, giveCookies } from './library.ts'
import { hashTurn } from './password.ts'
import { busy, OTHER_THAN_PASSWORD, tooManyAttempts, wrongPassword } from './refusals.ts'
import { record } from './security.ts'
import { signedIn } from './signed-in.ts'

/** Signing in with a password. */
export const signInRoutes = new Hono<Edge>()

signInRoutes.post('/v1/sign-in/region', async (c) => {
  const read = await readBody(c, z.strictObject({ email }))
  if (isRefusal(read)) return problem(c, read)
  const [first] = await regionsOfEmail(c.env, read.input.email)
  const admission = await admitAddress(c, first)
  if (!admission.isAllowed) return tooManyAttempts(c, admission.retryAfterMs, '')
  return c.json({ region: first })
})

signInRoutes.post('/v1/sign-in', async (c) => {
  const read = await readBody(c, z.strictObject({ email, password, region: region.optional() }))
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const account = await emailHmac(c.env, input.email)
  const regions = input.region ? [input.region] : await regionsOfEmail(c.env, input.email)
  const first = regions[0] as Region

  const device = await deviceOf(c, account)
  const admission = await admitAttempt(c, { way: 'password', region: first, account, device })
  if (!admission.isAllowed) {
    noteThrottled(c, first, input.email)
    return tooManyAttempts(c, admission.retryAfterMs, OTHER_THAN_PASSWORD)
  }
  for (const each of regions) {
    const waitMs = await hashTurn(admission.isTrusted)
    if (waitMs !== undefined) return busy(c, waitMs)
    const answer = await askLibrary(c, each, 'without session', (api, headers) =>
      api.signInEmail({ body: { email: input.email, password: input.password }, headers, asResponse: true }),
    )
    if (answer.status === 200) return afterFirstFactor(c, each, answer, 'password')
  }
  await noteFailed(c, first, input.email)
  return problem(c, wrongPassword())
})

/** A person with a second factor is asked for it; anybody else is in. */
export function afterFirstFactor(
  c: Context<Edge>,
  at: Region,
  answer: Answer,
  way: string,
): Promise<Response> | Response {
  giveCookies(c, answer)
  if (answer.body.twoFactorRedirect === true) return c.json({ twoFactor: true, region: at })
  return signedIn(c, at, String(answer.body.token), way)
}

async function noteFailed(c: Context<Edge>, at: Region, address: string): Promise<void> {
  const user = await findUserByEmail(identityDatabase(c.env, at), address)
  const event = {
    type: 'sign-in-failed' as const,
    ...(user && { user: user.id }),
    detail: { way: 'password' },
  }
  await record(c, at, event)
}

/** Of a flood, one refusal a minute and account is written: the log must not be a way to fill a disk. */
function noteThrottled(c: Context<Edge>, at: Region, address: string): void {
  const nowMs = Date.now()
  if ((noted.get(address) ?? 0) > nowMs) return
  if (noted.size >= NOTED_MAX) noted.clear()
  noted.set(address, nowMs + 60_000)
  inBackground(
    c,
    findUserByEmail(identityDatabase(c.env, at), address).then((user) =>
      record(c, at, {
        type: 'sign-in-throttled',
        ...(user && { user: user.id }),
        detail: { way: 'password' },
      }),
    ),
  )
}

const noted = new Map<string, number>()
const NOTED_MAX = 10_000
