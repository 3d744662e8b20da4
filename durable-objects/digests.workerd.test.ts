import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../tests/support/books.ts'
import { assemble, type Books } from './assembly.ts'
import { digestsNow, tryDigests } from './digests.ts'
import { exportSlice } from './exporting.ts'

const line = (account: string, side: string) => ({ account, [side]: '1.00' })
const entry = (index: number) => ({
  effectiveDate: `2026-0${1 + (index % 9)}-10`,
  lines: [line('1000', 'debit'), line('4000', 'credit')],
})

/** Books with more rows in a table than one step reads. */
async function large(): Promise<TestBooks> {
  const books = await TestBooks.open()
  const rows = Array.from({ length: 3_000 }, (_, index) => ({ value: entry(index) }))
  expectAccepted(await books.execute('ledger', 'PostJournalEntries', { rows }))
  return books
}

/** The object's own parts, put together once more, and what somebody posts between two steps. */
function within<Result>(
  test: TestBooks,
  task: (books: Books, post: () => void) => Promise<Result>,
): Promise<Result> {
  return runInDurableObject(test.stub, (_, state) => {
    const books = assemble(state.storage, test.company)
    let requests = 0
    const post = () => {
      const [outcome] = books.pipeline.runTurn([
        {
          company: test.company,
          module: 'ledger',
          command: 'PostJournalEntry',
          input: JSON.stringify(entry(requests)),
          actor: test.actor,
          requestId: `req_${++requests}`,
        },
      ])
      expect(outcome?.kind).toBe('accepted')
    }
    return task(books, post)
  })
}

describe('digests of the tables', () => {
  it('are the same in steps and at once', () =>
    large().then((test) =>
      within(test, async (books) => {
        let steps = 0
        const digests = await tryDigests(books, async () => void steps++)
        expect(steps).toBeGreaterThan(0)
        expect(digests).toEqual(digestsNow(books))
      }),
    ))

  it('are none where something was recorded between two steps', () =>
    large().then((test) =>
      within(test, async (books, post) => {
        expect(await tryDigests(books, async () => post())).toBeUndefined()
      }),
    ))

  it('are those of the last event of an export, however much is recorded while it is made', () =>
    large().then((test) =>
      within(test, async (books, post) => {
        const made = { by: 'user_1', nowMs: 0, breathe: async () => post() }
        let text = ''
        for (let [last, end] = [0, null as object | null]; !end; ) {
          const slice = await exportSlice(books, last, made)
          text += slice.text
          last = slice.last
          end = slice.end
          if (!slice.end) continue
          expect(slice.end.manifest).toMatchObject({
            events: books.log.head.sequence,
            headHash: books.log.head.hash,
            tables: digestsNow(books),
          })
        }
        // A header, and then every event once.
        const sequences = text.trimEnd().split('\n').slice(1)
        expect(sequences.map((each) => JSON.parse(each).sequence)).toEqual(
          Array.from({ length: books.log.head.sequence }, (_, index) => index + 1),
        )
      }),
    ))
})
