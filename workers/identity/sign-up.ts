import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { addPerson } from '../../d1/directory/people.ts'
import { findTenantBySlug } from '../../d1/directory/queries.ts'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { addUser, findUserByEmail } from '../../d1/identity/people.ts'
import { keepSignUp, takeSignUp } from '../../d1/identity/sign-ups.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { originOf } from '../http/origin.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { deviceOf } from './device-cookie.ts'
import { emailHmac, forgetRegions } from './directory.ts'
import { admitAttempt } from './gate.ts'
import { email, password, personName, readBody, region, token } from './inputs.ts'
import { newToken, sha256 } from './keys.ts'
import { askLibrary, giveCookies } from './library.ts'
import { factsHere } from './links.ts'
import { sendMail } from './mail.ts'
import { alreadySignedUpMail, signUpMail } from './mails.ts'
import { hashPassword, hashTurn } from './password.ts'
import { passwordFault } from './password-policy.ts'
import { busy, linkExpired, tooManyAttempts, weakPassword } from './refusals.ts'
import { record } from './security.ts'
import { signedIn } from './signed-in.ts'
import { openTenant, slugTaken, tenantInput } from './tenants.ts'

/**
 * Signing up. Nothing is made before the mail is answered, so the reply is the same for an address that has an account
 * (whose owner then gets another mail), and nobody can take an address that is not theirs.
 */
export const signUpRoutes = new Hono<Edge>()

const signUp = z.strictObject({
  name: personName,
  email,
  password,
  region,
  tenant: tenantInput,
})
type SignUp = z.output<typeof signUp>

signUpRoutes.post('/v1/sign-up', async (c) => {
  const read = await readBody(c, signUp)
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const about = [input.name, input.email, input.tenant.name, input.tenant.slug]
  const fault = passwordFault(input.password, about)
  if (fault) return problem(c, weakPassword('/password', fault))

  const account = await emailHmac(c.env, input.email)
  const device = await deviceOf(c, account)
  const admission = await admitAttempt(c, { way: 'signUp', region: input.region, account, device })
  if (!admission.isAllowed)
    return tooManyAttempts(
      c,
      admission.retryAfterMs,
      'A mail was sent to this address before: open its link.',
    )
  if (await findTenantBySlug(c.env.DIRECTORY, input.tenant.slug)) return problem(c, slugTaken('/tenant/slug'))
  const waitMs = await hashTurn(admission.isTrusted)
  if (waitMs !== undefined) return busy(c, waitMs)
  const passwordHash = await hashPassword(input.password)
  inBackground(c, answerByMail(c, input, passwordHash))
  return c.json({ sentTo: input.email }, 202)
})

async function answerByMail(c: Context<Edge>, input: SignUp, passwordHash: string): Promise<void> {
  const database = identityDatabase(c.env, input.region)
  const to = { origin: originOf(c), region: input.region, to: input.email, from: factsHere(c) }
  if (await findUserByEmail(database, input.email))
    return sendMail(c.env, input.region, alreadySignedUpMail(to))
  const signUpToken = newToken()
  await keepSignUp(database, {
    tokenHash: await sha256(signUpToken),
    email: input.email,
    name: input.name,
    passwordHash,
    tenantName: input.tenant.name,
    tenantSlug: input.tenant.slug,
    expiresAt: Date.now() + IDENTITY.signUpLinkMs,
  })
  await sendMail(c.env, input.region, signUpMail({ ...to, token: signUpToken, tenant: input.tenant.name }))
}

signUpRoutes.post('/v1/email/verify', async (c) => {
  const read = await readBody(c, z.strictObject({ token, region }))
  if (isRefusal(read)) return problem(c, read)
  const at = read.input.region
  const database = identityDatabase(c.env, at)
  const pending = await takeSignUp(database, await sha256(read.input.token), Date.now())
  if (!pending) return problem(c, linkExpired())

  const { id: userId, isNew } = await addUser(database, pending)
  if (!isNew)
    return problem(
      c,
      edgeRefusal(
        'already_registered',
        'This address has an account by now. Sign in, or ask for a link by mail.',
      ),
    )
  await addPerson(c.env.DIRECTORY, await emailHmac(c.env, pending.email), at)
  forgetRegions()
  const wanted = { name: pending.tenantName, slug: pending.tenantSlug }
  const tenant = await openTenantOrNext(c.env, at, wanted, userId)
  await record(c, at, { type: 'signed-up', user: userId, tenant })
  await record(c, at, { type: 'tenant-created', user: userId, tenant, detail: { slug: pending.tenantSlug } })
  const answer = await askLibrary(c, at, 'without session', (api, headers) =>
    api.startSession({ body: { userId, tenantId: tenant }, headers, asResponse: true }),
  )
  giveCookies(c, answer)
  return signedIn(c, at, String(answer.body.token), 'sign-up', 201)
})

/**
 * Whoever took the slug since the mail was sent was first: the tenant then gets the next free one, because its owner cannot
 * be asked any more.
 */
async function openTenantOrNext(
  env: Env,
  at: Region,
  { name, slug }: SignUp['tenant'],
  owner: string,
): Promise<string> {
  for (let number = 1; ; number++) {
    const free = number === 1 ? slug : `${slug.slice(0, 34)}-${number}`
    const id = await openTenant(env, at, { name, slug: free }, owner)
    if (id !== undefined) return id
  }
}
