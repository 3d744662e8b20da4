import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What happened to accounts, credentials and access, in the region of the person or tenant that it is about. */
export const securityEvents = sqliteTable('security_events', {
  id: text('id').primaryKey(),
  tenant: text('tenant'),
  user: text('user'),
  type: text('type').notNull(),
  at: integer('at').notNull(),
  ip: text('ip'),
  country: text('country'),
  userAgent: text('user_agent'),
  requestId: text('request_id'),
  /** JSON object; never a secret, never a password, never a whole token. */
  detail: text('detail').notNull(),
})

/** Sign-ups whose e-mail address is not proven yet. Of the token in the mail only its SHA-256 is kept. */
export const pendingSignUps = sqliteTable('pending_sign_ups', {
  tokenHash: text('token_hash').primaryKey(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  tenantName: text('tenant_name').notNull(),
  tenantSlug: text('tenant_slug').notNull(),
  expiresAt: integer('expires_at').notNull(),
})
