import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { symmetricDecrypt } from 'better-auth/crypto'
import {
  base64url,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectProblem, request, until } from '../../../tests/support/api.ts'
import { type App, newTokens, type Tokens } from '../../../tests/support/oauth.ts'
import { OAuthWorld } from '../../../tests/support/oauth-world.ts'
import type { OwnServer, Tenant, TestPerson } from '../../../tests/support/own-server.ts'
import type { Visitor } from '../../../tests/support/visitor.ts'

/** Access tokens that somebody made, altered or took from elsewhere. Every refusal is in the security log. */

let world: OAuthWorld
let server: OwnServer
let tenant: Tenant
let clerk: TestPerson
let browser: Visitor
let app: App
let tokens: Tokens
/** The region's own key: what is signed with it is wrong in its claims only. */
let key: { id: string; jwk: JWK; publicJwk: JWK }

beforeAll(async () => {
  world = await OAuthWorld.start()
  ;({ server, tenant, clerk, browser, app } = world)
  tokens = await newTokens(browser, app, { scope: 'openid offline_access company:read' })
  key = await signingKey()
})
afterAll(() => world.server.stop())

async function signingKey() {
  const identity = await server.database('IDENTITY_EU')
  const row = await identity
    .prepare('SELECT id, private_key, public_key FROM jwks')
    .first<{ id: string; private_key: string; public_key: string }>()
  if (!row) throw new Error('nothing was signed yet')
  const secret = await readFile(join(server.state, 'auth-secret'), 'utf8')
  const text = await symmetricDecrypt({ key: secret, data: JSON.parse(row.private_key) as string })
  return { id: row.id, jwk: JSON.parse(text) as JWK, publicJwk: JSON.parse(row.public_key) as JWK }
}

/** A token of the region's key, with claims and header as wanted. */
async function signed(claims: JWTPayload = {}, header: Record<string, string> = {}): Promise<string> {
  return new SignJWT({ ...decodeJwt(tokens.access_token), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id, ...header })
    .sign(await importJWK(key.jwk, 'EdDSA'))
}

/** The parts of a JWT put together by hand. */
const assembled = (header: object, claims: object, signature: string) =>
  `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify(claims))}.${signature}`

/** A refusal of the API says nothing of why (RFC 6750, 3.1); the log does. */
async function expectRefused(token: string, fault: string): Promise<void> {
  const reply = await world.callApi(token)
  expectProblem(reply, 401, 'unauthenticated')
  expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", resource_metadata="/)
  await until(`the log speaks of ${fault}`, async () =>
    (await world.logged('token-refused')).find(({ detail }) => detail.fault === fault),
  )
}

describe('an access token', () => {
  it('is a JWT of RFC 9068 with the tenant, the client and the grant', () => {
    expect(decodeProtectedHeader(tokens.access_token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id })
    const claims = decodeJwt(tokens.access_token)
    expect(claims).toMatchObject({
      iss: `${server.url}/v1/auth/eu`,
      sub: clerk.id,
      tenant: tenant.id,
      client_id: app.id,
      scope: 'openid offline_access company:read',
    })
    expect(claims.aud).toContain(`${server.url}/v1`)
    expect((claims.exp as number) - (claims.iat as number)).toBe(600)
  })

  it('works', async () => expect((await world.callApi(tokens.access_token)).status).toBe(200))

  it('is refused when it is over', async () => {
    const past = Math.floor(Date.now() / 1_000) - 10
    await expectRefused(await signed({ iat: past - 600, exp: past }), 'expired')
  })

  it('is refused when another key signed it, under the id of ours or its own', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const claims = decodeJwt(tokens.access_token)
    const forged = (kid: string) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid }).sign(privateKey)
    await expectRefused(await forged(key.id), 'signature')
    await expectRefused(await forged('a-key-of-my-own'), 'key')
  })

  it('is refused when the key comes with it', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const jwk = await exportJWK(publicKey)
    const claims = { ...decodeJwt(tokens.access_token), jti: 'with its own key' }
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id, jwk, jku: 'https://evil.example/jwks' })
      .sign(privateKey)
    await expectRefused(forged, 'signature')
  })

  it.each(['none', 'None', 'NONE'])('is refused with alg %s', async (alg) => {
    const claims = decodeJwt(tokens.access_token)
    await expectRefused(assembled({ alg, typ: 'at+jwt', kid: key.id }, claims, ''), 'algorithm')
  })

  it('is refused when it is signed with the public key as if that were a secret', async () => {
    const header = { alg: 'HS256', typ: 'at+jwt', kid: key.id }
    const secret = new TextEncoder().encode(JSON.stringify(key.publicJwk))
    const forged = await new SignJWT(decodeJwt(tokens.access_token)).setProtectedHeader(header).sign(secret)
    await expectRefused(forged, 'algorithm')
  })

  it.each([
    ['tenant', { tenant: 'tn_01K00000000000000000000000' }],
    ['sub', { sub: 'user_01K00000000000000000000000' }],
    ['scope', { scope: 'access:write' }],
    ['exp', { exp: 9_999_999_999 }],
  ])('is refused when its %s was altered', async (_, altered) => {
    const [header = '', , signature = ''] = tokens.access_token.split('.')
    const claims = base64url.encode(JSON.stringify({ ...decodeJwt(tokens.access_token), ...altered }))
    await expectRefused(`${header}.${claims}.${signature}`, 'signature')
  })

  it('is refused when even the right key signed what does not belong together', async () => {
    const other = await server.newTenant()
    await expectRefused(await signed({ tenant: other.id }), 'tenant')
    await expectRefused(await signed({ sub: (await server.newPerson(tenant)).id }), 'grant')
    await expectRefused(await signed({ grant: 'made-up' }), 'grant')
    await expectRefused(await signed({ client_id: 'app_01K00000000000000000000000' }), 'client')
  })

  it('is refused when it is of another region, or of another issuer', async () => {
    await expectRefused(await signed({ iss: `${server.url}/v1/auth/us` }), 'key')
    await expectRefused(await signed({ iss: 'https://evil.example/v1/auth/eu' }), 'issuer')
  })

  it('is refused when it is made out to somebody else', async () => {
    await expectRefused(await signed({ aud: 'https://other.example/api' }), 'audience')
    await expectRefused(await signed({ aud: app.id }), 'audience')
  })

  it('is refused when it is an ID token or a refresh token', async () => {
    await expectRefused(tokens.id_token as string, 'type')
    await expectRefused(await signed({}, { typ: 'JWT' }), 'type')
    await expectRefused(tokens.refresh_token as string, 'malformed')
    await expectRefused('x.y.z', 'malformed')
  })

  it('does not sign a person in at the identity endpoints either', async () => {
    const headers = { authorization: `Bearer ${await signed({ grant: 'another' })}` }
    const reply = await request(`${server.url}/v1/auth/eu/oauth2/userinfo`, { headers })
    expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ])
  })
})

describe('the keys', () => {
  it('publishes the public halves of the keys only', async () => {
    const { text } = await request(`${server.url}/v1/auth/eu/jwks`)
    const { keys } = JSON.parse(text) as { keys: JWK[] }
    expect(keys).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', kid: key.id }])
    expect(keys[0]).not.toHaveProperty('d')
  })
})
