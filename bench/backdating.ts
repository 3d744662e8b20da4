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
  const ratios = { preview: GOAL_MS / Math.max(...rows.map(({ previewMs }) => previewMs)) }
  const goals = [{ what: `${GOAL_MS} ms by the slowest preview`, goal: 1, reached: ratios.preview }]
  return { figures: { later, rows }, ratios, goals, notes: [] }
}

/** One item that comes in dear lots and is sold piece by piece, a thousand pieces a day. */
async function fill(stock: StockCompany, method: string, later: number): Promise<void> {
  const standard = method === 'standard' && { standardCost: '2.00' }
  await stock.post('/items', { code: method, name: method, method, ...standard }, 201)
  for (let done = 0, day = 1; done < later; done += LINES, day++) {
    const lines = Math.min(LINES, later - done)
    const date = `2025-${day > 28 ? '03' : '02'}-${String(((day - 1) % 28) + 1).padStart(2, '0')}`
    const arrives = { item: method, quantity: String(lines), unitCost: `${2 + (day % 7)}.37` }
    await stock.post('/stock/receipts', { date, to: 'MAIN', lines: [arrives] }, 201)
    const issued = Array.from({ length: lines }, () => ({ item: method, quantity: '1' }))
    await stock.post('/stock/issues', { date, from: 'MAIN', lines: issued }, 201)
  }
}

const receipt = (item: string, dryRun: boolean) => ({
  date: '2025-01-15',
  to: 'MAIN',
  dryRun,
  lines: [{ item, quantity: '500', unitCost: '1.11' }],
})
