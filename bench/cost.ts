import { type Books, bulkPosts, openBooks, singlePosts } from './lib/books.ts'
import { readUsage } from './lib/fill.ts'
import { runLoad } from './lib/load.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { type System, startMeridian } from './lib/systems.ts'
import { printTable } from './lib/table.ts'

/** Rows written and list price of two-line entries, the way out (relay) included. */
const DOLLARS_PER_ROW = 1 / 1e6
const DOLLARS_PER_REQUEST = 0.15 / 1e6
const ROWS_GOAL = 8
const BULK_SIZE = 1000
/** Long enough for the relay's alarm to have sent everything, so that its rows are counted too. */
const SETTLE_MS = 3000

interface Cost {
  way: string
  entries: number
  rowsPerEntry: number
  requestsPerEntry: number
  /** Of 1,000 entries, in US dollars, at list price. */
  dollars: number
}

export async function cost(options: Options): Promise<Outcome> {
  if (!options.meridian)
    return { figures: {}, ratios: {}, goals: [], notes: ['Only Meridian pays by the row.'] }
  const system = await startMeridian()
  const books = await openBooks(system, 'many')
  const costs = [
    await measure(options, system, books, { way: 'single, 1 connection', connections: 1, size: 1 }),
    await measure(options, system, books, { way: 'single, 32 connections', connections: 32, size: 1 }),
    await measure(options, system, books, { way: `bulk of ${BULK_SIZE}`, connections: 1, size: BULK_SIZE }),
  ]
  printTable(
    'cost: of 1,000 two-line entries at list price',
    ['', 'entries', 'rows an entry', 'requests an entry', '$ per 1,000'],
    costs.map((c) => [
      c.way,
      String(c.entries),
      c.rowsPerEntry,
      c.requestsPerEntry.toFixed(3),
      c.dollars.toFixed(5),
    ]),
  )
  const [one, many, bulk] = costs.map((c) => ROWS_GOAL / c.rowsPerEntry)
  const worst = Math.max(...costs.map((c) => c.rowsPerEntry))
  const ratios = {
    rows: ROWS_GOAL / worst,
    rowsOneConnection: one,
    rowsManyConnections: many,
    rowsBulk: bulk,
  }
  const goals = [{ what: `${ROWS_GOAL} rows by the most rows an entry took`, goal: 1, reached: ratios.rows }]
  const notes = [
    'List price: $1.00 per million rows written, $0.15 per million requests. Rows are the object’s own count.',
    'Rows that the relay writes in the object are included; those of D1 and of other objects are not.',
  ]
  return { figures: { costs }, ratios, goals, notes }
}

async function measure(
  options: Options,
  system: System,
  books: Books,
  load: { way: string; connections: number; size: number },
): Promise<Cost> {
  const single = load.size === 1
  const before = await settledUsage(system, books)
  const { answered, refused, firstRefusal } = await runLoad({
    port: system.port,
    connections: load.connections,
    durationMs: options.seconds * 1000,
    nextRequest: single ? singlePosts(system, books, 3) : bulkPosts(system, books, 3, load.size),
    accept: (answer) => answer.status === (single ? 201 : 200),
  })
  if (refused > 0) throw new Error(`${load.way}: ${refused} refused, the first with ${firstRefusal}`)
  const after = await settledUsage(system, books)
  // The count starts over when the object wakes: a smaller one would mean it was evicted in between.
  if (after.rowsWritten < before.rowsWritten)
    throw new Error(`${load.way}: the object was evicted while counting`)
  const entries = answered * load.size
  const rowsPerEntry = (after.rowsWritten - before.rowsWritten) / entries
  const requestsPerEntry = answered / entries
  const dollars = 1000 * (rowsPerEntry * DOLLARS_PER_ROW + requestsPerEntry * DOLLARS_PER_REQUEST)
  return { way: load.way, entries, rowsPerEntry, requestsPerEntry, dollars }
}

async function settledUsage(system: System, books: Books): ReturnType<typeof readUsage> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  return readUsage(system, books)
}
