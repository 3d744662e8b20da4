import { expect } from 'vitest'
import { Api, type Reply, withinFiveSeconds } from './api.ts'
import { type App, type OAuthRefusal, registerApp } from './oauth.ts'
import { OwnServer, type Tenant, type TestPerson } from './own-server.ts'
import type { Visitor } from './visitor.ts'

export interface LoggedEvent {
  type: string
  tenant: string | null
  detail: { fault?: string; error?: string; replayed?: string }
}

/** A server with a tenant, its owner, a clerk at a browser, and an app that the owner has registered. */
export class OAuthWorld {
  readonly server: OwnServer
  readonly tenant: Tenant
  readonly owner: Visitor
  readonly clerk: TestPerson
  readonly browser: Visitor
  readonly app: App

  private constructor(
    server: OwnServer,
    tenant: Tenant,
    people: { owner: Visitor; clerk: TestPerson; browser: Visitor },
    app: App,
  ) {
    this.server = server
    this.tenant = tenant
    this.owner = people.owner
    this.clerk = people.clerk
    this.browser = people.browser
    this.app = app
  }

  static async start(): Promise<OAuthWorld> {
    const server = await OwnServer.start()
    const tenant = await server.newTenant()
    const owner = await server.signedIn(await server.newPerson(tenant))
    const clerk = await server.newPerson(tenant, 'accountant')
    const browser = await server.signedIn(clerk)
    return new OAuthWorld(server, tenant, { owner, clerk, browser }, await registerApp(owner))
  }

  get url(): string {
    return this.server.url
  }

  callApi(token: string): Promise<Reply> {
    return new Api(this.url, token).get('/v1/companies')
  }

  stops(token: string): Promise<true> {
    const ask = async () => ((await this.callApi(token)).status === 401 ? true : undefined)
    return withinFiveSeconds('the token stops', ask)
  }

  /** The security log of a type, newest first. */
  async logged(type: string): Promise<LoggedEvent[]> {
    const identity = await this.server.database('IDENTITY_EU')
    const { results } = await identity
      .prepare('SELECT type, detail, tenant FROM security_events WHERE type = ? ORDER BY id DESC LIMIT 50')
      .bind(type)
      .all<{ type: string; detail: string; tenant: string | null }>()
    return results.map((row) => ({ ...row, detail: JSON.parse(row.detail) as LoggedEvent['detail'] }))
  }
}

/** An error of RFC 6749, 5.2, which nobody may keep. */
export function expectOAuthError(reply: Reply<unknown>, status: number, error: string): void {
  expect({ status: reply.status, body: reply.body }).toMatchObject({ status, body: { error } })
  expect((reply.body as OAuthRefusal).error_description).toMatch(/\S/)
  expect(reply.headers.get('cache-control')).toBe('no-store')
}
