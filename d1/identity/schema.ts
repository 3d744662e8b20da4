import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { RecordRule } from '../../durable-objects/kernel/rules.ts'

export * from './auth-schema.ts'
export * from './members-schema.ts'
export * from './oauth-schema.ts'
export * from './security-schema.ts'

/** Who may act, one database per region. Of an API key only the SHA-256 of its text is kept. */
export const apiKeys = sqliteTable('api_keys', {
  id: text('id').primaryKey(),
  tenant: text('tenant').notNull(),
  name: text('name').notNull(),
  /** The first characters of the key, to recognise it by. */
  prefix: text('prefix').notNull(),
  hash: text('hash').notNull(),
  /** Space-separated, as in OAuth. */
  scopes: text('scopes').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  revokedAt: integer('revoked_at'),
  /** A key has roles or scopes; with roles, `scopes` is empty. */
  roles: text('roles', { mode: 'json' }).$type<string[]>().notNull().default([]),
  /** Record rules that its maker was bound to. */
  rules: text('rules', { mode: 'json' }).$type<RecordRule[]>().notNull().default([]),
  /** Addresses and CIDR ranges that it works from; none: everywhere. */
  allowedAddresses: text('allowed_addresses', { mode: 'json' }).$type<string[]>().notNull().default([]),
  /** Null for a key that the deployment made. */
  createdBy: text('created_by'),
  lastUsedAt: integer('last_used_at'),
  lastUsedFrom: text('last_used_from'),
})
