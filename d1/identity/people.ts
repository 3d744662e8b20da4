import { and, desc, eq, gt, lt, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { account, passkey, session, twoFactor, user } from './auth-schema.ts'

/** People of one region with what they sign in with: the authentication library's tables, read and written by us. */
export type User = typeof user.$inferSelect
export type Session = typeof session.$inferSelect

export interface NewPerson {
  name: string
  /** In lower case, and proven: whoever is added here has read a mail that was sent there. */
  email: string
  /** argon2id in PHC format. Absent: the person signs in by mail, passkey or single sign-on. */
  passwordHash?: string | undefined
  id?: string
}

/** Adds a person, unless there is one with this e-mail address already; either way returns the person's id. */
export async function addUser(
  database: D1Database,
  person: NewPerson,
): Promise<{ id: string; isNew: boolean }> {
  const orm = drizzle(database)
  const now = new Date()
  const id = person.id ?? newId('user')
  const { meta } = await orm
    .insert(user)
    .values({
      id,
      name: person.name,
      email: person.email,
      emailVerified: true,
      createdAt: now,
      updatedAt: now,
      twoFactorEnabled: false,
    })
    .onConflictDoNothing()
    .run()
  if (meta.changes === 0) {
    const before = await findUserByEmail(database, person.email)
    if (!before) throw new Error('a user conflicts with one that does not exist')
    return { id: before.id, isNew: false }
  }
  if (person.passwordHash !== undefined) await addPassword(database, id, person.passwordHash)
  return { id, isNew: true }
}

export async function addPassword(database: D1Database, userId: string, passwordHash: string): Promise<void> {
  const now = new Date()
  await drizzle(database)
    .insert(account)
    .values({
      id: newId('session'),
      // What the library calls an account with a password.
      providerId: 'credential',
      accountId: userId,
      userId,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
    })
}

export async function findUserByEmail(database: D1Database, email: string): Promise<User | undefined> {
  return drizzle(database).select().from(user).where(eq(user.email, email)).get()
}

export async function findUser(database: D1Database, id: string): Promise<User | undefined> {
  return drizzle(database).select().from(user).where(eq(user.id, id)).get()
}

export async function renameUser(database: D1Database, id: string, name: string): Promise<void> {
  await drizzle(database).update(user).set({ name, updatedAt: new Date() }).where(eq(user.id, id))
}

/** What a person can sign in with. */
export async function credentialsOf(database: D1Database, userId: string) {
  const orm = drizzle(database)
  const [passwords, passkeys, seeds] = await Promise.all([
    orm
      .select({ id: account.id })
      .from(account)
      .where(and(eq(account.userId, userId), eq(account.providerId, 'credential'))),
    orm.select().from(passkey).where(eq(passkey.userId, userId)),
    orm.select({ verified: twoFactor.verified }).from(twoFactor).where(eq(twoFactor.userId, userId)),
  ])
  return {
    hasPassword: passwords.length > 0,
    passkeys,
    hasTotp: seeds.some(({ verified }) => verified === true),
  }
}

/** The session with this token and its user, whatever its age. */
export async function findSession(
  database: D1Database,
  token: string,
): Promise<{ session: Session; user: User } | undefined> {
  return drizzle(database)
    .select({ session, user })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(eq(session.token, token))
    .get()
}

/** A person's sessions that are in force, the last used first. */
export async function sessionsOf(database: D1Database, userId: string, limit: number): Promise<Session[]> {
  return drizzle(database)
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, new Date())))
    .orderBy(desc(session.updatedAt))
    .limit(limit)
}

/** Notes that a session is used, and puts its end off. One that was revoked meanwhile stays so. */
export async function extendSession(database: D1Database, id: string, expiresAt: Date): Promise<void> {
  await drizzle(database).update(session).set({ updatedAt: new Date(), expiresAt }).where(eq(session.id, id))
}

/** Whoever switches to a tenant of their own is no longer anybody's support. */
export async function setSessionTenant(database: D1Database, id: string, tenant: string): Promise<void> {
  await drizzle(database)
    .update(session)
    .set({ tenantId: tenant, supportGrantId: null })
    .where(eq(session.id, id))
}

/** The session of an operator acts in a tenant by the tenant's grant, or (with null) in none any more. */
export async function setSessionSupport(
  database: D1Database,
  id: string,
  support: { tenant: string; grant: string } | null,
): Promise<void> {
  await drizzle(database)
    .update(session)
    .set({ tenantId: support?.tenant ?? null, supportGrantId: support?.grant ?? null })
    .where(eq(session.id, id))
}

/** Returns the tokens of the sessions that it ended. */
export async function endSessions(
  database: D1Database,
  userId: string,
  which: { id: string } | { allBut: string } | 'all',
): Promise<string[]> {
  const one =
    which === 'all' ? undefined : 'id' in which ? eq(session.id, which.id) : ne(session.id, which.allBut)
  const ended = await drizzle(database)
    .delete(session)
    .where(and(eq(session.userId, userId), one))
    .returning({ token: session.token })
  return ended.map(({ token }) => token)
}

export async function renamePasskey(
  database: D1Database,
  userId: string,
  id: string,
  name: string,
): Promise<boolean> {
  const { meta } = await drizzle(database)
    .update(passkey)
    .set({ name })
    .where(and(eq(passkey.id, id), eq(passkey.userId, userId)))
    .run()
  return meta.changes > 0
}

export async function removePasskey(database: D1Database, userId: string, id: string): Promise<boolean> {
  const { meta } = await drizzle(database)
    .delete(passkey)
    .where(and(eq(passkey.id, id), eq(passkey.userId, userId)))
    .run()
  return meta.changes > 0
}

/** Sessions that are over are nobody's any more; run by the daily schedule. */
export async function removeExpiredSessions(database: D1Database, nowMs: number): Promise<void> {
  await drizzle(database)
    .delete(session)
    .where(lt(session.expiresAt, new Date(nowMs)))
}
