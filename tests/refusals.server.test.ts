import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../durable-objects/kernel/ids.ts'
import { allScopes } from '../workers/scopes.ts'
import {
  type Api,
  accepted,
  expectProblem,
  pointers,
  type Reply,
  request,
  requestAlone,
  until,
} from './support/api.ts'
import { Company } from './support/company.ts'
import { OwnServer, type Tenant } from './support/own-server.ts'
import { address, contractRoutes, MEDIA_TYPE, type Route } from './support/routes.ts'

/** What every route refuses in the same words, whatever it does: derived from the contracts, so none is forgotten. */

let server: OwnServer
let tenant: Tenant
let admin: Api
let company: Company
let foreign: Company
/** A key that was revoked right after it was used. */
let revokedInUse: { id: string; text: string }

beforeAll(async () => {
  server = await OwnServer.start()
  tenant = await server.newTenant()
  admin = await server.client(tenant)
  company = await Company.open(admin)
  foreign = await Company.open(await server.newClient())
  revokedInUse = await server.newKey(tenant)
  expect((await send(USAGE, as(revokedInUse.text))).status).toBe(200)
  await revoke(revokedInUse.id)
})

afterAll(() => server?.stop())

/** Declared by hand beside the contracts. */
const SANDBOX: Route = {
  name: 'sandbox faults',
  method: 'POST',
  path: '/v1/sandbox/faults',
  query: {},
  scope: 'company:write',
  kind: 'command',
  body: 'json',
  bodyBytesMax: 1_048_576,
  content: '{"fault":"none","batches":0}',
}
const LIVE: Route = {
  name: 'live',
  method: 'GET',
  path: '/v1/companies/{company}/live',
  query: {},
  scope: 'company:read',
  kind: 'query',
  body: 'none',
  bodyBytesMax: 0,
  content: undefined,
}

const ROUTES = [...contractRoutes(), SANDBOX, LIVE]
const COMPANY_ROUTES = ROUTES.filter(({ path }) => path.includes('{company}'))
const BODY_ROUTES = ROUTES.filter(({ body }) => body !== 'none')
const JSON_ROUTES = ROUTES.filter(({ body }) => body === 'json')
const WRITING_ROUTES = ROUTES.filter(({ method }) => method !== 'GET')

const USAGE = ROUTES.find(({ name }) => name === 'company.GetUsage') as Route

const label = (routes: Route[]) =>
  routes.map((route): [string, Route] => [`${route.method} ${route.path}`, route])

interface Changed {
  company?: string
  headers?: Record<string, string>
  content?: string | Uint8Array<ArrayBuffer>
  query?: Record<string, string>
}

/** The route's valid request with the administrator's key, but for what is changed. */
function send(route: Route, { company: of = company.id, headers = {}, content, query = {} }: Changed = {}) {
  const path = address({ ...route, query: { ...route.query, ...query } }, of)
  const type = route.body === 'none' ? undefined : MEDIA_TYPE[route.body]
  const all = {
    authorization: `Bearer ${admin.credential}`,
    ...(type && { 'content-type': type }),
    ...headers,
  }
  // An empty value stands for a header that is left out.
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
  return requestAlone(server.url + path, route.method, sent, content ?? route.content)
}

const as = (credential: string) => ({ headers: { authorization: `Bearer ${credential}` } })

/** Everything a refused request could have moved: both logs and the directory. */
async function positions(): Promise<unknown> {
  const directory = await server.database('DIRECTORY')
  const { results } = await directory
    .prepare('SELECT tenant, slug, id, status FROM companies ORDER BY id')
    .all()
  return { sequence: await company.sequence(), foreign: await foreign.sequence(), companies: results }
}

async function changingNothing(task: () => Promise<void>): Promise<void> {
  const before = await positions()
  await task()
  expect(await positions()).toEqual(before)
}

async function revoke(id: string): Promise<void> {
  const identity = await server.database('IDENTITY_EU')
  await identity.prepare('UPDATE api_keys SET revoked_at = ? WHERE id = ?').bind(Date.now(), id).run()
}

/** The cookie of a session of the tenant's owner. */
async function sessionCookie(): Promise<string> {
  const at = await server.signedIn(await server.newPerson(tenant))
  return at.cookieHeader
}

/** Every bearer credential that must open nothing, by what is wrong with it; what is wrong with tokens is in `workers/identity/oauth/`. */
async function badCredentials(): Promise<Record<string, string>> {
  const revoked = await server.newKey(tenant)
  await revoke(revoked.id)
  const expired = await server.newKey(tenant, { expiresAt: Date.now() - 1_000 })
  const live = (await server.newKey(tenant)).text
  const ulid = newId('apiKey').slice('key_'.length)
  const at = await server.signedIn(await server.newPerson(tenant))
  const session = decodeURIComponent(at.cookies.get('meridian-eu.session_token') ?? '')

  return {
    'no key at all': 'hello',
    'a malformed key': 'mk_eu_123',
    'a key of a region that does not exist': live.replace('mk_eu_', 'mk_mars_'),
    'a key asked for in another region': live.replace('mk_eu_', 'mk_us_'),
    'an unknown key': `mk_eu_${ulid}_${'A'.repeat(43)}`,
    'a key with another secret': `${live.slice(0, -43)}${'A'.repeat(43)}`,
    'a revoked key': revoked.text,
    'an expired key': expired.text,
    "a session's cookie as a token": session,
    "a session's token": session.split('.')[0] ?? '',
    'an unsigned token': `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded({ sub: 'user_1', tenant: tenant.id })}.`,
  }
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('the suite itself', () => {
  it('sends requests that are let in when nothing is wrong with them', async () => {
    for (const route of ROUTES.filter(({ name }) => name !== 'live')) {
      const reply = await send({ ...route, ...(route.name === 'company.OpenCompany' && { content: '{}' }) })
      const isLetIn = reply.status < 500 && ![401, 413, 415].includes(reply.status)
      const isAllowed = !/"code":"(missing_scope|cross_site_request|tenant_suspended)"/.test(reply.text)
      expect([route.name, reply.status, isLetIn && isAllowed]).toEqual([route.name, reply.status, true])
    }
    expect(
      (await send(USAGE, { headers: { authorization: '', cookie: await sessionCookie() } })).status,
    ).toBe(200)
  })
})

describe('who is calling', () => {
  it.each(label(ROUTES))('%s refuses a request without a credential', async (_, route) => {
    await changingNothing(async () => {
      expectProblem(await send(route, { headers: { authorization: '' } }), 401, 'unauthenticated')
    })
  })

  it('every route refuses every credential that is not in force', async () => {
    const credentials = Object.entries(await badCredentials())
    await changingNothing(async () => {
      for (const route of [...ROUTES, { ...LIVE, name: 'session', path: '/v1/session' }])
        for (const [what, credential] of credentials) {
          const reply = await send(route, as(credential))
          expect(`${route.name}, ${what}: ${reply.status}`).toBe(`${route.name}, ${what}: 401`)
          expectProblem(reply, 401, 'unauthenticated')
        }
    })
  })

  it('refuses another kind of Authorization even when a valid cookie comes with it', async () => {
    const headers = { authorization: 'Basic dXNlcjpwYXNz', cookie: await sessionCookie() }
    expectProblem(await send(SANDBOX, { headers }), 401, 'unauthenticated')
  })
})

describe('may they', () => {
  it.each(label(ROUTES))('%s names the scope that the credential lacks', async (_, route) => {
    const scopes = allScopes().filter((scope) => scope !== route.scope)
    const { text } = await server.newKey(tenant, { scopes })
    await changingNothing(async () => {
      expect(expectProblem(await send(route, as(text)), 403, 'missing_scope').detail).toContain(route.scope)
    })
  })

  it.each(label(COMPANY_ROUTES))(
    "%s knows another tenant's company neither by id nor by slug",
    async (_, route) => {
      await changingNothing(async () => {
        const upgrade = route.name === 'live' ? upgraded : send
        for (const of of [
          foreign.id,
          foreign.slug,
          newId('company'),
          'no-such-company',
          '%00',
          "' OR 1=1 --",
        ])
          expectProblem(await upgrade(route, { company: of }), 404, 'company_not_found')
      })
    },
  )

  it("lists a tenant's own companies only", async () => {
    const { data } = accepted(await admin.get<{ data: { id: string }[] }>('/v1/companies?limit=200'))
    expect(data.map(({ id }) => id)).toEqual([company.id])
  })
})

describe('from where', () => {
  let cookie: string
  beforeAll(async () => {
    cookie = await sessionCookie()
  })
  const cookied = async (more: Record<string, string>) => ({
    headers: { authorization: '', cookie, ...more },
  })

  it.each(label(WRITING_ROUTES))(
    '%s refuses a cookie that another site makes the browser send',
    async (_, route) => {
      await changingNothing(async () => {
        for (const from of [
          { origin: 'https://evil.example' },
          { origin: 'null' },
          { 'sec-fetch-site': 'cross-site' },
        ])
          expectProblem(await send(route, await cookied(from)), 403, 'cross_site_request')
      })
    },
  )

  it('takes the cookie from its own origin', async () => {
    expect((await send(SANDBOX, await cookied({ origin: server.url }))).status).toBe(200)
  })

  it('lets no other site read a reply', async () => {
    for (const route of ROUTES.filter(({ method }) => method === 'GET')) {
      const reply = await send(route, { headers: { origin: 'https://evil.example' } })
      expect(reply.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('refuses a WebSocket that another site opens with the cookie', async () => {
    const { headers } = await cookied({ origin: 'https://evil.example' })
    expectProblem(await upgraded(LIVE, { headers }), 403, 'cross_site_request')
  })
})

describe('what', () => {
  it.each(label(BODY_ROUTES))('%s refuses a body beyond its limit', async (_, route) => {
    await changingNothing(async () => {
      const reply = await send(route, { content: ' '.repeat(route.bodyBytesMax + 1) })
      expect(expectProblem(reply, 413, 'body_too_large').detail).toContain(String(route.bodyBytesMax))
    })
  })

  it.each(label(BODY_ROUTES))('%s refuses a body of another kind', async (_, route) => {
    await changingNothing(async () => {
      for (const type of ['application/x-www-form-urlencoded', 'text/html', 'application/xml', 'nonsense'])
        expectProblem(await send(route, { headers: { 'content-type': type } }), 415, 'unsupported_media_type')
    })
  })

  it.each(label(JSON_ROUTES))('%s refuses a body that is not one JSON object', async (_, route) => {
    await changingNothing(async () => {
      for (const content of ['{"name":', '{"a":1}}', '[]', 'null', '"text"', '42', '{"a":"\u0000"}'])
        expectProblem(await send(route, { content }), 400, 'malformed_body')
      const broken = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
      expectProblem(await send(route, { content: broken }), 400, 'malformed_body')
    })
  })

  it.each(label(JSON_ROUTES))('%s points at a field that it does not know', async (_, route) => {
    await changingNothing(async () => {
      const content = JSON.stringify({ ...JSON.parse(route.content ?? '{}'), nonsense: 1 })
      expect(pointers(expectProblem(await send(route, { content }), 422, 'invalid_request'))).toContain(
        '/nonsense',
      )
    })
  })

  it.each(label(ROUTES.filter(({ name, body }) => name !== 'live' && body !== 'json')))(
    '%s points at a query field that it does not know',
    async (_, route) => {
      await changingNothing(async () => {
        const reply = await send(route, { query: { nonsense: '1' } })
        expect(pointers(expectProblem(reply, 422, 'invalid_request'))).toContain('/nonsense')
      })
    },
  )

  it('escapes the pointer to a field whose name has a slash or a tilde', async () => {
    const content = JSON.stringify({ 'a/b~c': 1 })
    const open = ROUTES.find(({ name }) => name === 'company.OpenCompany') as Route
    expect(pointers(expectProblem(await send(open, { content }), 422, 'invalid_request'))).toContain(
      '/a~1b~0c',
    )
  })

  it.each(label(ROUTES.filter(({ kind, name }) => kind === 'command' && name !== SANDBOX.name)))(
    '%s refuses an Idempotency-Key that is no printable text',
    async (_, route) => {
      await changingNothing(async () => {
        for (const key of ['with space', 'k'.repeat(201), 'naïve'])
          expectProblem(
            await send(route, { headers: { 'idempotency-key': key } }),
            400,
            'invalid_idempotency_key',
          )
      })
    },
  )

  it('answers an address that does not exist with a problem', async () => {
    expectProblem(await admin.get('/v1/nothing'), 404, 'route_not_found')
    expectProblem(await admin.post('/nothing', {}), 404, 'route_not_found')
    expectProblem(await admin.send('DELETE', company.path), 404, 'route_not_found')
  })
})

describe('a key that is revoked while it is in use', () => {
  it('opens nothing soon after', async () => {
    const reply = await until('the revoked key to be refused', async () => {
      const answer = await send(USAGE, as(revokedInUse.text))
      return answer.status === 200 ? undefined : answer
    })
    expectProblem(reply, 401, 'unauthenticated')
  })
})

describe('security headers', () => {
  const expectHeaders = ({ headers }: Reply, content: string) => {
    expect(headers.get('content-security-policy')).toContain(`default-src '${content}'`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('strict-transport-security')).toContain('max-age=63072000')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    if (content === 'none') expect(headers.get('x-request-id')).toMatch(/^req_/)
    expect(headers.get('x-powered-by')).toBeNull()
  }

  it('are on everything that the API says: it is data, and nothing in it may run', async () => {
    for (const path of [
      company.path,
      `${company.path}/exports/journal?format=hledger`,
      '/v1/nothing',
      '/v1/openapi.json',
    ])
      expectHeaders(await admin.get(path), 'none')
    expectHeaders(await request(`${server.url}/v1/companies`), 'none')
    expectHeaders(await request(`${server.url}/v1/session/methods`), 'none')
  })

  it.each(['/', '/docs', '/some/page/of/the/app', '/health', '/.well-known/jwks.json'])(
    'are on what a browser shows: %s',
    async (path) => {
      const page = await request(server.url + path, { redirect: 'follow' })
      expect(page.status).toBe(200)
      expectHeaders(page, 'self')
    },
  )

  it('are on a page that does not exist either', async () => {
    expectHeaders(await request(`${server.url}/nothing`, { method: 'POST' }), 'self')
  })
})

/** The same request as a WebSocket upgrade. */
function upgraded(route: Route, { headers = {}, ...changed }: Changed = {}): Promise<Reply> {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }
  return send(route, { ...changed, headers: { ...upgrade, ...headers } })
}
