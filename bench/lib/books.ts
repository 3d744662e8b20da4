import { randomBytes } from 'node:crypto'
import { type Answer, Connection, formatRequest } from './http.ts'
import { seededRandom } from './stats.ts'
import type { System } from './systems.ts'

/** The same books for every system: one company, its accounts, and an endless supply of two-line entries. */
export interface Books {
  slug: string
  company: string
  /** Codes that entries debit and credit. */
  debits: readonly string[]
  credits: readonly string[]
}

export type AccountSpread = 'many' | 'hot'

/** Half of them debited, half credited. */
const ACCOUNTS = { many: 100, hot: 2 }
const DAYS_IN_MONTH = 28

export async function openBooks(system: System, spread: AccountSpread): Promise<Books> {
  const slug = `bench-${spread}-${randomBytes(4).toString('hex')}`
  const half = ACCOUNTS[spread] / 2
  const debits = Array.from({ length: half }, (_, i) => String(1000 + i))
  const credits = Array.from({ length: half }, (_, i) => String(4000 + i))
  const connection = await Connection.open(system.port)
  try {
    const post = async (path: string, body: unknown): Promise<string> => {
      const answer = await connection.send(
        formatRequest({
          method: 'POST',
          path,
          key: system.key,
          idempotencyKey: freshKey(),
          body: JSON.stringify(body),
        }),
      )
      expectStatus(answer, 201, `${system.name}: POST ${path}`)
      return answer.body
    }
    const created = await post('/v1/companies', {
      name: `Bench ${slug}`,
      slug,
      country: 'DE',
      currency: 'EUR',
    })
    const { id } = JSON.parse(created) as { id: string }
    for (const code of debits) {
      await post(`/v1/companies/${id}/accounts`, { code, name: `Debtor ${code}`, type: 'asset' })
    }
    for (const code of credits) {
      await post(`/v1/companies/${id}/accounts`, { code, name: `Creditor ${code}`, type: 'liability' })
    }
    return { slug, company: id, debits, credits }
  } finally {
    connection.close()
  }
}

const ENTRIES_A_DAY = 500

/**
 * Two-line entries of one year, dated as a busy business books them: {@link ENTRIES_A_DAY} a day, one day after the other,
 * one in twenty on an earlier day. Accounts and amounts are random.
 */
export function entryMaker(books: Books, seed: number): () => string {
  const random = seededRandom(seed)
  const pick = (codes: readonly string[]): string => codes[Math.floor(random() * codes.length)] ?? ''
  const two = (value: number): string => String(value).padStart(2, '0')
  let made = 0
  return () => {
    const today = Math.floor(made++ / ENTRIES_A_DAY)
    const day = (random() < 0.05 ? Math.floor(random() * (today + 1)) : today) % (12 * DAYS_IN_MONTH)
    const amount = `${1 + Math.floor(random() * 9999)}.${two(Math.floor(random() * 100))}`
    const date = `2026-${two(1 + Math.floor(day / DAYS_IN_MONTH))}-${two(1 + (day % DAYS_IN_MONTH))}`
    return (
      `{"effectiveDate":"${date}","description":"Goods sold for cash","lines":[` +
      `{"account":"${pick(books.debits)}","debit":"${amount}"},{"account":"${pick(books.credits)}","credit":"${amount}"}]}`
    )
  }
}

/** One request a call: a single entry with a key of its own. */
export function singlePosts(system: System, books: Books, seed: number): () => string {
  const nextEntry = entryMaker(books, seed)
  const path = `/v1/companies/${books.company}/journal-entries`
  return () =>
    formatRequest({ method: 'POST', path, key: system.key, idempotencyKey: freshKey(), body: nextEntry() })
}

/** One request a call: `size` entries as newline-delimited JSON, all or none. */
export function bulkPosts(system: System, books: Books, seed: number, size: number): () => string {
  const nextEntry = entryMaker(books, seed)
  const path = `/v1/companies/${books.company}/journal-entries/bulk?mode=atomic`
  return () => {
    const body = `${Array.from({ length: size }, nextEntry).join('\n')}\n`
    const contentType = 'application/x-ndjson'
    return formatRequest({
      method: 'POST',
      path,
      key: system.key,
      idempotencyKey: freshKey(),
      contentType,
      body,
    })
  }
}

export function expectStatus(answer: Answer, status: number, what: string): void {
  if (answer.status !== status)
    throw new Error(`${what} answered ${answer.status}: ${answer.body.slice(0, 500)}`)
}

const RUN = randomBytes(6).toString('hex')
let keys = 0

function freshKey(): string {
  keys += 1
  return `bench-${RUN}-${keys}`
}
