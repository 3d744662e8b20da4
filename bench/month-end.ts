import { randomUUID } from 'node:crypto'
import { type Books, expectStatus } from './lib/books.ts'
import { Connection, formatRequest, header } from './lib/http.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { untilQuiet } from './lib/process.ts'
import { median, percentile } from './lib/stats.ts'
import { type System, startMeridian } from './lib/systems.ts'
import { printTable } from './lib/table.ts'
import { FIRST_YEAR, fill, MONTHS, openChart } from './statements.ts'

/** What a month's end costs a large company: thousands of open items valued anew, and entries into months long past. */
const ITEMS = 5_000
const ITEMS_A_REQUEST = 500
const REVALUE_GOAL_MS = 1_000
const BACKDATE_GOAL_MS = 100
const REST_MAX_MS = 300_000
const ROUND_REST_MS = 10_000
const CUSTOMERS = '9000'
const SALES = '9100'
/** Accounts beside the chart, for what is owed in another currency. */
const ACCOUNTS = [
  { code: CUSTOMERS, name: 'Customers abroad', type: 'asset', category: 'receivable', isOpenItem: true },
  { code: SALES, name: 'Sales abroad', type: 'income' },
  { code: '9200', name: 'Unrealised gain', type: 'income' },
  { code: '9300', name: 'Unrealised loss', type: 'expense' },
]
const ROLES = { unrealisedGain: '9200', unrealisedLoss: '9300', exchangeGain: '9200', exchangeLoss: '9300' }

const REVALUE = `revalue ${ITEMS.toLocaleString('en-US')} open items`
const BACKDATE = 'book back into a month'
const REPORT = 'balance sheet of that month, right after'

export async function monthEnd(options: Options): Promise<Outcome> {
  if (!options.meridian) return { figures: {}, ratios: {}, goals: [], notes: ['The peer revalues nothing.'] }
  const system = await startMeridian()
  const books = await openChart(system)
  await fill(system, books, options.entries)
  // A connection that is idle while the books are filled would be closed by then.
  const connection = await Connection.open(system.port)
  const client = new Client(system, connection, books)
  await openItems(client)
  const notes: string[] = []
  if (!(await untilQuiet(system.pids, REST_MAX_MS))) notes.push('The relay was still busy.')
  for (let round = 0; round < options.rounds; round++) {
    const asOf = endOfMonth(round)
    await client.send('POST', '/exchange-rates', 200, {
      rates: [{ date: asOf, base: 'USD', quote: 'EUR', rate: (0.9 + (round + 1) / 100).toFixed(4) }],
    })
    await client.timed(REVALUE, 'POST', '/revaluations', 201, { asOf })
    // Its entries are still on their way out, and they share the process with what follows.
    await untilQuiet(system.pids, ROUND_REST_MS)
    for (let month = 0; month < MONTHS; month++) {
      const effectiveDate = `${monthOf(month)}-15`
      await client.timed(BACKDATE, 'POST', '/journal-entries', 201, backdated(books, effectiveDate))
      await client.timed(REPORT, 'GET', `/reports/balance-sheet?asOf=${effectiveDate}`, 200)
    }
  }
  connection.close()
  const rows = [...client.times].map(([what, { http, object }]) => ({
    what,
    medianMs: median(http),
    p95Ms: percentile(http, 95),
    mostMs: Math.max(...http),
    objectP95Ms: percentile(object, 95),
  }))
  printTable(
    `month-end: ${options.entries.toLocaleString('en-US')} entries`,
    ['', 'HTTP p50 ms', 'p95 ms', 'most ms', 'object p95 ms'],
    rows.map((row) => [row.what, row.medianMs, row.p95Ms, row.mostMs, row.objectP95Ms]),
  )
  const most = (wanted: string) => rows.find(({ what }) => what === wanted)?.mostMs ?? Number.NaN
  const ratios = { revalue: REVALUE_GOAL_MS / most(REVALUE), backdate: BACKDATE_GOAL_MS / most(BACKDATE) }
  const goals = [
    { what: `${REVALUE_GOAL_MS} ms by the slowest revaluation`, goal: 1, reached: ratios.revalue },
    {
      what: `${BACKDATE_GOAL_MS} ms by the slowest entry into a past month`,
      goal: 1,
      reached: ratios.backdate,
    },
  ]
  return { figures: { times: rows }, ratios, goals, notes }
}

/** Requests of one company, and how long those took that are measured. */
class Client {
  readonly times = new Map<string, { http: number[]; object: number[] }>()
  readonly #system: System
  readonly #connection: Connection
  readonly #books: Books

  constructor(system: System, connection: Connection, books: Books) {
    this.#system = system
    this.#connection = connection
    this.#books = books
  }

  async timed(what: string, method: 'GET' | 'POST', path: string, status: number, body?: object) {
    const startedAt = performance.now()
    const answer = await this.send(method, path, status, body)
    const all = this.times.get(what) ?? { http: [], object: [] }
    this.times.set(what, all)
    all.http.push(performance.now() - startedAt)
    const inObject = /object;dur=([\d.]+)/.exec(header(answer, 'server-timing') ?? '')?.[1]
    if (inObject !== undefined) all.object.push(Number(inObject))
  }

  async send(method: 'GET' | 'POST', path: string, status: number, body?: object | string) {
    const written = body === undefined ? {} : { idempotencyKey: randomUUID(), ...content(body) }
    const request = { method, path: `/v1/companies/${this.#books.company}${path}`, key: this.#system.key }
    const answer = await this.#connection.send(formatRequest({ ...request, ...written }))
    expectStatus(answer, status, path)
    return answer
  }
}

const content = (body: object | string) =>
  typeof body === 'string' ? { body, contentType: 'application/x-ndjson' } : { body: JSON.stringify(body) }

/** Invoices in dollars, of the last month of the books. */
async function openItems(client: Client): Promise<void> {
  for (const account of ACCOUNTS) await client.send('POST', '/accounts', 201, account)
  await client.send('POST', '/account-roles', 200, { roles: ROLES })
  const date = `${monthOf(MONTHS - 1)}-20`
  for (let made = 0; made < ITEMS; made += ITEMS_A_REQUEST) {
    const entries = Array.from({ length: ITEMS_A_REQUEST }, (_, index) => {
      const amount = `${100 + ((made + index) % 900)}.00`
      const line = { unit: 'USD', rate: '0.9' }
      return JSON.stringify({
        effectiveDate: date,
        description: 'Sold abroad',
        lines: [
          { account: CUSTOMERS, debit: amount, ...line, reference: `INV-${made + index}` },
          { account: SALES, credit: amount, ...line },
        ],
      })
    })
    await client.send('POST', '/journal-entries/bulk?mode=atomic', 200, `${entries.join('\n')}\n`)
  }
}

const two = (value: number) => String(value).padStart(2, '0')
const monthOf = (index: number) => `${FIRST_YEAR + Math.floor(index / 12)}-${two(1 + (index % 12))}`

/** Of the months that follow the books. */
function endOfMonth(round: number): string {
  const end = new Date(Date.UTC(FIRST_YEAR, MONTHS + round + 1, 0))
  return end.toISOString().slice(0, 10)
}

const backdated = ({ debits, credits }: Books, effectiveDate: string) => ({
  effectiveDate,
  description: 'Booked late',
  lines: [
    { account: debits[0], debit: '1.00' },
    { account: credits[0], credit: '1.00' },
  ],
})
