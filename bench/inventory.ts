import type { Options } from './lib/options.ts'
import { type Outcome, printLanes } from './lib/outcome.ts'
import { untilQuiet } from './lib/process.ts'
import { fastest, type Lane, type LaneResult, ratio, runRounds } from './lib/rounds.ts'
import { seededRandom } from './lib/stats.ts'
import { LINES, StockCompany } from './lib/stock-company.ts'
import { type System, startMeridian, startPeer } from './lib/systems.ts'
import { printReports, type ReportTimes, timeReport } from './reports.ts'

/**
 * A warehouse at work: one FIFO item an issue, receipts of 100 lines, availability of 200 items, and what 100,000 items were
 * worth on a past day, over HTTP and inside the object.
 */
const ITEMS_MAX = 100_000
const MONTHS = 24
const FIRST_YEAR = 2025
const RECEIPT_LINES = 100
const ASKED_ITEMS = 200
const FAMILIES = 20
const HOT_ITEM = 'HOT'
const HOT_ISSUE = 'issue of a hot item'
const RECEIPT = `receipt of ${RECEIPT_LINES} lines`
const MOST_CONNECTIONS = 32
const PEER_POOL = 8
const PEERS = ['PostgreSQL, one connection', `PostgreSQL, ${PEER_POOL} connections`]
const NOTES = [
  'The peer does the same work of a document: it keeps layers, takings, stock by day, the hash chain, the ledger and idempotency, in one ' +
    'transaction a request, with the rows of its items locked. Meridian puts requests that wait into one commit.',
  'The peer has no bins, lots, reservations, units, periods or policies, and values FIFO only.',
]
const GOAL_MS = 100
const REST_MAX_MS = 300_000

export async function inventory(options: Options): Promise<Outcome> {
  const meridian = options.meridian ? await startMeridian() : undefined
  const peers = options.peer ? [await startPeer('request', 1), await startPeer('request', PEER_POOL)] : []
  const items = Math.min(options.entries, ITEMS_MAX)
  const notes = [...NOTES]
  const times: SystemTimes[] = []
  const lanes: Lane[] = []
  const rivals = peers
    .filter((peer) => peer !== undefined)
    .map((peer, at) => ({ ...peer, name: PEERS[at] as string }))
  const systems = [...(meridian ? [meridian] : []), ...rivals]
  for (const system of systems) {
    const stock = await StockCompany.open(system)
    await fill(stock, items)
    if (!(await untilQuiet(system.pids, REST_MAX_MS))) notes.push(`${system.name} was still busy.`)
    const isMeridian = system === meridian
    const asked = paths(stock, items).filter(({ isAskedOfPeer }) => isMeridian || isAskedOfPeer)
    const own: ReportTimes[] = []
    for (const { report, path } of asked) own.push(await timeReport(system, report, path))
    printReports(items, await stock.databaseBytes(), own)
    times.push({ system: system.name, times: own })
    lanes.push(...lanesOf(system, stock, items))
  }
  const results = await runRounds(lanes, systems, options)
  printLanes('inventory', 'lines/s', results)
  return compare({ items, times, results, notes }, meridian !== undefined)
}

interface SystemTimes {
  system: string
  times: ReportTimes[]
}

function compare(
  measured: { items: number; times: SystemTimes[]; results: readonly LaneResult[]; notes: string[] },
  withMeridian: boolean,
): Outcome {
  const { items, times, results, notes } = measured
  const figures = { items, times, lanes: results }
  if (!withMeridian) return { figures, ratios: {}, goals: [], notes }
  const at = (system: string, what: string, connections: number) =>
    results.find((lane) => lane.label === `${system}: ${what}` && lane.connections === connections)
  const against = (what: string, connections: number) =>
    ratio(at('Meridian', what, connections), fastest(PEERS.map((peer) => at(peer, what, connections))))
  const own = times.find(({ system }) => system === 'Meridian')?.times ?? []
  const worst = Math.max(
    ...own.filter(({ report }) => report.startsWith('valuation')).map(({ objectP95Ms }) => objectP95Ms),
  )
  const ratios = {
    hotItem: against(HOT_ISSUE, MOST_CONNECTIONS),
    hotItemOneConnection: against(HOT_ISSUE, 1),
    receipts: against(RECEIPT, 1),
    valuation: GOAL_MS / Math.max(1, worst),
  }
  const goals = [
    {
      what: `Meridian by the faster peer on a hot item, ${MOST_CONNECTIONS} connections`,
      goal: 3,
      reached: ratios.hotItem,
    },
    {
      what: `${GOAL_MS} ms by the worst p95 of a valuation in the object`,
      goal: 1,
      reached: ratios.valuation,
    },
  ]
  return { figures, ratios, goals, notes }
}

const two = (value: number): string => String(value).padStart(2, '0')
const code = (item: number): string => `I${String(item).padStart(6, '0')}`
const lastDay = `${FIRST_YEAR + 1}-12-28`

/** Every item comes twice, into each warehouse, and leaves once, over the months; and one item comes that never runs out. */
async function fill(stock: StockCompany, items: number): Promise<void> {
  for (let family = 0; family < FAMILIES; family++)
    await stock.post('/item-families', { code: `F${family}`, name: `Family ${family}` }, 200)
  for (let first = 0; first < items; first += LINES) {
    const rows = Array.from({ length: Math.min(LINES, items - first) }, (_, index) =>
      JSON.stringify({
        code: code(first + index),
        name: `Item ${first + index}`,
        method: 'fifo',
        family: `F${(first + index) % FAMILIES}`,
      }),
    )
    await stock.post('/items/bulk?mode=atomic', `${rows.join('\n')}\n`, 200)
  }
  await stock.post('/items', { code: HOT_ITEM, name: 'Hot', method: 'fifo' }, 201)
  await stock.post(
    '/stock/receipts',
    {
      date: `${FIRST_YEAR}-01-01`,
      to: 'MAIN',
      lines: [{ item: HOT_ITEM, quantity: '100000000', unitCost: '1.23' }],
    },
    201,
  )
  await stock.databaseBytes()
  stock.firstSequence = stock.sequence
  const documents = Math.ceil(items / LINES)
  for (const [pass, what] of ['MAIN', 'SHOP', 'issue'].entries())
    for (let document = 0; document < documents; document++) {
      const first = document * LINES
      const month = Math.floor(((pass * documents + document) * MONTHS) / (3 * documents))
      const date = `${FIRST_YEAR + Math.floor(month / 12)}-${two(1 + (month % 12))}-${two(1 + (document % 28))}`
      const lines = Array.from({ length: Math.min(LINES, items - first) }, (_, index) => ({
        item: code(first + index),
        quantity: what === 'issue' ? '3' : '10',
        ...(what !== 'issue' && { unitCost: `${1 + ((first + index) % 97)}.37` }),
      }))
      if (what === 'issue') await stock.post('/stock/issues', { date, from: 'MAIN', lines }, 201)
      else await stock.post('/stock/receipts', { date, to: what, lines }, 201)
    }
  await stock.databaseBytes()
}

interface Asked {
  report: string
  path: () => string
  isAskedOfPeer: boolean
}

function paths(stock: StockCompany, items: number): Asked[] {
  const random = seededRandom(11)
  const upTo = (count: number) => Math.floor(random() * count)
  const day = () => `${FIRST_YEAR + upTo(2)}-${two(1 + upTo(12))}-${two(1 + upTo(28))}`
  const known = () => `&knownAt=${stock.firstSequence + upTo(stock.sequence - stock.firstSequence)}`
  const reports = stock.path('/reports/stock')
  const asked = () => Array.from({ length: Math.min(ASKED_ITEMS, items) }, () => code(upTo(items))).join(',')
  const page = `from=${FIRST_YEAR}-06-01&to=${lastDay}`
  const ask = (report: string, path: () => string, isAskedOfPeer = false) => ({ report, path, isAskedOfPeer })
  return [
    ask('valuation as of a past day', () => `${reports}/valuation?asOf=${day()}`, true),
    ask(
      'valuation of a family in a warehouse',
      () => `${reports}/valuation?asOf=${day()}&family=F${upTo(FAMILIES)}&warehouse=SHOP`,
    ),
    ask('valuation as known at a sequence', () => `${reports}/valuation?asOf=${day()}${known()}`),
    ask('stock on hand, a page of places', () => `${reports}/on-hand?asOf=${day()}&by=place`),
    ask('movement of a period, a page', () => `${reports}/movement?${page}`),
    ask(
      `availability of ${ASKED_ITEMS} items`,
      () => `${stock.path('/availability')}?items=${asked()}`,
      true,
    ),
  ]
}

function lanesOf(system: System, stock: StockCompany, items: number): Lane[] {
  const random = seededRandom(5)
  const upTo = (count: number) => Math.floor(random() * count)
  const lane = (label: string, connections: number, below: string, lines: () => object[]): Lane => ({
    label: `${system.name}: ${label}`,
    port: system.port,
    connections,
    entries: lines().length,
    nextRequest: () => stock.request(stock.path(below), JSON.stringify({ date: lastDay, lines: lines() })),
    accept: ({ status }) => status === 201,
  })
  const issued = () => [{ item: HOT_ITEM, quantity: '1' }]
  const received = () =>
    Array.from({ length: RECEIPT_LINES }, () => ({
      item: code(upTo(items)),
      quantity: '1',
      unitCost: '2.50',
    }))
  return [
    lane(HOT_ISSUE, 1, '/stock/issues', issued),
    lane(HOT_ISSUE, MOST_CONNECTIONS, '/stock/issues', issued),
    lane(RECEIPT, 1, '/stock/receipts', received),
  ]
}
