import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EntryView } from '../durable-objects/ledger/contract.ts'
import { projectRoot } from '../scripts/local/paths.ts'
import { Api, accepted, type Reply, request, until } from './support/api.ts'
import { verifyChain } from './support/chain.ts'
import { Company, concurrently, type Event, sale } from './support/company.ts'
import { OwnServer } from './support/own-server.ts'

/**
 * What was acknowledged is there, once, whatever dies. The server is killed without warning in the middle of a thousand
 * entries, started again on the same state, and has to go on as if nothing had been.
 */
const ENTRIES = 1_000
/** Acknowledged entries after which the plug is pulled: far from both ends. */
const KILL_AFTER = 300

let state: string
let child: ChildProcess | undefined
let second: OwnServer | undefined
let company: Company
let slug: string
/** What clients got before the kill; the others never heard. */
let acknowledged: Map<number, Reply<EntryView>>

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'meridian-durability-'))
  const url = await startProcess()
  company = await Company.open(new Api(url, await apiKey()))
  slug = company.slug
  acknowledged = await postUntilKilled()
  second = await OwnServer.start({ SANDBOX: 'on' }, state)
})

afterAll(async () => {
  await kill()
  await second?.stop()
  await rm(state, { recursive: true, force: true })
})

const apiKey = () => readFile(join(state, 'demo-key'), 'utf8')
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** `npm start` as a process group of its own, so that the runtime below it dies with it and nothing else does. */
async function startProcess(): Promise<string> {
  const port = await freePort()
  child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(port),
      MERIDIAN_STATE: state,
      MERIDIAN_SEED: 'none',
      MERIDIAN_BUILD: 'none',
    },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += chunk))
  const url = `http://127.0.0.1:${port}`
  await until('the server to be ready', async () => {
    if (child?.exitCode !== null) throw new Error(`the server ended:\n${printed}`)
    const health = await request(`${url}/health`).catch(() => undefined)
    return health?.status === 200 && printed.includes('Meridian is ready') ? true : undefined
  })
  return url
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** SIGKILL to the group that was started here: no handler runs, nothing is flushed. */
async function kill(): Promise<void> {
  if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child?.once('exit', resolve))
  process.kill(-child.pid, 'SIGKILL')
  await ended
  await until('the whole group to be gone', async () =>
    isGroupAlive(child?.pid as number) ? undefined : true,
  )
}

function isGroupAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}

const send = (to: Company, row: number) =>
  to.postEntry(sale(`${row}.00`, { description: `sale ${row}` }), { idempotencyKey: `sale-${row}` })

async function postUntilKilled(): Promise<Map<number, Reply<EntryView>>> {
  const heard = new Map<number, Reply<EntryView>>()
  let killed: Promise<void> | undefined
  await concurrently(upTo(ENTRIES), 32, async (row) => {
    if (killed) return
    const reply = await send(company, row).catch(() => undefined)
    if (reply) heard.set(row, reply)
    if (heard.size >= KILL_AFTER) killed ??= kill()
  })
  await killed
  return heard
}

/** The same company on the server that was started again. */
async function restarted(): Promise<Company> {
  const api = new Api((second as OwnServer).url, await apiKey())
  return Company.at(api, company.id, slug)
}

describe('a server that was killed in the middle of posting', () => {
  it('had acknowledged some entries and not others', () => {
    expect([...acknowledged.values()].every(({ status }) => status === 201)).toBe(true)
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILL_AFTER)
    expect(acknowledged.size).toBeLessThan(ENTRIES)
  })

  it('lets the way out catch up by itself, before anyone posts again', async () => {
    const books = await restarted()
    const sequence = await books.caughtUp()
    // Company, currency, journal, and the accounts that the test opened come before the entries.
    expect(sequence).toBeGreaterThanOrEqual(acknowledged.size)
  })

  it('has every acknowledged entry, once, as it was acknowledged', async () => {
    const entries = await (await restarted()).entries()
    const byId = new Map(entries.map((entry) => [entry.id, entry]))
    expect(byId.size).toBe(entries.length)
    for (const { body } of acknowledged.values()) expect(byId.get(body.id)).toEqual(body)
    // Committed but never heard of is possible; twice is not.
    expect(new Set(entries.map(({ description }) => description)).size).toBe(entries.length)
  })

  it('gives every client that asks again the reply of then, and books only what is missing', async () => {
    const books = await restarted()
    const before = new Set((await books.entries()).map(({ description }) => description))
    const replies = await concurrently(upTo(ENTRIES), 32, (row) => send(books, row))
    for (const [index, reply] of replies.entries()) {
      const row = index + 1
      expect([row, reply.status]).toEqual([row, 201])
      expect([row, reply.headers.has('idempotent-replayed')]).toEqual([row, before.has(`sale ${row}`)])
      const first = acknowledged.get(row)
      if (first) expect(reply.text).toBe(first.text)
    }
    const entries = await books.entries({ order: 'asc' })
    expect(entries.map(({ description }) => description).sort()).toEqual(
      upTo(ENTRIES)
        .map((row) => `sale ${row}`)
        .sort(),
    )
    expect(entries.map(({ number }) => number)).toEqual(upTo(ENTRIES))
  })

  it('passes its own audit, with a replay of the log', async () => {
    const { ok, checks } = accepted(
      await (await restarted()).get<{ ok: boolean; checks: { ok: boolean }[] }>('/audit?replay=true'),
    )
    expect(checks.filter((check) => !check.ok)).toEqual([])
    expect(ok).toBe(true)
  })

  it('has the same in reporting and in the archive', async () => {
    const books = await restarted()
    const sequence = await books.caughtUp()
    const reporting = await (second as OwnServer).database('REPORTING_EU')
    const row = await reporting
      .prepare(
        `SELECT (SELECT COUNT(*) FROM journal_entries WHERE company = ?1) AS entries,
           (SELECT SUM(debit_value) FROM month_balances WHERE company = ?1) AS debit,
           (SELECT SUM(credit_value) FROM month_balances WHERE company = ?1) AS credit`,
      )
      .bind(company.id)
      .first()
    const total = (ENTRIES * (ENTRIES + 1) * 100) / 2
    expect(row).toEqual({ entries: ENTRIES, debit: total, credit: total })

    const bucket = await (second as OwnServer).bucket('ARCHIVE_EU')
    const { objects, truncated } = await bucket.list()
    expect(truncated).toBe(false)
    const archived = new Map<number, Event>()
    for (const { key } of objects.filter((object) => object.key.includes(`/${company.id}/`))) {
      const object = (await bucket.get(key)) as R2ObjectBody
      const text = gunzipSync(Buffer.from(await object.arrayBuffer())).toString()
      for (const line of text.trimEnd().split('\n')) {
        const event = JSON.parse(line) as Event
        expect(archived.get(event.sequence) ?? event).toEqual(event)
        archived.set(event.sequence, event)
      }
    }
    const log = [...archived.values()].sort((a, b) => a.sequence - b.sequence)
    expect(log).toHaveLength(sequence)
    expect(verifyChain(log)).toEqual([])
  })
})
