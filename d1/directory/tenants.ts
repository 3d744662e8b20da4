import { and, asc, count, eq, gt, inArray, like, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { Tenant } from './queries.ts'
import { companies, tenants } from './schema.ts'

/** The tenants of the whole deployment, for its operator: no names, because there are none here. */
export interface TenantFilter {
  q?: string | undefined
  region?: Region | undefined
  status?: Tenant['status'] | undefined
}

export async function listTenants(
  database: D1Database,
  { q, region, status }: TenantFilter,
  afterId: string,
  limit: number,
): Promise<Tenant[]> {
  return drizzle(database)
    .select()
    .from(tenants)
    .where(
      and(
        gt(tenants.id, afterId),
        region === undefined ? undefined : eq(tenants.region, region),
        status === undefined ? undefined : eq(tenants.status, status),
        q === undefined || q === ''
          ? undefined
          : or(like(tenants.slug, `${q.replace(/[%_]/g, '')}%`), eq(tenants.id, q)),
      ),
    )
    .orderBy(asc(tenants.id))
    .limit(limit)
}

export async function countCompanies(
  database: D1Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  // A statement of D1 takes at most 100 parameters.
  for (let start = 0; start < ids.length; start += 90) {
    const rows = await drizzle(database)
      .select({ tenant: companies.tenant, number: count() })
      .from(companies)
      .where(inArray(companies.tenant, ids.slice(start, start + 90)))
      .groupBy(companies.tenant)
    for (const { tenant, number } of rows) counts.set(tenant, number)
  }
  return counts
}

export async function setDirectoryStatus(
  database: D1Database,
  id: string,
  status: Tenant['status'],
): Promise<void> {
  await drizzle(database).update(tenants).set({ status }).where(eq(tenants.id, id))
}
