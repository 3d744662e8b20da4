import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Miniflare } from 'miniflare'
import { unstable_splitSqlQuery } from 'wrangler'
import { projectRoot } from './paths.ts'

const REGIONS = ['EU', 'US', 'APAC']

/** Every D1 binding and the folder of its migrations, as in wrangler.toml. */
const DATABASES: [binding: string, folder: string][] = [
  ['DIRECTORY', 'd1/directory/migrations'],
  ...REGIONS.flatMap((region): [string, string][] => [
    [`IDENTITY_${region}`, 'd1/identity/migrations'],
    [`REPORTING_${region}`, 'd1/reporting/migrations'],
  ]),
]

/** Applies what is new, in the table that `wrangler d1 migrations apply` uses. */
export async function applyMigrations(miniflare: Miniflare): Promise<void> {
  for (const [binding, folder] of DATABASES) {
    const database = await miniflare.getD1Database(binding)
    await database
      .prepare(
        'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
      )
      .run()
    const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
    const applied = new Set(results.map(({ name }) => name))
    const files = (await readdir(join(projectRoot, folder))).filter((file) => file.endsWith('.sql')).sort()
    for (const file of files.filter((each) => !applied.has(each))) {
      const statements = unstable_splitSqlQuery(await readFile(join(projectRoot, folder, file), 'utf8'))
      await database.batch([
        ...statements.map((statement) => database.prepare(statement)),
        database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(file),
      ])
    }
  }
}
