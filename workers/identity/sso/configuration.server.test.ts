import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accepted, expectProblem } from '../../../tests/support/api.ts'
import { CLIENT, OidcProvider } from '../../../tests/support/oidc-provider.ts'
import { OwnServer, type Tenant } from '../../../tests/support/own-server.ts'
import { comeThrough, configure, personAt, type SsoView, sessionOf } from '../../../tests/support/sso.ts'
import { Visitor } from '../../../tests/support/visitor.ts'
import { accessContract } from '../../access/contract.ts'

/** An administrator sets up the company's own identity provider, rightly and wrongly. */

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

describe('the administrator', () => {
  it('is answered as the contract says', async () => {
    const { operations } = accessContract
    const set = accepted(await configure(owner, provider))
    expect(operations.ConfigureSingleSignOn.reply.parse(set)).toEqual(set)
    const shown = accepted(await owner.get('/v1/single-sign-on'))
    expect(operations.GetSingleSignOn.reply.parse(shown)).toEqual(shown)
    const checked = accepted(await owner.post('/v1/single-sign-on/check'))
    expect(operations.CheckSingleSignOnDomains.reply.parse(checked)).toEqual(checked)
  })

  it('sees what to put into DNS, and that it is there', async () => {
    accepted(await configure(owner, provider, { domains: ['acme.example.com', 'new.example.com'] }))
    const view = accepted(await owner.get<SsoView>('/v1/single-sign-on'))
    expect(view.redirectUri).toBe(`${server.url}/v1/auth/eu/sso/callback`)
    const waiting = view.domains.find(({ domain }) => domain === 'new.example.com')
    expect(waiting).toMatchObject({ verified: false, record: { name: '_meridian.new.example.com' } })
    provider.txt.set('_meridian.new.example.com', waiting?.record.value as string)
    const checked = accepted(await owner.post<SsoView>('/v1/single-sign-on/check'))
    expect(checked.domains.every(({ verified }) => verified)).toBe(true)
    provider.txt.delete('_meridian.new.example.com')
    const gone = accepted(await owner.post<SsoView>('/v1/single-sign-on/check'))
    expect(gone.domains.map(({ verified }) => verified)).toEqual([true, false])
    accepted(await configure(owner, provider))
  })

  it('never sees the secret again, and the database has it encrypted', async () => {
    const { text } = await owner.get('/v1/single-sign-on')
    expect(text).not.toContain(CLIENT.clientSecret)
    const identity = await server.database('IDENTITY_EU')
    const rows = JSON.stringify(await identity.prepare('SELECT * FROM single_sign_on').all())
    expect(rows).not.toContain(CLIENT.clientSecret)
    accepted(await configure(owner, provider, { clientSecret: undefined }))
    const anew = await configure(owner, provider, { clientSecret: undefined, clientId: 'another' })
    expectProblem(anew, 422, 'invalid_request')
  })

  it.each([
    ['http://idp.example.com', 'https'],
    ['https://169.254.169.254', 'public internet'],
    ['https://idp.internal', 'public internet'],
    ['https://user:pw@idp.example.com', 'user and password'],
    ['nonsense', 'full address'],
  ])('cannot have %s asked', async (issuer, words) => {
    const problem = expectProblem(await configure(owner, provider, { issuer }), 422, 'sso_issuer_unusable')
    expect(problem.errors).toMatchObject([{ pointer: '/issuer', detail: expect.stringContaining(words) }])
  })

  it.each([
    ['another name', { issuer: 'https://other.example.com' }, 'calls itself'],
    ['private endpoints', { token_endpoint: 'https://10.0.0.1/token' }, 'cannot be used'],
    ['a private key set', { jwks_uri: 'https://[::ffff:169.254.169.254]/' }, 'cannot be used'],
    ['no endpoint', { token_endpoint: undefined }, 'not in order'],
    ['no signature', { id_token_signing_alg_values_supported: ['none', 'HS256'] }, 'asymmetric'],
  ])('is told what is wrong with a provider that has %s', async (_, discovery, words) => {
    provider.lies = { discovery }
    const problem = expectProblem(await configure(owner, provider), 422, 'sso_issuer_unusable')
    expect(problem.detail).toContain(words)
  })

  it('gives nobody a role beyond their own, or one that is not there', async () => {
    const administrator = await server.signedIn(await server.newPerson(tenant, 'administrator'))
    expectProblem(await configure(administrator, provider, { role: 'owner' }), 403, 'owners_only')
    const unknown = expectProblem(
      await configure(administrator, provider, { role: 'nobody' }),
      422,
      'unknown_role',
    )
    expect(unknown.errors).toMatchObject([{ pointer: '/role' }])
  })

  it('requires it only where somebody can come through', async () => {
    const unproven = { required: true, domains: ['unproven.example.com'] }
    expectProblem(await configure(owner, provider, unproven), 409, 'sso_required_needs_domain')
  })

  it('may require it: no other way is open to people of the domain, but to owners', async () => {
    const people = ['clerk', 'boss'].map((name) => `${name}@must.example.com`)
    const other = await server.newTenant()
    const [clerk, boss] = await Promise.all(
      people.map(async (email, index) => {
        const person = await server.newPerson(other, index === 0 ? 'accountant' : 'owner')
        const identity = await server.database('IDENTITY_EU')
        await identity.prepare('UPDATE user SET email = ? WHERE id = ?').bind(email, person.id).run()
        return { ...person, email }
      }),
    )
    const signIn = (visitor: Visitor, person: typeof clerk) =>
      visitor.post('/v1/sign-in', { email: person?.email, password: person?.password, region: 'eu' })
    const admin = new Visitor(server.url)
    accepted(await signIn(admin, boss))
    provider.txt.set('_meridian.must.example.com', `meridian-tenant=${other.id}`)
    accepted(await configure(admin, provider, { domains: ['must.example.com'], required: true }))

    const visitor = new Visitor(server.url)
    expectProblem(await signIn(visitor, clerk), 403, 'sso_required')
    expect((await sessionOf(visitor)).session).toBeNull()
    expect((await signIn(new Visitor(server.url), boss)).status).toBe(200)
    const person = personAt({ email: clerk?.email as string })
    const through = await comeThrough(server.url, provider, person, { start: { email: person.email } })
    expect((await sessionOf(through.visitor)).user.id).toBe(clerk?.id)
  })

  it('removes it, and nobody comes through any more', async () => {
    const other = await server.newTenant()
    const admin = await server.signedIn(await server.newPerson(other))
    provider.txt.set('_meridian.gone.example.com', `meridian-tenant=${other.id}`)
    accepted(await configure(admin, provider, { domains: ['gone.example.com'] }))
    const start = { email: 'a@gone.example.com' }
    expect((await new Visitor(server.url).post('/v1/sign-in/sso', start)).status).toBe(200)
    const removed = accepted(await admin.send<SsoView>('DELETE', '/v1/single-sign-on'))
    expect(accessContract.operations.RemoveSingleSignOn.reply.parse(removed)).toEqual(removed)
    expect(removed.configured).toBe(false)
    expectProblem(await new Visitor(server.url).post('/v1/sign-in/sso', start), 404, 'sso_not_configured')
    expectProblem(await admin.send('DELETE', '/v1/single-sign-on'), 404, 'sso_not_configured')
  })
})
