import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { FieldRule } from '../../durable-objects/kernel/rules.ts'
import { user } from './auth-schema.ts'
import { customRoles, members, tenants } from './members-schema.ts'

/** Members of tenants and the roles that tenants define. */
export type Member = typeof members.$inferSelect
export type CustomRole = typeof customRoles.$inferSelect
export type TenantProfile = typeof tenants.$inferSelect

/** A new tenant with its first owner. May be repeated: what is there stays. */
export async function foundTenant(
  database: D1Database,
  tenant: { id: string; slug: string; name: string },
  owner: string,
  nowMs: number,
): Promise<void> {
  const orm = drizzle(database)
  await orm.batch([
    orm
      .insert(tenants)
      .values({ ...tenant, status: 'active', statusReason: null, createdAt: nowMs })
      .onConflictDoNothing(),
    orm
      .insert(members)
      .values({
        tenant: tenant.id,
        user: owner,
        roles: ['owner'],
        rules: [],
        disabled: false,
        joinedAt: nowMs,
      })
      .onConflictDoNothing(),
  ])
}

export async function findTenantProfile(
  database: D1Database,
  id: string,
): Promise<TenantProfile | undefined> {
  return drizzle(database).select().from(tenants).where(eq(tenants.id, id)).get()
}

/** A tenant that was made before tenants had names gets its row here. */
export async function setTenantStatus(
  database: D1Database,
  tenant: { id: string; slug: string },
  status: TenantProfile['status'],
  reason: string,
  nowMs: number,
): Promise<void> {
  await drizzle(database)
    .insert(tenants)
    .values({ ...tenant, name: tenant.slug, status, statusReason: reason, createdAt: nowMs })
    .onConflictDoUpdate({ target: tenants.id, set: { status, statusReason: reason } })
}

/** Adds a member, or gives one who is there already what is new; a disabled one stays disabled. */
export async function addMember(
  database: D1Database,
  member: { tenant: string; user: string; roles: string[]; rules: FieldRule[] },
  nowMs: number,
): Promise<void> {
  await drizzle(database)
    .insert(members)
    .values({ ...member, disabled: false, joinedAt: nowMs })
    .onConflictDoNothing()
}

/** What decides whether and how a user acts in a tenant: one round trip. */
export async function findMembership(database: D1Database, tenant: string, userId: string) {
  const orm = drizzle(database)
  const [[member], [profile], roles] = await orm.batch([
    orm
      .select()
      .from(members)
      .where(and(eq(members.tenant, tenant), eq(members.user, userId))),
    orm.select().from(tenants).where(eq(tenants.id, tenant)),
    orm.select().from(customRoles).where(eq(customRoles.tenant, tenant)),
  ])
  return { member, profile, roles }
}

/** The same for what acts by roles of its own: a client, a key, support. */
export async function findTenantRoles(database: D1Database, tenant: string) {
  const orm = drizzle(database)
  const [[profile], roles] = await orm.batch([
    orm.select().from(tenants).where(eq(tenants.id, tenant)),
    orm.select().from(customRoles).where(eq(customRoles.tenant, tenant)),
  ])
  return { profile, roles }
}

/** Tenants that a user belongs to and is not shut out of, by slug. */
export async function tenantsOfUser(database: D1Database, userId: string) {
  return drizzle(database)
    .select({
      id: tenants.id,
      slug: tenants.slug,
      name: tenants.name,
      status: tenants.status,
      roles: members.roles,
    })
    .from(members)
    .innerJoin(tenants, eq(tenants.id, members.tenant))
    .where(and(eq(members.user, userId), eq(members.disabled, false)))
    .orderBy(asc(tenants.slug))
    .limit(200)
}

const memberColumns = {
  tenant: members.tenant,
  user: members.user,
  roles: members.roles,
  rules: members.rules,
  disabled: members.disabled,
  joinedAt: members.joinedAt,
  name: user.name,
  email: user.email,
  twoFactor: user.twoFactorEnabled,
}

export async function listMembers(database: D1Database, tenant: string, afterUser: string, limit: number) {
  return drizzle(database)
    .select(memberColumns)
    .from(members)
    .leftJoin(user, eq(user.id, members.user))
    .where(and(eq(members.tenant, tenant), gt(members.user, afterUser)))
    .orderBy(asc(members.user))
    .limit(limit)
}

export async function findMember(database: D1Database, tenant: string, userId: string) {
  return drizzle(database)
    .select(memberColumns)
    .from(members)
    .leftJoin(user, eq(user.id, members.user))
    .where(and(eq(members.tenant, tenant), eq(members.user, userId)))
    .get()
}

export async function isMember(database: D1Database, tenant: string, email: string): Promise<boolean> {
  const row = await drizzle(database)
    .select({ user: members.user })
    .from(members)
    .innerJoin(user, eq(user.id, members.user))
    .where(and(eq(members.tenant, tenant), eq(user.email, email)))
    .get()
  return row !== undefined
}

/** Another owner who can act: without one, the last owner must stay. */
const ANOTHER_OWNER = sql`EXISTS (SELECT 1 FROM members AS other, json_each(other.roles) AS role
  WHERE other.tenant = ${members.tenant} AND other.user <> ${members.user} AND other.disabled = 0 AND role.value = 'owner')`

/**
 * Changes a member; false when that would leave the tenant without an owner. One statement decides and writes, so that two
 * owners who demote each other at the same moment cannot both succeed.
 */
export async function changeMember(
  database: D1Database,
  { tenant, user: userId }: Pick<Member, 'tenant' | 'user'>,
  change: Pick<Member, 'roles' | 'rules' | 'disabled'>,
): Promise<boolean> {
  const staysOwner = change.roles.includes('owner') && !change.disabled
  const { meta } = await drizzle(database)
    .update(members)
    .set(change)
    .where(
      and(
        eq(members.tenant, tenant),
        eq(members.user, userId),
        staysOwner
          ? undefined
          : sql`(NOT EXISTS (SELECT 1 FROM json_each(${members.roles}) WHERE value = 'owner') OR ${ANOTHER_OWNER})`,
      ),
    )
    .run()
  return meta.changes > 0
}

export async function removeMember(database: D1Database, tenant: string, userId: string): Promise<boolean> {
  const { meta } = await drizzle(database)
    .delete(members)
    .where(
      and(
        eq(members.tenant, tenant),
        eq(members.user, userId),
        sql`(NOT EXISTS (SELECT 1 FROM json_each(${members.roles}) WHERE value = 'owner') OR ${ANOTHER_OWNER})`,
      ),
    )
    .run()
  return meta.changes > 0
}

export async function defineRole(database: D1Database, role: CustomRole): Promise<void> {
  const { tenant: _, code: __, ...rest } = role
  await drizzle(database)
    .insert(customRoles)
    .values(role)
    .onConflictDoUpdate({ target: [customRoles.tenant, customRoles.code], set: rest })
}

/** How many members have each role. */
export async function countByRole(database: D1Database, tenant: string): Promise<Map<string, number>> {
  const { results } = await database
    .prepare(
      'SELECT role.value AS role, COUNT(*) AS members FROM members, json_each(members.roles) AS role WHERE tenant = ? GROUP BY 1',
    )
    .bind(tenant)
    .all<{ role: string; members: number }>()
  return new Map(results.map(({ role, members: number }) => [role, number]))
}

/** Drops a role that nobody has; false when somebody does. */
export async function dropRole(database: D1Database, tenant: string, code: string): Promise<boolean> {
  const has = (table: string, where: string) =>
    `EXISTS (SELECT 1 FROM ${table}, json_each(${table}.roles) AS role WHERE tenant = ?1 AND role.value = ?2 AND ${where})`
  const { meta } = await database
    .prepare(
      `DELETE FROM roles WHERE tenant = ?1 AND code = ?2
         AND NOT ${has('members', 'TRUE')}
         AND NOT ${has('invitations', 'accepted_at IS NULL AND revoked_at IS NULL')}
         AND NOT ${has('api_keys', 'revoked_at IS NULL')}
         AND NOT EXISTS (SELECT 1 FROM oauth_apps WHERE tenant = ?1 AND role = ?2)
         AND NOT EXISTS (SELECT 1 FROM single_sign_on WHERE tenant = ?1 AND role = ?2)
         AND NOT EXISTS (SELECT 1 FROM support_grants WHERE tenant = ?1 AND role = ?2 AND revoked_at IS NULL)`,
    )
    .bind(tenant, code)
    .run()
  return meta.changes > 0
}

export async function namesOfUsers(
  database: D1Database,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await drizzle(database)
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(inArray(user.id, [...new Set(ids)].slice(0, 90)))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
