import { and, count, countDistinct, eq, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { oauthClient, oauthConsent, oauthRefreshToken } from './auth-schema.ts'
import { oauthApps, oauthGrants } from './oauth-schema.ts'

/** OAuth clients: the library's table and ours, read and written together. */

export interface OAuthApp {
  id: string
  tenant: string
  name: string
  uri: string | null
  isPublic: boolean
  redirectUris: string[]
  grantTypes: string[]
  scopes: string[]
  role: string | null
  createdBy: string
  createdAt: number
  lastUsedAt: number | null
}

export async function findApp(database: D1Database, client: string): Promise<OAuthApp | undefined> {
  const row = await drizzle(database)
    .select()
    .from(oauthClient)
    .innerJoin(oauthApps, eq(oauthApps.client, oauthClient.clientId))
    .where(eq(oauthClient.clientId, client))
    .get()
  return row && appOf(row)
}

/** The apps of a tenant, by name, with the number of people who have authorised each. */
export async function listApps(
  database: D1Database,
  tenant: string,
): Promise<(OAuthApp & { people: number })[]> {
  const orm = drizzle(database)
  // Not a batch: its rows come by column name, and both tables of the join have columns of the same name.
  const [rows, people] = await Promise.all([
    orm
      .select()
      .from(oauthClient)
      .innerJoin(oauthApps, eq(oauthApps.client, oauthClient.clientId))
      .where(eq(oauthApps.tenant, tenant))
      .orderBy(oauthClient.name, oauthClient.clientId),
    orm
      .select({ client: oauthGrants.client, people: countDistinct(oauthGrants.user) })
      .from(oauthGrants)
      .where(and(eq(oauthGrants.tenant, tenant), isNull(oauthGrants.revokedAt)))
      .groupBy(oauthGrants.client),
  ])
  const byClient = new Map(people.map((row) => [row.client, row.people]))
  return rows.map((row) => ({ ...appOf(row), people: byClient.get(row.oauth_client.clientId) ?? 0 }))
}

export async function countApps(database: D1Database, tenant: string): Promise<number> {
  const row = await drizzle(database)
    .select({ apps: count() })
    .from(oauthApps)
    .where(eq(oauthApps.tenant, tenant))
    .get()
  return row?.apps ?? 0
}

/** Adds a client to the library's table and its owner to ours, both or none. `secretHash`: null for a public client. */
export async function addApp(
  database: D1Database,
  app: Omit<OAuthApp, 'lastUsedAt'>,
  secretHash: string | null,
): Promise<void> {
  const orm = drizzle(database)
  const created = new Date(app.createdAt)
  const actsAlone = app.grantTypes.includes('client_credentials')
  await orm.batch([
    orm.insert(oauthClient).values({
      id: app.id,
      clientId: app.id,
      clientSecret: secretHash,
      disabled: false,
      skipConsent: false,
      name: app.name,
      uri: app.uri,
      redirectUris: JSON.stringify(app.redirectUris),
      grantTypes: JSON.stringify(app.grantTypes),
      responseTypes: JSON.stringify(app.grantTypes.includes('authorization_code') ? ['code'] : []),
      scopes: JSON.stringify([...app.scopes, ...OPENID_SCOPES]),
      clientCredentialsScopes: actsAlone ? JSON.stringify(app.scopes) : null,
      tokenEndpointAuthMethod: app.isPublic ? 'none' : 'client_secret_basic',
      requirePKCE: true,
      referenceId: app.tenant,
      createdAt: created,
      updatedAt: created,
    }),
    orm.insert(oauthApps).values({
      client: app.id,
      tenant: app.tenant,
      role: app.role,
      createdBy: app.createdBy,
      createdAt: app.createdAt,
    }),
  ])
}

/** Scopes of OpenID Connect, which every client may ask a person for: they tell who somebody is and open no books. */
export const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const

export async function setSecret(database: D1Database, client: string, secretHash: string): Promise<void> {
  await drizzle(database)
    .update(oauthClient)
    .set({ clientSecret: secretHash, updatedAt: new Date() })
    .where(eq(oauthClient.clientId, client))
}

/** Removes a client with everything that was ever granted to it. */
export async function removeApp(database: D1Database, client: string): Promise<void> {
  const orm = drizzle(database)
  await orm.batch([
    orm.delete(oauthRefreshToken).where(eq(oauthRefreshToken.clientId, client)),
    orm.delete(oauthConsent).where(eq(oauthConsent.clientId, client)),
    orm.delete(oauthGrants).where(eq(oauthGrants.client, client)),
    orm.delete(oauthApps).where(eq(oauthApps.client, client)),
    orm.delete(oauthClient).where(eq(oauthClient.clientId, client)),
  ])
}

function appOf({
  oauth_client: client,
  oauth_apps: app,
}: {
  oauth_client: typeof oauthClient.$inferSelect
  oauth_apps: typeof oauthApps.$inferSelect
}): OAuthApp {
  const openId: readonly string[] = OPENID_SCOPES
  return {
    id: app.client,
    tenant: app.tenant,
    name: client.name ?? app.client,
    uri: client.uri,
    isPublic: client.tokenEndpointAuthMethod === 'none',
    redirectUris: listIn(client.redirectUris),
    grantTypes: listIn(client.grantTypes),
    scopes: listIn(client.scopes).filter((scope) => !openId.includes(scope)),
    role: app.role,
    createdBy: app.createdBy,
    createdAt: app.createdAt,
    lastUsedAt: app.lastUsedAt,
  }
}

/** The library keeps its lists as JSON text. */
const listIn = (json: string | null): string[] => (json === null ? [] : (JSON.parse(json) as string[]))
