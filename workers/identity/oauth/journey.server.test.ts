import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Api, accepted, expectProblem, request, until } from '../../../tests/support/api.ts'
import { type App, authorize, registerApp } from '../../../tests/support/oauth.ts'
import { OwnServer, type Tenant, type TestPerson } from '../../../tests/support/own-server.ts'
import type { Visitor } from '../../../tests/support/visitor.ts'

/**
 * A certified client library that we did not write finds out everything by itself, lets a person sign it in, and calls the
 * API. Only the person's browser is played by the test.
 */

let server: OwnServer
let tenant: Tenant
let owner: Visitor
let clerk: TestPerson
let browser: Visitor

beforeAll(async () => {
  server = await OwnServer.start()
  tenant = await server.newTenant()
  owner = await server.signedIn(await server.newPerson(tenant))
  clerk = await server.newPerson(tenant, 'accountant')
  browser = await server.signedIn(clerk)
})
afterAll(() => server.stop())

const issuer = () => new URL(`${server.url}/v1/auth/eu`)
const options = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] }
const discover = (app: App) =>
  client.discovery(issuer(), app.id, app.clientSecret ?? undefined, undefined, options)

/** The person's part: the browser goes to the app's address, is asked, and comes back to the app. */
async function signInWith(app: App, config: client.Configuration, scope: string) {
  const verifier = client.randomPKCECodeVerifier()
  const [state, nonce] = [client.randomState(), client.randomNonce()]
  const asked = client.buildAuthorizationUrl(config, {
    redirect_uri: app.redirectUris[0] as string,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  const back = await authorize(browser, `${asked.pathname}${asked.search}`)
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }
  return client.authorizationCodeGrant(config, back, checks)
}

describe('a web app with a secret', () => {
  it('discovers, signs a person in, calls the API, refreshes, asks who it is, and signs out', async () => {
    const app = await registerApp(owner)
    const config = await discover(app)
    expect(config.serverMetadata()).toMatchObject({
      issuer: issuer().href,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    })
    expect(config.serverMetadata().registration_endpoint).toBeUndefined()

    const tokens = await signInWith(app, config, 'openid profile email offline_access company:read')
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 600 })
    expect(tokens.claims()).toMatchObject({ iss: issuer().href, aud: app.id, sub: clerk.id })

    const companies = new URL('/v1/companies', server.url)
    const answer = await client.fetchProtectedResource(config, tokens.access_token, companies, 'GET')
    expect([answer.status, await answer.json()]).toEqual([200, { data: [], nextCursor: null }])

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token as string)
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token)
    const again = await client.fetchProtectedResource(config, refreshed.access_token, companies, 'GET')
    expect(again.status).toBe(200)

    const person = await client.fetchUserInfo(config, refreshed.access_token, clerk.id)
    expect(person).toMatchObject({ sub: clerk.id, email: clerk.email, email_verified: true })

    const active = await client.tokenIntrospection(config, refreshed.access_token)
    expect(active).toMatchObject({ active: true, client_id: app.id, tenant: tenant.id })
    await client.tokenRevocation(config, refreshed.refresh_token as string)
    const gone = await client.tokenIntrospection(config, refreshed.access_token)
    expect(gone.active).toBe(false)
    await until('the revoked token stops', async () => {
      const { status } = await new Api(server.url, refreshed.access_token).get('/v1/companies')
      return status === 401 ? status : undefined
    })
  })

  it('acts with what person and scopes have in common, and in the log as the person', async () => {
    const app = await registerApp(owner, { scopes: ['company:read', 'company:write', 'ledger:read'] })
    const tokens = await signInWith(app, await discover(app), 'openid company:read company:write')
    const api = new Api(server.url, tokens.access_token)
    expectProblem(await api.get('/v1/members'), 403, 'missing_scope')
    // The accountant's role has no company:write, whatever the app was let.
    const books = { name: 'North', slug: 'north', country: 'DE', currency: 'EUR' }
    const refused = await api.post('/v1/companies', books)
    expectProblem(refused, 403, 'missing_scope')
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
    expect((await api.get('/v1/companies')).status).toBe(200)
  })
})

describe('a native app without a secret', () => {
  it('uses PKCE and any port of the loopback interface', async () => {
    const app = await registerApp(owner, { type: 'public', redirectUris: ['http://127.0.0.1/callback'] })
    expect(app.clientSecret).toBeNull()
    const config = await client.discovery(issuer(), app.id, undefined, client.None(), options)
    const onPort = { ...app, redirectUris: ['http://127.0.0.1:51234/callback'] }
    const tokens = await signInWith(onPort, config, 'openid company:read')
    const api = new Api(server.url, tokens.access_token)
    expect((await api.get('/v1/companies')).status).toBe(200)
  })
})

describe('a program of its own', () => {
  it('gets a token by client credentials and acts as itself with its role', async () => {
    const app = await registerApp(owner, { redirectUris: [], grantTypes: ['client_credentials'] })
    const config = await discover(app)
    const tokens = await client.clientCredentialsGrant(config, { scope: 'ledger:read company:read' })
    const api = new Api(server.url, tokens.access_token)
    expect((await api.get('/v1/companies')).status).toBe(200)
    expectProblem(await api.get('/v1/members'), 403, 'missing_scope')
    expect(tokens.refresh_token).toBeUndefined()

    accepted(await owner.send('DELETE', `/v1/oauth-clients/${app.id}`))
    await until('the token of the removed app stops', async () => {
      const { status } = await api.get('/v1/companies')
      return status === 401 ? status : undefined
    })
  })

  it('cannot do more than whoever registered it', async () => {
    const accountant = await server.signedIn(await server.newPerson(tenant, 'administrator'))
    const app = {
      name: 'Too much',
      type: 'confidential',
      redirectUris: [],
      grantTypes: ['client_credentials'],
      scopes: ['ledger:write'],
      role: 'no-such-role',
    }
    expectProblem(await accountant.post('/v1/oauth-clients', app), 422, 'unknown_role')
  })
})

describe('what a resource says about itself', () => {
  it('leads from a refusal to the authorization server (RFC 9728)', async () => {
    const refused = await request(`${server.url}/v1/companies`)
    expectProblem(refused, 401, 'unauthenticated')
    const metadata = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1]
    const { body } = await request<Record<string, string[]>>(metadata as string)
    expect(body.resource).toBe(`${server.url}/v1`)
    expect(body.authorization_servers).toContain(issuer().href)
    for (const path of [
      `/.well-known/oauth-authorization-server${issuer().pathname}`,
      `${issuer().pathname}/.well-known/openid-configuration`,
    ]) {
      const server = await request<{ issuer: string }>(new URL(path, issuer()).href)
      expect(server.body.issuer).toBe(issuer().href)
    }
  })
})
