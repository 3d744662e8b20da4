import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import type { EntryView } from '../../durable-objects/ledger/contract.ts'
import { type Api, accepted, type Reply, type Sending, until } from './api.ts'

export interface Page<Row> {
  data: Row[]
  nextCursor: string | null
}

export interface Event {
  specversion: string
  id: string
  source: string
  type: string
  time: string
  datacontenttype: string
  sequence: number
  dataversion: number
  actor: string
  command: string
  requestid: string
  recordedat: number
  hash: string
  data: unknown
}

interface Usage {
  sequence: number
  relayed: { sent: number; reporting: number; archive: number }
}

export interface LineInput {
  account: string
  debit?: string
  credit?: string
  unit?: string
  value?: string
  memo?: string
}

export interface EntryInput {
  effectiveDate: string
  description?: string
  lines: LineInput[]
  [field: string]: unknown
}

/** Accounts that {@link Company.open} opens: `2000` takes US dollars only, the others any unit. */
const ACCOUNTS = [
  { code: '1000', name: 'Cash', type: 'asset' },
  { code: '1200', name: 'Bank', type: 'asset' },
  { code: '2000', name: 'Dollar loan', type: 'liability', unit: 'USD' },
  { code: '4000', name: 'Sales', type: 'income' },
]

let opened = 0

/** A company of its own for one test, over the API. */
export class Company {
  readonly api: Api
  readonly id: string
  readonly slug: string
  readonly path: string

  private constructor(api: Api, id: string, slug: string) {
    this.api = api
    this.id = id
    this.slug = slug
    this.path = `/v1/companies/${id}`
  }

  static async open(api: Api, fields: Record<string, unknown> = {}, accounts: readonly object[] = ACCOUNTS) {
    const slug = `books-${Date.now().toString(36)}-${++opened}`
    const wanted = { name: `Books ${opened}`, slug, country: 'DE', currency: 'EUR', ...fields }
    const { id, slug: given } = accepted(
      await api.post<{ id: string; slug: string }>('/v1/companies', wanted),
    )
    const company = new Company(api, id, given)
    for (const account of accounts) accepted(await company.post('/accounts', account))
    return company
  }

  /** A company that is open already. */
  static at(api: Api, id: string, slug: string): Company {
    return new Company(api, id, slug)
  }

  get<Body = unknown>(path: string): Promise<Reply<Body>> {
    return this.api.get<Body>(`${this.path}${path}`)
  }

  post<Body = unknown>(path: string, body: unknown, sending?: Sending): Promise<Reply<Body>> {
    return this.api.post<Body>(`${this.path}${path}`, body, sending)
  }

  postRows<Body = unknown>(path: string, rows: readonly unknown[], sending?: Sending): Promise<Reply<Body>> {
    return this.api.postRows<Body>(`${this.path}${path}`, rows, sending)
  }

  postEntry(entry: unknown, sending?: Sending): Promise<Reply<EntryView>> {
    return this.post<EntryView>('/journal-entries', entry, sending)
  }

  async usage(): Promise<Usage> {
    return accepted(await this.get<Usage>('/usage'))
  }

  async sequence(): Promise<number> {
    return (await this.usage()).sequence
  }

  /** Every row of a list, over all its pages. */
  async all<Row>(
    path: string,
    query: Record<string, string> = {},
    limit: number = LIMITS.pageRowsMax,
  ): Promise<Row[]> {
    const rows: Row[] = []
    let cursor: string | null = null
    do {
      const fields = new URLSearchParams({
        limit: String(limit),
        ...query,
        ...(cursor !== null && { cursor }),
      })
      const page: Page<Row> = accepted(await this.get<Page<Row>>(`${path}?${fields}`))
      if (page.data.length > limit)
        throw new Error(`a page of ${page.data.length} rows where ${limit} were asked for`)
      rows.push(...page.data)
      cursor = page.nextCursor
    } while (cursor !== null)
    return rows
  }

  entries(query: Record<string, string> = {}, limit?: number): Promise<EntryView[]> {
    return this.all<EntryView>('/journal-entries', query, limit)
  }

  /** The whole event log, as a reader polls it. */
  async events(limit: number = LIMITS.pageRowsMax): Promise<Event[]> {
    const events: Event[] = []
    for (;;) {
      const after = events.at(-1)?.sequence ?? 0
      const page = accepted(await this.get<Page<Event>>(`/events?after=${after}&limit=${limit}`))
      events.push(...page.data)
      if (page.nextCursor === null) return events
    }
  }

  /** Waits until every consumer of the queue has confirmed the whole log; returns its length. */
  caughtUp(deadlineMs?: number): Promise<number> {
    return until(
      `the way out of ${this.slug}`,
      async () => {
        const { sequence, relayed } = await this.usage()
        return relayed.reporting === sequence && relayed.archive === sequence ? sequence : undefined
      },
      deadlineMs,
    )
  }
}

/** A cash sale, the smallest entry there is. */
export const sale = (amount = '10.00', more: Record<string, unknown> = {}): EntryInput => ({
  effectiveDate: '2026-03-31',
  lines: [
    { account: '1000', debit: amount },
    { account: '4000', credit: amount },
  ],
  ...more,
})

/** An entry as large as entries get: about half a megabyte. Some sixty of them are more than one RPC may carry. */
export const largestEntry = (): EntryInput => ({
  effectiveDate: '2026-03-31',
  lines: Array.from({ length: LIMITS.entryLinesMax }, (_, index) => ({
    account: index % 2 === 0 ? '1000' : '4000',
    [index % 2 === 0 ? 'debit' : 'credit']: `${Math.floor(index / 2) + 1}.00`,
    memo: `${index} `.padEnd(LIMITS.memoCharsMax, 'x'),
  })),
})

/** Entries of together about 45 MB, in as few requests as take them. */
export async function postLargestEntries(company: Company): Promise<number> {
  const [requests, rows] = [6, 13]
  for (let request = 0; request < requests; request++)
    accepted(
      await company.postRows('/journal-entries/bulk', new Array(rows).fill(JSON.stringify(largestEntry()))),
    )
  return requests * rows
}

/** Runs a task for every item, at most so many at a time. */
export async function concurrently<Item, Result>(
  items: readonly Item[],
  width: number,
  task: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length)
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await task(items[index] as Item, index)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}

export const isReplay = ({ headers }: { headers: Headers }) => headers.get('idempotent-replayed') === 'true'
export const numbersOf = (entries: EntryView[]) => entries.map(({ number }) => number).sort((a, b) => a - b)
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** What a task leaves as it was: a refusal writes no event. */
export async function changingNothing<Result>(
  company: Company,
  task: () => Promise<Result>,
): Promise<Result> {
  const before = await company.sequence()
  const result = await task()
  const after = await company.sequence()
  if (after !== before) throw new Error(`the log moved from ${before} to ${after}`)
  return result
}
