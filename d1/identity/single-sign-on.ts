import { and, asc, eq, gt, inArray, isNotNull, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { account } from './auth-schema.ts'
import { singleSignOn, singleSignOnAttempts, singleSignOnDomains } from './oauth-schema.ts'

/** Tenants' own identity providers, their domains, and the people who come through them. */
export type SingleSignOn = typeof singleSignOn.$inferSelect
export type SingleSignOnDomain = typeof singleSignOnDomains.$inferSelect
export type SingleSignOnAttempt = typeof singleSignOnAttempts.$inferSelect

export interface Configuration {
  provider: SingleSignOn
  domains: SingleSignOnDomain[]
}

export async function findConfiguration(
  database: D1Database,
  tenant: string,
): Promise<Configuration | undefined> {
  const orm = drizzle(database)
  const [[provider], domains] = await orm.batch([
    orm.select().from(singleSignOn).where(eq(singleSignOn.tenant, tenant)),
    orm
      .select()
      .from(singleSignOnDomains)
      .where(eq(singleSignOnDomains.tenant, tenant))
      .orderBy(asc(singleSignOnDomains.domain)),
  ])
  return provider && { provider, domains }
}

/** Writes the configuration. A domain that was proven before stays proven; one that is left out is forgotten. */
export async function saveConfiguration(
  database: D1Database,
  provider: SingleSignOn,
  domains: readonly string[],
): Promise<void> {
  const orm = drizzle(database)
  const { tenant, ...rest } = provider
  const before = await findConfiguration(database, tenant)
  const proven = new Map(before?.domains.map(({ domain, provenAt }) => [domain, provenAt]))
  await orm.batch([
    orm.insert(singleSignOn).values(provider).onConflictDoUpdate({ target: singleSignOn.tenant, set: rest }),
    orm.delete(singleSignOnDomains).where(eq(singleSignOnDomains.tenant, tenant)),
    ...domains.map((domain) =>
      orm.insert(singleSignOnDomains).values({ domain, tenant, provenAt: proven.get(domain) ?? null }),
    ),
  ])
}

export async function setProven(
  database: D1Database,
  tenant: string,
  domains: readonly string[],
  provenAt: number | null,
): Promise<void> {
  if (domains.length === 0) return
  await drizzle(database)
    .update(singleSignOnDomains)
    .set({ provenAt })
    .where(and(eq(singleSignOnDomains.tenant, tenant), inArray(singleSignOnDomains.domain, [...domains])))
}

/** Removes the provider with its domains and with what links people to it. */
export async function removeConfiguration(database: D1Database, tenant: string): Promise<void> {
  const orm = drizzle(database)
  await orm.batch([
    orm.delete(singleSignOn).where(eq(singleSignOn.tenant, tenant)),
    orm.delete(singleSignOnDomains).where(eq(singleSignOnDomains.tenant, tenant)),
    orm.delete(singleSignOnAttempts).where(eq(singleSignOnAttempts.tenant, tenant)),
    orm.delete(account).where(eq(account.providerId, providerOf(tenant))),
  ])
}

/** The tenants that have proven a domain to be theirs, the first one first. */
export async function tenantsOfDomain(
  database: D1Database,
  domain: string,
): Promise<{ tenant: string; required: boolean }[]> {
  return drizzle(database)
    .select({ tenant: singleSignOn.tenant, required: singleSignOn.required })
    .from(singleSignOnDomains)
    .innerJoin(singleSignOn, eq(singleSignOn.tenant, singleSignOnDomains.tenant))
    .where(and(eq(singleSignOnDomains.domain, domain), isNotNull(singleSignOnDomains.provenAt)))
    .orderBy(asc(singleSignOnDomains.provenAt), asc(singleSignOn.tenant))
}

export async function addAttempt(database: D1Database, attempt: SingleSignOnAttempt): Promise<void> {
  const orm = drizzle(database)
  await orm.batch([
    orm.delete(singleSignOnAttempts).where(lt(singleSignOnAttempts.expiresAt, Date.now())),
    orm.insert(singleSignOnAttempts).values(attempt),
  ])
}

/** Takes an attempt out: of two that come with the same state, one gets it. */
export async function takeAttempt(
  database: D1Database,
  state: string,
  nowMs: number,
): Promise<SingleSignOnAttempt | undefined> {
  const [taken] = await drizzle(database)
    .delete(singleSignOnAttempts)
    .where(and(eq(singleSignOnAttempts.state, state), gt(singleSignOnAttempts.expiresAt, nowMs)))
    .returning()
  return taken
}

/** A provider's subject means something within its tenant only. */
const providerOf = (tenant: string): string => `sso:${tenant}`

export async function userOfSubject(
  database: D1Database,
  tenant: string,
  subject: string,
): Promise<string | undefined> {
  const row = await drizzle(database)
    .select({ userId: account.userId })
    .from(account)
    .where(and(eq(account.providerId, providerOf(tenant)), eq(account.accountId, subject)))
    .get()
  return row?.userId
}

export async function linkSubject(
  database: D1Database,
  tenant: string,
  subject: string,
  userId: string,
): Promise<void> {
  const now = new Date()
  await drizzle(database)
    .insert(account)
    .values({
      id: newId('session'),
      providerId: providerOf(tenant),
      accountId: subject,
      userId,
      createdAt: now,
      updatedAt: now,
    })
}
