import { createHash, randomBytes } from 'node:crypto'
import { accepted, type Reply, request } from './api.ts'
import type { Visitor } from './visitor.ts'

/** An app of somebody else, and the browser of a person who lets it in, both without a library. */

export interface App {
  id: string
  clientSecret: string | null
  redirectUris: string[]
}

export interface Tokens {
  access_token: string
  refresh_token?: string
  id_token?: string
  token_type: string
  expires_in: number
  scope: string
}

export interface OAuthRefusal {
  error: string
  error_description: string
}

const CALLBACK = 'https://shop.example.com/oauth/callback'

export async function registerApp(admin: Visitor, wishes: Record<string, unknown> = {}): Promise<App> {
  const app = {
    name: 'Web shop',
    type: 'confidential',
    redirectUris: [CALLBACK],
    grantTypes: ['authorization_code'],
    scopes: ['company:read', 'ledger:read'],
    ...wishes,
  }
  return accepted(await admin.post<App>('/v1/oauth-clients', app))
}

export interface Asking {
  scope?: string
  region?: string
  verifier?: string
  /** Parameters that are added, replaced, or with `undefined` left out. */
  query?: Record<string, string | undefined>
}

export const newVerifier = (): string => randomBytes(32).toString('base64url')
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')

export function authorizePath(app: App, asking: Asking = {}): string {
  const { scope = 'openid ledger:read', region = 'eu', verifier = newVerifier(), query = {} } = asking
  const all: Record<string, string | undefined> = {
    client_id: app.id,
    redirect_uri: app.redirectUris[0],
    response_type: 'code',
    scope,
    state: 'state-of-the-app',
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
    ...query,
  }
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `/v1/auth/${region}/oauth2/authorize?${new URLSearchParams(given)}`
}

const locationOf = (reply: Reply, base: string): URL => {
  const location = reply.headers.get('location')
  if (location === null) throw new Error(`no redirect but ${reply.status}: ${reply.text.slice(0, 1_000)}`)
  return new URL(location, base)
}

/** Where the browser ends up, having said yes to what was asked: at the app's address, or at a page of ours. */
export async function authorize(person: Visitor, path: string, accept = true): Promise<URL> {
  let at = new URL(path, person.url)
  for (let hops = 0; hops < 5; hops++) {
    at = locationOf(await person.get(`${at.pathname}${at.search}`), person.url)
    if (at.origin !== person.url || at.pathname === '/sign-in') return at
    if (at.pathname === '/consent') {
      const { region, request: signed } = Object.fromEntries(at.searchParams)
      const decision = { region, request: signed, accept }
      return new URL(
        accepted(await person.post<{ redirect: string }>('/v1/oauth/consent', decision)).redirect,
      )
    }
  }
  throw new Error('the browser was sent around in a circle')
}

export async function newCode(person: Visitor, app: App, asking: Asking = {}): Promise<string> {
  const at = await authorize(person, authorizePath(app, asking))
  const code = at.searchParams.get('code')
  if (code === null) throw new Error(`no code but ${at}`)
  return code
}

/** A request to the token endpoint as the app, its secret in HTTP Basic; fields that are undefined are left out. */
export function askForTokens<Body = Tokens>(
  url: string,
  app: Pick<App, 'id' | 'clientSecret'>,
  fields: Record<string, string | undefined>,
  region = 'eu',
  endpoint = 'token',
): Promise<Reply<Body>> {
  const { id, clientSecret: secret } = app
  const given = Object.entries({ ...fields, ...(secret === null && { client_id: id }) })
  const body = new URLSearchParams(given.filter((pair): pair is [string, string] => pair[1] !== undefined))
  const basic = Buffer.from(`${id}:${secret}`).toString('base64')
  const authorization: Record<string, string> = secret === null ? {} : { authorization: `Basic ${basic}` }
  const headers = { ...authorization, 'content-type': 'application/x-www-form-urlencoded' }
  return request<Body>(`${url}/v1/auth/${region}/oauth2/${endpoint}`, {
    method: 'POST',
    headers,
    body: body.toString(),
  })
}

/** Everything at once: the person lets the app in, and the app gets its tokens. */
export async function newTokens(person: Visitor, app: App, asking: Asking = {}): Promise<Tokens> {
  const verifier = asking.verifier ?? newVerifier()
  const code = await newCode(person, app, { ...asking, verifier })
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: app.redirectUris[0],
    code_verifier: verifier,
  }
  return accepted(await askForTokens(person.url, app, fields, asking.region))
}

export const refresh = (url: string, app: App, token: string | undefined) =>
  askForTokens<Tokens & OAuthRefusal>(url, app, { grant_type: 'refresh_token', refresh_token: token })
