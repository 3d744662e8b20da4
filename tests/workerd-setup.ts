import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

// Consumers of the queue run beside the tests, and write into every region's database.
await applyD1Migrations(env.DIRECTORY, env.DIRECTORY_MIGRATIONS)
for (const database of [env.IDENTITY_EU, env.IDENTITY_US, env.IDENTITY_APAC])
  await applyD1Migrations(database, env.IDENTITY_MIGRATIONS)
for (const database of [env.REPORTING_EU, env.REPORTING_US, env.REPORTING_APAC])
  await applyD1Migrations(database, env.REPORTING_MIGRATIONS)
