import { randomBytes, randomUUID } from 'node:crypto'
import { expectStatus } from './lib/books.ts'
import { readUsage } from './lib/fill.ts'
import { Connection, formatRequest } from './lib/http.ts'
import type { Options } from './lib/options.ts'
import { type Outcome, printLanes } from './lib/outcome.ts'
import { untilQuiet } from './lib/process.ts'
import { type Lane, runRounds } from './lib/rounds.ts'
import { seededRandom } from './lib/stats.ts'
import { type System, startMeridian } from './lib/systems.ts'
import { printReports, type ReportTimes, timeReport } from './reports.ts'

/**
 * A warehouse at work: one FIFO item an issue, receipts of 100 lines, availability of 200 items, and what 100,000 items were
 * worth on a past day, over HTTP and inside the object.
 */
const ITEMS_MAX = 100_000
const MONTHS = 24
const FIRST_YEAR = 2025
const LINES = 1_000
const RECEIPT_LINES = 100
const ASKED_ITEMS = 200
const FAMILIES = 20
const WAREHOUSES = ['MAIN', 'SHOP']
const HOT_ITEM = 'HOT'
const GOAL_MS = 100
const REST_MAX_MS = 300_000

const ACCOUNTS = [
  ['inventory', '1200', 'asset'],
  ['stockInTransit', '1210', 'asset'],
  ['goodsReceived', '2100', 'liability'],
  ['costOfSales', '5000', 'expense'],
  ['priceDifference', '5100', 'expense'],
  ['stockAdjustment', '5200', 'expense'],
  ['stockVariation', '5300', 'expense'],
  ['stockRevaluation', '5400', 'expense'],
  ['scrap', '5500', 'expense'],
] as const

export async function inventory(options: Options): Promise<Outcome> {
  if (!options.meridian) return { figures: {}, ratios: {}, goals: [], notes: ['The peer keeps no stock.'] }
  const system = await startMeridian()
  const items = Math.min(options.entries, ITEMS_MAX)
  const stock = await Stock.open(system)
  await stock.fill(items)
  const notes = ['No peer: PostgreSQL with row locks does not keep layers and the ledger here.']
  if (!(await untilQuiet(system.pids, REST_MAX_MS))) notes.push('The relay was still busy.')
  const times: ReportTimes[] = []
  for (const [report, path] of paths(stock, items)) times.push(await timeReport(system, report, path))
  printReports(items, await stock.databaseBytes(), times)
  const lanes = await runRounds(lanesOf(system, stock, items), [system], options)
  printLanes('inventory', 'lines/s', lanes)
  const worst = Math.max(
    ...times.filter(({ report }) => report.startsWith('valuation')).map(({ objectP95Ms }) => objectP95Ms),
  )
  const ratios = { valuation: GOAL_MS / Math.max(1, worst) }
  const goals = [
    {
      what: `${GOAL_MS} ms by the worst p95 of a valuation in the object`,
      goal: 1,
      reached: ratios.valuation,
    },
  ]
  return { figures: { items, times, lanes }, ratios, goals, notes }
}

const two = (value: number): string => String(value).padStart(2, '0')
const code = (item: number): string => `I${String(item).padStart(6, '0')}`
const lastDay = `${FIRST_YEAR + 1}-12-28`

class Stock {
  /** Positions of the log between which goods moved. */
  firstSequence = 0
  sequence = 0
  readonly #system: System
  readonly #connection: Connection
  readonly #company: string

  private constructor(system: System, connection: Connection, company: string) {
    this.#system = system
    this.#connection = connection
    this.#company = company
  }

  /** A company with its accounts, warehouses and families. */
  static async open(system: System): Promise<Stock> {
    const connection = await Connection.open(system.port)
    const slug = `bench-stock-${randomBytes(4).toString('hex')}`
    const tenant = new Stock(system, connection, '')
    const body = JSON.stringify({ name: slug, slug, country: 'DE', currency: 'EUR' })
    const answer = await connection.send(tenant.request('/v1/companies', body))
    expectStatus(answer, 201, 'opening the company')
    const stock = new Stock(system, connection, (JSON.parse(answer.body) as { id: string }).id)
    for (const [, account, type] of ACCOUNTS)
      await stock.post('/accounts', { code: account, name: account, type }, 201)
    const roles = Object.fromEntries(ACCOUNTS.map(([role, account]) => [role, account]))
    await stock.post('/account-roles', { roles }, 200)
    for (const warehouse of WAREHOUSES)
      await stock.post('/warehouses', { code: warehouse, name: warehouse }, 201)
    for (let family = 0; family < FAMILIES; family++)
      await stock.post('/item-families', { code: `F${family}`, name: `Family ${family}` }, 200)
    return stock
  }

  path(below: string): string {
    return `/v1/companies/${this.#company}${below}`
  }

  request(path: string, body: string, contentType = 'application/json'): string {
    const head = { method: 'POST' as const, path, key: this.#system.key, idempotencyKey: randomUUID() }
    return formatRequest({ ...head, contentType, body })
  }

  async post(below: string, body: object | string, status: number): Promise<string> {
    const isRows = typeof body === 'string'
    const answer = await this.#connection.send(
      this.request(
        this.path(below),
        isRows ? body : JSON.stringify(body),
        isRows ? 'application/x-ndjson' : 'application/json',
      ),
    )
    expectStatus(answer, status, below)
    return answer.body
  }

  /** Over a connection of its own: the one that filled the books may have been idle for too long. */
  async databaseBytes(): Promise<number> {
    const usage = await readUsage(this.#system, { company: this.#company })
    this.sequence = usage.sequence
    return usage.databaseBytes
  }

  /** Every item comes twice, into each warehouse, and leaves once, over the months; and one item comes that never runs out. */
  async fill(items: number): Promise<void> {
    for (let first = 0; first < items; first += LINES) {
      const rows = Array.from({ length: Math.min(LINES, items - first) }, (_, index) =>
        JSON.stringify({
          code: code(first + index),
          name: `Item ${first + index}`,
          method: 'fifo',
          family: `F${(first + index) % FAMILIES}`,
        }),
      )
      await this.post('/items/bulk?mode=atomic', `${rows.join('\n')}\n`, 200)
    }
    await this.post('/items', { code: HOT_ITEM, name: 'Hot', method: 'fifo' }, 201)
    await this.post(
      '/stock/receipts',
      {
        date: `${FIRST_YEAR}-01-01`,
        to: 'MAIN',
        lines: [{ item: HOT_ITEM, quantity: '100000000', unitCost: '1.23' }],
      },
      201,
    )
    await this.databaseBytes()
    this.firstSequence = this.sequence
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
        if (what === 'issue') await this.post('/stock/issues', { date, from: 'MAIN', lines }, 201)
        else await this.post('/stock/receipts', { date, to: what, lines }, 201)
      }
    await this.databaseBytes()
  }
}

function paths(stock: Stock, items: number): [report: string, path: () => string][] {
  const random = seededRandom(11)
  const upTo = (count: number) => Math.floor(random() * count)
  const day = () => `${FIRST_YEAR + upTo(2)}-${two(1 + upTo(12))}-${two(1 + upTo(28))}`
  const known = () => `&knownAt=${stock.firstSequence + upTo(stock.sequence - stock.firstSequence)}`
  const reports = stock.path('/reports/stock')
  const asked = () => Array.from({ length: Math.min(ASKED_ITEMS, items) }, () => code(upTo(items))).join(',')
  return [
    ['valuation as of a past day', () => `${reports}/valuation?asOf=${day()}`],
    [
      'valuation of a family in a warehouse',
      () => `${reports}/valuation?asOf=${day()}&family=F${upTo(FAMILIES)}&warehouse=SHOP`,
    ],
    ['valuation as known at a sequence', () => `${reports}/valuation?asOf=${day()}${known()}`],
    ['stock on hand, a page of places', () => `${reports}/on-hand?asOf=${day()}&by=place`],
    ['movement of a period, a page', () => `${reports}/movement?from=${FIRST_YEAR}-06-01&to=${lastDay}`],
    [`availability of ${ASKED_ITEMS} items`, () => `${stock.path('/availability')}?items=${asked()}`],
  ]
}

function lanesOf(system: System, stock: Stock, items: number): Lane[] {
  const random = seededRandom(5)
  const upTo = (count: number) => Math.floor(random() * count)
  const lane = (label: string, connections: number, below: string, lines: () => object[]): Lane => ({
    label,
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
    lane('issue of a hot item', 1, '/stock/issues', issued),
    lane('issue of a hot item', 32, '/stock/issues', issued),
    lane(`receipt of ${RECEIPT_LINES} lines`, 1, '/stock/receipts', received),
  ]
}
