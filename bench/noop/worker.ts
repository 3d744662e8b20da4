import { DurableObject } from 'cloudflare:workers'
import { Hono } from 'hono'

/**
 * The ceiling of the platform itself: HTTP, Worker, API key by hash with a short cache, one RPC to an object
 * that does nothing, reply. What a posting costs beyond this is Meridian's own.
 */
const KEY_CACHE_MS = 5_000

interface Env {
  NOOP: DurableObjectNamespace<NoopObject>
  DB: D1Database
}

export class NoopObject extends DurableObject<Env> {
  noop(): boolean {
    return true
  }
}

const knownKeys = new Map<string, { tenant: string; until: number }>()
const app = new Hono<{ Bindings: Env; Variables: { tenant: string } }>()

app.use(async (c, next) => {
  const tenant = await tenantOf(c.env.DB, c.req.header('authorization')?.slice('Bearer '.length) ?? '')
  if (tenant === undefined) return c.json({ title: 'unauthorized' }, 401)
  c.set('tenant', tenant)
  return next()
})

app.post('/v1/companies/:company/journal-entries', async (c) => {
  // The runtime closes a connection whose request body was not read.
  await c.req.text()
  const object = c.env.NOOP.getByName(`${c.get('tenant')}/${c.req.param('company')}`)
  return c.json({ done: await object.noop() }, 201)
})

export default app

/** Remembered by the key itself, as the product does: only a key not seen lately is hashed and looked up. */
async function tenantOf(database: D1Database, key: string): Promise<string | undefined> {
  const known = knownKeys.get(key)
  if (known && known.until > Date.now()) return known.tenant
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const row = await database
    .prepare('select tenant from api_keys where hash = ?')
    .bind(hash)
    .first<{ tenant: string }>()
  if (row) knownKeys.set(key, { tenant: row.tenant, until: Date.now() + KEY_CACHE_MS })
  return row?.tenant
}
