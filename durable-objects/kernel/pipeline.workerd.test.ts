import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../tests/support/books.ts'
import { Database } from './database.ts'
import { migrate } from './migrations.ts'

describe('idempotency', () => {
  it('gives a retry the stored reply, byte for byte, and books once', async () => {
    const books = await TestBooks.open()
    const [first, ...retries] = await Promise.all(Array.from({ length: 20 }, () => books.sale('key-1')))
    if (first?.kind !== 'accepted') throw new Error('the first was not accepted')
    expect(first.replayed).toBe(false)
    for (const retry of retries) expect(retry).toEqual({ ...first, replayed: true })
    expect((await books.ask<{ data: unknown[] }>('ledger', 'ListJournalEntries', {})).data).toHaveLength(1)
  })

  it('refuses another body, naming the field', async () => {
    const books = await TestBooks.open()
    await books.sale('key-1')
    const lines = [
      { account: '1000', debit: '11.00' },
      { account: '4000', credit: '11.00' },
    ]
    expect(await books.post(lines, {}, 'key-1')).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'idempotency_key_reused', errors: [{ pointer: '/lines/0/debit' }] },
    })
  })

  it('keeps a refusal that depended on state: the same request does not succeed later by itself', async () => {
    const books = await TestBooks.open('EUR', ['1000'])
    const refused = await books.sale('key-1')
    expect(refused).toMatchObject({ kind: 'refused', refusal: { refused: 'unknown_account' } })
    await books.execute('ledger', 'OpenAccount', { code: '4000', name: 'Sales', type: 'income' })
    expect(await books.sale('key-1')).toEqual({ ...refused, replayed: true })
    expect(await books.sale('key-2')).toMatchObject({ kind: 'accepted' })
  })
})

describe('a turn', () => {
  it('undoes only the command that broke', async () => {
    const books = await TestBooks.open()
    const outcomes = await Promise.all([
      books.sale('a'),
      books.execute('ledger', 'NoSuchCommand', {}),
      // A line that cannot be read is a bug of the caller's contract: it breaks in the middle of deciding.
      books.post([null as never, null as never]),
      books.sale('b'),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'failed', 'failed', 'accepted'])
    expect((await books.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  })

  it('undoes a command that broke after it had written, in tables and in memory', async () => {
    const books = await TestBooks.open()
    expectAccepted(await books.sale())
    // The next line that is written breaks: the log, the numbers and the balances of that command must be gone.
    await runInDurableObject(books.stub, (_, state) => {
      state.storage.sql.exec(
        "CREATE TRIGGER broken BEFORE INSERT ON journal_lines WHEN NEW.quantity = 777 BEGIN SELECT RAISE(ABORT, 'broken'); END",
      )
    })
    const outcomes = await Promise.all([books.sale('a'), books.sale('b', '7.77'), books.sale('c')])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'failed', 'accepted'])
    const numbers = await books.ask<{ data: { number: number }[] }>('ledger', 'ListJournalEntries', {})
    expect(numbers.data.map(({ number }) => number)).toEqual([3, 2, 1])
    expect((await books.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('a turn that cannot be finished', () => {
  it('fails the command that breaks its end, and no other; nothing of it stays', async () => {
    const books = await TestBooks.open()
    expectAccepted(await books.sale())
    // Balances are written at the turn's end, when every command has been accepted already.
    await runInDurableObject(books.stub, (_, state) => {
      state.storage.sql.exec(
        "CREATE TRIGGER broken BEFORE INSERT ON balances WHEN NEW.debit_value % 1000 = 777 BEGIN SELECT RAISE(ABORT, 'broken'); END",
      )
    })
    const outcomes = await Promise.all([books.sale('a'), books.sale('b', '7.77'), books.sale('c')])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'failed', 'accepted'])
    const { data } = await books.ask<{ data: { number: number }[] }>('ledger', 'ListJournalEntries', {})
    expect(data.map(({ number }) => number)).toEqual([3, 2, 1])
    expect((await books.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
    expect(await books.sale('a')).toMatchObject({ kind: 'accepted', replayed: true })
    expect(await books.sale('b', '7.77')).toMatchObject({ kind: 'failed' })
  })
})

describe('the object', () => {
  it('goes on where it was after an eviction: head, numbers and balances', async () => {
    const books = await TestBooks.open()
    await books.sale()
    await evictDurableObject(books.stub)
    expect(expectAccepted(await books.sale())).toMatchObject({ number: 2 })
    await runDurableObjectAlarm(books.stub)
    await evictDurableObject(books.stub)
    expect(expectAccepted(await books.sale())).toMatchObject({ number: 3 })
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('is there only for its own tenant', async () => {
    const books = await TestBooks.open()
    const stranger = { ...books.actor, tenant: 'tn_other' }
    const query = { module: 'company', query: 'GetCompany', input: {}, actor: stranger }
    expect(await books.stub.ask(query)).toMatchObject({ refusal: { refused: 'company_not_found' } })
    expect(await books.stub.audit(stranger, { replay: false })).toMatchObject({
      refused: 'company_not_found',
    })
    const envelope = { company: books.company, module: 'ledger', command: 'PostJournalEntry', requestId: 'r' }
    const input = '{}'
    expect(await books.stub.execute({ ...envelope, input, actor: stranger })).toMatchObject({
      refusal: { refused: 'company_not_found' },
    })
  })

  it('records strictly increasing instants, however fast events come', async () => {
    const books = await TestBooks.open()
    await Promise.all(Array.from({ length: 30 }, () => books.sale()))
    const { data } = await books.ask<{ data: { recordedat: string }[] }>('company', 'ListEvents', {
      limit: 200,
    })
    for (const [index, event] of data.entries())
      if (index > 0) expect(Number(event.recordedat)).toBeGreaterThan(Number(data[index - 1]?.recordedat))
  })
})

describe('migrations', () => {
  it('stop the object when one that ran was edited, moved or removed', async () => {
    const books = await TestBooks.open()
    await runInDurableObject(books.stub, (_, state) => {
      const database = new Database(state.storage.sql)
      const one = { id: '1', sql: 'CREATE TABLE one (x)' }
      const two = { id: '2', sql: 'CREATE TABLE two (x)' }
      migrate(database, 'probe', [one])
      migrate(database, 'probe', [one, two])
      expect(() => migrate(database, 'probe', [one, { ...two, sql: 'CREATE TABLE two (y)' }])).toThrow(
        'edited or moved',
      )
      expect(() => migrate(database, 'probe', [two, one])).toThrow('edited or moved')
      expect(() => migrate(database, 'probe', [one])).toThrow('newer version')
      expect(() => migrate(database, 'probe', [one, two])).not.toThrow()
    })
  })
})

describe('tampering', () => {
  it.each([
    [
      'a digit of one event',
      `UPDATE events SET data = replace(data, '4000', '9000') WHERE sequence = 6`,
      'event 6',
    ],
    ['a time', 'UPDATE events SET recorded_at = recorded_at + 1 WHERE sequence = 6', 'event 6'],
    ['an actor', `UPDATE events SET actor = 'key_other' WHERE sequence = 6`, 'event 6'],
    ['an event that is gone', 'DELETE FROM events WHERE sequence = 6', 'event 6 is missing'],
    [
      'two events changed places',
      'UPDATE events SET sequence = CASE sequence WHEN 6 THEN -7 ELSE -6 END WHERE sequence IN (6, 7); UPDATE events SET sequence = -sequence WHERE sequence < 0',
      'event 6',
    ],
    ['an unreadable event', `UPDATE events SET data = 'x' || data WHERE sequence = 6`, 'event 6'],
  ])('audit names %s', async (_, sql, named) => {
    const books = await TestBooks.open()
    for (let index = 0; index < 5; index++) await books.sale()
    expect((await books.audit()).ok).toBe(true)
    await runInDurableObject(books.stub, (_, state) => void state.storage.sql.exec(sql))
    const chain = (await books.audit()).checks.find(({ name }) => name === 'hash chain')
    expect(chain).toMatchObject({ ok: false, detail: expect.stringContaining(named) })
  })

  it.each([
    ['a balance', 'UPDATE balances SET debit_value = debit_value + 1', 'balances follow from the log'],
    [
      'a day of a balance',
      `UPDATE balances SET days = replace(days, '[31,', '[30,')`,
      'balances are the sums of lines',
    ],
    ['a line', 'UPDATE journal_lines SET quantity = quantity + 1', 'balances are the sums of lines'],
    ['a line that is gone', 'DELETE FROM journal_lines WHERE line = 1', 'balances are the sums of lines'],
  ])('audit finds %s that does not follow from the log', async (_, sql, failing) => {
    const books = await TestBooks.open()
    await books.sale()
    await runInDurableObject(books.stub, (_, state) => void state.storage.sql.exec(sql))
    const view = await books.audit()
    expect(view.ok).toBe(false)
    expect(view.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain(failing)
  })
})
