import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectProblem, type Reply, request } from '../../tests/support/api.ts'
import { OwnServer } from '../../tests/support/own-server.ts'
import { mailTo, Visitor } from '../../tests/support/visitor.ts'

/** What a browser is told, and how fast one may ask. */

let server: OwnServer
beforeAll(async () => {
  server = await OwnServer.start({
    SANDBOX: 'on',
    TRUST_CLIENT_ADDRESS: 'on',
    RATE_LIMITS: JSON.stringify({
      key: { burst: 5, everyMs: 60_000 },
      user: { burst: 4, everyMs: 60_000 },
      tenant: { burst: 7, everyMs: 60_000 },
      address: { burst: 30, everyMs: 1_000 },
    }),
  })
})
afterAll(() => server?.stop())

let number = 0
/** A client with an address of its own. */
const from = () => {
  number += 1
  return { 'cf-connecting-ip': `203.0.113.${number}` }
}

/** The structured fields (RFC 9651) of the two headers, as far as they are used. */
function shown({ headers }: Reply) {
  const policy = /^"(\w+)";q=(\d+);w=(\d+)$/.exec(headers.get('ratelimit-policy') ?? '')
  const left = /^"(\w+)";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '')
  return { policy: policy?.slice(1), left: left?.slice(1) }
}

describe('a rate limit', () => {
  it('is told with every reply, and refuses with the time to come back', async () => {
    const { text } = await server.newKey(await server.newTenant())
    const headers = { authorization: `Bearer ${text}`, ...from() }
    const ask = () => request(`${server.url}/v1/companies`, { headers })
    for (let index = 0; index < 3; index++) {
      const reply = await ask()
      expect([reply.status, shown(reply)]).toEqual([
        200,
        { policy: ['key', '5', '300'], left: ['key', String(4 - index), String(60 * (index + 1))] },
      ])
    }
    for (let index = 0; index < 2; index++) expect((await ask()).status).toBe(200)
    const refused = await ask()
    expect(expectProblem(refused, 429, 'rate_limited').detail).toContain('5 requests at once')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(shown(refused).left?.slice(0, 2)).toEqual(['key', '0'])
  })

  it('is a key\u2019s own, and all keys of a tenant share the tenant\u2019s', async () => {
    const tenant = await server.newTenant()
    const [one, other] = [await server.newKey(tenant), await server.newKey(tenant)]
    const ask = (text: string) =>
      request(`${server.url}/v1/companies`, { headers: { authorization: `Bearer ${text}`, ...from() } })
    for (let index = 0; index < 5; index++) expect((await ask(one.text)).status).toBe(200)
    expect((await ask(one.text)).status).toBe(429)
    for (let index = 0; index < 2; index++) expect((await ask(other.text)).status).toBe(200)
    const refused = await ask(other.text)
    expectProblem(refused, 429, 'rate_limited')
    expect(shown(refused).policy?.[0]).toBe('tenant')
    const stranger = await server.newKey(await server.newTenant())
    expect((await ask(stranger.text)).status).toBe(200)
  })

  it('is a user\u2019s, whichever session they use', async () => {
    const person = await server.newPerson(await server.newTenant())
    const statuses: number[] = []
    for (let session = 0; session < 3; session++) {
      const at = await server.signedIn(person)
      for (let index = 0; index < 2; index++) statuses.push((await at.get('/v1/companies', from())).status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429])
  })

  it('is an address\u2019s before anybody knows who asks', async () => {
    const headers = from()
    const statuses: number[] = []
    for (let index = 0; index < 40; index++)
      statuses.push((await request(`${server.url}/v1/session/methods`, { headers })).status)
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200))
    expect(statuses.at(-1)).toBe(429)
    expect((await request(`${server.url}/v1/session/methods`, { headers: from() })).status).toBe(200)
  })
})

describe('security headers', () => {
  it.each(['/v1/session', '/v1/nothing', '/v1/openapi.json', '/v1/companies'])(
    'let nothing of the API be run, framed or loaded elsewhere: %s',
    async (path) => {
      const { headers } = await request(server.url + path, { headers: from() })
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('strict-transport-security')).toContain('max-age=63072000')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    },
  )

  it.each(['/', '/docs/', '/dev/mailbox', '/sign-in', '/dev/nothing'])(
    'let a page run its own scripts and styles only, alone in its window: %s',
    async (path) => {
      const { headers } = await request(server.url + path, { headers: from() })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("object-src 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('permissions-policy')).toContain('camera=(self)')
      expect(headers.get('permissions-policy')).toContain('publickey-credentials-get=(self)')
      expect(headers.get('strict-transport-security')).toContain('includeSubDomains')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    },
  )
})

describe('the mailbox of a development server', () => {
  it('shows mails as text, whatever is in them', async () => {
    const at = new Visitor(server.url, from())
    const tenant = { name: '<script>alert(1)</script>', slug: 'hostile' }
    const wish = { name: 'A', email: 'a@hostile.example', password: 'vier rote Kaehne', region: 'eu', tenant }
    expect((await at.post('/v1/sign-up', wish)).status).toBe(202)
    await mailTo(server.url, wish.email, '')
    const { text } = await at.get('/dev/mailbox')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).not.toContain('<script')
  })

  it('is not there where mail is sent', async () => {
    const other = await OwnServer.start({ MAILBOX: 'off' })
    try {
      for (const path of ['/dev/mailbox', '/dev/mailbox.json'])
        expect((await request(other.url + path)).status).toBe(404)
    } finally {
      await other.stop()
    }
  })
})
