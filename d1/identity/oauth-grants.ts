import { and, desc, eq, isNull, lt, not, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { oauthClient, oauthConsent, oauthRefreshToken, session } from './auth-schema.ts'
import { oauthApps, oauthGrants } from './oauth-schema.ts'

/** What people granted to OAuth clients: families of tokens, and what has to be true while they are in force. */

export type OAuthGrant = typeof oauthGrants.$inferSelect
export type RefreshToken = typeof oauthRefreshToken.$inferSelect

/** What has to be true of a token while it is in force: its client, its grant, its session. */
export interface TokenState {
  tenant: string
  role: string | null
  isDisabled: boolean
  /** Undefined when there is no such grant. */
  grant: { client: string; user: string; isRevoked: boolean } | undefined
  hasSession: boolean
  /** When its use was last noted, of client and grant the earlier. */
  usedAt: number
}

export async function stateOfToken(
  database: D1Database,
  token: { client: string; grant: string | undefined; session: string | undefined },
  nowMs: number,
): Promise<TokenState | undefined> {
  const row = await drizzle(database)
    .select({
      tenant: oauthApps.tenant,
      role: oauthApps.role,
      disabled: oauthClient.disabled,
      grant: oauthGrants.id,
      grantClient: oauthGrants.client,
      grantUser: oauthGrants.user,
      revokedAt: oauthGrants.revokedAt,
      sessionEnd: session.expiresAt,
      appUsedAt: oauthApps.lastUsedAt,
      grantUsedAt: oauthGrants.lastUsedAt,
    })
    .from(oauthClient)
    .innerJoin(oauthApps, eq(oauthApps.client, oauthClient.clientId))
    .leftJoin(oauthGrants, eq(oauthGrants.id, token.grant ?? ''))
    .leftJoin(session, eq(session.id, token.session ?? ''))
    .where(eq(oauthClient.clientId, token.client))
    .get()
  if (!row) return undefined
  const { grantClient, grantUser } = row
  return {
    tenant: row.tenant,
    role: row.role,
    isDisabled: row.disabled === true,
    grant:
      grantClient !== null && grantUser !== null
        ? { client: grantClient, user: grantUser, isRevoked: row.revokedAt !== null }
        : undefined,
    hasSession: row.sessionEnd !== null && row.sessionEnd.getTime() > nowMs,
    usedAt: Math.min(row.appUsedAt ?? 0, row.grant === null ? nowMs : (row.grantUsedAt ?? 0)),
  }
}

export async function addGrant(
  database: D1Database,
  grant: Pick<OAuthGrant, 'id' | 'client' | 'tenant' | 'user' | 'scopes' | 'createdAt'>,
): Promise<void> {
  await drizzle(database).insert(oauthGrants).values(grant).onConflictDoNothing()
}

export async function findGrant(database: D1Database, id: string): Promise<OAuthGrant | undefined> {
  return drizzle(database).select().from(oauthGrants).where(eq(oauthGrants.id, id)).get()
}

export interface GrantedApp {
  client: string
  name: string | null
  uri: string | null
  tenant: string
  scopes: string[]
  grantedAt: number
  lastUsedAt: number | null
}

/** The apps that a person has let in, each once. */
export async function grantedApps(database: D1Database, user: string): Promise<GrantedApp[]> {
  const rows = await drizzle(database)
    .select({ grant: oauthGrants, name: oauthClient.name, uri: oauthClient.uri })
    .from(oauthGrants)
    .innerJoin(oauthClient, eq(oauthClient.clientId, oauthGrants.client))
    .where(and(eq(oauthGrants.user, user), isNull(oauthGrants.revokedAt)))
    .orderBy(desc(oauthGrants.createdAt))
  const apps = new Map<string, GrantedApp>()
  for (const { grant, name, uri } of rows) {
    const known = apps.get(grant.client)
    const scopes = new Set([...(known?.scopes ?? []), ...grant.scopes.split(' ')])
    apps.set(grant.client, {
      client: grant.client,
      name,
      uri,
      tenant: grant.tenant,
      scopes: [...scopes].sort(),
      grantedAt: Math.min(known?.grantedAt ?? grant.createdAt, grant.createdAt),
      lastUsedAt: latest(known?.lastUsedAt ?? null, grant.lastUsedAt),
    })
  }
  return [...apps.values()]
}

const latest = (a: number | null, b: number | null) => (a === null || (b !== null && b > a) ? b : a)

/**
 * Ends what a person granted to a client: every family of tokens and, with `forget`, the consent, so that the person is
 * asked again. Returns how many families were in force.
 */
export async function revokeGrants(
  database: D1Database,
  { client, user }: { client: string; user: string },
  { forget }: { forget: boolean },
): Promise<number> {
  const orm = drizzle(database)
  const ofPerson = and(eq(oauthGrants.client, client), eq(oauthGrants.user, user))
  const [revoked] = await orm.batch([
    orm
      .update(oauthGrants)
      .set({ revokedAt: Date.now() })
      .where(and(ofPerson, isNull(oauthGrants.revokedAt)))
      .returning({ id: oauthGrants.id }),
    orm
      .delete(oauthRefreshToken)
      .where(and(eq(oauthRefreshToken.clientId, client), eq(oauthRefreshToken.userId, user))),
    ...(forget
      ? [
          orm
            .delete(oauthConsent)
            .where(and(eq(oauthConsent.clientId, client), eq(oauthConsent.userId, user))),
        ]
      : []),
  ])
  return revoked.length
}

/** Ends one family of tokens. */
export async function revokeGrant(database: D1Database, id: string): Promise<void> {
  const orm = drizzle(database)
  await orm.batch([
    orm
      .update(oauthGrants)
      .set({ revokedAt: Date.now() })
      .where(and(eq(oauthGrants.id, id), isNull(oauthGrants.revokedAt))),
    orm.delete(oauthRefreshToken).where(eq(oauthRefreshToken.authorizationCodeId, id)),
  ])
}

export async function findRefreshToken(
  database: D1Database,
  tokenHash: string,
): Promise<RefreshToken | undefined> {
  return drizzle(database)
    .select()
    .from(oauthRefreshToken)
    .where(eq(oauthRefreshToken.token, tokenHash))
    .get()
}

/** Offline access outlives the session it was granted in: once that is over, the family no longer names it. */
export async function leaveSession(database: D1Database, token: RefreshToken): Promise<void> {
  const orm = drizzle(database)
  const alive = token.sessionId
    ? await orm
        .select({ expiresAt: session.expiresAt })
        .from(session)
        .where(eq(session.id, token.sessionId))
        .get()
    : undefined
  if (token.sessionId === null || (alive && alive.expiresAt.getTime() > Date.now())) return
  await orm.update(oauthRefreshToken).set({ sessionId: null }).where(eq(oauthRefreshToken.id, token.id))
}

/** Notes that a client, and a grant if there is one, is used. */
export async function noteUse(
  database: D1Database,
  { client, grant }: { client: string; grant: string | undefined },
  nowMs: number,
): Promise<void> {
  const orm = drizzle(database)
  await orm.batch([
    orm.update(oauthApps).set({ lastUsedAt: nowMs }).where(eq(oauthApps.client, client)),
    orm
      .update(oauthGrants)
      .set({ lastUsedAt: nowMs })
      .where(eq(oauthGrants.id, grant ?? '')),
  ])
}

/** Removes refresh tokens that are over, and families that no token can name any more. */
export async function forgetOldGrants(database: D1Database, nowMs: number): Promise<void> {
  const orm = drizzle(database)
  const before = nowMs - DEAD_MS
  const used = sql`coalesce(${oauthGrants.lastUsedAt}, ${oauthGrants.createdAt})`
  const isRenewable = sql`EXISTS (SELECT 1 FROM ${oauthRefreshToken} WHERE ${oauthRefreshToken.authorizationCodeId} = ${oauthGrants.id})`
  await orm.batch([
    orm.delete(oauthRefreshToken).where(lt(oauthRefreshToken.expiresAt, new Date(nowMs))),
    orm
      .delete(oauthGrants)
      .where(or(lt(oauthGrants.revokedAt, before), and(lt(used, before), not(isRenewable)))),
  ])
}

/** A session, and with it what was granted for its time, lives shorter than this. */
const DEAD_MS = 30 * 86_400_000
