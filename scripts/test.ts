import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OFFLINE, run, tool } from './local/run.ts'

/**
 * `npm test`: every project of vitest.config.ts, and at the end one line that counts. Arguments go to Vitest:
 * `npm test -- --project unit durable-objects/ledger`.
 */
const folder = await mkdtemp(join(tmpdir(), 'meridian-report-'))
const report = join(folder, 'report.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const vitest = [tool('vitest/vitest.mjs'), 'run', ...reporters, ...process.argv.slice(2)]
const { code } = await run(process.execPath, vitest, { env: OFFLINE })

const counted = JSON.parse(await readFile(report, 'utf8')) as {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
}
await rm(folder, { recursive: true })
const skipped = counted.numPendingTests > 0 ? `, ${counted.numPendingTests} skipped` : ''
console.log(`\n${counted.numPassedTests} passed, ${counted.numFailedTests} failed${skipped}`)
process.exitCode = code
