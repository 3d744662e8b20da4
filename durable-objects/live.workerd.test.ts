import { describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../tests/support/books.ts'
import { ACTOR_HEADER } from './books.ts'
import type { Actor } from './kernel/module.ts'

/** What a listener of the live channel is told. */
interface Told {
  type: string
  sequence: number
  events?: string[]
}

async function listen(books: TestBooks, actor: Partial<Actor>): Promise<Told[]> {
  const headers = {
    upgrade: 'websocket',
    [ACTOR_HEADER]: encodeURIComponent(JSON.stringify({ ...books.actor, grants: 'company:read', ...actor })),
  }
  const { webSocket } = await books.stub.fetch('https://books.example/live', { headers })
  if (!webSocket) throw new Error('the channel was not opened')
  const told: Told[] = []
  webSocket.accept()
  webSocket.addEventListener('message', ({ data }) => told.push(JSON.parse(String(data)) as Told))
  return told
}

/** Waits until so many messages have come. All listeners are told in one turn, so whoever heard less was told less. */
const heard = (told: readonly Told[], count: number) =>
  vi.waitUntil(() => told.length >= count, { timeout: 10_000, interval: 5 })

describe('the live channel', () => {
  it('tells of events that the listener may see, and is silent about the others', async () => {
    const books = await TestBooks.open()
    expectAccepted(await books.execute('ledger', 'OpenJournal', { code: 'SAL', name: 'Sales' }))
    const all = await listen(books, {})
    const some = await listen(books, { rules: [{ field: 'journal', allow: ['SAL'] }] })
    const line = (account: string, side: string) => ({ account, [side]: '1.00' })
    const lines = [line('1000', 'debit'), line('4000', 'credit')]
    expectAccepted(await books.post(lines))
    await heard(all, 2)
    expect(all.map(({ type }) => type)).toEqual(['hello', 'log'])
    expect(some.map(({ type }) => type)).toEqual(['hello'])
    expectAccepted(await books.post(lines, { journal: 'SAL' }))
    await heard(some, 2)
    await heard(all, 3)
    expect(some.slice(1)).toEqual([all.at(-1)])
    expect(some.at(-1)).toMatchObject({ type: 'log', events: ['journal-entry-posted'] })
  })

  it('tells positions only where the rules are too long to remember', async () => {
    const books = await TestBooks.open()
    const allow = Array.from({ length: 100 }, (_, index) => `JOURNAL${index}`.padEnd(30, 'X'))
    const told = await listen(books, { rules: [{ field: 'journal', allow }] })
    expectAccepted(await books.sale())
    await heard(told, 2)
    expect(told.at(-1)).toMatchObject({ type: 'log', events: [] })
  })

  it.each<[string, Partial<Actor>]>([
    ['of another tenant', { tenant: 'tn_other' }],
    ['without the grant', { grants: 'ledger:read' }],
  ])('is not opened for an actor %s', async (_, actor) => {
    const books = await TestBooks.open()
    const headers = {
      [ACTOR_HEADER]: encodeURIComponent(
        JSON.stringify({ ...books.actor, grants: 'company:read', ...actor }),
      ),
    }
    expect((await books.stub.fetch('https://books.example/live', { headers })).status).toBe(404)
  })
})
