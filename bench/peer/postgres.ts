import { execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { onExit } from '../lib/cleanup.ts'
import { stopProcess } from '../lib/process.ts'

/** A private PostgreSQL cluster: own temporary folder, Unix socket only, durable settings, gone at the end. */
export interface PostgresCluster {
  socketDirectory: string
  pid: number
  version: string
  stop(): Promise<void>
}

const DEBIAN_ROOT = '/usr/lib/postgresql'
const VERSIONS_TRIED = [15, 18, 17, 16, 14]
const START_ATTEMPTS_MAX = 100

/** Durability is PostgreSQL's default and stays so; the rest is sized for a small machine with a hot working set. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Plans are made while the tables are still empty: without these they would be made anew or stay scans.
  enable_seqscan: 'off',
  plan_cache_mode: 'force_generic_plan',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '32MB',
  min_wal_size: '2GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  shared_buffers: '1GB',
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  max_connections: '100',
  jit: 'off',
  listen_addresses: '',
}

/** Returns undefined where no PostgreSQL server binaries are installed: the peer is then said to be missing. */
export function findPostgres(): string | undefined {
  const folders = [
    ...VERSIONS_TRIED.map((version) => join(DEBIAN_ROOT, String(version), 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

export async function startPostgres(binaries: string): Promise<PostgresCluster> {
  const root = mkdtempSync(join(tmpdir(), 'meridian-peer-'))
  onExit(() => rmSync(root, { recursive: true, force: true }))
  const identity = unprivilegedIdentity()
  if (identity) chownSync(root, identity.uid, identity.gid)
  const data = join(root, 'data')
  const socketDirectory = join(root, 'socket')
  mkdirSync(socketDirectory)
  if (identity) chownSync(socketDirectory, identity.uid, identity.gid)
  const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  const initdb = ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C']
  await promisify(execFile)(join(binaries, 'initdb'), initdb, { ...identity, cwd: root, env: environment })

  const settings = { ...SETTINGS, unix_socket_directories: socketDirectory }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], {
    ...identity,
    cwd: root,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own group: Ctrl-C must not reach it before the peer's server has let go of it.
    detached: true,
  })
  const log: string[] = []
  server.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()))
  // SIGINT is PostgreSQL's fast shutdown.
  const stop = (): Promise<void> => stopProcess(server, 'SIGINT')
  onExit(stop)
  await untilReady(socketDirectory, () => server.exitCode === null, log)
  const version = execFileSync(join(binaries, 'postgres'), ['--version']).toString().trim()
  return { socketDirectory, pid: server.pid ?? 0, version, stop }
}

async function untilReady(socketDirectory: string, alive: () => boolean, log: string[]): Promise<void> {
  for (let attempt = 0; attempt < START_ATTEMPTS_MAX && alive(); attempt += 1) {
    if (existsSync(join(socketDirectory, '.s.PGSQL.5432')) && log.join('').includes('ready to accept')) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`PostgreSQL did not start:\n${log.join('')}`)
}

/** PostgreSQL refuses to run as root; any unprivileged account will do, since the cluster is private. */
function unprivilegedIdentity(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString())
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // This account does not exist here: the next one is tried.
    }
  }
  throw new Error('PostgreSQL cannot run as root, and neither a postgres nor a nobody account exists')
}
