import { setTimeout as sleep } from 'node:timers/promises'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { untilQuiet } from './lib/process.ts'
import { median } from './lib/stats.ts'
import { LINES, StockCompany } from './lib/stock-company.ts'
import { startMeridian } from './lib/systems.ts'
import { printTable } from './lib/table.ts'

/** A receipt that is entered late: what it costs to see, and to book, what thousands of later issues cost by it. */
const LATER_MOVES = 20_000
const GOAL_MS = 1_000
const REST_MAX_MS = 300_000
/** As many times more, where they are valued anew in steps. */
const STEPS_OF = 5
const ASK_EVERY_MS = 50
const METHODS = ['fifo', 'average', 'standard'] as const

export async function backdating(options: Options): Promise<Outcome> {
  if (!options.meridian)
    return { figures: {}, ratios: {}, goals: [], notes: ['The peer values nothing anew.'] }
  const system = await startMeridian()
  const stock = await StockCompany.open(system)
  const later = Math.min(options.entries, LATER_MOVES)
  const rows: {
    what: string
    previewMs: number
    previewObjectMs: number
    recordMs: number
    moves: number
  }[] = []
  for (const method of METHODS) {
    await fill(stock, method, later)
    await untilQuiet(system.pids, REST_MAX_MS)
    const preview: { http: number; object: number }[] = []
    for (let round = 0; round < options.rounds; round++)
      preview.push(await stock.timed('/stock/receipts', receipt(method, true), 201))
    const recorded = await stock.timed('/stock/receipts', receipt(method, false), 201)
    const { adjusted } = JSON.parse(recorded.body) as { adjusted: { moves: number } | null }
    rows.push({
      what: method,
      previewMs: median(preview.map(({ http }) => http)),
      previewObjectMs: median(preview.map(({ object }) => object)),
      recordMs: recorded.http,
      moves: adjusted?.moves ?? 0,
    })
  }
  printTable(
    `backdating: a receipt before ${later.toLocaleString('en-US')} issues of the same item`,
    ['', 'preview HTTP ms', 'in the object ms', 'record HTTP ms', 'moves adjusted'],
    rows.map((row) => [row.what, row.previewMs, row.previewObjectMs, row.recordMs, row.moves]),
  )
  const long = await inSteps(stock, later * STEPS_OF)
  printTable(
    `backdating: a receipt before ${long.later.toLocaleString('en-US')} issues, valued anew in steps`,
    ['record HTTP ms', 'done after s', 'slowest question meanwhile ms'],
    [[long.recordMs, long.doneS, long.slowestMs]],
  )
  const ratios = { preview: GOAL_MS / Math.max(...rows.map(({ previewMs }) => previewMs)) }
  const goals = [{ what: `${GOAL_MS} ms by the slowest preview`, goal: 1, reached: ratios.preview }]
  return { figures: { later, rows, long }, ratios, goals, notes: [] }
}

/** So many more than are valued anew at once; others ask for the stock of another item all the while. */
async function inSteps(stock: StockCompany, later: number) {
  await fill(stock, 'long', later, 'fifo')
  const startMs = performance.now()
  const { http: recordMs } = await stock.timed('/stock/receipts', receipt('long', false), 201)
  let slowestMs = 0
  for (;;) {
    const askedMs = performance.now()
    await stock.ask('/stock/values?item=fifo')
    slowestMs = Math.max(slowestMs, performance.now() - askedMs)
    const { data } = (await stock.ask('/stock/recalculations')) as { data: unknown[] }
    if (data.length === 0) break
    await sleep(ASK_EVERY_MS)
  }
  return { later, recordMs, doneS: (performance.now() - startMs) / 1_000, slowestMs }
}

/** One item that comes in dear lots and is sold piece by piece, a thousand pieces a day. */
async function fill(stock: StockCompany, item: string, later: number, method = item): Promise<void> {
  const standard = method === 'standard' && { standardCost: '2.00' }
  await stock.post('/items', { code: item, name: item, method, ...standard }, 201)
  for (let done = 0, day = 1; done < later; done += LINES, day++) {
    const lines = Math.min(LINES, later - done)
    const date = new Date(Date.UTC(2025, 1, day)).toISOString().slice(0, 10)
    const arrives = { item, quantity: String(lines), unitCost: `${2 + (day % 7)}.37` }
    await stock.post('/stock/receipts', { date, to: 'MAIN', lines: [arrives] }, 201)
    const issued = Array.from({ length: lines }, () => ({ item, quantity: '1' }))
    await stock.post('/stock/issues', { date, from: 'MAIN', lines: issued }, 201)
  }
}

const receipt = (item: string, dryRun: boolean) => ({
  date: '2025-01-15',
  to: 'MAIN',
  dryRun,
  lines: [{ item, quantity: '500', unitCost: '1.11' }],
})
