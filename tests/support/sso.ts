import { expect } from 'vitest'
import { accepted, type Reply, request } from './api.ts'
import { CLIENT, type Lies, type OidcProvider, type ProviderPerson } from './oidc-provider.ts'
import { Visitor } from './visitor.ts'

/** A company's own sign-in: its configuration, and the way through it. */

export interface SsoView {
  configured: boolean
  redirectUri: string
  domains: { domain: string; verified: boolean; record: { name: string; value: string } }[]
}

export interface SessionView {
  session: { id: string } | null
  user: { id: string; email: string; name: string }
  tenant: { id: string }
  actor: { roles: string[] }
}

export const configure = (by: Visitor, provider: OidcProvider, more: object = {}): Promise<Reply<SsoView>> =>
  by.send<SsoView>('PUT', '/v1/single-sign-on', {
    issuer: provider.url,
    ...CLIENT,
    domains: ['acme.example.com'],
    join: 'role',
    role: 'accountant',
    required: false,
    ...more,
  })

let people = 0
/** Somebody new at the company, as its provider describes them. */
export function personAt(more: Partial<ProviderPerson> = {}): ProviderPerson {
  const number = ++people
  const email = `person-${number}@acme.example.com`
  return { sub: `subject-${number}`, email, email_verified: true, name: `Person ${number}`, ...more }
}

interface Way {
  lies?: Lies
  visitor?: Visitor
  start?: object
}

/** Goes to the provider and comes back; `to` is where the browser is sent then, `back` the path that it came back by. */
export async function comeThrough(
  url: string,
  provider: OidcProvider,
  person: ProviderPerson,
  { lies = {}, visitor = new Visitor(url), start = { email: 'x@acme.example.com' } }: Way = {},
): Promise<{ visitor: Visitor; to: string; back: string }> {
  provider.person = person
  provider.lies = lies
  const started = accepted(await visitor.post<{ url: string }>('/v1/sign-in/sso', start))
  const atProvider = await request(started.url)
  const address = new URL(atProvider.headers.get('location') as string)
  const back = `${address.pathname}${address.search}`
  const reply = await visitor.get(back)
  expect(reply.status).toBe(302)
  return { visitor, to: reply.headers.get('location') as string, back }
}

export const sessionOf = async (visitor: Visitor): Promise<SessionView> =>
  accepted(await visitor.get<SessionView>('/v1/session'))
