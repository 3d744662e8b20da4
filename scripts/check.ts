import { OFFLINE, run, tool } from './local/run.ts'

/**
 * `npm run check`: everything that must hold before a change lands. Stops at the first step that fails. With `-- static`
 * all but the tests.
 */
const STEPS: [name: string, command: string, args: string[]][] = [
  ['format and lint', tool('.bin/biome'), ['check', '--error-on-warnings', '.']],
  ['types', tool('.bin/tsc'), ['-p', '.']],
  ['types of the web app', tool('.bin/tsc'), ['-p', 'client']],
  ['types of the benchmarks', tool('.bin/tsc'), ['-p', 'bench']],
  ['dead code', process.execPath, [tool('knip/bin/knip.js')]],
  ['tests', process.execPath, ['scripts/test.ts']],
]

const steps = process.argv.includes('static') ? STEPS.slice(0, -1) : STEPS
for (const [name, command, args] of steps) {
  console.log(`\n— ${name}`)
  const { code } = await run(command, args, { env: OFFLINE })
  if (code !== 0) {
    console.error(`\n${name} failed`)
    process.exit(code)
  }
}
