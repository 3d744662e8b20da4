import { randomUUID } from 'node:crypto'
import { type Books, expectStatus, openBooks } from './lib/books.ts'
import { fillBooks } from './lib/fill.ts'
import { Connection, formatRequest } from './lib/http.ts'
import type { Options } from './lib/options.ts'
import type { Outcome } from './lib/outcome.ts'
import { untilQuiet } from './lib/process.ts'
import { median } from './lib/stats.ts'
import { type System, startMeridian } from './lib/systems.ts'
import { printTable } from './lib/table.ts'

/** Closing and reopening a year of a large company, and booking back into each of its months, over HTTP. */
const ACCOUNTS = 1_500
const GOAL_MS = 1_000
const REST_MAX_MS = 300_000
const YEAR = '2026'
const BACKDATING = 'book back into a month'

export async function closing(options: Options): Promise<Outcome> {
  if (!options.meridian) return { figures: {}, ratios: {}, goals: [], notes: ['The peer closes no years.'] }
  const system = await startMeridian()
  const books = await openYear(system)
  await fillBooks(system, books, options.entries)
  const notes: string[] = []
  if (!(await untilQuiet(system.pids, REST_MAX_MS))) notes.push('The relay was still busy.')
  const connection = await Connection.open(system.port)
  const times = new Map<string, number[]>()
  const timed = async (what: string, path: string, body: object, status = 200) => {
    const tookMs = await send(system, connection, books, path, body, status)
    times.set(what, [...(times.get(what) ?? []), tookMs])
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const closingEntry of [false, true]) {
      const how = closingEntry ? ', with a closing entry' : ''
      await timed(`close${how}`, `/fiscal-years/${YEAR}/close`, { closingEntry })
      await timed(`reopen${how}`, `/fiscal-years/${YEAR}/reopen`, { reason: 'A further accrual.' })
    }
    for (let month = 1; month <= 12; month++)
      await timed(BACKDATING, '/journal-entries', backdated(books, month), 201)
  }
  connection.close()
  const rows = [...times].map(([what, all]) => ({ what, medianMs: median(all), mostMs: Math.max(...all) }))
  printTable(
    `closing: ${options.entries.toLocaleString('en-US')} entries, ${ACCOUNTS} income and expense accounts`,
    ['', 'HTTP p50 ms', 'most ms'],
    rows.map(({ what, medianMs, mostMs }) => [what, medianMs, mostMs]),
  )
  const most = Math.max(...rows.filter(({ what }) => what !== BACKDATING).map(({ mostMs }) => mostMs))
  const ratios = { closing: GOAL_MS / most }
  const goals = [{ what: `${GOAL_MS} ms by the slowest close or reopen`, goal: 1, reached: ratios.closing }]
  return { figures: { times: rows }, ratios, goals, notes }
}

/** A company with many accounts of income and expense, which an import opens with an entry each. */
async function openYear(system: System): Promise<Books> {
  const books = await openBooks(system, 'hot')
  const codes = (kind: string) =>
    Array.from({ length: ACCOUNTS / 2 }, (_, index) => `${kind}:A${String(index).padStart(4, '0')}`)
  const [credits, debits] = [codes('Income'), codes('Expenses')]
  const text = [...credits, ...debits]
    .map(
      (code) =>
        `${YEAR}-01-01 Opening\n  ${code}  ${code.startsWith('Income') ? -1 : 1}.00 EUR\n  Assets:Cash\n`,
    )
    .join('\n')
  const connection = await Connection.open(system.port)
  try {
    const request = {
      method: 'POST' as const,
      path: `/v1/companies/${books.company}/imports/journal?format=hledger`,
      key: system.key,
      idempotencyKey: randomUUID(),
      contentType: 'text/plain',
      body: text,
    }
    expectStatus(await connection.send(formatRequest(request)), 200, 'opening accounts')
    const retained = { code: '3000', name: 'Retained earnings', type: 'equity' }
    await send(system, connection, books, '/accounts', retained, 201)
    await send(system, connection, books, '/account-roles', { roles: { retainedEarnings: '3000' } }, 200)
  } finally {
    connection.close()
  }
  return { ...books, credits, debits: ['Assets:Cash', ...debits] }
}

function backdated({ debits, credits }: Books, month: number): object {
  return {
    effectiveDate: `${YEAR}-${String(month).padStart(2, '0')}-15`,
    description: 'Booked late',
    lines: [
      { account: debits[month], debit: '1.00' },
      { account: credits[month], credit: '1.00' },
    ],
  }
}

/** How long the answer took. */
async function send(
  system: System,
  connection: Connection,
  books: Books,
  path: string,
  body: object,
  status: number,
): Promise<number> {
  const request = formatRequest({
    method: 'POST',
    path: `/v1/companies/${books.company}${path}`,
    key: system.key,
    idempotencyKey: randomUUID(),
    body: JSON.stringify(body),
  })
  const startedAt = performance.now()
  const answer = await connection.send(request)
  const tookMs = performance.now() - startedAt
  expectStatus(answer, status, path)
  return tookMs
}
