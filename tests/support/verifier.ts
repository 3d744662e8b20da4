import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../../scripts/local/paths.ts'

export interface Verdict {
  /** 0: nothing is wrong; 1: something is; 2: a file cannot be read. */
  exitCode: number
  output: string
}

/** The offline verifier as people run it: a program of its own that gets files and nothing else. */
export function verifyFiles(...args: string[]): Promise<Verdict> {
  const program = join(projectRoot, 'client/verify/main.js')
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 2
      resolve({ exitCode, output: stdout + stderr })
    })
  })
}
