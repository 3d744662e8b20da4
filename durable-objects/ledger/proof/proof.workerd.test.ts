import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { leafOf, verifyConsistency, verifyInclusion } from '../../../client/verify/merkle.js'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { CloudEvent } from '../../kernel/log.ts'
import type { Actor } from '../../kernel/module.ts'
import type { AuditRunView, ConsistencyProof, InclusionProof, RootView } from './contract.ts'

interface List<Row> {
  data: Row[]
  nextCursor: string | null
}
type Proof = InclusionProof & { event: CloudEvent }

const ENTRY = {
  effectiveDate: '2026-03-31',
  lines: [
    { account: '1000', debit: '1.00' },
    { account: '4000', credit: '1.00' },
  ],
}

async function postMany(books: TestBooks, count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => ({ value: ENTRY }))
  expectAccepted(await books.execute('ledger', 'PostJournalEntries', { rows }))
}

const holds = ({ event, leafIndex, size, path, root }: Proof) =>
  verifyInclusion({ leaf: leafOf(event.hash), index: leafIndex, size, path, root })

const sealRoot = async (books: TestBooks) =>
  expectAccepted(await books.execute('proof', 'SealRoot', {})) as unknown as RootView

const inStorage = (books: TestBooks, statement: string) =>
  runInDurableObject(books.stub, async (_, state) => state.storage.sql.exec(statement).toArray())

afterEach(() => {
  vi.useRealTimers()
})

describe('roots', () => {
  it('cover the log up to where they were sealed, and are in the log themselves', async () => {
    const books = await TestBooks.open()
    const root = await sealRoot(books)
    expect(root).toMatchObject({
      size: 6,
      sealed: { sequence: 7, by: 'key_test', through: null },
      publications: [],
    })
    expect(await books.ask('proof', 'GetRoot', { size: 6 })).toEqual(root)
    expect(await books.ask('proof', 'GetRoot', {})).toMatchObject({ size: 7, sealed: null })
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('are sealed again only when something happened to the books', async () => {
    const books = await TestBooks.open()
    const first = await sealRoot(books)
    expect(await sealRoot(books)).toEqual(first)
    expectAccepted(await books.sale())
    expect(await sealRoot(books)).toMatchObject({ size: 8 })
    const page = await books.ask<List<RootView>>('proof', 'ListRoots', { limit: 1 })
    expect(page.data.map(({ size }) => size)).toEqual([8])
    const rest = await books.ask<List<RootView>>('proof', 'ListRoots', { cursor: page.nextCursor })
    expect(rest).toMatchObject({ data: [{ size: 6 }], nextCursor: null })
  })

  it('prove every event to any root, across blocks, and cost no row for an event', async () => {
    const books = await TestBooks.open()
    await postMany(books, 2_100)
    const nodes = await inStorage(books, 'SELECT level, position FROM merkle_nodes ORDER BY level, position')
    expect(nodes).toEqual([
      { level: 10, position: 0 },
      { level: 10, position: 1 },
      { level: 11, position: 0 },
    ])
    for (const [sequence, size] of [
      [1, 1],
      [6, 7],
      [1, 1_024],
      [1_024, 1_025],
      [1_025, 2_049],
      [2_106, 2_106],
    ] as const) {
      const proof = await books.ask<Proof>('proof', 'GetInclusionProof', { sequence, size })
      expect(proof).toMatchObject({ sequence, size, leafIndex: sequence - 1 })
      expect(holds(proof)).toBe(true)
    }
    const { data } = await books.ask<List<{ id: string; sequence: number }>>('ledger', 'ListJournalEntries', {
      limit: 1,
    })
    const [entry] = data
    const proof = await books.ask<Proof>('proof', 'GetInclusionProof', { entry: entry?.id })
    expect(proof.event).toMatchObject({ sequence: entry?.sequence, data: { id: entry?.id } })
    expect(holds(proof)).toBe(true)
    for (const from of [1, 6, 1_024, 1_025, 2_048, 2_106]) {
      const consistency = await books.ask<ConsistencyProof>('proof', 'GetConsistencyProof', { from })
      expect(verifyConsistency(consistency)).toBe(true)
    }
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('are the same of a log that is older than the tree, which is then grown', async () => {
    const books = await TestBooks.open()
    await postMany(books, 1_100)
    const nodes = () => inStorage(books, 'SELECT * FROM merkle_nodes')
    const grown = await nodes()
    const before = await books.ask<Proof>('proof', 'GetInclusionProof', { sequence: 3 })
    await inStorage(books, 'DELETE FROM merkle_nodes')
    await evictDurableObject(books.stub)
    expect(await books.ask<Proof>('proof', 'GetInclusionProof', { sequence: 3 })).toEqual(before)
    expectAccepted(await books.sale())
    expect(await nodes()).toEqual(grown)
  })

  it('know nothing of a command that was rolled back', async () => {
    const books = await TestBooks.open()
    await postMany(books, 1_010)
    const before = await books.ask<RootView>('proof', 'GetRoot', {})
    // A thousand rows in one turn, of which the last is refused and takes the others with it.
    const rows = [
      ...Array.from({ length: 1_000 }, () => ({ value: ENTRY })),
      { value: { ...ENTRY, lines: [{ account: '9', debit: '1.00' }, ...ENTRY.lines.slice(1)] } },
    ]
    expect(await books.execute('ledger', 'PostJournalEntries', { rows })).toMatchObject({ kind: 'refused' })
    expect(await books.ask('proof', 'GetRoot', {})).toEqual(before)
    expect(await inStorage(books, 'SELECT * FROM merkle_nodes')).toEqual([])
  })

  it('refuse what the log does not reach, and what names nothing', async () => {
    const books = await TestBooks.open()
    const asks = (query: string, input: object) => books.ask('proof', query, input)
    await expect(asks('GetRoot', { size: 7 })).rejects.toThrow('size_in_future')
    await expect(asks('GetInclusionProof', {})).rejects.toThrow('nothing_named')
    await expect(asks('GetInclusionProof', { sequence: 7 })).rejects.toThrow('event_not_found')
    await expect(asks('GetInclusionProof', { sequence: 6, size: 5 })).rejects.toThrow('event_not_found')
    await expect(asks('GetInclusionProof', { sequence: 1, size: 7 })).rejects.toThrow('size_in_future')
    await expect(asks('GetConsistencyProof', { from: 6, to: 5 })).rejects.toThrow('size_in_future')
    expect(await books.execute('proof', 'PublishRoot', { size: 6 })).toMatchObject({
      refusal: { refused: 'root_not_sealed' },
    })
  })

  it('are found out by the audit when the stored tree or a seal is not that of the log', async () => {
    const books = await TestBooks.open()
    await postMany(books, 1_100)
    await sealRoot(books)
    await inStorage(books, `UPDATE merkle_nodes SET hash = '${'0'.repeat(64)}'`)
    const failed = (await books.audit()).checks.filter(({ ok }) => !ok)
    expect(failed).toMatchObject([
      { name: 'stored tree nodes are those of the log', detail: 'node 10/0 differs' },
    ])
    await inStorage(
      books,
      `UPDATE events SET data = replace(data, '"size":1106', '"size":1105') WHERE type = 'root-sealed'`,
    )
    const names = (await books.audit()).checks.filter(({ ok }) => !ok).map(({ name }) => name)
    expect(names).toEqual([
      'hash chain',
      'stored tree nodes are those of the log',
      'sealed roots are those of the log',
    ])
  })

  it('are sealed at the end of each month that had events, over what was recorded in it', async () => {
    const books = await TestBooks.open()
    expectAccepted(await books.sale())
    const month = new Date().toISOString().slice(0, 7)
    const [year, number] = month.split('-').map(Number) as [number, number]
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(year, number, 1, 0, 0, 1) })
    expectAccepted(await books.sale())
    await runDurableObjectAlarm(books.stub)
    const { data } = await books.ask<List<RootView>>('proof', 'ListRoots', {})
    expect(data).toMatchObject([{ size: 7, sealed: { by: 'system', through: month } }])
    await runDurableObjectAlarm(books.stub)
    expect(await books.ask<List<RootView>>('proof', 'ListRoots', {})).toMatchObject({ data: [{ size: 7 }] })
  })

  it('are not shown to a reader of a part of the books, in no way', async () => {
    const books = await TestBooks.open()
    await sealRoot(books)
    const ruled: Actor = { ...books.actor, rules: [{ field: 'journal', allow: ['GJ'] }] }
    for (const [query, input] of [
      ['ListRoots', {}],
      ['GetRoot', {}],
      ['GetInclusionProof', { sequence: 1 }],
      ['GetConsistencyProof', { from: 1 }],
      ['GetAuditHistory', {}],
    ] as const)
      expect(await books.stub.ask({ module: 'proof', query, input, actor: ruled })).toMatchObject({
        refusal: { refused: 'record_rule' },
      })
    const feed = await books.stub.ask({ module: 'company', query: 'ListEvents', input: {}, actor: ruled })
    expect(JSON.stringify(feed)).not.toContain('root-sealed')
    expect(await books.stub.exportSlice(ruled, 0)).toMatchObject({ refused: 'record_rule' })
  })
})

describe('the self-audit', () => {
  const run = (books: TestBooks, key?: string) =>
    books.stub.runSelfAudit({
      company: books.company,
      module: 'proof',
      command: 'RunSelfAudit',
      input: '{}',
      actor: books.actor,
      requestId: 'req_test',
      ...(key !== undefined && { idempotency: { key, request: '{}' } }),
    })

  it('is recorded with who asked and how long each check took', async () => {
    const books = await TestBooks.open()
    const recorded = expectAccepted(await run(books)) as unknown as AuditRunView
    expect(recorded).toMatchObject({ ok: true, sequence: 6, recordedAs: 7, by: 'key_test', replay: false })
    for (const { tookMs } of recorded.checks) expect(tookMs).toBeGreaterThanOrEqual(0)
    expect(recorded.checks.length).toBeGreaterThanOrEqual(10)
    const { data } = await books.ask<List<AuditRunView>>('proof', 'GetAuditHistory', {})
    expect(data).toEqual([recorded])
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('gives a retried request the reply of its first run', async () => {
    const books = await TestBooks.open()
    const first = await run(books, 'audit-1')
    expect(await run(books, 'audit-1')).toMatchObject({ ...first, replayed: true })
    expect(await books.ask<List<AuditRunView>>('proof', 'GetAuditHistory', {})).toMatchObject({
      nextCursor: null,
    })
  })

  it('records what it finds wrong', async () => {
    const books = await TestBooks.open()
    expectAccepted(await books.sale())
    await inStorage(books, `UPDATE events SET actor = 'somebody' WHERE sequence = 7`)
    expect(expectAccepted(await run(books))).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([
        expect.objectContaining({
          name: 'hash chain',
          ok: false,
          detail: 'event 7 is not what its hash was made of',
        }),
      ]),
    })
  })

  it('runs by itself in the night after a change, once', async () => {
    const books = await TestBooks.open()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 36 * 3_600_000 })
    const history = () => books.ask<List<AuditRunView>>('proof', 'GetAuditHistory', {})
    await runDurableObjectAlarm(books.stub)
    await vi.waitFor(async () => expect((await history()).data).toHaveLength(1), 10_000)
    expect(await history()).toMatchObject({ data: [{ ok: true, by: 'system' }] })
    vi.setSystemTime(Date.now() + 48 * 3_600_000)
    await runDurableObjectAlarm(books.stub)
    expect((await history()).data).toHaveLength(1)
  })
})
