import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { credentialsOf, removePasskey, renamePasskey, renameUser } from '../../d1/identity/people.ts'
import { securityEventsOfUser } from '../../d1/identity/security-log.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import { isCrossSite } from '../access.ts'
import type { Edge } from '../edge.ts'
import { inBackground } from '../http/background.ts'
import { originOf } from '../http/origin.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { forgetSessions, type Person, personOf } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'
import { deviceOf } from './device-cookie.ts'
import { deviceName } from './devices.ts'
import { emailHmac } from './directory.ts'
import { admitAttempt } from './gate.ts'
import { crossSite, passkeyName, password, personName, readBody } from './inputs.ts'
import { askLibrary, giveCookies } from './library.ts'
import { factsHere } from './links.ts'
import { sendMail } from './mail.ts'
import { passwordChangedMail } from './mails.ts'
import { hashTurn } from './password.ts'
import { passwordFault } from './password-policy.ts'
import { busy, signInFirst, tooManyAttempts, weakPassword, wrongPassword } from './refusals.ts'
import { record } from './security.ts'
import { sessionView } from './session-view.ts'

/** A person's own account: name, password, passkeys, and what happened to it. */
export const accountRoutes = new Hono<Edge>()

accountRoutes.patch('/v1/me', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const read = await readBody(c, z.strictObject({ name: personName }))
  if (isRefusal(read)) return problem(c, read)
  const { name } = read.input
  await renameUser(identityDatabase(c.env, person.region), person.user.id, name)
  forgetSessions()
  await record(c, person.region, { type: 'profile-changed', user: person.user.id })
  return c.json(await sessionView(c, { ...person, user: { ...person.user, name } }))
})

accountRoutes.post('/v1/me/password', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const read = await readBody(c, z.strictObject({ current: password, new: password }))
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const fault = passwordFault(input.new, [person.user.name, person.user.email])
  if (fault) return problem(c, weakPassword('/new', fault))
  const refusal = await admitPassword(c, person)
  if (refusal) return refusal
  const answer = await askLibrary(c, person.region, 'with session', (api, headers) =>
    api.changePassword({
      body: { currentPassword: input.current, newPassword: input.new, revokeOtherSessions: true },
      headers,
      asResponse: true,
    }),
  )
  if (answer.status !== 200) return problem(c, wrongPassword('/current'))
  giveCookies(c, answer)
  forgetSessions()
  const { region, user } = person
  await record(c, region, { type: 'password-changed', user: user.id })
  const mail = passwordChangedMail({ to: user.email, origin: originOf(c), from: factsHere(c) })
  inBackground(c, sendMail(c.env, region, mail))
  return c.body(null, 204)
})

/** Whoever has a session still has to know the password, and must not find it out by trying. */
export async function admitPassword(
  c: Context<Edge>,
  { region, user }: Person,
): Promise<Response | undefined> {
  const account = await emailHmac(c.env, user.email)
  const device = await deviceOf(c, account)
  const admission = await admitAttempt(c, { way: 'password', region, account, device })
  if (!admission.isAllowed) return tooManyAttempts(c, admission.retryAfterMs, '')
  const waitMs = await hashTurn(true)
  return waitMs === undefined ? undefined : busy(c, waitMs)
}

accountRoutes.get('/v1/me/passkeys', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const { passkeys } = await credentialsOf(identityDatabase(c.env, person.region), person.user.id)
  return c.json({
    data: passkeys.map(({ id, name, createdAt, backedUp }) => ({
      id,
      name: name ?? 'Passkey',
      createdAt: createdAt?.toISOString() ?? null,
      backedUp,
    })),
  })
})

accountRoutes.patch('/v1/me/passkeys/:id', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const read = await readBody(c, z.strictObject({ id: z.string(), name: passkeyName }))
  if (isRefusal(read)) return problem(c, read)
  const { region, user } = person
  const { id, name } = read.input
  if (!(await renamePasskey(identityDatabase(c.env, region), user.id, id, name)))
    return problem(c, noSuchPasskey())
  return c.json({ id, name })
})

accountRoutes.delete('/v1/me/passkeys/:id', async (c) => {
  if (isCrossSite(c)) return problem(c, crossSite())
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const { region, user } = person
  const id = c.req.param('id')
  if (!(await removePasskey(identityDatabase(c.env, region), user.id, id))) return problem(c, noSuchPasskey())
  await record(c, region, { type: 'passkey-removed', user: user.id, detail: { id } })
  return c.body(null, 204)
})

const noSuchPasskey = () => edgeRefusal('passkey_not_found', 'You have no passkey with this id.')

accountRoutes.get('/v1/me/security-events', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const database = identityDatabase(c.env, person.region)
  const events = await securityEventsOfUser(database, person.user.id, IDENTITY.securityEventsShownMax)
  return c.json({
    data: events.map((event) => ({
      id: event.id,
      type: event.type,
      at: new Date(event.at).toISOString(),
      device: deviceName(event.userAgent),
      address: event.ip,
      country: event.country,
      detail: JSON.parse(event.detail) as unknown,
    })),
  })
})
