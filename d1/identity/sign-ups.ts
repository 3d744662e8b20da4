import { and, eq, gt, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { pendingSignUps } from './security-schema.ts'

/** Sign-ups that wait for their mail to be answered. */
export type PendingSignUp = typeof pendingSignUps.$inferSelect

export async function keepSignUp(database: D1Database, pending: PendingSignUp): Promise<void> {
  const orm = drizzle(database)
  await orm.batch([
    orm.delete(pendingSignUps).where(lt(pendingSignUps.expiresAt, Date.now())),
    orm.insert(pendingSignUps).values(pending),
  ])
}

/** Takes the sign-up of a token out: of two that come with the same token, one gets it. */
export async function takeSignUp(
  database: D1Database,
  tokenHash: string,
  nowMs: number,
): Promise<PendingSignUp | undefined> {
  const taken = await drizzle(database)
    .delete(pendingSignUps)
    .where(and(eq(pendingSignUps.tokenHash, tokenHash), gt(pendingSignUps.expiresAt, nowMs)))
    .returning()
  return taken[0]
}
