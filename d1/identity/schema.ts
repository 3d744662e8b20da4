import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export * from './auth-schema.ts'

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
})
