import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from './paths.ts'

/** Runs a tool of this project and returns its exit code and, when asked to, what it printed. */
export function run(
  command: string,
  args: readonly string[],
  options: { capture?: boolean; env?: Record<string, string> } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      stdio: ['inherit', options.capture ? 'pipe' : 'inherit', 'inherit'],
      env: { ...process.env, ...options.env },
    })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk
      process.stdout.write(chunk)
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** The entry of an installed tool, to be run by this Node: a bin link would start whichever Node is first on the PATH. */
export const tool = (path: string): string => join(projectRoot, 'node_modules', path)

export const OFFLINE = { CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' }
