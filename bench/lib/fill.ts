import { type Books, bulkPosts, expectStatus } from './books.ts'
import { Connection, formatRequest } from './http.ts'
import type { System } from './systems.ts'

const SIZE = 1000
const CONNECTIONS = 2
const REPORT_EVERY_MS = 10_000

/** Fills books with at least `entries` entries, in bulk requests of 1,000, and says how it goes on. */
export async function fillBooks(system: System, books: Books, entries: number): Promise<void> {
  const nextRequest = bulkPosts(system, books, 7, SIZE)
  const requests = Math.ceil(entries / SIZE)
  const startedAt = performance.now()
  let sent = 0
  let saidAt = startedAt
  const fill = async (): Promise<void> => {
    const connection = await Connection.open(system.port)
    try {
      while (sent < requests) {
        sent += 1
        expectStatus(await connection.send(nextRequest()), 200, 'filling the books: bulk')
        if (performance.now() - saidAt < REPORT_EVERY_MS) continue
        saidAt = performance.now()
        const rate = Math.round((sent * SIZE) / ((saidAt - startedAt) / 1000))
        console.log(`  filling the books: ${sent * SIZE} of ${requests * SIZE} entries, ${rate}/s`)
      }
    } finally {
      connection.close()
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, fill))
}

export interface Usage {
  /** Since the object woke. */
  rowsWritten: number
  rowsRead: number
  databaseBytes: number
  sequence: number
}

export async function readUsage(system: System, books: Pick<Books, 'company'>): Promise<Usage> {
  const connection = await Connection.open(system.port)
  try {
    const path = `/v1/companies/${books.company}/usage`
    const answer = await connection.send(formatRequest({ method: 'GET', path, key: system.key }))
    expectStatus(answer, 200, 'usage')
    return JSON.parse(answer.body) as Usage
  } finally {
    connection.close()
  }
}
