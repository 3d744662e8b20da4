import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Answer,
  type Captured,
  changed,
  discarded,
  type Entry,
  FAILURES_MAX,
  KEY_LIVES_MS,
  newEntry,
  type Owner,
  type Refused,
  retried,
} from './entry.ts'
import { blockerOf, nextStep, outdated } from './order.ts'
import { drain, type OutboxStore, type Transport } from './sender.ts'
import { answerOf } from './transport.ts'

const ANNA: Owner = { tenant: 'tn_1', actor: 'user_anna' }
const BEN: Owner = { tenant: 'tn_1', actor: 'user_ben' }
const problem = (code: string, status = 409): Refused => ({
  status,
  code,
  title: code,
  detail: code,
  errors: [],
})

const captured = (key: string, more: Partial<Captured> = {}): Captured => ({
  owner: ANNA,
  ownerName: 'Anna',
  company: 'coffee',
  operation: 'stock.IssueGoods',
  title: key,
  input: { id: key },
  key,
  capturedAt: '2026-11-21T08:00:00.000Z',
  knownAt: 10,
  items: ['itm_1'],
  ...more,
})

/** The device's database, on paper. */
class Paper implements OutboxStore {
  readonly rows: Entry[] = []
  add(one: Captured): Entry {
    const entry = { ...newEntry(one), ordinal: this.rows.length + 1 }
    this.rows.push(entry)
    return entry
  }
  entries = async (owner: Owner) =>
    this.rows.filter((row) => row.owner.actor === owner.actor && row.owner.tenant === owner.tenant)
  async update(ordinal: number, change: (entry: Entry) => Entry | undefined) {
    const next = change(this.rows[ordinal - 1] as Entry)
    if (next) this.rows[ordinal - 1] = next
    return next
  }
}

const answering = (answers: (entry: Entry) => Answer, owner: Owner | null = ANNA): Transport => ({
  identify: async () => ({ owner, offsetMs: 0 }),
  send: async (entry) => answers(entry),
})
const run = (store: Paper, transport: Transport, now = 0, owner = ANNA) =>
  drain({ store, transport, owner, nowMs: () => now })
const kinds = (store: Paper) => store.rows.map(({ state }) => state.kind)

describe('the outbox', () => {
  it('sends in the order of capture, and writes down what became of each', async () => {
    const store = new Paper()
    for (const key of ['a', 'b', 'c']) store.add(captured(key))
    const seen: string[] = []
    const rest = await run(
      store,
      answering((entry) => {
        seen.push(entry.key)
        return { kind: 'accepted', sequence: seen.length }
      }),
    )
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(kinds(store)).toEqual(['done', 'done', 'done'])
    expect(rest).toEqual({ kind: 'empty' })
  })

  it('waits without an answer, longer each time, and what comes later waits behind it', async () => {
    const store = new Paper()
    store.add(captured('a'))
    store.add(captured('b'))
    const seen: string[] = []
    const dead = answering((entry) => {
      seen.push(entry.key)
      return { kind: 'unanswered' }
    })
    expect(await run(store, dead, 0)).toEqual({ kind: 'until', atMs: 2_000 })
    expect(await run(store, dead, 1_000)).toEqual({ kind: 'until', atMs: 2_000 })
    expect(await run(store, dead, 2_000)).toEqual({ kind: 'until', atMs: 6_000 })
    expect(seen).toEqual(['a', 'a'])
  })

  it.each([
    [
      'a refusal stays as a conflict',
      { kind: 'refused', problem: problem('stock_insufficient') },
      'conflict',
    ],
    ['what is not allowed is held', { kind: 'forbidden', problem: problem('missing_scope', 403) }, 'held'],
    ['an approval is waited for', { kind: 'parked', approval: 'apr_1', reason: 'Four eyes.' }, 'parked'],
  ] as const)('%s, and the others go on', async (_, answer, kind) => {
    const store = new Paper()
    store.add(captured('a'))
    store.add(captured('b'))
    await run(
      store,
      answering((entry) => (entry.key === 'a' ? answer : { kind: 'accepted' })),
    )
    expect(kinds(store)).toEqual([kind, 'done'])
  })

  it('what fails again and again is held with its key, and keeps the others waiting no longer', async () => {
    const store = new Paper()
    store.add(captured('a'))
    store.add(captured('b'))
    const broken = answering((entry) =>
      entry.key === 'a' ? { kind: 'failed', problem: problem('internal_error', 500) } : { kind: 'accepted' },
    )
    for (let attempt = 0; attempt < FAILURES_MAX; attempt++) await run(store, broken, attempt * 1e6)
    expect(kinds(store)).toEqual(['held', 'done'])
    expect(retried(store.rows[0] as Entry)).toMatchObject({
      key: 'a',
      state: { kind: 'waiting' },
      failures: 0,
    })
  })

  it("is never sent under another person's session", async () => {
    const store = new Paper()
    store.add(captured('a'))
    const never = (owner: Owner | null) =>
      answering(() => {
        throw new Error('sent')
      }, owner)
    expect(await run(store, never(BEN))).toEqual({ kind: 'other-session' })
    expect(await run(store, never({ ...ANNA, tenant: 'tn_2' }))).toEqual({ kind: 'other-session' })
    expect(await run(store, never(null))).toEqual({ kind: 'signed-out' })
    expect(await run(store, never(BEN), 0, BEN)).toEqual({ kind: 'empty' })
    expect(kinds(store)).toEqual(['waiting'])
  })

  it('a session that ends while it sends keeps the rest', async () => {
    const store = new Paper()
    store.add(captured('a'))
    store.add(captured('b'))
    expect(
      await run(
        store,
        answering(() => ({ kind: 'other-session' })),
      ),
    ).toEqual({ kind: 'other-session' })
    expect(kinds(store)).toEqual(['waiting', 'waiting'])
  })

  it('what may have arrived under a key that the server forgot is left to a person', async () => {
    const store = new Paper()
    store.add(captured('a'))
    await run(
      store,
      answering(() => ({ kind: 'unanswered' })),
    )
    await run(
      store,
      answering(() => ({ kind: 'accepted' })),
      KEY_LIVES_MS + 1,
    )
    expect(store.rows[0]?.state).toMatchObject({ kind: 'held', problem: { code: 'key_expired' } })
    const again = retried(store.rows[0] as Entry) as Entry
    expect(nextStep([again], KEY_LIVES_MS + 2, 0)).toMatchObject({ kind: 'send' })
  })
})

describe('a conflict', () => {
  const conflict = async () => {
    const store = new Paper()
    store.add(captured('a'))
    await run(
      store,
      answering(() => ({ kind: 'refused', problem: problem('stock_insufficient') })),
    )
    return store.rows[0] as Entry
  }

  it('is changed into another command with a key of its own, in its old place', async () => {
    const next = changed(await conflict(), { id: 'z' }, { key: 'z', knownAt: 20 })
    expect(next).toMatchObject({ ordinal: 1, key: 'z', attempts: 0, sent: null, state: { kind: 'waiting' } })
    expect(next?.earlier).toMatchObject([{ key: 'a', problem: { code: 'stock_insufficient' } }])
  })

  it('is given up by a person only, and stays in sight', async () => {
    expect(discarded(await conflict(), 5)?.state).toMatchObject({
      kind: 'discarded',
      before: { code: 'stock_insufficient' },
    })
  })

  it('what may have arrived is not given up, and what is done is not changed', async () => {
    const store = new Paper()
    store.add(captured('a'))
    await run(
      store,
      answering(() => ({ kind: 'unanswered' })),
    )
    expect(discarded(store.rows[0] as Entry, 5)).toBeUndefined()
    await run(
      store,
      answering(() => ({ kind: 'accepted' })),
      1e6,
    )
    expect(changed(store.rows[0] as Entry, {}, { key: 'z', knownAt: null })).toBeUndefined()
    expect(discarded(store.rows[0] as Entry, 5)).toBeUndefined()
  })
})

describe('a count', () => {
  const count = captured('c', {
    operation: 'counts.RecordCounts',
    input: { count: 'cnt_1', lines: [{ item: 'itm_1', countedAt: '2026-11-21T08:00:00.000Z' }] },
  })

  it('waits for a move of the same item that was refused, not for others', () => {
    const store = new Paper()
    const move = store.add(captured('a'))
    store.add(captured('b', { items: ['itm_2'] }))
    const counted = store.add(count)
    const refused = { ...move, state: { kind: 'conflict', at: '', problem: problem('x') } } as Entry
    expect(blockerOf(counted, [refused, ...store.rows.slice(1)])).toBe(refused)
    const other = { ...(store.rows[1] as Entry), state: refused.state }
    expect(blockerOf(counted, [{ ...move, state: { kind: 'done', at: '' } }, other, counted])).toBeUndefined()
  })

  it("names the position of the device's last move, and its time by the server's clock, once and for all", async () => {
    const store = new Paper()
    store.add(captured('a'))
    store.add(count)
    const sent: unknown[] = []
    const transport = (answer: Answer, offsetMs: number): Transport => ({
      identify: async () => ({ owner: ANNA, offsetMs }),
      send: async (entry) => {
        if (entry.key === 'a') return { kind: 'accepted', sequence: 77 }
        sent.push(entry.sent)
        return answer
      },
    })
    await run(store, transport({ kind: 'unanswered' }, 60_000))
    await run(store, transport({ kind: 'accepted' }, 0), 1e6)
    expect(sent[0]).toEqual({
      count: 'cnt_1',
      knownAt: 77,
      lines: [{ item: 'itm_1', countedAt: '2026-11-21T08:01:00.000Z' }],
    })
    expect(sent[1]).toEqual(sent[0])
  })
})

it('settled commands are forgotten after a week, unless something is still open', () => {
  const store = new Paper()
  const at = '2026-11-01T00:00:00.000Z'
  const done = { ...store.add(captured('a')), state: { kind: 'done', at } } as Entry
  const later = Date.parse('2026-11-21T00:00:00.000Z')
  expect(outdated([done], later)).toEqual([1])
  expect(outdated([done, store.add(captured('b'))], later)).toEqual([])
})

it.each([
  [200, { id: 'stk_1', voucher: 'WI1', sequence: 9 }, 'accepted'],
  [202, { approval: { id: 'apr_1', policies: [{ reason: 'Why.' }] } }, 'parked'],
  [401, { code: 'unauthenticated' }, 'signed-out'],
  [403, { code: 'missing_scope' }, 'forbidden'],
  [412, { code: 'other_session' }, 'other-session'],
  [404, { code: 'company_not_found' }, 'refused'],
  [409, { code: 'stock_insufficient' }, 'refused'],
  [409, { code: 'stock_id_taken' }, 'accepted'],
  [422, { code: 'invalid_request' }, 'refused'],
  [429, { code: 'rate_limited' }, 'failed'],
  [500, { code: 'internal_error' }, 'failed'],
  [502, '<html>', 'failed'],
])('an answer %i %j means %s', async (status, body, kind) => {
  const response = new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  expect(await answerOf(response, { attempts: 2 })).toMatchObject({ kind })
})

describe('whatever happens', () => {
  /** A server that does a key once, refuses some, and is reached through a network that loses both ways. */
  class World {
    readonly store = new Paper()
    readonly applied: string[] = []
    readonly #replies = new Map<string, Answer>()
    readonly #luck: () => number
    constructor(luck: () => number) {
      this.#luck = luck
    }
    transport: Transport = {
      identify: async () => (this.#luck() < 2 ? 'unanswered' : { owner: ANNA, offsetMs: 0 }),
      send: async (entry) => {
        const luck = this.#luck()
        if (luck === 0) return { kind: 'unanswered' }
        if (luck === 1) return { kind: 'failed', problem: problem('busy', 503) }
        const reply = this.#replies.get(entry.key) ?? this.#apply(entry)
        this.#replies.set(entry.key, reply)
        if (luck === 2) return { kind: 'unanswered' }
        // The tab is closed before the answer is written down.
        if (luck === 3) throw new Error('reload')
        return reply
      },
    }
    #apply({ key }: Entry): Answer {
      if (key.startsWith('bad')) return { kind: 'refused', problem: problem('stock_insufficient') }
      this.applied.push(key)
      return { kind: 'accepted', sequence: this.applied.length }
    }
  }

  it('every command is answered exactly once, in order, or stands as a conflict', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(9), { maxLength: 60 }),
        fc.array(fc.nat(2), { maxLength: 30 }),
        async (good, fate, tabs) => {
          let now = 0
          const world = new World(() => fate.shift() ?? 9)
          good.forEach((isGood, index) => {
            world.store.add(captured(`${isGood ? 'good' : 'bad'}-${index}`))
          })
          const deps = { store: world.store, transport: world.transport, owner: ANNA, nowMs: () => now }
          const settled = () =>
            world.store.rows.every(({ state }) => state.kind === 'done' || state.kind === 'conflict')
          for (let round = 0; round < 400 && !settled(); round++) {
            now += 120_000
            // Even two tabs at the same time, which the lock keeps from happening, do nothing twice.
            const runs = Array.from({ length: 1 + (tabs.shift() ?? 0) }, () =>
              drain(deps).catch(() => undefined),
            )
            await Promise.all(runs)
            for (const { ordinal, state } of world.store.rows)
              if (state.kind === 'held') await world.store.update(ordinal, retried)
          }
          expect(settled()).toBe(true)
          const wanted = world.store.rows.map(({ key }) => key).filter((key) => key.startsWith('good'))
          expect([...world.applied].sort()).toEqual([...wanted].sort())
          for (const { key, state } of world.store.rows)
            expect(state.kind).toBe(key.startsWith('good') ? 'done' : 'conflict')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('one sender at a time keeps the order of capture', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(8),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }),
        async (count, fate) => {
          let now = 0
          const world = new World(() => {
            const luck = fate.shift() ?? 9
            return luck === 1 ? 0 : luck
          })
          for (let index = 0; index <= count; index++) world.store.add(captured(`good-${index}`))
          const deps = { store: world.store, transport: world.transport, owner: ANNA, nowMs: () => now }
          for (let round = 0; round < 200 && world.applied.length <= count; round++) {
            now += 120_000
            await drain(deps).catch(() => undefined)
          }
          expect(world.applied).toEqual(Array.from({ length: count + 1 }, (_, index) => `good-${index}`))
        },
      ),
      { numRuns: 300 },
    )
  })
})
