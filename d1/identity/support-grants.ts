import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { supportGrants } from './members-schema.ts'

/** Whom of the operator's support a tenant lets in. */
export type SupportGrant = typeof supportGrants.$inferSelect

export async function addSupportGrant(database: D1Database, grant: SupportGrant): Promise<void> {
  await drizzle(database).insert(supportGrants).values(grant)
}

export async function findSupportGrant(
  database: D1Database,
  tenant: string,
  id: string,
): Promise<SupportGrant | undefined> {
  return drizzle(database)
    .select()
    .from(supportGrants)
    .where(and(eq(supportGrants.tenant, tenant), eq(supportGrants.id, id)))
    .get()
}

export async function listSupportGrants(
  database: D1Database,
  tenant: string,
  afterId: string,
  limit: number,
): Promise<SupportGrant[]> {
  return drizzle(database)
    .select()
    .from(supportGrants)
    .where(and(eq(supportGrants.tenant, tenant), gt(supportGrants.id, afterId)))
    .orderBy(asc(supportGrants.id))
    .limit(limit)
}

export async function supportGrantsInForce(
  database: D1Database,
  tenant: string,
  nowMs: number,
): Promise<SupportGrant[]> {
  return drizzle(database)
    .select()
    .from(supportGrants)
    .where(
      and(
        eq(supportGrants.tenant, tenant),
        isNull(supportGrants.revokedAt),
        gt(supportGrants.expiresAt, nowMs),
      ),
    )
    .orderBy(asc(supportGrants.expiresAt))
    .limit(50)
}

export async function revokeSupportGrant(database: D1Database, id: string, nowMs: number): Promise<void> {
  await drizzle(database)
    .update(supportGrants)
    .set({ revokedAt: nowMs })
    .where(and(eq(supportGrants.id, id), isNull(supportGrants.revokedAt)))
}

export async function noteSupportEntry(
  database: D1Database,
  id: string,
  operator: string,
  nowMs: number,
): Promise<void> {
  await drizzle(database)
    .update(supportGrants)
    .set({ lastEnteredAt: nowMs, lastEnteredBy: operator })
    .where(eq(supportGrants.id, id))
}
