import { backdating } from './backdating.ts'
import { bulk } from './bulk.ts'
import { closing } from './closing.ts'
import { cost } from './cost.ts'
import { guardrails } from './guardrails.ts'
import { inventory } from './inventory.ts'
import { cleanUp, cleanUpOnInterruption } from './lib/cleanup.ts'
import { type Options, parseOptions, USAGE } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { meridianExists } from './lib/systems.ts'
import { printGoals } from './lib/table.ts'
import { memory } from './memory.ts'
import { monthEnd } from './month-end.ts'
import { posting } from './posting.ts'
import { reports } from './reports.ts'
import { statements } from './statements.ts'
import { wake } from './wake.ts'

/** `npm run bench -- <name>`: a table for people and, with `--json`, one JSON object as the last line. */
const BENCHMARKS: Record<string, (options: Options) => Promise<Outcome>> = {
  posting,
  bulk,
  reports,
  wake,
  memory,
  cost,
  guardrails,
  closing,
  statements,
  inventory,
  backdating,
  'month-end': monthEnd,
}

cleanUpOnInterruption()
process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const { name, options } = parseOptions(args)
  const benchmark = BENCHMARKS[name ?? '']
  if (!benchmark) {
    console.error(USAGE)
    return 2
  }
  if (options.meridian && !meridianExists()) {
    console.error('scripts/start.ts is not here: there is no Meridian to measure.')
    return 1
  }
  try {
    const { figures, ratios, goals, notes } = await benchmark(options)
    printGoals(goals)
    if (notes.length > 0) console.log(`\nNotes\n${notes.map((note) => `  - ${note}`).join('\n')}`)
    await cleanUp()
    // JSON drops what is undefined: a goal that was not measured has no ratio.
    if (options.json) console.log(JSON.stringify({ benchmark: name, ratios, figures, notes }))
    return 0
  } finally {
    await cleanUp()
  }
}
