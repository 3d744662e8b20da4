import { randomBytes, randomUUID } from 'node:crypto'
import { type Books, expectStatus } from './lib/books.ts'
import { readUsage } from './lib/fill.ts'
import { Connection, formatRequest } from './lib/http.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { untilQuiet } from './lib/process.ts'
import { seededRandom } from './lib/stats.ts'
import { type System, startMeridian } from './lib/systems.ts'
import { printReports, type ReportTimes, timeReport } from './reports.ts'

/** Statements, books and explanations of a company of 300 accounts over 24 months, over HTTP and inside the object. */
const ACCOUNTS = 300
export const MONTHS = 24
export const FIRST_YEAR = 2025
const GOAL_MS = 20
const REST_MAX_MS = 300_000
const BULK = 1_000
const CONNECTIONS = 2

const CATEGORIES = [
  ['asset', 'cash', 4],
  ['asset', 'receivable', 30],
  ['asset', 'inventory', 20],
  ['asset', 'fixed-asset', 26],
  ['liability', 'payable', 30],
  ['liability', 'tax-payable', 10],
  ['liability', 'non-current-liability', 10],
  ['equity', 'equity', 10],
  ['income', 'revenue', 60],
  ['expense', 'cost-of-sales', 40],
  ['expense', 'operating-expense', 50],
  ['expense', 'depreciation', 10],
] as const

export async function statements(options: Options): Promise<Outcome> {
  if (!options.meridian) return { figures: {}, ratios: {}, goals: [], notes: ['The peer has no statements.'] }
  const system = await startMeridian()
  const books = await openChart(system)
  await fill(system, books, options.entries)
  const notes: string[] = []
  if (!(await untilQuiet(system.pids, REST_MAX_MS))) notes.push('The relay was still busy.')
  const { databaseBytes, sequence } = await readUsage(system, books)
  const times: ReportTimes[] = []
  for (const [report, path] of paths(books, sequence)) times.push(await timeReport(system, report, path))
  printReports(options.entries, databaseBytes, times)
  const worst = Math.max(...times.map(({ objectP95Ms }) => objectP95Ms))
  const ratios = { statements: GOAL_MS / worst }
  const goals = [
    { what: `${GOAL_MS} ms by the worst p95 in the object`, goal: 1, reached: ratios.statements },
  ]
  return { figures: { databaseBytes, times }, ratios, goals, notes }
}

export async function openChart(system: System): Promise<Books> {
  const slug = `bench-statements-${randomBytes(4).toString('hex')}`
  const codes = CATEGORIES.flatMap(([type, category, count], group) =>
    Array.from({ length: count }, (_, index) => ({
      code: String((group + 10) * 100 + index),
      name: `${category} ${index}`,
      type,
      category,
    })),
  )
  if (codes.length !== ACCOUNTS) throw new Error(`the chart has ${codes.length} accounts`)
  const connection = await Connection.open(system.port)
  const post = async (path: string, body: object) => {
    const head = { method: 'POST' as const, path, key: system.key, idempotencyKey: randomUUID() }
    const answer = await connection.send(formatRequest({ ...head, body: JSON.stringify(body) }))
    expectStatus(answer, 201, path)
    return JSON.parse(answer.body) as { id: string }
  }
  try {
    const { id } = await post('/v1/companies', { name: slug, slug, country: 'DE', currency: 'EUR' })
    for (const account of codes) await post(`/v1/companies/${id}/accounts`, account)
    const of = (wanted: boolean) => codes.filter(({ category }) => (category === 'cash') === wanted)
    return {
      slug,
      company: id,
      debits: of(true).map(({ code }) => code),
      credits: of(false).map(({ code }) => code),
    }
  } finally {
    connection.close()
  }
}

/** Two-line entries day after day over the months, one in twenty on an earlier day; every second one moves cash. */
export async function fill(system: System, books: Books, entries: number): Promise<void> {
  const random = seededRandom(5)
  const pick = (codes: readonly string[]) => codes[Math.floor(random() * codes.length)] ?? ''
  const two = (value: number) => String(value).padStart(2, '0')
  const days = MONTHS * 28
  let made = 0
  const entry = () => {
    const today = Math.floor((made++ * days) / entries)
    const day = random() < 0.05 ? Math.floor(random() * (today + 1)) : today
    const month = Math.floor(day / 28)
    const effectiveDate = `${FIRST_YEAR + Math.floor(month / 12)}-${two(1 + (month % 12))}-${two(1 + (day % 28))}`
    const amount = `${1 + Math.floor(random() * 9_999)}.${two(Math.floor(random() * 100))}`
    const [one, other] = [pick(made % 2 === 0 ? books.debits : books.credits), pick(books.credits)]
    const [debit, credit] = random() < 0.5 ? [one, other] : [other, one]
    const lines = [
      { account: debit, debit: amount },
      { account: credit, credit: amount },
    ]
    return JSON.stringify({ effectiveDate, description: 'Goods sold', lines })
  }
  const send = async () => {
    const connection = await Connection.open(system.port)
    while (made < entries) {
      const body = `${Array.from({ length: BULK }, entry).join('\n')}\n`
      const path = `/v1/companies/${books.company}/journal-entries/bulk?mode=atomic`
      const head = { method: 'POST' as const, path, key: system.key, idempotencyKey: randomUUID() }
      const request = formatRequest({ ...head, contentType: 'application/x-ndjson', body })
      expectStatus(await connection.send(request), 200, 'filling the books')
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, send))
}

function paths(books: Books, sequence: number): [report: string, path: () => string][] {
  const random = seededRandom(11)
  const upTo = (count: number) => Math.floor(random() * count)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = () => `${FIRST_YEAR + upTo(2)}-${two(1 + upTo(12))}-${two(1 + upTo(28))}`
  const range = () => {
    const [from = '', to = ''] = [day(), day()].sort()
    return `from=${from}&to=${to}`
  }
  const known = () => `&knownAt=${1 + upTo(sequence)}`
  const last = `${FIRST_YEAR + 1}-12-31`
  const whole = `from=${FIRST_YEAR}-01-01&to=${last}`
  const account = () => books.credits[upTo(books.credits.length)] ?? ''
  const at = `/v1/companies/${books.company}`
  const reports = `${at}/reports`
  return [
    ['trial balance of a period', () => `${reports}/trial-balance-by-period?${range()}`],
    ['the same as known at a sequence', () => `${reports}/trial-balance-by-period?${range()}${known()}`],
    ['balance sheet', () => `${reports}/balance-sheet?asOf=${day()}`],
    ['balance sheet, 24 months', () => `${reports}/balance-sheet?asOf=${last}&by=month&periods=24`],
    [
      'the same as known at a sequence',
      () => `${reports}/balance-sheet?asOf=${last}&by=month&periods=24${known()}`,
    ],
    [
      'profit and loss with the year before',
      () => `${reports}/profit-and-loss?${range()}&compare=previous-year`,
    ],
    ['profit and loss, 24 months', () => `${reports}/profit-and-loss?${whole}&by=month`],
    ['the same as known at a sequence', () => `${reports}/profit-and-loss?${whole}&by=month${known()}`],
    ['cash flow, indirect', () => `${reports}/cash-flow?${range()}`],
    ['cash flow, direct, 24 months', () => `${reports}/cash-flow?${whole}&by=month&presentation=direct`],
    [
      'the same as known at a sequence',
      () => `${reports}/cash-flow?${whole}&by=month&presentation=direct${known()}`,
    ],
    ['general ledger, a page', () => `${reports}/general-ledger?${range()}`],
    ['journal, a page', () => `${reports}/journal?${range()}`],
    ['register as known at a sequence', () => `${at}/accounts/${account()}/register?limit=50${known()}`],
    [
      'changes of 1,000 events',
      () => {
        const from = upTo(sequence - 1_000)
        return `${reports}/changes?from=${from}&to=${from + 1_000}`
      },
    ],
    ['explain an account', () => `${at}/explain?account=${account()}&${range()}`],
    [
      'explain an account, with proofs',
      () => `${at}/explain?account=${account()}&${range()}&limit=5&proofs=true`,
    ],
    ['explain the result', () => `${at}/explain?type=income,expense&measure=credit-balance&${range()}`],
  ]
}
