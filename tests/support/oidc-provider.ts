import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { base64url, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

/**
 * An identity provider of a company, small and obedient: it consents by itself, and lies as a test wants it to. It shares
 * no code with the product. It also answers for DNS over HTTPS, where the company proves its domains.
 */

export interface ProviderPerson {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
}

/** How it lies. */
export interface Lies {
  /** Claims that replace those of the ID token. */
  claims?: JWTPayload
  /** `none` and `HS256` are made by hand; `other-key` signs with one that is not published. */
  sign?: 'none' | 'HS256' | 'other-key'
  /** Fields that replace those of the discovery document. */
  discovery?: Record<string, unknown>
  /** Where the person's data is told. */
  tells?: 'id-token' | 'userinfo'
  userinfo?: Record<string, unknown>
  /** What comes back to the browser instead of a code. */
  back?: Record<string, string>
}

interface Issued {
  nonce: string
  challenge: string
  redirectUri: string
}

export const CLIENT = { clientId: 'meridian', clientSecret: 'a secret: with +signs & more' }

export class OidcProvider {
  readonly #server: Server
  readonly #codes = new Map<string, Issued>()
  readonly txt = new Map<string, string>()
  #key!: { privateKey: CryptoKey; jwk: JWK }
  person: ProviderPerson = { sub: '1' }
  lies: Lies = {}

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error))
      })
    })
  }

  static async start(): Promise<OidcProvider> {
    const provider = new OidcProvider()
    provider.#key = await newKey('the-one')
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve))
    return provider
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const json = (status: number, body: unknown, type = 'application/json') =>
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return void json(200, this.#discovery())
      case '/authorize':
        return void response.writeHead(302, { location: this.#authorize(url.searchParams) }).end()
      case '/token': {
        const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
        const tokens = await this.#redeem(form, request.headers.authorization ?? '')
        return void json(tokens ? 200 : 400, tokens ?? { error: 'invalid_grant' })
      }
      case '/jwks':
        return void json(200, { keys: [this.#key.jwk] })
      case '/userinfo':
        return void json(200, { ...this.person, ...this.lies.userinfo })
      case '/dns-query':
        return void json(200, this.#dns(url.searchParams), 'application/dns-json')
      default:
        return void json(404, {})
    }
  }

  #discovery() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/jwks`,
      userinfo_endpoint: `${this.url}/userinfo`,
      id_token_signing_alg_values_supported: ['RS256'],
      ...this.lies.discovery,
    }
  }

  #authorize(query: URLSearchParams): string {
    const of = (name: string) => query.get(name) ?? ''
    const back = new URL(of('redirect_uri'))
    const code = randomBytes(16).toString('hex')
    this.#codes.set(code, {
      nonce: of('nonce'),
      challenge: of('code_challenge'),
      redirectUri: of('redirect_uri'),
    })
    const answer = this.lies.back ?? { code, iss: this.url }
    for (const [name, value] of Object.entries({ state: of('state'), ...answer }))
      back.searchParams.set(name, value)
    return back.href
  }

  async #redeem(form: URLSearchParams, authorization: string) {
    const issued = this.#codes.get(form.get('code') ?? '')
    this.#codes.delete(form.get('code') ?? '')
    const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
    const pair = `${encode(CLIENT.clientId)}:${encode(CLIENT.clientSecret)}`
    const isClient = authorization === `Basic ${Buffer.from(pair).toString('base64')}`
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!isClient || challenge !== issued?.challenge || form.get('redirect_uri') !== issued.redirectUri)
      return undefined
    return { token_type: 'Bearer', access_token: 'opaque', id_token: await this.#idToken(issued.nonce) }
  }

  async #idToken(nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1_000)
    const said = this.lies.tells === 'userinfo' ? { sub: this.person.sub } : this.person
    const claims = {
      iss: this.url,
      aud: CLIENT.clientId,
      iat: now,
      exp: now + 300,
      nonce,
      ...said,
      ...this.lies.claims,
    }
    const header = { alg: 'RS256', kid: 'the-one' }
    if (this.lies.sign === 'none')
      return `${base64url.encode(JSON.stringify({ alg: 'none' }))}.${base64url.encode(JSON.stringify(claims))}.`
    if (this.lies.sign === 'HS256') {
      const secret = new TextEncoder().encode(CLIENT.clientSecret.padEnd(32))
      return new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(secret)
    }
    const { privateKey } = this.lies.sign === 'other-key' ? await newKey('the-one') : this.#key
    return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
  }

  #dns(query: URLSearchParams) {
    const name = query.get('name') ?? ''
    const value = this.txt.get(name)
    if (value === undefined) return { Status: 3 }
    return { Status: 0, Answer: [{ name, type: 16, TTL: 60, data: `"${value}"` }] }
  }
}

async function newKey(kid: string): Promise<{ privateKey: CryptoKey; jwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}
