import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres, startPostgres } from '../peer/postgres.ts'
import { onExit } from './cleanup.ts'
import { startNode, stopProcess } from './process.ts'

/** A server under test. All of them answer the same HTTP contract on the loopback interface. */
export interface System {
  name: string
  port: number
  key: string
  /** Roots of the process trees that do its work. */
  pids: number[]
  stop(): Promise<void>
}

export type PeerMode = 'request' | 'group'

const ROOT = join(import.meta.dirname, '../..')
const START_SCRIPT = join(ROOT, 'scripts/start.ts')
const KEY_SCRIPT = join(ROOT, 'scripts/demo-key.ts')
const WEB_APP = join(ROOT, 'dist/client')
const READY_TIMEOUT_MS = 180_000
const PORT_MIN = 20_000
const PORT_RANGE = 10_000
const PORT_ATTEMPTS_MAX = 50

export function meridianExists(): boolean {
  return existsSync(START_SCRIPT)
}

export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `meridian-${name}-`))
  onExit(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface MeridianStart {
  /** Kept between starts of the same folder; a new temporary one without it. */
  state?: string
  env?: Record<string, string>
}

export async function startMeridian(start: MeridianStart = {}): Promise<System> {
  const state = start.state ?? temporaryFolder('state')
  const port = await freePort()
  const base = { MERIDIAN_STATE: state, MERIDIAN_SEED: 'none', PORT: String(port) }
  // The web app is no part of these measurements: it is built only where there is no folder to serve.
  const env = existsSync(WEB_APP) ? { ...base, MERIDIAN_BUILD: 'none' } : base
  const { child, readyLine } = await startNode({
    name: 'Meridian',
    args: [START_SCRIPT],
    cwd: ROOT,
    env: { ...env, ...start.env },
    readyPrefix: 'Meridian is ready',
    readyTimeoutMs: READY_TIMEOUT_MS,
  })
  const printed = execFileSync(process.execPath, [KEY_SCRIPT], { cwd: ROOT, env: { ...process.env, ...env } })
  const key = printed.toString().trim().split(/\s+/).at(-1) ?? ''
  return {
    name: 'Meridian',
    port: portOf(readyLine, port),
    key,
    pids: [child.pid ?? 0],
    stop: () => stopProcess(child),
  }
}

/**
 * Returns undefined, and says so, where PostgreSQL is not installed. `pool` is the number of connections: a
 * company's postings are serialised anyway, so one pipelined connection was fastest for single posts.
 */
export async function startPeer(mode: PeerMode, pool = 1): Promise<System | undefined> {
  const binaries = findPostgres()
  if (binaries === undefined) {
    console.log('PostgreSQL is not installed here: the peer is not measured.')
    return undefined
  }
  const cluster = await startPostgres(binaries)
  const key = `bench_${randomBytes(24).toString('hex')}`
  const port = await freePort()
  const env = { PORT: String(port), PEER_SOCKET: cluster.socketDirectory, PEER_KEY: key, PEER_MODE: mode }
  const { child, readyLine } = await startNode({
    name: 'The peer',
    args: [join(import.meta.dirname, '../peer/server.ts')],
    cwd: ROOT,
    env: { ...env, PEER_POOL: String(pool) },
    readyPrefix: 'The peer is ready',
    readyTimeoutMs: READY_TIMEOUT_MS,
  })
  const stop = async (): Promise<void> => {
    await stopProcess(child)
    await cluster.stop()
  }
  const name = mode === 'group' ? 'Peer, grouped' : 'Peer, a transaction a request'
  return { name, port: portOf(readyLine, port), key, pids: [child.pid ?? 0, cluster.pid], stop }
}

export async function startNoop(): Promise<System> {
  const key = `bench_${randomBytes(24).toString('hex')}`
  const port = await freePort()
  const { child, readyLine } = await startNode({
    name: 'The no-op object',
    args: [join(import.meta.dirname, '../noop/server.ts')],
    cwd: ROOT,
    env: { PORT: String(port), NOOP_KEY: key },
    readyPrefix: 'The no-op object is ready',
    readyTimeoutMs: READY_TIMEOUT_MS,
  })
  return {
    name: 'No-op RPC',
    port: portOf(readyLine, port),
    key,
    pids: [child.pid ?? 0],
    stop: () => stopProcess(child),
  }
}

/** From below the range that outgoing connections take theirs from, so that none is taken before it is used. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < PORT_ATTEMPTS_MAX; attempt += 1) {
    const port = PORT_MIN + Math.floor(Math.random() * PORT_RANGE)
    if (await isFree(port)) return port
  }
  throw new Error('no free port was found')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** The port a ready line names: Miniflare quietly takes another one where the wished one is gone. */
function portOf(readyLine: string, wished: number): number {
  return Number(/(\d+)\s*$/.exec(readyLine)?.[1] ?? wished)
}
