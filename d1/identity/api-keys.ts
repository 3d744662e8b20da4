import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { newId, PREFIX } from '../../durable-objects/kernel/ids.ts'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import type { RecordRule } from '../../durable-objects/kernel/rules.ts'
import { apiKeys } from './schema.ts'

export type ApiKey = typeof apiKeys.$inferSelect

/**
 * A key's text is `mk_<region>_<ulid>_<secret>`: the region says which identity database knows it, the ULID which row,
 * and the secret is 256 random bits. Because the secret is random and long, one SHA-256 protects it as well as a slow
 * password hash would (NIST SP 800-63B, 5.1.2.2, look-up secrets of at least 112 bits).
 */
const KEY = new RegExp(`^mk_(${REGIONS.join('|')})_([0-9A-HJKMNP-TV-Z]{26})_[A-Za-z0-9_-]{43}$`)

export function parseApiKey(text: string): { region: Region; id: string } | undefined {
  const match = KEY.exec(text)
  return match ? { region: match[1] as Region, id: `${PREFIX.apiKey}_${match[2]}` } : undefined
}

export interface NewKey {
  tenant: string
  region: Region
  name: string
  scopes: readonly string[]
  roles?: readonly string[]
  rules?: readonly RecordRule[]
  allowedAddresses?: readonly string[]
  createdBy?: string
  expiresAt?: number
}

/** Makes a key; its text is returned once and stored nowhere. */
export async function createApiKey(database: D1Database, key: NewKey): Promise<{ id: string; text: string }> {
  const id = newId('apiKey')
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  const text = `mk_${key.region}_${id.slice(PREFIX.apiKey.length + 1)}_${secret}`
  await drizzle(database)
    .insert(apiKeys)
    .values({
      id,
      tenant: key.tenant,
      name: key.name,
      prefix: text.slice(0, 14),
      hash: await hashOf(text),
      scopes: key.scopes.join(' '),
      createdAt: Date.now(),
      expiresAt: key.expiresAt ?? null,
      roles: [...(key.roles ?? [])],
      rules: [...(key.rules ?? [])],
      allowedAddresses: [...(key.allowedAddresses ?? [])],
      createdBy: key.createdBy ?? null,
    })
  return { id, text }
}

/** The key with this text, if it is known, in force and not expired. */
export async function verifyApiKey(
  database: D1Database,
  id: string,
  text: string,
  nowMs: number,
): Promise<ApiKey | undefined> {
  const key = await drizzle(database).select().from(apiKeys).where(eq(apiKeys.id, id)).get()
  if (!key || key.hash !== (await hashOf(text))) return undefined
  const inForce = key.revokedAt === null && (key.expiresAt === null || key.expiresAt > nowMs)
  return inForce ? key : undefined
}

export async function listApiKeys(
  database: D1Database,
  tenant: string,
  afterId: string,
  limit: number,
): Promise<ApiKey[]> {
  return drizzle(database)
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tenant, tenant), gt(apiKeys.id, afterId)))
    .orderBy(asc(apiKeys.id))
    .limit(limit)
}

export async function findApiKey(
  database: D1Database,
  tenant: string,
  id: string,
): Promise<ApiKey | undefined> {
  return drizzle(database)
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tenant, tenant), eq(apiKeys.id, id)))
    .get()
}

/** Revoked once, a key stays so, with its first time. */
export async function revokeApiKey(database: D1Database, id: string, nowMs: number): Promise<void> {
  await drizzle(database)
    .update(apiKeys)
    .set({ revokedAt: nowMs })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
}

/** Keys go with the member who made them; returns how many. */
export async function revokeKeysOf(
  database: D1Database,
  tenant: string,
  userId: string,
  nowMs: number,
): Promise<number> {
  const { meta } = await drizzle(database)
    .update(apiKeys)
    .set({ revokedAt: nowMs })
    .where(and(eq(apiKeys.tenant, tenant), eq(apiKeys.createdBy, userId), isNull(apiKeys.revokedAt)))
    .run()
  return meta.changes
}

export async function noteKeyUse(
  database: D1Database,
  id: string,
  nowMs: number,
  address: string | undefined,
): Promise<void> {
  await drizzle(database)
    .update(apiKeys)
    .set({ lastUsedAt: nowMs, lastUsedFrom: address ?? null })
    .where(eq(apiKeys.id, id))
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(digest).toString('hex')
}
