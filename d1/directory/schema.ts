import { primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Global, and therefore without personal data: ids, slugs, regions and states only. Names lie in the region. */
export const tenants = sqliteTable('tenants', {
  id: text('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  region: text('region', { enum: ['eu', 'us', 'apac'] }).notNull(),
  status: text('status', { enum: ['active', 'suspended'] }).notNull(),
})

export const companies = sqliteTable(
  'companies',
  {
    tenant: text('tenant').notNull(),
    slug: text('slug').notNull(),
    id: text('id').notNull(),
    region: text('region', { enum: ['eu', 'us', 'apac'] }).notNull(),
    /** `opening` until the object has opened its books, `importing` until it has verified the file that they come from. */
    status: text('status', { enum: ['opening', 'importing', 'active'] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.slug] }),
    uniqueIndex('companies_by_id').on(table.id),
  ],
)

/**
 * In which regions a person has an account: the HMAC of the e-mail address under a key that only the deployment has, so
 * that the table cannot be turned back into addresses, not even by trying all of them.
 */
export const people = sqliteTable(
  'people',
  {
    emailHmac: text('email_hmac').notNull(),
    region: text('region', { enum: ['eu', 'us', 'apac'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.emailHmac, table.region] })],
)
