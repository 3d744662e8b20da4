import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, expectProblem, pointers, request } from '../../../tests/support/api.ts'
import { type App, askForTokens, authorizePath, newCode, registerApp } from '../../../tests/support/oauth.ts'
import { expectOAuthError, OAuthWorld } from '../../../tests/support/oauth-world.ts'
import type { OwnServer, Tenant, TestPerson } from '../../../tests/support/own-server.ts'
import { Visitor } from '../../../tests/support/visitor.ts'
import { accessContract } from '../../access/contract.ts'

/** Apps, how they prove who they are, and what people are asked. */

let world: OAuthWorld
let server: OwnServer
let tenant: Tenant
let owner: Visitor
let clerk: TestPerson
let browser: Visitor
let app: App

beforeAll(async () => {
  world = await OAuthWorld.start()
  ;({ server, tenant, owner, clerk, browser, app } = world)
})
afterAll(() => world.server.stop())

describe('a client', () => {
  it('is refused with a wrong secret, and with its old one after a new one was made', async () => {
    const mine = await registerApp(owner, { redirectUris: [], grantTypes: ['client_credentials'] })
    const ask = (secret: string | null) =>
      askForTokens(server.url, { id: mine.id, clientSecret: secret }, { grant_type: 'client_credentials' })
    expect((await ask(mine.clientSecret)).status).toBe(200)
    expectOAuthError(await ask('mcs_wrong'), 401, 'invalid_client')
    const rotated = accepted(
      await owner.post<{ clientSecret: string }>(`/v1/oauth-clients/${mine.id}/secret`),
    )
    expectOAuthError(await ask(mine.clientSecret), 401, 'invalid_client')
    expect((await ask(rotated.clientSecret)).status).toBe(200)
    const post = { grant_type: 'client_credentials', client_id: mine.id, client_secret: rotated.clientSecret }
    const inForm = await request(`${server.url}/v1/auth/eu/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(post),
    })
    expect(inForm.status).toBe(200)
  })

  it('gets no more scopes than it is registered for', async () => {
    const mine = await registerApp(owner, { redirectUris: [], grantTypes: ['client_credentials'] })
    const ask = (scope: string) => askForTokens(server.url, mine, { grant_type: 'client_credentials', scope })
    expectOAuthError(await ask('access:write'), 400, 'invalid_scope')
    expectOAuthError(await ask('openid'), 400, 'invalid_scope')
  })

  it('is registered, shown, given a new secret and removed as the contract says', async () => {
    const { operations } = accessContract
    const wanted = operations.RegisterOAuthClient.example
    const mine = accepted(await owner.post<App>('/v1/oauth-clients', wanted))
    expect(operations.RegisterOAuthClient.reply.parse(mine)).toEqual(mine)
    const list = accepted(await owner.get<{ data: unknown[] }>('/v1/oauth-clients'))
    expect(operations.ListOAuthClients.reply.parse(list)).toEqual(list)
    const path = `/v1/oauth-clients/${mine.id}`
    const rotated = accepted(await owner.post(`${path}/secret`))
    expect(operations.RotateOAuthClientSecret.reply.parse(rotated)).toEqual(rotated)
    const removed = accepted(await owner.send('DELETE', path))
    expect(operations.RemoveOAuthClient.reply.parse(removed)).toEqual({ id: mine.id })
    expectProblem(await owner.send('DELETE', path), 404, 'oauth_client_not_found')
  })

  it('is registered once under one Idempotency-Key, and its secret is not told again', async () => {
    const wanted = accessContract.operations.RegisterOAuthClient.example
    const once = { 'idempotency-key': 'register-the-shop' }
    const first = accepted(await owner.post<App>('/v1/oauth-clients', wanted, once))
    const again = accepted(await owner.post<App>('/v1/oauth-clients', wanted, once))
    expect([again.id, again.clientSecret]).toEqual([first.id, null])
  })

  it.each([
    [{ redirectUris: ['http://shop.example.com/'] }, 'redirect_uri_not_allowed', '/redirectUris/0'],
    [{ redirectUris: [] }, 'redirect_uri_not_allowed', '/redirectUris'],
    [{ scopes: ['ledger:read', 'moon:write'] }, 'unknown_scope', '/scopes/1'],
    [{ role: 'accountant' }, 'invalid_request', '/role'],
    [{ grantTypes: ['client_credentials'], type: 'public' }, 'invalid_request', '/type'],
    [{ uri: 'javascript:alert(1)' }, 'invalid_request', '/uri'],
  ])('is not registered with %j', async (more, code, pointer) => {
    const wanted = { ...accessContract.operations.RegisterOAuthClient.example, ...more }
    const problem = expectProblem(await owner.post('/v1/oauth-clients', wanted), 422, code)
    expect(pointers(problem)).toEqual([pointer])
  })

  it('is not another tenant’s to see, to change, or to let in', async () => {
    const other = await server.newTenant()
    const stranger = await server.signedIn(await server.newPerson(other))
    expect(accepted(await stranger.get<{ data: unknown[] }>('/v1/oauth-clients')).data).toEqual([])
    const path = `/v1/oauth-clients/${app.id}`
    expectProblem(await stranger.send('DELETE', path), 404, 'oauth_client_not_found')
    expectProblem(await stranger.post(`${path}/secret`), 404, 'oauth_client_not_found')
    await expect(newCode(stranger, app, { scope: 'company:read' })).rejects.toThrow('not_a_member')
  })

  it.each(['create-client', 'get-clients', 'update-client', 'register', 'get-consents'])(
    'is not made or shown by the library’s own %s',
    async (path) => {
      expectProblem(await owner.post(`/v1/auth/eu/oauth2/${path}`), 404, 'route_not_found')
      expectProblem(await owner.post(`/v1/auth/eu/admin/oauth2/${path}`), 404, 'route_not_found')
    },
  )

  it('sends each parameter once, as a form', async () => {
    const send = (body: string, type = 'application/x-www-form-urlencoded') =>
      request(`${server.url}/v1/auth/eu/oauth2/token`, {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      })
    expectOAuthError(await send('grant_type=a&grant_type=b'), 400, 'invalid_request')
    expectOAuthError(await send('{}', 'application/json'), 400, 'invalid_request')
    expectOAuthError(await send('grant_type=password&username=a&password=b'), 400, 'unsupported_grant_type')
    expectOAuthError(await send(''), 400, 'invalid_request')
  })
})

describe('every answer', () => {
  it.each([
    '/v1/auth/eu/jwks',
    '/v1/auth/eu/.well-known/openid-configuration',
    '/v1/auth/eu/oauth2/userinfo',
    '/v1/auth/eu/oauth2/authorize',
    '/v1/auth/eu/sso/callback',
  ])('of %s has the headers that keep browsers from harm', async (path) => {
    const { headers } = await request(`${server.url}${path}`)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })
})

describe('consent', () => {
  it('shows what is asked in words, and what the person may', async () => {
    const mine = await registerApp(owner, { name: 'Curious', scopes: ['ledger:read', 'access:write'] })
    const path = authorizePath(mine, { scope: 'openid ledger:read access:write' })
    const asked = await browser.get(path)
    const page = await browser.get(asked.headers.get('location') as string)
    const to = new URL(page.headers.get('location') as string, server.url)
    expect([to.pathname, to.searchParams.get('region')]).toEqual(['/consent', 'eu'])
    const shown = accepted(await browser.get(`/v1/oauth/consent${to.search}`))
    expect(shown).toMatchObject({
      client: { id: mine.id, name: 'Curious' },
      tenant: { id: tenant.id },
      user: { id: clerk.id },
      member: true,
      redirectsTo: 'shop.example.com',
      scopes: [
        { scope: 'openid', granted: true },
        { scope: 'ledger:read', granted: true },
        { scope: 'access:write', granted: false },
      ],
    })
    const signed = to.searchParams.get('request') as string
    const altered = signed.replace('ledger', 'guardrails')
    const look = (text: string) =>
      browser.get(`/v1/oauth/consent?${new URLSearchParams({ region: 'eu', request: text })}`)
    expectProblem(await look(altered), 410, 'authorization_expired')
    const decide = { region: 'eu', request: altered, accept: true }
    expectProblem(await browser.post('/v1/oauth/consent', decide), 410, 'authorization_expired')
    const foreign = { origin: 'https://evil.example' }
    const cross = await browser.post('/v1/oauth/consent', { ...decide, request: signed }, foreign)
    expectProblem(cross, 403, 'cross_site_request')

    const some = { region: 'eu', request: signed, accept: true, scopes: ['ledger:read'] }
    const { redirect } = accepted(await browser.post<{ redirect: string }>('/v1/oauth/consent', some))
    expect(new URL(redirect).searchParams.get('code')).toMatch(/\S/)
    expect(new URL(redirect).searchParams.get('iss')).toBe(`${server.url}/v1/auth/eu`)
    const deny = await browser.post<{ redirect: string }>('/v1/oauth/consent', { ...some, accept: false })
    expect(new URL(accepted(deny).redirect).searchParams.get('error')).toBe('access_denied')
  })

  it('begins with signing in, and comes back to where it was', async () => {
    const nobody = new Visitor(server.url)
    const first = await nobody.get(authorizePath(app, { scope: 'ledger:read', query: { prompt: 'login' } }))
    const then = await nobody.get(first.headers.get('location') as string)
    const to = new URL(then.headers.get('location') as string, server.url)
    expect([to.pathname, to.searchParams.get('region')]).toEqual(['/sign-in', 'eu'])
    const next = to.searchParams.get('next') as string
    expect(next).toMatch(/^\/v1\/auth\/eu\/oauth2\/authorize\?/)
    expect(next).not.toContain('prompt=login')
    expect((await browser.get(next)).status).toBe(302)
  })
})
