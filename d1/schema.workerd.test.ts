import { env } from 'cloudflare:workers'
import { getTableColumns, getTableName, is, Table } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as directory from './directory/schema.ts'
import * as identity from './identity/schema.ts'
import * as reporting from './reporting/schema.ts'

/** Migrations are SQL, reads are typed by drizzle: both must speak of the same tables. */
const DATABASES = [
  ['directory', env.DIRECTORY, directory],
  ['identity', env.IDENTITY_EU, identity],
  ['reporting', env.REPORTING_EU, reporting],
] as const

describe.each(DATABASES)('%s', (_, database, schema) => {
  const tables = Object.values(schema).filter((each) => is(each, Table))

  it.each(tables.map((table) => [getTableName(table), table] as const))(
    '%s is migrated as it is typed',
    async (name, table) => {
      const { results } = await database
        .prepare('SELECT name, "notnull" AS required FROM pragma_table_info(?) ORDER BY cid')
        .bind(name)
        .all<{ name: string; required: number }>()
      const typed = Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        required: column.notNull ? 1 : 0,
      }))
      expect(results).toEqual(typed)
    },
  )
})
