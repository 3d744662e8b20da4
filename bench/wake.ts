import { type Books, expectStatus, openBooks } from './lib/books.ts'
import { fillBooks } from './lib/fill.ts'
import { Connection, formatRequest } from './lib/http.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { median } from './lib/stats.ts'
import { type System, startMeridian, temporaryFolder } from './lib/systems.ts'
import { printTable } from './lib/table.ts'

/**
 * The first answer of an object that is not in memory: the server process is restarted with its state, and the
 * first trial balance of a large company is timed beside that of an empty one, which wakes just as cold.
 */
const RESTARTS = 5
const GOAL_MS = 100

interface Wake {
  emptyMs: number
  fullMs: number
}

export async function wake(options: Options): Promise<Outcome> {
  if (!options.meridian) return { figures: {}, ratios: {}, goals: [], notes: ['The peer does not sleep.'] }
  const state = temporaryFolder('state')
  const first = await startMeridian({ state })
  const full = await openBooks(first, 'many')
  await fillBooks(first, full, options.entries)
  // One empty company takes the first request of a process, which pays for loading the Worker itself.
  const warmUp = await openBooks(first, 'hot')
  const empty = await openBooks(first, 'hot')
  await first.stop()

  const wakes: Wake[] = []
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    const system = await startMeridian({ state })
    await firstAnswer(system, warmUp)
    wakes.push(await wakeBoth(system, empty, full, restart % 2 === 0))
    await system.stop()
  }
  const emptyMs = median(wakes.map((w) => w.emptyMs))
  const fullMs = median(wakes.map((w) => w.fullMs))
  const moreMs = median(wakes.map((w) => w.fullMs - w.emptyMs))
  const entries = options.entries.toLocaleString('en-US')
  printTable(
    `wake: first trial balance after a restart, median of ${RESTARTS}`,
    ['', 'ms'],
    [
      ['an empty company', emptyMs],
      [`a company with ${entries} entries`, fullMs],
      ['difference', moreMs],
    ],
  )
  // A difference below a millisecond is noise, and may be negative.
  const ratios = { wake: GOAL_MS / Math.max(1, moreMs) }
  const goals = [{ what: `${GOAL_MS} ms by the difference`, goal: 1, reached: ratios.wake }]
  const notes = ["The system's file cache stays warm: the process is restarted, not the machine."]
  return { figures: { entries: options.entries, emptyMs, fullMs, moreMs, wakes }, ratios, goals, notes }
}

async function wakeBoth(system: System, empty: Books, full: Books, emptyFirst: boolean): Promise<Wake> {
  if (emptyFirst) {
    const emptyMs = await firstAnswer(system, empty)
    return { emptyMs, fullMs: await firstAnswer(system, full) }
  }
  const fullMs = await firstAnswer(system, full)
  return { fullMs, emptyMs: await firstAnswer(system, empty) }
}

async function firstAnswer(system: System, books: Books): Promise<number> {
  const connection = await Connection.open(system.port)
  try {
    const path = `/v1/companies/${books.company}/reports/trial-balance?asOf=2026-12-31`
    const startedAt = performance.now()
    const answer = await connection.send(formatRequest({ method: 'GET', path, key: system.key }))
    const tookMs = performance.now() - startedAt
    expectStatus(answer, 200, 'trial balance')
    return tookMs
  } finally {
    connection.close()
  }
}
