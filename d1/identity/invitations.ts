import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, tenants } from './members-schema.ts'

/** Invitations into tenants. */
export type Invitation = typeof invitations.$inferSelect

export async function addInvitation(database: D1Database, invitation: Invitation): Promise<void> {
  await drizzle(database).insert(invitations).values(invitation)
}

export async function findInvitation(
  database: D1Database,
  tenant: string,
  id: string,
): Promise<Invitation | undefined> {
  return drizzle(database)
    .select()
    .from(invitations)
    .where(and(eq(invitations.tenant, tenant), eq(invitations.id, id)))
    .get()
}

/** With the tenant that it leads into. */
export async function findInvitationByToken(database: D1Database, tokenHash: string) {
  return drizzle(database)
    .select({ invitation: invitations, tenant: tenants })
    .from(invitations)
    .innerJoin(tenants, eq(tenants.id, invitations.tenant))
    .where(eq(invitations.tokenHash, tokenHash))
    .get()
}

export async function listInvitations(
  database: D1Database,
  tenant: string,
  onlyOpenAtMs: number | undefined,
  afterId: string,
  limit: number,
): Promise<Invitation[]> {
  return drizzle(database)
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.tenant, tenant),
        gt(invitations.id, afterId),
        onlyOpenAtMs === undefined ? undefined : isOpen(onlyOpenAtMs),
      ),
    )
    .orderBy(asc(invitations.id))
    .limit(limit)
}

const isOpen = (nowMs: number) =>
  and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, nowMs))

/** A new token for an open or expired invitation; false when it was accepted or revoked meanwhile. */
export async function renewInvitation(
  database: D1Database,
  id: string,
  fresh: Pick<Invitation, 'tokenHash' | 'sentAt' | 'expiresAt'>,
): Promise<boolean> {
  const { meta } = await drizzle(database)
    .update(invitations)
    .set(fresh)
    .where(and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
    .run()
  return meta.changes > 0
}

export async function revokeInvitation(database: D1Database, id: string, nowMs: number): Promise<boolean> {
  const { meta } = await drizzle(database)
    .update(invitations)
    .set({ revokedAt: nowMs })
    .where(and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
    .run()
  return meta.changes > 0
}

/** Takes the invitation: of two who come with the same token, one gets it. */
export async function takeInvitation(
  database: D1Database,
  id: string,
  userId: string,
  nowMs: number,
): Promise<boolean> {
  const { meta } = await drizzle(database)
    .update(invitations)
    .set({ acceptedAt: nowMs, acceptedBy: userId })
    .where(and(eq(invitations.id, id), isOpen(nowMs)))
    .run()
  return meta.changes > 0
}
