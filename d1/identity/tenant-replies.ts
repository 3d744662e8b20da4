import { and, eq, isNull, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { tenantReplies } from './members-schema.ts'

/** Idempotency of commands that the edge answers itself, per tenant, in the tenant's region. */
export type TenantReply = typeof tenantReplies.$inferSelect

/** A command that was cut off may be begun anew after this long. */
const RUNNING_MS = 30_000
const KEPT_MS = 30 * 86_400_000

/** Takes the key for this request. Undefined: it is ours; else the row of the one who had it first. */
export async function claimKey(
  database: D1Database,
  claim: Pick<TenantReply, 'tenant' | 'key' | 'command' | 'request'>,
  nowMs: number,
): Promise<TenantReply | undefined> {
  const orm = drizzle(database)
  const of = and(eq(tenantReplies.tenant, claim.tenant), eq(tenantReplies.key, claim.key))
  const insert = () =>
    orm
      .insert(tenantReplies)
      .values({ ...claim, status: null, reply: null, recordedAt: nowMs })
      .onConflictDoNothing()
  const [, , inserted] = await orm.batch([
    orm.delete(tenantReplies).where(lt(tenantReplies.recordedAt, nowMs - KEPT_MS)),
    orm
      .delete(tenantReplies)
      .where(
        and(
          of,
          eq(tenantReplies.request, claim.request),
          isNull(tenantReplies.status),
          lt(tenantReplies.recordedAt, nowMs - RUNNING_MS),
        ),
      ),
    insert(),
  ])
  if (inserted.meta.changes > 0) return undefined
  return orm.select().from(tenantReplies).where(of).get()
}

export async function keepReply(
  database: D1Database,
  { tenant, key, status, reply }: Pick<TenantReply, 'tenant' | 'key' | 'status' | 'reply'>,
): Promise<void> {
  await drizzle(database)
    .update(tenantReplies)
    .set({ status, reply })
    .where(and(eq(tenantReplies.tenant, tenant), eq(tenantReplies.key, key)))
}

/** A command that failed leaves its key free: nothing came of it. */
export async function releaseKey(database: D1Database, tenant: string, key: string): Promise<void> {
  await drizzle(database)
    .delete(tenantReplies)
    .where(and(eq(tenantReplies.tenant, tenant), eq(tenantReplies.key, key), isNull(tenantReplies.status)))
}
