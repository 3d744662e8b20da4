import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addMember } from '../../../d1/identity/members.ts'
import { accepted, expectProblem, request } from '../../../tests/support/api.ts'
import { type Lies, OidcProvider, type ProviderPerson } from '../../../tests/support/oidc-provider.ts'
import { OwnServer, type Tenant } from '../../../tests/support/own-server.ts'
import { comeThrough, configure, personAt, sessionOf } from '../../../tests/support/sso.ts'
import { Visitor } from '../../../tests/support/visitor.ts'

/** People of a company come through its own identity provider, an honest one and others. */

let server: OwnServer
let provider: OidcProvider
let tenant: Tenant
let owner: Visitor

beforeAll(async () => {
  provider = await OidcProvider.start()
  server = await OwnServer.start({ SANDBOX: 'on', DNS_RESOLVER: `${provider.url}/dns-query` })
  tenant = await server.newTenant()
  owner = await server.signedIn(await server.newPerson(tenant))
  provider.txt.set('_meridian.acme.example.com', `meridian-tenant=${tenant.id}`)
  accepted(await configure(owner, provider))
})
afterAll(async () => {
  await server.stop()
  await provider.stop()
})
beforeEach(() => {
  provider.lies = {}
})

describe('a person whom the provider brings', () => {
  it('gets an account, a membership and a session in the tenant, and the same ones again', async () => {
    const person = personAt()
    const first = await comeThrough(server.url, provider, person, {
      start: { email: person.email, next: '/companies' },
    })
    expect(first.to).toBe('/companies')
    const session = await sessionOf(first.visitor)
    expect(session).toMatchObject({
      user: { email: person.email, name: person.name },
      tenant: { id: tenant.id },
      actor: { roles: ['accountant'] },
    })
    const slug = { tenant: tenant.id.toLowerCase() }
    const again = await comeThrough(server.url, provider, person, { start: slug })
    expect((await sessionOf(again.visitor)).user.id).toBe(session.user.id)
  })

  it('is recognised by what UserInfo tells, where the ID token says nothing', async () => {
    const person = personAt()
    const { visitor } = await comeThrough(server.url, provider, person, { lies: { tells: 'userinfo' } })
    expect((await sessionOf(visitor)).user.email).toBe(person.email)
  })

  it('keeps the account that is theirs already', async () => {
    const person = personAt()
    const first = await sessionOf((await comeThrough(server.url, provider, person)).visitor)
    const moved = { ...person, sub: `${person.sub}-of-a-new-provider` }
    const again = await sessionOf((await comeThrough(server.url, provider, moved)).visitor)
    expect(again.user.id).toBe(first.user.id)
  })

  it('needs an invitation where the tenant wants one', async () => {
    accepted(await configure(owner, provider, { join: 'invitation', role: undefined }))
    const { visitor, to } = await comeThrough(server.url, provider, personAt())
    expect(to).toBe('/sign-in?sso=sso_invitation_needed')
    expect((await sessionOf(visitor)).session).toBeNull()
    accepted(await configure(owner, provider))
  })

  it('gives their own second factor where it guards another tenant, too', async () => {
    const person = personAt()
    const { user } = await sessionOf((await comeThrough(server.url, provider, person)).visitor)
    const identity = await server.database('IDENTITY_EU')
    await identity.prepare('UPDATE user SET two_factor_enabled = 1 WHERE id = ?').bind(user.id).run()
    const own = await comeThrough(server.url, provider, person)
    expect((await sessionOf(own.visitor)).user.id).toBe(user.id)

    const other = await server.newTenant()
    await addMember(identity, { tenant: other.id, user: user.id, roles: ['owner'], rules: [] }, Date.now())
    const { visitor, to } = await comeThrough(server.url, provider, person)
    expect(to).toBe('/sign-in?sso=sso_second_factor')
    expect((await sessionOf(visitor)).session).toBeNull()
  })

  it('stays out when the tenant has shut them out', async () => {
    const person = personAt()
    const { user } = await sessionOf((await comeThrough(server.url, provider, person)).visitor)
    const identity = await server.database('IDENTITY_EU')
    await identity.prepare('UPDATE members SET disabled = 1 WHERE user = ?').bind(user.id).run()
    expect((await comeThrough(server.url, provider, person)).to).toBe('/sign-in?sso=sso_disabled')
  })
})

describe('an identity provider that lies', () => {
  const LIES: [string, string, Lies, Partial<ProviderPerson>][] = [
    ['as another issuer', 'sso_refused', { claims: { iss: 'https://evil.example' } }, {}],
    ['to another audience', 'sso_refused', { claims: { aud: 'another-client' } }, {}],
    ['to two audiences', 'sso_refused', { claims: { aud: ['meridian', 'another'] } }, {}],
    ['for another party', 'sso_refused', { claims: { azp: 'another' } }, {}],
    ['with an old token', 'sso_refused', { claims: { exp: 1_700_000_000, iat: 1_699_999_000 } }, {}],
    [
      'with a token of yesterday',
      'sso_refused',
      { claims: { iat: Math.floor(Date.now() / 1_000) - 86_400 } },
      {},
    ],
    ['with another nonce', 'sso_refused', { claims: { nonce: 'of another request' } }, {}],
    ['without a nonce', 'sso_refused', { claims: { nonce: undefined } }, {}],
    ['without a signature', 'sso_refused', { sign: 'none' }, {}],
    ['with its secret as a key', 'sso_refused', { sign: 'HS256' }, {}],
    ['with another key', 'sso_refused', { sign: 'other-key' }, {}],
    ['in another name', 'sso_refused', { back: { code: 'x', iss: 'https://evil.example' } }, {}],
    ['with an error', 'sso_refused', { back: { error: 'access_denied' } }, {}],
    ['with a made-up code', 'sso_refused', { back: { code: 'made-up' } }, {}],
    ['about another person at UserInfo', 'sso_refused', { tells: 'userinfo', userinfo: { sub: 'x' } }, {}],
    ['about an unproven address', 'sso_email_unverified', {}, { email_verified: false }],
    [
      'about an address that it says nothing of',
      'sso_email_unverified',
      { claims: { email_verified: 'true' } },
      {},
    ],
    ['about nobody', 'sso_email_unverified', { claims: { email: undefined } }, { email: undefined as never }],
    ['about a foreign domain', 'sso_foreign_domain', {}, { email: 'ceo@other.example.com' }],
    ['about a domain inside', 'sso_foreign_domain', {}, { email: 'ceo@sub.acme.example.com' }],
    ['about a domain that ends alike', 'sso_foreign_domain', {}, { email: 'ceo@notacme.example.com' }],
    ['with two at-signs', 'sso_foreign_domain', {}, { email: 'a@acme.example.com@evil.example' }],
    [
      'after it moved its endpoints',
      'sso_refused',
      { discovery: { token_endpoint: 'https://10.0.0.1/' } },
      {},
    ],
  ]

  it.each(LIES)('%s is not believed: %s', async (_, code, lies, person) => {
    const visitor = new Visitor(server.url)
    const honest = { ...lies }
    const { discovery } = lies
    if (discovery) delete honest.discovery
    if (discovery) {
      // The start is honest; the lie begins while the person is away.
      provider.person = personAt(person)
      const { url } = accepted(
        await visitor.post<{ url: string }>('/v1/sign-in/sso', { email: 'x@acme.example.com' }),
      )
      const back = new URL((await request(url)).headers.get('location') as string)
      provider.lies = lies
      const reply = await visitor.get(`${back.pathname}${back.search}`)
      expect(reply.headers.get('location')).toBe(`/sign-in?sso=${code}`)
    } else {
      const { to } = await comeThrough(server.url, provider, personAt(person), { lies: honest, visitor })
      expect(to).toBe(`/sign-in?sso=${code}`)
    }
    expect((await sessionOf(visitor)).session).toBeNull()
    const identity = await server.database('IDENTITY_EU')
    const row = await identity
      .prepare(`SELECT detail FROM security_events WHERE type = 'sign-in-failed' ORDER BY id DESC LIMIT 1`)
      .first<{ detail: string }>()
    expect(row?.detail).toContain(code)
  })

  it('is not believed about another tenant’s people, even with the same subject', async () => {
    const person = personAt()
    await comeThrough(server.url, provider, person)
    const other = await server.newTenant()
    const otherOwner = await server.signedIn(await server.newPerson(other))
    const view = accepted(await configure(otherOwner, provider))
    expect(view.domains).toMatchObject([{ domain: 'acme.example.com', verified: false }])
    const start = { tenant: other.id.toLowerCase() }
    expectProblem(await new Visitor(server.url).post('/v1/sign-in/sso', start), 404, 'sso_not_configured')

    // With a domain of its own it may speak of that one only.
    provider.txt.set('_meridian.other.example.com', `meridian-tenant=${other.id}`)
    accepted(await configure(otherOwner, provider, { domains: ['acme.example.com', 'other.example.com'] }))
    const { to } = await comeThrough(server.url, provider, person, { start })
    expect(to).toBe('/sign-in?sso=sso_foreign_domain')
    const same = { ...person, email: 'same-subject@other.example.com' }
    const { visitor } = await comeThrough(server.url, provider, same, { start })
    const session = await sessionOf(visitor)
    expect([session.tenant.id, session.user.email]).toEqual([other.id, same.email])
  })
})

describe('a state', () => {
  it('is good once', async () => {
    const { back, visitor } = await comeThrough(server.url, provider, personAt())
    const again = await visitor.get(back)
    expect(again.headers.get('location')).toBe('/sign-in?sso=sso_expired')
  })

  it('is good in the browser that began', async () => {
    provider.person = personAt()
    const attacker = new Visitor(server.url)
    const { url } = accepted(
      await attacker.post<{ url: string }>('/v1/sign-in/sso', { email: 'x@acme.example.com' }),
    )
    const back = new URL((await request(url)).headers.get('location') as string)
    const victim = new Visitor(server.url)
    const reply = await victim.get(`${back.pathname}${back.search}`)
    expect(reply.headers.get('location')).toBe('/sign-in?sso=sso_expired')
    expect((await sessionOf(victim)).session).toBeNull()
  })

  it('cannot be made up', async () => {
    const reply = await new Visitor(server.url).get('/v1/auth/eu/sso/callback?state=made-up&code=x')
    expect(reply.headers.get('location')).toBe('/sign-in?sso=sso_expired')
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'leads to no other site: %s',
    async (next) => {
      const start = { email: 'x@acme.example.com', next }
      expectProblem(await new Visitor(server.url).post('/v1/sign-in/sso', start), 422, 'invalid_request')
    },
  )
})
