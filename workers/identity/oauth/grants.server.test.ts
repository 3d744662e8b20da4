import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted } from '../../../tests/support/api.ts'
import {
  type App,
  askForTokens,
  authorizePath,
  newCode,
  newTokens,
  newVerifier,
  type OAuthRefusal,
  refresh,
  registerApp,
  type Tokens,
} from '../../../tests/support/oauth.ts'
import { expectOAuthError, OAuthWorld } from '../../../tests/support/oauth-world.ts'
import type { OwnServer, Tenant } from '../../../tests/support/own-server.ts'
import type { Visitor } from '../../../tests/support/visitor.ts'

/** Authorization codes and refresh tokens in the wrong hands, or used twice. */

let world: OAuthWorld
let server: OwnServer
let tenant: Tenant
let owner: Visitor
let browser: Visitor
let app: App
let tokens: Tokens

beforeAll(async () => {
  world = await OAuthWorld.start()
  ;({ server, tenant, owner, browser, app } = world)
  tokens = await newTokens(browser, app, { scope: 'openid offline_access company:read' })
})
afterAll(() => world.server.stop())

describe('a refresh token', () => {
  it('is good for one use; a second one ends the thief and the robbed', async () => {
    const first = await newTokens(browser, app, { scope: 'company:read offline_access' })
    const thief = accepted(await refresh(server.url, app, first.refresh_token))
    expect((await world.callApi(thief.access_token)).status).toBe(200)
    expectOAuthError(await refresh(server.url, app, first.refresh_token), 400, 'invalid_grant')
    await world.stops(thief.access_token)
    await world.stops(first.access_token)
    expectOAuthError(await refresh(server.url, app, thief.refresh_token), 400, 'invalid_grant')
    const [newest] = await world.logged('refresh-token-reused')
    expect(newest?.tenant).toBe(tenant.id)
    tokens = await newTokens(browser, app, { scope: 'openid offline_access company:read' })
  })

  it('ends its family when two requests use it at the same moment', async () => {
    const mine = await registerApp(owner, { name: 'Twice' })
    const first = await newTokens(browser, mine, { scope: 'company:read offline_access' })
    const both = await Promise.all([
      refresh(server.url, mine, first.refresh_token),
      refresh(server.url, mine, first.refresh_token),
    ])
    const won = both.filter(({ status }) => status === 200)
    expect(won.length).toBeLessThanOrEqual(1)
    for (const { body } of won) {
      await world.stops(body.access_token)
      expectOAuthError(await refresh(server.url, mine, body.refresh_token), 400, 'invalid_grant')
    }
  })

  it('is worth nothing to another client', async () => {
    const other = await registerApp(owner, { name: 'Other' })
    expectOAuthError(await refresh(server.url, other, tokens.refresh_token), 400, 'invalid_grant')
    expect((await refresh(server.url, app, tokens.refresh_token)).status).toBe(200)
    tokens = await newTokens(browser, app, { scope: 'openid offline_access company:read' })
  })

  it('gives less on request, and never more', async () => {
    const wide = await newTokens(browser, app, { scope: 'company:read ledger:read offline_access' })
    const ask = (scope: string, token = wide.refresh_token) =>
      askForTokens<Tokens>(server.url, app, { grant_type: 'refresh_token', refresh_token: token, scope })
    expectOAuthError(await ask('access:write'), 400, 'invalid_scope')
    const narrow = accepted(await ask('company:read'))
    expect(narrow.scope).toBe('company:read')
  })

  it('lies in the database as a hash', async () => {
    const identity = await server.database('IDENTITY_EU')
    const text = JSON.stringify(await identity.prepare('SELECT * FROM oauth_refresh_token').all())
    expect(text).not.toContain((tokens.refresh_token as string).slice('mrt_'.length))
    const clients = JSON.stringify(await identity.prepare('SELECT * FROM oauth_client').all())
    expect(clients).not.toContain((app.clientSecret as string).slice('mcs_'.length))
  })
})

describe('an authorization code', () => {
  const redeem = (code: string, verifier: string | undefined, by: App = app, more = {}) =>
    askForTokens<Tokens & OAuthRefusal>(server.url, by, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: by.redirectUris[0],
      code_verifier: verifier,
      ...more,
    })

  it('is good once; a second use ends what came from the first', async () => {
    const verifier = newVerifier()
    const code = await newCode(browser, app, { scope: 'company:read offline_access', verifier })
    const got = accepted(await redeem(code, verifier))
    expect((await world.callApi(got.access_token)).status).toBe(200)
    expectOAuthError(await redeem(code, verifier), 400, 'invalid_grant')
    await world.stops(got.access_token)
    expectOAuthError(await refresh(server.url, app, got.refresh_token), 400, 'invalid_grant')
    expect((await world.logged('token-refused')).some(({ detail }) => detail.replayed !== undefined)).toBe(
      true,
    )
  })

  it.each([
    ['with another verifier', () => newVerifier(), 'invalid_grant'],
    ['without a verifier', () => undefined, 'invalid_request'],
  ])('is refused %s, and then burnt', async (_, wrong, error) => {
    const verifier = newVerifier()
    const code = await newCode(browser, app, { scope: 'company:read', verifier })
    expectOAuthError(await redeem(code, wrong()), 400, error)
    expectOAuthError(await redeem(code, verifier), 400, 'invalid_grant')
  })

  it('is not given out without PKCE, nor with the plain method', async () => {
    const errorOf = async (query: Record<string, string | undefined>) => {
      const reply = await browser.get(authorizePath(app, { scope: 'company:read', query }))
      const back = new URL(reply.headers.get('location') as string)
      expect(back.origin).toBe('https://shop.example.com')
      expect(back.searchParams.has('code')).toBe(false)
      return back.searchParams.get('error')
    }
    const none = { code_challenge: undefined, code_challenge_method: undefined }
    expect(await errorOf(none)).toBe('invalid_request')
    expect(await errorOf({ code_challenge_method: 'plain' })).toBe('invalid_request')
    expect(await errorOf({ code_challenge_method: undefined })).toBe('invalid_request')
  })

  it('is refused to another client and at another address', async () => {
    const other = await registerApp(owner, { name: 'Another' })
    const verifier = newVerifier()
    const code = await newCode(browser, app, { scope: 'company:read', verifier })
    expectOAuthError(await redeem(code, verifier, other), 400, 'invalid_grant')
    const next = await newCode(browser, app, { scope: 'company:read', verifier })
    const elsewhere = { redirect_uri: 'https://shop.example.com/oauth/callback2' }
    expectOAuthError(await redeem(next, verifier, app, elsewhere), 400, 'invalid_grant')
  })

  it('is never sent to an address that is not registered', async () => {
    for (const redirect_uri of [
      'https://evil.example/callback',
      'https://shop.example.com/oauth/callback/',
      'https://shop.example.com/oauth/callback?x=1',
      'https://shop.example.com.evil.example/oauth/callback',
      'http://shop.example.com/oauth/callback',
    ]) {
      const reply = await browser.get(authorizePath(app, { query: { redirect_uri } }))
      const to = new URL(reply.headers.get('location') as string, server.url)
      expect([to.origin, to.pathname]).toEqual([server.url, '/v1/auth/eu/error'])
      expect(to.searchParams.get('error')).toMatch(/^invalid_(redirect|request)$/)
      const page = await browser.get(`${to.pathname}${to.search}`)
      expect(page.headers.get('location')).toMatch(/^\/consent\?error=invalid_/)
    }
  })
})
