import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What we keep of OAuth and of companies' own identity providers beside what the library keeps. */

/** A client belongs to one tenant; with client credentials it acts there with its role. */
export const oauthApps = sqliteTable('oauth_apps', {
  client: text('client').primaryKey(),
  tenant: text('tenant').notNull(),
  /** Null: the client never acts by itself. */
  role: text('role'),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
})

/**
 * One authorization of one client by one person: the family of all tokens that came from one authorization code. Its id
 * is the SHA-256 of that code, and every access token names it.
 */
export const oauthGrants = sqliteTable('oauth_grants', {
  id: text('id').primaryKey(),
  client: text('client').notNull(),
  tenant: text('tenant').notNull(),
  user: text('user').notNull(),
  /** Space-separated, as in OAuth. */
  scopes: text('scopes').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
})

/** The identity provider of a tenant. */
export const singleSignOn = sqliteTable('single_sign_on', {
  tenant: text('tenant').primaryKey(),
  issuer: text('issuer').notNull(),
  clientId: text('client_id').notNull(),
  /** Encrypted with the deployment's secret. */
  clientSecret: text('client_secret').notNull(),
  /** Role of people whom the provider brings. Null: only who was invited gets in. */
  role: text('role'),
  required: integer('required', { mode: 'boolean' }).notNull(),
  updatedBy: text('updated_by').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** A domain counts once its DNS has named the tenant. */
export const singleSignOnDomains = sqliteTable(
  'single_sign_on_domains',
  {
    domain: text('domain').notNull(),
    tenant: text('tenant').notNull(),
    provenAt: integer('proven_at'),
  },
  (table) => [primaryKey({ columns: [table.domain, table.tenant] })],
)

/** A person who is at the provider. Of state and browser only the SHA-256 is kept. */
export const singleSignOnAttempts = sqliteTable('single_sign_on_attempts', {
  state: text('state').primaryKey(),
  tenant: text('tenant').notNull(),
  browser: text('browser').notNull(),
  nonce: text('nonce').notNull(),
  verifier: text('verifier').notNull(),
  next: text('next').notNull(),
  expiresAt: integer('expires_at').notNull(),
})
