import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addTenant } from '../../d1/directory/queries.ts'
import { createApiKey } from '../../d1/identity/api-keys.ts'
import { addMember } from '../../d1/identity/members.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { projectRoot } from '../../scripts/local/paths.ts'
import { provisionPerson } from '../../scripts/local/people.ts'
import { type Server, startServer } from '../../scripts/local/server.ts'
import { allScopes } from '../../workers/scopes.ts'
import { Api, accepted } from './api.ts'
import { Visitor } from './visitor.ts'

/** The Worker that the project's global setup has built. */
export const workerFile = join(projectRoot, 'dist/worker/main.js')

export interface Tenant {
  id: string
  region: Region
}

export interface KeyWishes {
  scopes?: readonly string[]
  expiresAt?: number
}

export interface TestPerson {
  id: string
  email: string
  password: string
}

/** A server of one test file: its own state, and the stores behind the API within reach. */
export class OwnServer {
  readonly state: string
  readonly server: Server

  private constructor(state: string, server: Server) {
    this.state = state
    this.server = server
  }

  static async start(
    bindings: Record<string, string> = { SANDBOX: 'on' },
    state?: string,
  ): Promise<OwnServer> {
    const folder = state ?? (await mkdtemp(join(tmpdir(), 'meridian-own-')))
    return new OwnServer(folder, await startServer({ state: folder, port: 0, workerFile, bindings }))
  }

  get url(): string {
    return this.server.url
  }

  /** Miniflare's proxies speak the interfaces of the platform. */
  async database(binding: string): Promise<D1Database> {
    return (await this.server.miniflare.getD1Database(binding)) as unknown as D1Database
  }

  async bucket(binding: string): Promise<R2Bucket> {
    return (await this.server.miniflare.getR2Bucket(binding)) as unknown as R2Bucket
  }

  async newTenant(region: Region = 'eu'): Promise<Tenant> {
    const id = newId('tenant')
    await addTenant(await this.database('DIRECTORY'), {
      id,
      slug: id.toLowerCase(),
      region,
      status: 'active',
    })
    const identity = await this.database(`IDENTITY_${region.toUpperCase()}`)
    await identity
      .prepare('INSERT INTO tenants (id, slug, name, status, created_at) VALUES (?1, ?2, ?3, ?4, ?5)')
      .bind(id, id.toLowerCase(), `Tenant ${id.slice(-6)}`, 'active', Date.now())
      .run()
    return { id, region }
  }

  async newKey({ id, region }: Tenant, { scopes = allScopes(), expiresAt }: KeyWishes = {}) {
    const database = await this.database(`IDENTITY_${region.toUpperCase()}`)
    const name = 'Test'
    return createApiKey(database, {
      tenant: id,
      region,
      name,
      scopes,
      ...(expiresAt !== undefined && { expiresAt }),
    })
  }

  /** A client with every scope, of a tenant of its own. */
  async newClient(region: Region = 'eu'): Promise<Api> {
    return this.client(await this.newTenant(region))
  }

  async client(tenant: Tenant, wishes: KeyWishes = {}): Promise<Api> {
    return new Api(this.url, (await this.newKey(tenant, wishes)).text)
  }

  /** A person who is a member of the tenant with a role, and the password they sign in with. */
  async newPerson(tenant: Tenant, role = 'owner'): Promise<TestPerson> {
    const [directory, identity, authSecret] = await Promise.all([
      this.database('DIRECTORY'),
      this.database(`IDENTITY_${tenant.region.toUpperCase()}`),
      readFile(join(this.state, 'auth-secret'), 'utf8'),
    ])
    const email = `${newId('user').slice(5).toLowerCase()}@people.example`
    const password = `correct ${email.slice(15, 26)} staple`
    const stores = { directory, identity, authSecret, region: tenant.region }
    const id = await provisionPerson(stores, { name: `Person ${email.slice(0, 8)}`, email, password })
    await addMember(identity, { tenant: tenant.id, user: id, roles: [role], rules: [] }, Date.now())
    return { id, email, password }
  }

  /** A browser in which a person has signed in with the password. */
  async signedIn(person: TestPerson): Promise<Visitor> {
    const visitor = new Visitor(this.url)
    accepted(await visitor.post('/v1/sign-in', { email: person.email, password: person.password }))
    return visitor
  }

  async stop(): Promise<void> {
    await this.server.miniflare.dispose()
    await rm(this.state, { recursive: true, force: true })
  }
}
