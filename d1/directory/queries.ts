import { and, asc, eq, gt, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { companies, tenants } from './schema.ts'

export type Tenant = typeof tenants.$inferSelect
export type CompanyEntry = typeof companies.$inferSelect

export async function addTenant(database: D1Database, tenant: Tenant): Promise<void> {
  await drizzle(database).insert(tenants).values(tenant).onConflictDoNothing()
}

export async function findTenant(database: D1Database, id: string): Promise<Tenant | undefined> {
  return drizzle(database).select().from(tenants).where(eq(tenants.id, id)).get()
}

export async function findTenantBySlug(database: D1Database, slug: string): Promise<Tenant | undefined> {
  return drizzle(database).select().from(tenants).where(eq(tenants.slug, slug)).get()
}

/** The tenant's company with this id or slug. */
export async function findCompany(
  database: D1Database,
  tenant: string,
  idOrSlug: string,
): Promise<CompanyEntry | undefined> {
  return drizzle(database)
    .select()
    .from(companies)
    .where(and(eq(companies.tenant, tenant), or(eq(companies.slug, idOrSlug), eq(companies.id, idOrSlug))))
    .get()
}

/** Reserves the slug; of two requests at once, both get the entry of the first. */
export async function reserveCompany(
  database: D1Database,
  entry: { tenant: string; slug: string; id: string; region: Region },
  status: 'opening' | 'importing' = 'opening',
): Promise<CompanyEntry> {
  const orm = drizzle(database)
  await orm
    .insert(companies)
    .values({ ...entry, status })
    .onConflictDoNothing()
  const reserved = await findCompany(database, entry.tenant, entry.slug)
  if (!reserved) throw new Error(`the slug ${entry.slug} was reserved and is gone`)
  return reserved
}

/** Gives back what an import that came to nothing had reserved. */
export async function releaseImport(database: D1Database, id: string): Promise<void> {
  await drizzle(database)
    .delete(companies)
    .where(and(eq(companies.id, id), eq(companies.status, 'importing')))
}

/** Imports that were begun before an id of that time was made. */
export async function listImportsBefore(database: D1Database, id: string): Promise<CompanyEntry[]> {
  return drizzle(database)
    .select()
    .from(companies)
    .where(and(eq(companies.status, 'importing'), lt(companies.id, id)))
    .limit(ABANDONED_A_RUN)
}

const ABANDONED_A_RUN = 100

export async function activateCompany(database: D1Database, id: string): Promise<void> {
  await drizzle(database).update(companies).set({ status: 'active' }).where(eq(companies.id, id))
}

export async function listCompanies(
  database: D1Database,
  tenant: string,
  afterSlug: string,
  limit: number,
): Promise<CompanyEntry[]> {
  return drizzle(database)
    .select()
    .from(companies)
    .where(and(eq(companies.tenant, tenant), eq(companies.status, 'active'), gt(companies.slug, afterSlug)))
    .orderBy(asc(companies.slug))
    .limit(limit)
}
