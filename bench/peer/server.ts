import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { journalEntry, newAccount, newCompany, sha256, toPosting } from './contract.ts'
import { groupCommands } from './group.ts'
import { serveStock } from './stock.ts'
import {
  type Command,
  type Database,
  type Outcome,
  openDatabase,
  postBulk,
  postGroup,
  postOne,
} from './store.ts'

/**
 * The peer: the same HTTP contract on Hono, Node and PostgreSQL. Run by the benchmarks with PEER_SOCKET (the
 * cluster's socket folder), PEER_KEY (the API key to accept), PEER_MODE and PEER_POOL.
 */
const KEY_CACHE_MS = 5_000
const COMPANY_CACHE_MS = 30_000
const GROUP_MAX = 256
const BULK_ENTRIES_MAX = 10_000

const { PEER_SOCKET = '', PEER_KEY = '', PEER_MODE = 'group', PEER_POOL = '1' } = process.env
const sql = openDatabase(PEER_SOCKET, Number(PEER_POOL))
await prepareDatabase(sql)

/** Outlives the cache below: a company's waiting group must not be split when its entry expires. */
const posters = new Map<number, (command: Command) => Promise<Outcome>>()
const app = new Hono<{ Variables: { tenant: string } }>()
const tenantOf = cached(KEY_CACHE_MS, async (key: string) => {
  const [row] = await sql<{ tenant: string }[]>`select tenant from api_keys where hash = ${sha256(key)}`
  return row?.tenant
})
const companyOf = cached(COMPANY_CACHE_MS, async (tenantAndSlug: string) => {
  const [tenant = '', slug = ''] = tenantAndSlug.split(' ')
  const [row] = await sql<
    { id: number }[]
  >`select id from companies where tenant = ${tenant} and slug = ${slug}`
  if (!row) return undefined
  const post = posters.get(row.id) ?? (PEER_MODE === 'group' ? grouped(row.id) : single(row.id))
  posters.set(row.id, post)
  return { id: row.id, post }
})

app.use(async (c, next) => {
  const tenant = await tenantOf(c.req.header('authorization')?.slice('Bearer '.length) ?? '')
  if (tenant === undefined) return c.json({ title: 'unauthorized' }, 401)
  c.set('tenant', tenant)
  return next()
})

app.post('/v1/companies', async (c) => {
  const { name, slug } = newCompany.parse(await c.req.json())
  const [row] = await sql<{ id: number }[]>`
    insert into companies (tenant, slug, name) values (${c.get('tenant')}, ${slug}, ${name}) returning id`
  await sql`insert into journals (company, code) values (${row?.id ?? 0}, 'general')`
  return c.json({ id: slug, name, slug }, 201)
})

app.post('/v1/companies/:company/accounts', async (c) => {
  const company = await companyOf(`${c.get('tenant')} ${c.req.param('company')}`)
  if (!company) return c.json({ title: 'not found' }, 404)
  const { code, name, type } = newAccount.parse(await c.req.json())
  await sql`insert into accounts (company, code, name, type) values (${company.id}, ${code}, ${name}, ${type})`
  return c.json({ code, name, type }, 201)
})

app.post('/v1/companies/:company/journal-entries', async (c) => {
  const company = await companyOf(`${c.get('tenant')} ${c.req.param('company')}`)
  if (!company) return c.json({ title: 'not found' }, 404)
  const key = c.req.header('idempotency-key')
  const body = await c.req.text()
  const entry = journalEntry.safeParse(parseJson(body))
  const posting = entry.success ? toPosting(entry.data) : undefined
  if (!posting || !key) return c.json({ title: 'invalid' }, 422)
  return reply(await company.post({ key, bodyHash: sha256(body), posting }))
})

app.post('/v1/companies/:company/journal-entries/bulk', async (c) => {
  const company = await companyOf(`${c.get('tenant')} ${c.req.param('company')}`)
  if (!company) return c.json({ title: 'not found' }, 404)
  const key = c.req.header('idempotency-key')
  const body = await c.req.text()
  const lines = body.split('\n').filter(Boolean)
  if (!key || lines.length === 0 || lines.length > BULK_ENTRIES_MAX) return c.json({ title: 'invalid' }, 422)
  const postings = lines.flatMap((line) => {
    const entry = journalEntry.safeParse(parseJson(line))
    return (entry.success ? toPosting(entry.data) : undefined) ?? []
  })
  if (postings.length < lines.length) return c.json({ title: 'invalid' }, 422)
  return reply(await postBulk(sql, company.id, { key, bodyHash: sha256(body) }, postings))
})

serveStock(app, sql, (c) => companyOf(`${c.get('tenant')} ${c.req.param('company')}`))

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? '0'), hostname: '127.0.0.1' }, (info) => {
  console.log(`The peer is ready on ${info.port}`)
})
process.on('SIGTERM', () => void sql.end({ timeout: 2 }).finally(() => process.exit(0)))

function single(company: number): (command: Command) => Promise<Outcome> {
  return (command) => postOne(sql, company, command)
}

function grouped(company: number): (command: Command) => Promise<Outcome> {
  return groupCommands({
    commandsMax: GROUP_MAX,
    // A lone command takes the cheaper function.
    postGroup: async (commands) => {
      const [only] = commands
      return commands.length === 1 && only
        ? [await postOne(sql, company, only)]
        : postGroup(sql, company, commands)
    },
    postOne: (command) => postOne(sql, company, command),
  })
}

function reply(outcome: Outcome): Response {
  const { status } = outcome
  return new Response(outcome.reply, { status, headers: { 'content-type': 'application/json' } })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function cached<T>(
  ttlMs: number,
  load: (key: string) => Promise<T | undefined>,
): (key: string) => Promise<T | undefined> {
  const known = new Map<string, { value: T; until: number }>()
  return async (key) => {
    const hit = known.get(key)
    if (hit && hit.until > Date.now()) return hit.value
    const value = await load(key)
    if (value !== undefined) known.set(key, { value, until: Date.now() + ttlMs })
    return value
  }
}

async function prepareDatabase(database: Database): Promise<void> {
  for (const file of ['schema.sql', 'stock.sql'])
    await database.unsafe(readFileSync(join(import.meta.dirname, file), 'utf8'))
  await database`insert into api_keys values (${sha256(PEER_KEY)}, 'bench')`
}
