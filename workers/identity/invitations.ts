import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { addPerson } from '../../d1/directory/people.ts'
import { addUser, findUserByEmail, setSessionTenant } from '../../d1/identity/people.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import { acceptInvitation, lookInvitation, type OpenInvitation } from '../access/joining.ts'
import type { Edge } from '../edge.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { forgetSessions, personOf } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'
import { emailHmac, forgetRegions } from './directory.ts'
import { admitAddress } from './gate.ts'
import { password, personName, readBody, region, token } from './inputs.ts'
import { askLibrary, giveCookies } from './library.ts'
import { hashPassword, hashTurn } from './password.ts'
import { passwordFault } from './password-policy.ts'
import { busy, fieldRefusal, linkExpired, tooManyAttempts, weakPassword } from './refusals.ts'
import { record } from './security.ts'
import { sessionView } from './session-view.ts'
import { signedIn } from './signed-in.ts'

/**
 * Joining a tenant by an invitation. Whoever holds the link has read the mail; who has an account with its address signs
 * in first, who has none makes one here.
 */
export const invitationRoutes = new Hono<Edge>()

const link = z.strictObject({ token, region })

invitationRoutes.get('/v1/invitations/look', async (c) => {
  const query = link.safeParse(c.req.query())
  if (!query.success) return problem(c, linkExpired())
  const { data } = query
  const admission = await admitAddress(c, data.region)
  if (!admission.isAllowed) return tooManyAttempts(c, admission.retryAfterMs, '')
  const invitation = await lookInvitation(c.env, data.region, data.token, Date.now())
  if (!invitation) return problem(c, linkExpired())
  const { email, tenant, roles, invitedBy, expiresAt } = invitation
  const user = await findUserByEmail(identityDatabase(c.env, data.region), email)
  return c.json({
    email,
    tenant: { slug: tenant.slug, name: tenant.name },
    roles,
    invitedBy,
    expiresAt: new Date(expiresAt).toISOString(),
    hasAccount: user !== undefined,
  })
})

const acceptance = link.extend({ name: personName.optional(), password: password.optional() })
type Acceptance = z.output<typeof acceptance>

invitationRoutes.post('/v1/invitations/accept', async (c) => {
  const read = await readBody(c, acceptance)
  if (isRefusal(read)) return problem(c, read)
  const { input } = read
  const invitation = await lookInvitation(c.env, input.region, input.token, Date.now())
  if (!invitation) return problem(c, linkExpired())
  const user = await findUserByEmail(identityDatabase(c.env, input.region), invitation.email)
  return user ? joinSignedIn(c, input, user.id, invitation) : joinAnew(c, input, invitation)
})

async function joinSignedIn(
  c: Context<Edge>,
  input: Acceptance,
  userId: string,
  { email }: OpenInvitation,
): Promise<Response> {
  const person = await personOf(c)
  if (person?.user.id !== userId)
    return problem(
      c,
      edgeRefusal(
        'unauthenticated',
        `The invitation is for ${email}. Sign in with this address, then open it again.`,
      ),
    )
  const joined = await acceptInvitation(c.env, input.region, input.token, userId, Date.now())
  if (!joined) return problem(c, linkExpired())
  await setSessionTenant(identityDatabase(c.env, input.region), person.session.id, joined.tenant)
  forgetSessions()
  await noteJoined(c, input.region, userId, joined)
  const session = { ...person.session, tenantId: joined.tenant }
  return c.json(await sessionView(c, { ...person, session }))
}

async function joinAnew(
  c: Context<Edge>,
  { region: at, token: text, name, password: chosen }: Acceptance,
  { email, tenant }: OpenInvitation,
): Promise<Response> {
  if (name === undefined) return problem(c, fieldRefusal(required('/name', 'Say your name.')))
  if (chosen === undefined) return problem(c, fieldRefusal(required('/password', 'Choose a password.')))
  const fault = passwordFault(chosen, [name, email, tenant.name, tenant.slug])
  if (fault) return problem(c, weakPassword('/password', fault))
  const waitMs = await hashTurn(true)
  if (waitMs !== undefined) return busy(c, waitMs)
  const passwordHash = await hashPassword(chosen)
  const { id: userId, isNew } = await addUser(identityDatabase(c.env, at), { name, email, passwordHash })
  if (!isNew)
    return problem(
      c,
      edgeRefusal(
        'already_registered',
        'This address has an account by now. Sign in with it, then open the invitation again.',
      ),
    )
  await addPerson(c.env.DIRECTORY, await emailHmac(c.env, email), at)
  forgetRegions()
  const joined = await acceptInvitation(c.env, at, text, userId, Date.now())
  if (!joined) return problem(c, linkExpired())
  await record(c, at, { type: 'signed-up', user: userId, tenant: joined.tenant })
  await noteJoined(c, at, userId, joined)
  const answer = await askLibrary(c, at, 'without session', (api, headers) =>
    api.startSession({ body: { userId, tenantId: joined.tenant }, headers, asResponse: true }),
  )
  giveCookies(c, answer)
  return signedIn(c, at, String(answer.body.token), 'invitation')
}

const noteJoined = (
  c: Context<Edge>,
  at: Region,
  user: string,
  { tenant, roles }: { tenant: string; roles: readonly string[] },
) => record(c, at, { type: 'member-joined', user, tenant, detail: { roles } })

const required = (pointer: string, detail: string) => ({ pointer, code: 'required', detail })
