import { type Books, expectStatus, openBooks } from './lib/books.ts'
import { fillBooks, readUsage } from './lib/fill.ts'
import { Connection, formatRequest, header } from './lib/http.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { untilQuiet } from './lib/process.ts'
import { percentile, seededRandom } from './lib/stats.ts'
import { type System, startMeridian } from './lib/systems.ts'
import { printTable } from './lib/table.ts'

/** Reports over a large company, over HTTP and inside the object, and the same over a small one. */
const SMALL_ENTRIES = 10_000
const SAMPLES = 200
const WARM_UP = 20
const GOAL_MS = 20
const REST_MAX_MS = 300_000
/** The object's clock counts whole milliseconds: below one, two sizes cannot be told apart. */
const CLOCK_MS = 1

export interface ReportTimes {
  report: string
  httpP50Ms: number
  httpP95Ms: number
  objectP50Ms: number
  objectP95Ms: number
}

export async function reports(options: Options): Promise<Outcome> {
  const notes: string[] = []
  if (!options.meridian) return { figures: {}, ratios: {}, goals: [], notes: ['The peer has no reports.'] }
  const system = await startMeridian()
  const sizes = [...new Set([SMALL_ENTRIES, options.entries])]
  const measured: { entries: number; databaseBytes: number; times: ReportTimes[] }[] = []
  for (const entries of sizes) {
    const books = await openBooks(system, 'many')
    await fillBooks(system, books, entries)
    // The relay is still sending what was filled in; it shares the process with the reports.
    if (!(await untilQuiet(system.pids, REST_MAX_MS)))
      notes.push(`The relay was still busy when the reports over ${entries} entries were timed.`)
    const { databaseBytes, sequence } = await readUsage(system, books)
    const times: ReportTimes[] = []
    for (const [report, path] of reportPaths(books, sequence))
      times.push(await timeReport(system, report, path))
    printReports(entries, databaseBytes, times)
    measured.push({ entries, databaseBytes, times })
  }
  const small = measured.at(0)?.times ?? []
  const large = measured.at(-1)?.times ?? []
  const worst = Math.max(...large.map((times) => times.objectP95Ms))
  if (!Number.isFinite(worst))
    notes.push('The server sent no server-timing header: only HTTP times were measured.')
  const growth = large.map((times, i) => clocked(small[i]?.objectP95Ms) / clocked(times.objectP95Ms))
  const ratios = {
    reports: GOAL_MS / clocked(worst),
    growth: sizes.length > 1 ? Math.min(...growth) : undefined,
  }
  const goals = [
    { what: `${GOAL_MS} ms by the worst p95 in the object`, goal: 1, reached: ratios.reports },
    {
      what: 'p95 of the small books by that of the large (1: independent of size)',
      goal: 1,
      reached: ratios.growth,
    },
  ]
  notes.push('Times in the object are whole milliseconds; a time below one counts as one in the ratios.')
  return { figures: { measured }, ratios, goals, notes }
}

function reportPaths(books: Books, sequence: number): [report: string, path: () => string][] {
  const random = seededRandom(11)
  const upTo = (count: number): number => Math.floor(random() * count)
  const day = (): string =>
    `2026-${String(1 + upTo(12)).padStart(2, '0')}-${String(1 + upTo(28)).padStart(2, '0')}`
  const account = (): string => books.debits[upTo(books.debits.length)] ?? ''
  const at = `/v1/companies/${books.company}`
  return [
    ['trial balance as of a date', () => `${at}/reports/trial-balance?asOf=${day()}`],
    [
      'trial balance as known at a sequence',
      () => `${at}/reports/trial-balance?asOf=${day()}&knownAt=${1 + upTo(sequence)}`,
    ],
    ['register page of an account', () => `${at}/accounts/${account()}/register?limit=50`],
    ['list of entries', () => `${at}/journal-entries?limit=50`],
  ]
}

export async function timeReport(system: System, report: string, path: () => string): Promise<ReportTimes> {
  const connection = await Connection.open(system.port)
  const http: number[] = []
  const object: number[] = []
  try {
    for (let i = 0; i < WARM_UP + SAMPLES; i += 1) {
      const request = formatRequest({ method: 'GET', path: path(), key: system.key })
      const startedAt = performance.now()
      const answer = await connection.send(request)
      const tookMs = performance.now() - startedAt
      expectStatus(answer, 200, report)
      if (i < WARM_UP) continue
      http.push(tookMs)
      const inObject = /object;dur=([\d.]+)/.exec(header(answer, 'server-timing') ?? '')?.[1]
      if (inObject !== undefined) object.push(Number(inObject))
    }
  } finally {
    connection.close()
  }
  return {
    report,
    httpP50Ms: percentile(http, 50),
    httpP95Ms: percentile(http, 95),
    objectP50Ms: percentile(object, 50),
    objectP95Ms: percentile(object, 95),
  }
}

export function printReports(entries: number, databaseBytes: number, times: readonly ReportTimes[]): void {
  const megabytes = Math.round(databaseBytes / 2 ** 20)
  printTable(
    `reports: ${entries.toLocaleString('en-US')} entries, ${megabytes} MB`,
    ['', 'HTTP p50 ms', 'HTTP p95 ms', 'object p50 ms', 'object p95 ms'],
    times.map((t) => [t.report, t.httpP50Ms, t.httpP95Ms, t.objectP50Ms, t.objectP95Ms]),
  )
}

function clocked(ms = Number.NaN): number {
  return Math.max(CLOCK_MS, ms)
}
