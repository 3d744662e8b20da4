import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Folded from the log by the queue's consumer; everything here can be rebuilt. One database per region. */

/** How far each consumer has come in each company's log. */
export const watermarks = sqliteTable(
  'watermarks',
  {
    company: text('company').notNull(),
    consumer: text('consumer', { enum: ['reporting', 'archive'] }).notNull(),
    sequence: integer('sequence').notNull(),
    /** Hash of the event at the watermark, which the next archive segment is chained to. */
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.company, table.consumer] })],
)

export const companies = sqliteTable('companies', {
  id: text('id').primaryKey(),
  tenant: text('tenant').notNull(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  country: text('country').notNull(),
  currency: text('currency').notNull(),
  region: text('region').notNull(),
})

export const accounts = sqliteTable(
  'accounts',
  {
    company: text('company').notNull(),
    id: text('id').notNull(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    type: text('type').notNull(),
  },
  (table) => [primaryKey({ columns: [table.company, table.id] })],
)

export const journalEntries = sqliteTable(
  'journal_entries',
  {
    company: text('company').notNull(),
    sequence: integer('sequence').notNull(),
    id: text('id').notNull(),
    journal: text('journal').notNull(),
    number: integer('number').notNull(),
    effectiveDate: text('effective_date').notNull(),
    recordedAt: integer('recorded_at').notNull(),
    description: text('description').notNull(),
  },
  (table) => [primaryKey({ columns: [table.company, table.sequence] })],
)

/** Sums by account, unit and month (`YYYY-MM`), in minor units. */
export const monthBalances = sqliteTable(
  'month_balances',
  {
    company: text('company').notNull(),
    account: text('account').notNull(),
    unit: text('unit').notNull(),
    month: text('month').notNull(),
    debitQuantity: integer('debit_quantity').notNull(),
    creditQuantity: integer('credit_quantity').notNull(),
    debitValue: integer('debit_value').notNull(),
    creditValue: integer('credit_value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.company, table.account, table.unit, table.month] })],
)
