import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { accepted, expectProblem, request, until, withinFiveSeconds } from '../../tests/support/api.ts'
import { OwnServer, type Tenant } from '../../tests/support/own-server.ts'
import { Visitor } from '../../tests/support/visitor.ts'
import type { sessionView } from './session-view.ts'

type View = Awaited<ReturnType<typeof sessionView>>
interface Listed {
  data: { id: string; current: boolean; device: string; lastSeenAt: string; expiresAt: string }[]
}

let server: OwnServer
let tenant: Tenant
beforeAll(async () => {
  server = await OwnServer.start()
  tenant = await server.newTenant()
})
afterAll(() => server?.stop())

async function identity(query: string, ...values: unknown[]): Promise<void> {
  const database = await server.database('IDENTITY_EU')
  await database
    .prepare(query)
    .bind(...values)
    .run()
}

const idOf = async (at: Visitor) => accepted(await at.get<View>('/v1/session')).session.id
const listed = async (at: Visitor) => accepted(await at.get<Listed>('/v1/sessions')).data

/** Other isolates learn of it from the database, at most five seconds later. */
const ended = (at: Visitor) =>
  withinFiveSeconds('the session ends', async () =>
    (await at.get('/v1/companies')).status === 401 ? true : undefined,
  )

describe('the cookie', () => {
  it('is for no script and goes with no request that another site makes, but for following a link', async () => {
    const person = await server.newPerson(tenant)
    const reply = await new Visitor(server.url).post('/v1/sign-in', {
      email: person.email,
      password: person.password,
    })
    const lines = reply.headers.getSetCookie()
    const session = lines.find((line) => line.startsWith('meridian-eu.session_token=')) as string
    expect(session.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Max-Age=604800',
      'Path=/',
      'SameSite=Lax',
    ])
    const device = lines.find((line) => line.startsWith('meridian-device-')) as string
    expect(device.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Max-Age=31536000',
      'Path=/v1/',
      'SameSite=Strict',
    ])
    expect(reply.text).not.toContain(decodeURIComponent(session.split('=')[1] ?? '').split('.')[0])
  })

  it('is worth nothing once a character of it is another, in another region, or without its signature', async () => {
    const at = await server.signedIn(await server.newPerson(tenant))
    const name = 'meridian-eu.session_token'
    const value = at.cookies.get(name) as string
    const [token] = decodeURIComponent(value).split('.')
    const tries: [string, string][] = [
      [name, value.replace(/^./, (char) => (char === 'a' ? 'b' : 'a'))],
      [name, value.replace(/\.(.)/, (_, char) => `.${char === 'A' ? 'B' : 'A'}`)],
      [name, token as string],
      [name, ''],
      ['meridian-us.session_token', value],
      ['meridian_session', value],
    ]
    for (const [as, changed] of tries) {
      const cookie = `${as}=${changed}`
      expectProblem(
        await request(`${server.url}/v1/companies`, { headers: { cookie } }),
        401,
        'unauthenticated',
      )
      expect(accepted(await request(`${server.url}/v1/session`, { headers: { cookie } }))).toEqual({
        session: null,
      })
    }
    const headers = { authorization: 'Basic dXNlcjpwYXNz', cookie: at.cookieHeader }
    expectProblem(await request(`${server.url}/v1/companies`, { headers }), 401, 'unauthenticated')
  })
})

describe('a person\u2019s sessions', () => {
  it('are listed with the device, and end one by one, or all but this one', async () => {
    const person = await server.newPerson(tenant)
    const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'
    const at = new Visitor(server.url, { 'user-agent': browser })
    accepted(await at.post('/v1/sign-in', { email: person.email, password: person.password }))
    const [second, third] = [await server.signedIn(person), await server.signedIn(person)]
    const sessions = await listed(at)
    expect(sessions).toHaveLength(3)
    expect(sessions.find(({ current }) => current)).toMatchObject({ device: 'Firefox on Linux' })

    const id = await idOf(second)
    expect((await at.send('DELETE', `/v1/sessions/${id}`)).status).toBe(204)
    expectProblem(await second.get('/v1/companies'), 401, 'unauthenticated')
    expectProblem(await second.get('/v1/sessions'), 401, 'unauthenticated')
    expectProblem(await at.send('DELETE', `/v1/sessions/${id}`), 404, 'session_not_found')
    expect(accepted(await at.send('DELETE', '/v1/sessions'))).toEqual({ revoked: 1 })
    expectProblem(await third.get('/v1/companies'), 401, 'unauthenticated')
    expect((await at.get('/v1/companies')).status).toBe(200)
  })

  it('are nobody else\u2019s to see or to end', async () => {
    const [mine, theirs] = [await server.newPerson(tenant), await server.newPerson(tenant)]
    const [at, other] = [await server.signedIn(mine), await server.signedIn(theirs)]
    const id = await idOf(other)
    expectProblem(await at.send('DELETE', `/v1/sessions/${id}`), 404, 'session_not_found')
    expect((await listed(at)).map((each) => each.id)).not.toContain(id)
    expect((await other.get('/v1/companies')).status).toBe(200)
  })

  it('end when they are signed out of, also for whoever copied the cookie', async () => {
    const at = await server.signedIn(await server.newPerson(tenant))
    const copy = at.copy()
    expect((await at.send('DELETE', '/v1/session')).status).toBe(204)
    expect(at.cookies.has('meridian-eu.session_token')).toBe(false)
    expectProblem(await copy.get('/v1/companies'), 401, 'unauthenticated')
    expect((await at.send('DELETE', '/v1/session')).status).toBe(204)
  })

  it('end when the same browser signs in again', async () => {
    const person = await server.newPerson(tenant)
    const at = await server.signedIn(person)
    const before = at.copy()
    accepted(await at.post('/v1/sign-in', { email: person.email, password: person.password }))
    expectProblem(await before.get('/v1/companies'), 401, 'unauthenticated')
    expect(await listed(at)).toHaveLength(1)
  })
})

describe('a session', () => {
  it('that was revoked elsewhere is refused within five seconds', async () => {
    const at = await server.signedIn(await server.newPerson(tenant))
    expect((await at.get('/v1/companies')).status).toBe(200)
    await identity('DELETE FROM session WHERE id = ?', await idOf(at))
    await ended(at)
  })

  it('ends when it is not used for long, and at the end of its life however much it is used', async () => {
    const idle = await server.signedIn(await server.newPerson(tenant))
    await identity('UPDATE session SET expires_at = ? WHERE id = ?', Date.now() - 1, await idOf(idle))
    await ended(idle)
    const old = await server.signedIn(await server.newPerson(tenant))
    await identity(
      'UPDATE session SET created_at = ? WHERE id = ?',
      Date.now() - 7 * 86_400_000,
      await idOf(old),
    )
    await ended(old)
  })

  it('is put off while it is used, and not beyond its life', async () => {
    const at = await server.signedIn(await server.newPerson(tenant))
    const id = await idOf(at)
    const almostOver = Date.now() + 60_000
    const bornMs = Date.now() - 7 * 86_400_000 + 3_600_000
    await identity(
      'UPDATE session SET updated_at = ?, expires_at = ?, created_at = ? WHERE id = ?',
      Date.now() - 600_000,
      almostOver,
      bornMs,
      id,
    )
    const found = await until('the session to be put off', async () => {
      const session = (await listed(at)).find((each) => each.id === id)
      return session && Date.parse(session.expiresAt) > almostOver ? session : undefined
    })
    expect(Date.parse(found.expiresAt)).toBe(bornMs + 7 * 86_400_000)
    expect(Date.now() - Date.parse(found.lastSeenAt)).toBeLessThan(30_000)
  })
})

describe('what a session may change', () => {
  const ROUTES: [method: string, path: string, body: object][] = [
    ['POST', '/v1/session/tenant', { tenant: 'x' }],
    ['POST', '/v1/session/demo', {}],
    ['DELETE', '/v1/session', {}],
    ['DELETE', '/v1/sessions', {}],
    ['DELETE', `/v1/sessions/${newId('session')}`, {}],
    ['PATCH', '/v1/me', { name: 'X' }],
    ['POST', '/v1/me/password', { current: 'x', new: 'y' }],
    ['POST', '/v1/me/totp', {}],
    ['DELETE', '/v1/me/totp', {}],
    ['POST', '/v1/me/totp/confirm', { code: '123456' }],
    ['POST', '/v1/me/recovery-codes', {}],
    ['PATCH', '/v1/me/passkeys/x', { name: 'X' }],
    ['DELETE', '/v1/me/passkeys/x', {}],
    ['POST', '/v1/tenants', { name: 'X', slug: 'xyz' }],
    ['POST', '/v1/invitations/accept', { token: 'x', region: 'eu' }],
    ['POST', '/v1/auth/eu/passkey/verify-registration', {}],
    ['POST', '/v1/auth/eu/passkey/verify-authentication', {}],
  ]

  let at: Visitor
  beforeAll(async () => {
    at = await server.signedIn(await server.newPerson(tenant))
  })

  it.each(ROUTES)('%s %s is for the web app only', async (method, path, body) => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '', 'sec-fetch-site': 'cross-site' },
    ])
      expectProblem(await at.send(method, path, body, headers), 403, 'cross_site_request')
    expect((await at.get('/v1/companies')).status).toBe(200)
  })

  it.each(ROUTES.filter(([, path]) => path.startsWith('/v1/me') || path.startsWith('/v1/sessions')))(
    '%s %s needs one',
    async (method, path, body) => {
      expectProblem(await new Visitor(server.url).send(method, path, body), 401, 'unauthenticated')
    },
  )

  it('includes the name, which is then shown', async () => {
    expect(accepted(await at.send<View>('PATCH', '/v1/me', { name: ' Mia Neu ' })).user.name).toBe('Mia Neu')
    expect(accepted(await at.get<View>('/v1/session')).user.name).toBe('Mia Neu')
  })
})

describe('the library behind', () => {
  let at: Visitor | undefined
  it.each([
    'sign-up/email',
    'sign-in/email',
    'sign-in/magic-link',
    'sign-in/social',
    'change-email',
    'change-password',
    'delete-user',
    'update-user',
    'update-session',
    'list-sessions',
    'revoke-session',
    'two-factor/disable',
    'two-factor/verify-totp',
    'magic-link/verify',
    'request-password-reset',
    'reset-password',
    'get-session',
    'passkey/list-user-passkeys',
    'passkey/delete-passkey',
    'token',
  ])('does not answer at %s', async (path) => {
    at ??= await server.signedIn(await server.newPerson(tenant))
    for (const method of ['GET', 'POST'])
      expectProblem(
        await at.send(method, `/v1/auth/eu/${path}`, method === 'POST' ? {} : undefined),
        404,
        'route_not_found',
      )
  })
})

describe('a suspended tenant', () => {
  it('lets nobody in, by session or key, within five seconds; its people can still go elsewhere', async () => {
    const [shut, open] = [await server.newTenant(), await server.newTenant()]
    const person = await server.newPerson(shut)
    await identity(
      "INSERT INTO members (tenant, user, roles, rules, disabled, joined_at) VALUES (?, ?, '[\"auditor\"]', '[]', 0, 0)",
      open.id,
      person.id,
    )
    const [at, api] = [await server.signedIn(person), await server.client(shut)]
    accepted(await at.post('/v1/session/tenant', { tenant: shut.id }))
    expect((await api.get('/v1/companies')).status).toBe(200)
    await identity("UPDATE tenants SET status = 'suspended' WHERE id = ?", shut.id)
    for (const get of [() => at.get('/v1/companies'), () => api.get('/v1/companies')])
      await withinFiveSeconds('the tenant is shut', async () =>
        (await get()).status === 403 ? true : undefined,
      )
    expectProblem(await at.get('/v1/companies'), 403, 'tenant_suspended')
    expectProblem(await api.get('/v1/companies'), 403, 'tenant_suspended')
    expect(accepted(await at.get<View>('/v1/session'))).toMatchObject({
      tenant: { status: 'suspended' },
      actor: null,
    })
    accepted(await at.post('/v1/session/tenant', { tenant: open.id }))
    expect((await at.get('/v1/companies')).status).toBe(200)
    expectProblem(await at.post('/v1/session/tenant', { tenant: shut.id }), 403, 'tenant_suspended')
    await identity("UPDATE tenants SET status = 'active' WHERE id = ?", shut.id)
    await until('the tenant to be open', async () =>
      (await api.get('/v1/companies')).status === 200 ? true : undefined,
    )
  })
})

describe('the demo', () => {
  it('lets anyone in as its owner, where there is one', async () => {
    const at = new Visitor(server.url)
    expect(accepted(await at.get('/v1/session/methods'))).toMatchObject({ demo: true, mailbox: true })
    const reply = await at.post<View>('/v1/session/demo')
    expect(reply.status).toBe(201)
    expect(reply.body).toMatchObject({
      user: { name: 'Hanne Petersen' },
      tenant: { slug: 'demo', region: 'eu' },
      actor: { roles: ['owner'] },
    })
  })

  it('has people who sign in with what npm start shows, each with their role, and an operator', async () => {
    const { people } = server.server.demo
    expect(people.map(({ role }) => role)).toEqual([
      'owner',
      'accountant',
      'payables-clerk',
      'manager',
      'auditor',
      undefined,
    ])
    for (const { email, password, role } of people) {
      const view = accepted(await new Visitor(server.url).post<View>('/v1/sign-in', { email, password }))
      expect([view.actor?.roles, view.operator]).toEqual([role && [role], role === undefined])
    }
  })
})
