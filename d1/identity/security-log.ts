import { and, desc, eq, gte, lt, lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { IDENTITY } from './limits.ts'
import { securityEvents } from './security-schema.ts'

/** Everything that the security log speaks of. */
export const SECURITY_EVENT_TYPES = [
  'signed-up',
  'email-verified',
  'sign-in-succeeded',
  'sign-in-failed',
  'sign-in-throttled',
  'sign-in-link-sent',
  'second-factor-failed',
  'second-factor-enabled',
  'second-factor-disabled',
  'recovery-code-used',
  'recovery-codes-renewed',
  'passkey-added',
  'passkey-removed',
  'passkey-refused',
  'password-changed',
  'password-reset-requested',
  'password-reset',
  'profile-changed',
  'signed-out',
  'session-revoked',
  'tenant-switched',
  'tenant-created',
  'tenant-suspended',
  'tenant-reactivated',
  'token-refused',
  'refresh-token-reused',
  'api-key-created',
  'api-key-revoked',
  'api-key-refused',
  'role-defined',
  'role-dropped',
  'member-invited',
  'invitation-revoked',
  'member-joined',
  'member-changed',
  'member-removed',
  'client-registered',
  'client-changed',
  'client-removed',
  'consent-given',
  'consent-withdrawn',
  'single-sign-on-configured',
  'single-sign-on-removed',
  'support-granted',
  'support-revoked',
  'support-used',
  'access-denied',
] as const
export type SecurityEventType = (typeof SECURITY_EVENT_TYPES)[number]

export interface SecurityEvent {
  type: SecurityEventType
  /** Milliseconds since 1970. */
  at: number
  tenant?: string | undefined
  user?: string | undefined
  ip?: string | undefined
  country?: string | undefined
  userAgent?: string | undefined
  requestId?: string | undefined
  /** What else there is to know; no secret. */
  detail?: Record<string, string | number | boolean | null | readonly string[]>
}

export type SecurityEventRow = typeof securityEvents.$inferSelect

/** Writes one event into the log of the region's identity database. */
export async function logSecurity(database: D1Database, event: SecurityEvent): Promise<void> {
  await drizzle(database)
    .insert(securityEvents)
    .values({
      id: newId('securityEvent'),
      tenant: event.tenant ?? null,
      user: event.user ?? null,
      type: event.type,
      at: event.at,
      ip: event.ip ?? null,
      country: event.country ?? null,
      userAgent: event.userAgent?.slice(0, IDENTITY.userAgentCharsMax) ?? null,
      requestId: event.requestId ?? null,
      detail: boundedJson(event.detail ?? {}),
    })
}

export async function securityEventsOfUser(
  database: D1Database,
  user: string,
  limit: number,
): Promise<SecurityEventRow[]> {
  return drizzle(database)
    .select()
    .from(securityEvents)
    .where(eq(securityEvents.user, user))
    .orderBy(desc(securityEvents.at), desc(securityEvents.id))
    .limit(limit)
}

export interface SecurityEventFilter {
  before?: string | undefined
  type?: SecurityEventType | undefined
  user?: string | undefined
  fromMs?: number | undefined
  toMs?: number | undefined
  limit: number
}

/** A page of a tenant's events, newest first, of those before an event's id. Ids are in the order of time. */
export async function securityEventsOfTenant(
  database: D1Database,
  tenant: string,
  { before, type, user, fromMs, toMs, limit }: SecurityEventFilter,
): Promise<SecurityEventRow[]> {
  return drizzle(database)
    .select()
    .from(securityEvents)
    .where(
      and(
        eq(securityEvents.tenant, tenant),
        before === undefined ? undefined : lt(securityEvents.id, before),
        type === undefined ? undefined : eq(securityEvents.type, type),
        user === undefined ? undefined : eq(securityEvents.user, user),
        fromMs === undefined ? undefined : gte(securityEvents.at, fromMs),
        toMs === undefined ? undefined : lte(securityEvents.at, toMs),
      ),
    )
    .orderBy(desc(securityEvents.id))
    .limit(limit)
}

/** Removes what is older than the log is kept; run by the daily schedule. */
export async function forgetOldSecurityEvents(database: D1Database, nowMs: number): Promise<number> {
  const before = nowMs - IDENTITY.securityEventDays * 86_400_000
  const { meta } = await drizzle(database).delete(securityEvents).where(lt(securityEvents.at, before)).run()
  return meta.changes
}

function boundedJson(detail: NonNullable<SecurityEvent['detail']>): string {
  const text = JSON.stringify(detail)
  return text.length <= IDENTITY.securityDetailCharsMax ? text : JSON.stringify({ truncated: true })
}
