import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { originOf } from '../http/origin.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { forgetSessions, type Person, personOf } from '../principal/session.ts'
import { admitPassword } from './account.ts'
import { deviceOf } from './device-cookie.ts'
import { emailHmac } from './directory.ts'
import { admitAttempt } from './gate.ts'
import { password, readBody } from './inputs.ts'
import { type Answer, askLibrary, giveCookies } from './library.ts'
import { factsHere } from './links.ts'
import { sendMail } from './mail.ts'
import { secondFactorMail } from './mails.ts'
import { signInFirst, tooManyAttempts, wrongPassword } from './refusals.ts'
import { record } from './security.ts'
import { code, invalidCode } from './sign-in-code.ts'

/** The second factor: one-time codes of an app (RFC 6238), with recovery codes for the day the app is lost. */
export const totpRoutes = new Hono<Edge>()

/** People who never had a password (single sign-on, invitation) have none to give. */
const confirmation = z.strictObject({ password: password.optional() })
type Confirmation = z.output<typeof confirmation>
type Confirmed = (person: Person, answer: Answer) => Promise<Response>

/** What changes the second factor asks for the password again, because a session may be somebody else's by then. */
async function withPassword(
  c: Context<Edge>,
  call: (person: Person, body: Confirmation) => Promise<Answer>,
  confirmed: Confirmed,
): Promise<Response> {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const read = await readBody(c, confirmation)
  if (isRefusal(read)) return problem(c, read)
  const refusal = await admitPassword(c, person)
  if (refusal) return refusal
  const answer = await call(person, read.input)
  if (answer.status === 200) {
    giveCookies(c, answer)
    forgetSessions()
    return confirmed(person, answer)
  }
  return problem(
    c,
    answer.code === 'INVALID_PASSWORD' ? wrongPassword('/password') : notPossible(answer.code),
  )
}

totpRoutes.post('/v1/me/totp', (c) =>
  withPassword(
    c,
    ({ region }, body) =>
      askLibrary(c, region, 'with session', (api, headers) =>
        api.enableTwoFactor({ body: { ...body, method: 'totp' }, headers, asResponse: true }),
      ),
    async (_, { body }) => c.json({ uri: body.totpURI, recoveryCodes: body.backupCodes }, 201),
  ),
)

totpRoutes.delete('/v1/me/totp', (c) =>
  withPassword(
    c,
    ({ region }, body) =>
      askLibrary(c, region, 'with session', (api, headers) =>
        api.disableTwoFactor({ body, headers, asResponse: true }),
      ),
    async (person) => {
      await note(c, person, 'second-factor-disabled', 'switched off')
      return c.body(null, 204)
    },
  ),
)

totpRoutes.post('/v1/me/recovery-codes', (c) =>
  withPassword(
    c,
    ({ region }, body) =>
      askLibrary(c, region, 'with session', (api, headers) =>
        api.generateBackupCodes({ body, headers, asResponse: true }),
      ),
    async (person, { body }) => {
      await note(c, person, 'recovery-codes-renewed', 'given new recovery codes')
      return c.json({ recoveryCodes: body.backupCodes }, 201)
    },
  ),
)

totpRoutes.post('/v1/me/totp/confirm', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const read = await readBody(c, z.strictObject({ code }))
  if (isRefusal(read)) return problem(c, read)
  const { region, user } = person
  const account = await emailHmac(c.env, user.email)
  const device = await deviceOf(c, account)
  const admission = await admitAttempt(c, { way: 'code', region, account, device })
  if (!admission.isAllowed) return tooManyAttempts(c, admission.retryAfterMs, '')
  const answer = await askLibrary(c, region, 'with session', (api, headers) =>
    api.verifyTOTP({ body: { code: read.input.code }, headers, asResponse: true }),
  )
  if (answer.status !== 200)
    return problem(c, answer.code === 'INVALID_CODE' ? invalidCode() : notPossible(answer.code))
  giveCookies(c, answer)
  forgetSessions()
  await note(c, person, 'second-factor-enabled', 'switched on')
  return c.body(null, 204)
})

async function note(
  c: Context<Edge>,
  { region, user }: Person,
  type: 'second-factor-enabled' | 'second-factor-disabled' | 'recovery-codes-renewed',
  what: Parameters<typeof secondFactorMail>[1],
): Promise<void> {
  await record(c, region, { type, user: user.id })
  const mail = secondFactorMail({ to: user.email, origin: originOf(c), from: factsHere(c) }, what)
  inBackground(c, sendMail(c.env, region, mail))
}

const notPossible = (code: string | undefined) =>
  code === 'TOTP_ALREADY_ENABLED'
    ? edgeRefusal(
        'already_enabled',
        'The second factor is switched on. Switch it off first to set it up anew.',
      )
    : edgeRefusal('invalid_request', 'The second factor is not switched on. Switch it on first.')
