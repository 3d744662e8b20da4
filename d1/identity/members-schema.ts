import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { FieldRule } from '../../durable-objects/kernel/rules.ts'

/** Who belongs to a tenant and what they may do there, in the tenant's region. */

/** The directory has no names; here they are. The status is the directory's, so that one database answers who may in. */
export const tenants = sqliteTable('tenants', {
  id: text('id').primaryKey(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  status: text('status', { enum: ['active', 'suspended'] }).notNull(),
  statusReason: text('status_reason'),
  createdAt: integer('created_at').notNull(),
})

const roles = () => text('roles', { mode: 'json' }).$type<string[]>().notNull()
const rules = () => text('rules', { mode: 'json' }).$type<FieldRule[]>().notNull()

export const members = sqliteTable(
  'members',
  {
    tenant: text('tenant').notNull(),
    user: text('user').notNull(),
    roles: roles(),
    /** Of this member alone; those of the roles are the roles'. */
    rules: rules(),
    disabled: integer('disabled', { mode: 'boolean' }).notNull(),
    joinedAt: integer('joined_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.user] })],
)

/** Roles that the tenant defined; the built-in ones are in `workers/access/roles.ts`. */
export const customRoles = sqliteTable(
  'roles',
  {
    tenant: text('tenant').notNull(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    /** Space-separated, see `durable-objects/kernel/grants.ts`. */
    grants: text('grants').notNull(),
    rules: rules(),
    changedBy: text('changed_by').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.code] })],
)

/** Of the token in the mail only its SHA-256 is kept. */
export const invitations = sqliteTable('invitations', {
  id: text('id').primaryKey(),
  tenant: text('tenant').notNull(),
  email: text('email').notNull(),
  tokenHash: text('token_hash').notNull(),
  roles: roles(),
  rules: rules(),
  message: text('message').notNull(),
  invitedBy: text('invited_by').notNull(),
  createdAt: integer('created_at').notNull(),
  sentAt: integer('sent_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  acceptedAt: integer('accepted_at'),
  acceptedBy: text('accepted_by'),
  revokedAt: integer('revoked_at'),
})

/** The tenant's word that the operator's support may in, for a time. */
export const supportGrants = sqliteTable('support_grants', {
  id: text('id').primaryKey(),
  tenant: text('tenant').notNull(),
  reason: text('reason').notNull(),
  role: text('role').notNull(),
  grantedBy: text('granted_by').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  revokedAt: integer('revoked_at'),
  lastEnteredAt: integer('last_entered_at'),
  lastEnteredBy: text('last_entered_by'),
})

/**
 * Idempotency of the commands that the edge answers itself. Of the request only digests are kept, field by field: it may
 * hold a secret, and a refusal must still name the field that differs.
 */
export const tenantReplies = sqliteTable(
  'tenant_replies',
  {
    tenant: text('tenant').notNull(),
    key: text('key').notNull(),
    command: text('command').notNull(),
    request: text('request').notNull(),
    /** Null while the command runs. */
    status: integer('status'),
    reply: text('reply'),
    recordedAt: integer('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.key] })],
)
