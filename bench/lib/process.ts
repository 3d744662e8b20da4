import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onExit } from './cleanup.ts'

const STOP_GRACE_MS = 15_000
const QUIET_CORES = 0.1
const QUIET_CHECK_MS = 300

export interface StartPlan {
  name: string
  args: readonly string[]
  env: Record<string, string>
  cwd: string
  /** The server is up once a line of its output begins with this. */
  readyPrefix: string
  readyTimeoutMs: number
}

/** Starts a Node script in its own process group, so that a runtime it spawns can be stopped with it. */
export async function startNode(plan: StartPlan): Promise<{ child: ChildProcess; readyLine: string }> {
  const child = spawn(process.execPath, [...plan.args], {
    cwd: plan.cwd,
    env: { ...process.env, ...plan.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  onExit(() => stopProcess(child))
  const output: string[] = []
  const readyLine = await new Promise<string>((resolve, reject) => {
    const refuse = (why: string): void =>
      reject(new Error(`${plan.name} ${why}:\n${output.join('').slice(-4000)}`))
    const timer = setTimeout(() => refuse('was not ready in time'), plan.readyTimeoutMs)
    const read = (chunk: Buffer): void => {
      // Kept short: only the tail matters, when a start fails.
      if (output.push(chunk.toString()) > 200) output.shift()
      const line = output
        .join('')
        .split('\n')
        .find((text) => text.startsWith(plan.readyPrefix))
      if (line === undefined) return
      clearTimeout(timer)
      resolve(line)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => {
      clearTimeout(timer)
      refuse(`ended with code ${code}`)
    })
  })
  child.stdout.removeAllListeners('data').resume()
  // What a server complains about during a measurement belongs to its result.
  child.stderr.removeAllListeners('data').on('data', (chunk: Buffer) => process.stderr.write(chunk))
  return { child, readyLine }
}

export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return killGroup(child)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  const timer = setTimeout(() => killGroup(child), STOP_GRACE_MS)
  await exited
  clearTimeout(timer)
  killGroup(child)
}

/** The whole group, by the id of the process we started: a runtime must not outlive the script that spawned it. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing of the group is left.
  }
}

/** Process ids of `pid` and all its descendants (Linux only; elsewhere just `pid`). */
export function processTree(pid: number): number[] {
  const children = `/proc/${pid}/task`
  if (!existsSync(children)) return [pid]
  const found = readdirSync(children).flatMap((task) => readWords(join(children, task, 'children')))
  return [pid, ...found.flatMap((child) => processTree(Number(child)))]
}

/** Processor seconds used so far by a process tree; undefined where /proc does not exist. */
export function cpuSeconds(pid: number): number | undefined {
  const ticks = processTree(pid).map((id) => {
    const stat = readText(`/proc/${id}/stat`)
    // Fields are counted after the command name, which may itself hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12])
  })
  const sum = ticks.reduce((total, value) => total + value, 0)
  return Number.isFinite(sum) ? sum / 100 : undefined
}

/** Waits until process trees have next to nothing left to do; says whether they came to rest in time. */
export async function untilQuiet(pids: readonly number[], waitMaxMs: number): Promise<boolean> {
  const used = (): number => pids.reduce((sum, pid) => sum + (cpuSeconds(pid) ?? 0), 0)
  const giveUpAt = performance.now() + waitMaxMs
  for (let before = used(); performance.now() < giveUpAt; ) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_CHECK_MS))
    const now = used()
    if ((now - before) / (QUIET_CHECK_MS / 1000) < QUIET_CORES) return true
    before = now
  }
  return false
}

export function commandName(pid: number): string {
  return readText(`/proc/${pid}/comm`).trim()
}

/** Resident megabytes now, from /proc; undefined where there is no /proc. */
export function residentMegabytes(pid: number): number | undefined {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readText(`/proc/${pid}/status`))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

function readWords(path: string): string[] {
  return readText(path).split(' ').filter(Boolean)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process ended between listing and reading, or this system has no /proc.
    return ''
  }
}
