import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

/** Serves the no-op object through Miniflare as a library, as the product is served. NOOP_KEY is the API key. */
const bundle = await build({
  entryPoints: [join(import.meta.dirname, 'worker.ts')],
  bundle: true,
  format: 'esm',
  target: 'es2024',
  write: false,
  external: ['cloudflare:*', 'node:*'],
})

const miniflare = new Miniflare({
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? '0'),
  modules: true,
  script: bundle.outputFiles[0]?.text ?? '',
  compatibilityDate: '2026-07-01',
  compatibilityFlags: ['nodejs_compat'],
  durableObjects: { NOOP: { className: 'NoopObject', useSQLite: true } },
  d1Databases: ['DB'],
  cf: false,
})
process.on('SIGTERM', () => void miniflare.dispose().finally(() => process.exit(0)))

const database = await miniflare.getD1Database('DB')
await database.exec('create table api_keys (hash text primary key, tenant text not null)')
const hash = createHash('sha256')
  .update(process.env.NOOP_KEY ?? '')
  .digest('hex')
await database.prepare('insert into api_keys values (?, ?)').bind(hash, 'bench').run()
console.log(`The no-op object is ready on ${(await miniflare.ready).port}`)
