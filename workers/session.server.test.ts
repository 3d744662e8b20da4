import { createRemoteJWKSet, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { Api, accepted, expectProblem, request } from '../tests/support/api.ts'
import { allScopes } from './scopes.ts'

/** Signing in to the web app, as a browser does it. */

const baseUrl = inject('baseUrl')
const apiKey = inject('apiKey')
const SECONDS = 12 * 3_600

interface Session {
  tenant: { id: string; slug: string; region: string }
  actor: string
  scopes: string[]
  expiresAt: string
}

const signIn = (path = '/v1/session', body: unknown = { apiKey }) =>
  request<Session>(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify(body),
  })

/** A Set-Cookie header as its value and its attributes in lower case. */
function cookieOf(headers: Headers): { value: string; attributes: Record<string, string> } {
  const cookies = headers.getSetCookie()
  expect(cookies).toHaveLength(1)
  const [pair = '', ...rest] = (cookies[0] as string).split(/; */)
  expect(pair).toMatch(/^meridian_session=/)
  const attributes = rest.map((attribute) => attribute.split('=') as [string, string?])
  return {
    value: pair.slice('meridian_session='.length),
    attributes: Object.fromEntries(attributes.map(([name, value]) => [name.toLowerCase(), value ?? ''])),
  }
}

const withCookie = (value: string, method = 'GET', path = '/v1/session') =>
  request<Session>(`${baseUrl}${path}`, {
    method,
    headers: { cookie: `meridian_session=${value}`, origin: baseUrl },
  })

let token: string
beforeAll(async () => {
  token = cookieOf((await signIn()).headers).value
})

describe('signing in with an access key', () => {
  it('says who one is and sets a cookie that no script and no other site can use', async () => {
    const reply = await signIn()
    expect(reply.status).toBe(201)
    const { value, attributes } = cookieOf(reply.headers)
    expect(attributes).toEqual({ httponly: '', samesite: 'Strict', path: '/', 'max-age': String(SECONDS) })
    expect(reply.text).not.toContain(value)
    expect(reply.text).not.toContain(apiKey)
    expect(reply.body).toMatchObject({ tenant: { slug: 'demo', region: 'eu' }, scopes: allScopes() })
    const shown = accepted(await withCookie(value))
    expect(shown).toEqual({ ...reply.body, expiresAt: shown.expiresAt })
    expect(Math.abs(Date.parse(shown.expiresAt) - Date.parse(reply.body.expiresAt))).toBeLessThanOrEqual(
      1_000,
    )
  })

  it('marks the cookie Secure where the address is https', async () => {
    const { signSession, SESSION_COOKIE } = await import('./session.ts')
    const { sessionRoutes } = await import('./routes/session.ts')
    const { exportJWK, generateKeyPair } = await import('jose')
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const env = { SESSION_KEY: JSON.stringify(await exportJWK(privateKey)), DEMO_TENANT: '' } as Parameters<
      typeof signSession
    >[0]
    const out = await sessionRoutes.request('https://erp.example/v1/session', { method: 'DELETE' }, env)
    expect([out.status, out.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringContaining(SESSION_COOKIE),
    ])
    const actor = { tenant: 'tn_1', id: 'user_1', roles: [], grants: 'ledger:read' }
    expect(await signSession(env, actor)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })

  it('gives the cookie what the key could do, in the API as well', async () => {
    expect((await withCookie(token, 'GET', '/v1/companies')).status).toBe(200)
    expect((await new Api(baseUrl, token).get('/v1/companies')).status).toBe(200)
  })
})

describe('signing in to the demo', () => {
  it('needs no key where there is a demo', async () => {
    expect(accepted(await request(`${baseUrl}/v1/session/methods`))).toEqual({ apiKey: true, demo: true })
    const reply = await signIn('/v1/session/demo', {})
    expect([reply.status, reply.body.actor]).toEqual([201, 'user_demo'])
    expect(cookieOf(reply.headers).attributes).toMatchObject({ httponly: '', samesite: 'Strict' })
  })
})

describe('signing out', () => {
  it('takes the cookie back, with the attributes that it was set with', async () => {
    const reply = await withCookie(token, 'DELETE')
    expect(reply.status).toBe(204)
    const { value, attributes } = cookieOf(reply.headers)
    expect([value, attributes.path, attributes['max-age']]).toEqual(['', '/', '0'])
    expectProblem(await withCookie(value), 401, 'unauthenticated')
  })
})

describe('a session token', () => {
  const jwks = createRemoteJWKSet(new URL('/.well-known/jwks.json', baseUrl))

  it('is verified by anyone with the keys that are published', async () => {
    const { payload, protectedHeader } = await jwtVerify(token, jwks, {
      issuer: 'meridian',
      audience: 'meridian-api',
      algorithms: ['EdDSA'],
    })
    expect(protectedHeader.kid).toBe(decodeProtectedHeader(token).kid)
    const session = accepted(await withCookie(token))
    expect(payload).toMatchObject({
      tenant: session.tenant.id,
      sub: session.actor,
      scope: allScopes().join(' '),
    })
    const { iat, exp } = payload as Required<JWTPayload>
    expect(exp - iat).toBe(SECONDS)
    expect(new Date(exp * 1_000).toISOString()).toBe(session.expiresAt)
  })

  it('is not verified once a byte of it is another', async () => {
    const [header, payload, signature = ''] = token.split('.')
    const altered = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    await expect(jwtVerify(altered, jwks)).rejects.toThrow('signature verification failed')
  })

  it('is signed with a key of which only the public half is published', async () => {
    const { keys } = accepted(
      await request<{ keys: Record<string, string>[] }>(`${baseUrl}/.well-known/jwks.json`),
    )
    expect(keys).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.any(String),
        kid: decodeProtectedHeader(token).kid,
        alg: 'EdDSA',
        use: 'sig',
      },
    ])
  })
})
