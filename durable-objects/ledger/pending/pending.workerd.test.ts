import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { formatAmount } from '../../kernel/amount.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { BalanceRow, LimitView, PendingView } from './contract.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** The object's clock, which runs in the same isolate as the tests. */
const later = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1_000 })

class Holding extends TestBooks {
  static override async open(): Promise<Holding> {
    const books = new Holding()
    const profile = { name: 'Test', slug: 'test', country: 'DE', currency: 'EUR', region: 'eu' }
    expectAccepted(await books.execute('company', 'OpenCompany', profile))
    for (const account of [
      { code: '1200', name: 'Bank', type: 'asset' },
      { code: '1700', name: 'Deposits of customers', type: 'liability' },
      { code: '4000', name: 'Sales', type: 'income' },
      { code: '6000', name: 'Costs', type: 'expense' },
    ])
      expectAccepted(await books.execute('ledger', 'OpenAccount', account))
    return books
  }

  pays(amount: string, more: object = {}): Promise<Outcome> {
    return this.post(spending(amount), { effectiveDate: '2026-03-31', ...more })
  }

  receives(amount: string, more: object = {}): Promise<Outcome> {
    const lines = [
      { account: '1200', debit: amount },
      { account: '4000', credit: amount },
    ]
    return this.post(lines, { effectiveDate: '2026-03-01', ...more })
  }

  hold(amount: string, more: object = {}): Promise<Outcome> {
    return this.execute('pending', 'HoldEntry', {
      effectiveDate: '2026-03-31',
      description: 'Card',
      lines: spending(amount),
      ...more,
    })
  }

  async held(amount: string, more: object = {}): Promise<PendingView> {
    return expectAccepted(await this.hold(amount, more)) as unknown as PendingView
  }

  settle(pending: string, more: object = {}): Promise<Outcome> {
    return this.execute('pending', 'PostPending', { pending, ...more })
  }

  limit(limit: object, account = '1200'): Promise<Outcome> {
    return this.execute('pending', 'SetBalanceLimit', { account, ...limit })
  }

  async balance(account = '1200'): Promise<BalanceRow | undefined> {
    const { data } = await this.ask<{ data: BalanceRow[] }>('pending', 'GetBalances', { account })
    return data[0]
  }

  get(pending: string): Promise<PendingView & { history: { type: string; actor: string }[] }> {
    return this.ask('pending', 'GetPendingEntry', { pending })
  }

  async expectSound(): Promise<void> {
    expect((await this.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

const spending = (amount: string) => [
  { account: '6000', debit: amount },
  { account: '1200', credit: amount },
]
const refused = (code: string, more: object = {}) => ({
  kind: 'refused',
  refusal: { refused: code, ...more },
})

describe('an entry on hold', () => {
  it('counts in pending counters and in no report, takes no number, and is posted once', async () => {
    const books = await Holding.open()
    const { id } = await books.held('10.00', { reference: 'A-1' })
    expect(await books.balance()).toMatchObject({
      debitsPosted: '0.00',
      creditsPosted: '0.00',
      debitsPending: '0.00',
      creditsPending: '10.00',
      balance: '0.00',
    })
    expect(await books.ask('ledger', 'GetTrialBalance', {})).toMatchObject({ rows: [] })
    const posted = expectAccepted(await books.settle(id)) as unknown as {
      pending: PendingView
      entry: { id: string; number: number }
    }
    expect(posted).toMatchObject({ pending: { status: 'posted', remaining: '0.00' }, entry: { number: 1 } })
    expect(await books.ask('ledger', 'GetJournalEntry', { id: posted.entry.id })).toMatchObject({
      origin: id,
      reference: 'A-1',
      total: '10.00',
    })
    expect(await books.balance()).toMatchObject({ creditsPosted: '10.00', creditsPending: '0.00' })
    expect(await books.settle(id)).toMatchObject(refused('pending_settled'))
    expect(await books.execute('pending', 'VoidPending', { pending: id })).toMatchObject(
      refused('pending_settled'),
    )
    await books.expectSound()
  })

  it('is posted in parts, and the rest is released or kept', async () => {
    const books = await Holding.open()
    const { id } = await books.held('10.00')
    expect(await books.settle(id, { amount: '10.01' })).toMatchObject(refused('amount_exceeds_pending'))
    expect(await books.settle(id, { amount: '0' })).toMatchObject(refused('nothing_to_post'))
    const uneven = [
      { line: 0, amount: '3' },
      { line: 1, amount: '4' },
    ]
    expect(await books.settle(id, { lines: uneven })).toMatchObject(refused('unbalanced_entry'))
    expectAccepted(await books.settle(id, { amount: '4.00', keepRest: true }))
    expect(await books.get(id)).toMatchObject({
      status: 'pending',
      total: '10.00',
      remaining: '6.00',
      lines: [{ pending: '6.00' }, { pending: '6.00' }],
    })
    expect(await books.balance()).toMatchObject({ creditsPosted: '4.00', creditsPending: '6.00' })
    const even = [0, 1].map((line) => ({ line, amount: '5.00' }))
    expectAccepted(await books.settle(id, { lines: even, effectiveDate: '2026-04-02' }))
    expect(await books.balance()).toMatchObject({ creditsPosted: '9.00', creditsPending: '0.00' })
    expect(await books.get(id)).toMatchObject({
      status: 'posted',
      entries: { length: 2 },
      history: [{ type: 'entry-held' }, { type: 'pending-posted' }, { type: 'pending-posted' }],
    })
    await books.expectSound()
  })

  it('in another currency scales quantities and values so that what balanced balances', async () => {
    const books = await Holding.open()
    const lines = [
      { account: '6000', debit: '3.33', unit: 'USD', value: '3.01' },
      { account: '6000', debit: '6.67', unit: 'USD', value: '6.02' },
      { account: '1200', credit: '10.00', unit: 'USD', value: '9.03' },
    ]
    const { id } = expectAccepted(
      await books.execute('pending', 'HoldEntry', { effectiveDate: '2026-03-31', lines }),
    )
    for (const amount of ['0.01', '1.00', '3.34', '2.22'])
      expectAccepted(await books.settle(id, { amount, keepRest: true }))
    expectAccepted(await books.settle(id))
    expect(await books.balance()).toMatchObject({ creditsPosted: '10.00', creditsPending: '0.00' })
    const { rows } = await books.ask<{ rows: { credit: string; debit: string }[] }>(
      'ledger',
      'GetTrialBalance',
      {},
    )
    expect(rows.map(({ debit, credit }) => [debit, credit])).toEqual([
      ['0.00', '9.03'],
      ['9.03', '0.00'],
    ])
    await books.expectSound()
  })

  it('is voided with a reason, and expires by itself though the object was restarted', async () => {
    const books = await Holding.open()
    const { id: voided } = await books.held('10.00')
    expect(
      expectAccepted(await books.execute('pending', 'VoidPending', { pending: voided, reason: 'Cancelled' })),
    ).toMatchObject({ status: 'voided', reason: 'Cancelled' })
    const { id } = await books.held('7.00', { timeoutSeconds: 3_600 })
    const { id: stays } = await books.held('1.00', { timeoutSeconds: 7_200 })
    await evictDurableObject(books.stub)
    later(3_601)
    expect(await books.settle(id)).toMatchObject(refused('pending_settled'))
    await runDurableObjectAlarm(books.stub)
    expect(await books.get(id)).toMatchObject({
      status: 'expired',
      history: [{ type: 'entry-held' }, { type: 'pending-expired', actor: 'system' }],
    })
    expect(await books.get(stays)).toMatchObject({ status: 'pending' })
    expect(await books.balance()).toMatchObject({ creditsPending: '1.00' })
    const list = (input: object) => books.ask<{ data: PendingView[] }>('pending', 'ListPendingEntries', input)
    expect((await list({})).data.map((each) => each.id)).toEqual([stays])
    expect((await list({ status: 'settled' })).data.map((each) => each.id)).toEqual([id, voided])
    expect((await list({ account: '1700' })).data).toEqual([])
    await books.expectSound()
  })

  it('is refused where the entry would be, and for a time that is not one', async () => {
    const books = await Holding.open()
    expectAccepted(await books.execute('periods', 'SetLock', { kind: 'all', through: '2026-02-28' }))
    const cases: [object, string, string][] = [
      [{ effectiveDate: '2026-02-28' }, 'period_locked', '/effectiveDate'],
      [{ lines: [...spending('1'), { account: '9', debit: '1' }] }, 'unknown_account', '/lines/2/account'],
      [{ lines: [spending('1')[0], spending('2')[1]] }, 'unbalanced_entry', '/lines'],
      [{ expiresAt: '2020-01-01T00:00:00Z' }, 'invalid_expiry', '/expiresAt'],
      [{ expiresAt: '2999-01-01T00:00:00Z' }, 'invalid_expiry', '/expiresAt'],
      [{ expiresAt: '2027-01-01T00:00:00Z', timeoutSeconds: 1 }, 'invalid_expiry', '/timeoutSeconds'],
    ]
    for (const [more, code, pointer] of cases)
      expect(await books.hold('1.00', more)).toMatchObject(refused(code, { errors: [{ pointer }] }))
    // What was held before the lock is not posted behind it.
    const { id } = await books.held('1.00', { effectiveDate: '2026-03-05' })
    expectAccepted(await books.execute('periods', 'SetLock', { kind: 'all', through: '2026-03-31' }))
    expect(await books.settle(id)).toMatchObject(refused('period_locked'))
    expectAccepted(await books.settle(id, { effectiveDate: '2026-04-01' }))
    await books.expectSound()
  })
})

describe('the limit of a balance', () => {
  it('counts what is pending, for every way of booking, and names what is available', async () => {
    const books = await Holding.open()
    expectAccepted(await books.receives('100.00'))
    expect(expectAccepted(await books.limit({ min: '0' }))).toMatchObject({
      isKept: true,
      normalSide: 'debit',
    })
    const { id } = await books.held('70.00')
    expect(await books.balance()).toMatchObject({ available: { credit: '30.00', debit: null } })
    const refusal = await books.pays('30.01')
    expect(refusal).toMatchObject(refused('balance_limit', { errors: [{ pointer: '/lines/1' }] }))
    expect(JSON.stringify(refusal)).toContain('30.00 EUR can be credited')
    expect(await books.hold('30.01')).toMatchObject(refused('balance_limit'))
    const rows = ['20.00', '10.01', '10.00'].map((amount) => ({
      value: { effectiveDate: '2026-03-31', lines: spending(amount) },
    }))
    const bulk = (mode: string) => books.execute('ledger', 'PostJournalEntries', { mode, rows })
    expect(await bulk('atomic')).toMatchObject(
      refused('rows_refused', { errors: [{ pointer: '/1/lines/1' }] }),
    )
    expect(expectAccepted(await bulk('independent'))).toMatchObject({ posted: 2, refused: 1 })
    // All of it is on hold or spent; posting what is on hold takes nothing more.
    expect(await books.pays('0.01')).toMatchObject(refused('balance_limit'))
    expectAccepted(await books.settle(id))
    expect(await books.balance()).toMatchObject({ balance: '0.00', available: { credit: '0.00' } })
    await books.expectSound()
  })

  it('holds on every later day when an entry is backdated', async () => {
    const books = await Holding.open()
    expectAccepted(await books.receives('100.00', { effectiveDate: '2024-01-15' }))
    expectAccepted(await books.pays('90.00', { effectiveDate: '2025-06-30' }))
    expectAccepted(await books.receives('200.00', { effectiveDate: '2026-01-01' }))
    expectAccepted(await books.limit({ min: '0' }))
    const refusal = await books.pays('10.01', { effectiveDate: '2024-02-01' })
    expect(refusal).toMatchObject(refused('balance_limit'))
    expect(JSON.stringify(refusal)).toContain('2025-06-30')
    expectAccepted(await books.pays('10.00', { effectiveDate: '2024-02-01' }))
    expectAccepted(await books.pays('200.00', { effectiveDate: '2026-01-01' }))
    expect(await books.pays('0.01', { effectiveDate: '2026-02-01' })).toMatchObject(refused('balance_limit'))
    // Money that comes later does not help a day before it.
    expectAccepted(await books.receives('50.00', { effectiveDate: '2026-05-01' }))
    expect(await books.pays('1.00', { effectiveDate: '2026-04-30' })).toMatchObject(refused('balance_limit'))
    expectAccepted(await books.pays('50.00', { effectiveDate: '2026-05-01' }))
    await books.expectSound()
  })

  it('may be set when it is broken, and refuses only what makes it worse', async () => {
    const books = await Holding.open()
    expectAccepted(await books.pays('5.00'))
    expect(expectAccepted(await books.limit({ min: '0', max: '100' }))).toMatchObject({
      isKept: false,
      brokenOn: '2026-03-31',
    })
    expect(await books.pays('0.01')).toMatchObject(refused('balance_limit'))
    expectAccepted(await books.receives('1.00'))
    expect(await books.receives('104.01', { effectiveDate: '2026-04-01' })).toMatchObject(
      refused('balance_limit'),
    )
    expectAccepted(await books.receives('104.00', { effectiveDate: '2026-04-01' }))
    expectAccepted(await books.limit({ min: null }))
    const { data } = await books.ask<{ data: LimitView[] }>('pending', 'ListBalanceLimits', {})
    expect(data).toEqual([])
    expect(await books.limit({ min: '2', max: '1' })).toMatchObject(refused('invalid_limit'))
    expect(await books.limit({ min: '0.001' })).toMatchObject(refused('invalid_limit'))
    expect(await books.limit({ unit: 'XYZ', min: '0' })).toMatchObject(refused('unknown_unit'))
    await books.expectSound()
  })

  it('is on the normal side of the account: debits of a liability do not exceed its credits', async () => {
    const books = await Holding.open()
    expectAccepted(await books.limit({ min: '0' }, '1700'))
    const moves = (debit: string, credit: string, amount: string) =>
      books.post([
        { account: debit, debit: amount },
        { account: credit, credit: amount },
      ])
    expect(await moves('1700', '1200', '1')).toMatchObject(refused('balance_limit'))
    expectAccepted(await moves('1200', '1700', '50'))
    expectAccepted(await moves('1700', '1200', '50'))
    expect(await moves('1700', '1200', '0.01')).toMatchObject(refused('balance_limit'))
    await books.expectSound()
  })

  it('is never passed by 32 who hold and post at the same time', async () => {
    const books = await Holding.open()
    expectAccepted(await books.receives('100.00'))
    expectAccepted(await books.limit({ min: '0' }))
    const attempts = Array.from({ length: 32 }, (_, index) =>
      index % 2 === 0 ? books.hold('9.00') : books.pays('9.00'),
    )
    const outcomes = await Promise.all(attempts)
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(11)
    expect(await books.balance()).toMatchObject({ available: { credit: '1.00' } })
    await books.expectSound()
  })
})

// ------------------------------------------------------------------------------------- against books on paper

const DAYS = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-02-15', '2026-03-31', '2027-01-01']
const day = fc.nat(DAYS.length - 1)
const cents = fc.integer({ min: 1, max: 200 })
const which = fc.nat()

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('receive' as const), day, amount: cents }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pay' as const), day, amount: cents }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('hold' as const), day, amount: cents, expires: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      which,
      part: fc.integer({ min: 1, max: 100 }),
      keepRest: fc.boolean(),
      day: fc.option(day),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('limit' as const),
      min: fc.option(fc.integer({ min: -300, max: 100 })),
      max: fc.option(fc.integer({ min: 100, max: 600 })),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Hold {
  id: string
  day: number
  left: number
  expires: boolean
  open: boolean
}

/** One account on paper: what is posted by day, what is on hold, and the balance of every day by adding up. */
class Paper {
  readonly posted: { day: number; amount: number }[] = []
  readonly holds: Hold[] = []
  min: number | null = null
  max: number | null = null

  /** Lowest and highest level of each day: with all credits on hold, and with all debits on hold, of which there are none. */
  levels(change: { day: number; amount: number }[] = [], released?: { hold: Hold; amount: number }) {
    return DAYS.map((_, today) => {
      const sum = (rows: { day: number; amount: number }[]) =>
        rows.reduce((total, row) => total + (row.day <= today ? row.amount : 0), 0)
      const held = this.holds.reduce((total, hold) => {
        const left = hold.left - (hold === released?.hold ? released.amount : 0)
        return total + (hold.open && hold.day <= today ? left : 0)
      }, 0)
      const posted = sum(this.posted) + sum(change)
      return { low: posted - held, high: posted }
    })
  }

  allows(
    change: { day: number; amount: number }[],
    released?: { hold: Hold; amount: number },
    onHold = 0,
    at = 0,
  ) {
    const before = this.levels()
    const after = this.levels(change, released)
    return after.every(({ low, high }, today) => {
      const lower = low - (today >= at ? onHold : 0)
      const was = before[today] as { low: number; high: number }
      const tooLow = this.min !== null && lower < this.min && lower < was.low
      const tooHigh = this.max !== null && high > this.max && high > was.high
      return !tooLow && !tooHigh
    })
  }
}

describe('every sequence of holding, posting and backdating', () => {
  it('comes to what the books on paper say, and keeps the limit on every day', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        vi.useRealTimers()
        const books = await Holding.open()
        const paper = new Paper()
        for (const each of steps) await play(books, paper, each)
        const row = await books.balance()
        const text = (minor: number) => formatAmount(minor, 2)
        const total = paper.posted.reduce((sum, { amount }) => sum + amount, 0)
        const held = paper.holds.reduce((sum, hold) => sum + (hold.open ? hold.left : 0), 0)
        expect([row?.balance ?? '0.00', row?.creditsPending ?? '0.00']).toEqual([text(total), text(held)])
        await books.expectSound()
      }),
      { numRuns: 12 },
    )
  }, 120_000)

  async function play(books: Holding, paper: Paper, each: Step): Promise<void> {
    const text = (minor: number) => formatAmount(minor, 2)
    const expectKind = (outcome: Outcome, isAllowed: boolean) =>
      expect([each, outcome.kind]).toEqual([each, isAllowed ? 'accepted' : 'refused'])
    switch (each.do) {
      case 'receive':
      case 'pay': {
        const change = [{ day: each.day, amount: each.do === 'pay' ? -each.amount : each.amount }]
        const isAllowed = paper.allows(change)
        const on = { effectiveDate: DAYS[each.day] }
        const outcome = await (each.do === 'pay'
          ? books.pays(text(each.amount), on)
          : books.receives(text(each.amount), on))
        expectKind(outcome, isAllowed)
        if (isAllowed) paper.posted.push(...change)
        return
      }
      case 'hold': {
        const isAllowed = paper.allows([], undefined, each.amount, each.day)
        const more = { effectiveDate: DAYS[each.day], ...(each.expires && { timeoutSeconds: 60 }) }
        const outcome = await books.hold(text(each.amount), more)
        expectKind(outcome, isAllowed)
        if (!isAllowed) return
        const { id } = expectAccepted(outcome)
        paper.holds.push({ id, day: each.day, left: each.amount, expires: each.expires, open: true })
        return
      }
      case 'post': {
        const hold = paper.holds[each.which % Math.max(1, paper.holds.length)]
        if (!hold) return
        const amount = Math.max(1, Math.trunc((hold.left * each.part) / 100))
        const on = each.day ?? hold.day
        const change = [{ day: on, amount: -amount }]
        const released = { hold, amount: each.keepRest ? amount : hold.left }
        const isAllowed = hold.open && paper.allows(change, released)
        const more = { amount: text(amount), keepRest: each.keepRest, effectiveDate: DAYS[on] }
        expectKind(await books.settle(hold.id, more), isAllowed)
        if (!isAllowed) return
        paper.posted.push(...change)
        hold.left -= released.amount
        hold.open = hold.left > 0
        return
      }
      case 'void': {
        const hold = paper.holds[each.which % Math.max(1, paper.holds.length)]
        if (!hold) return
        expectKind(await books.execute('pending', 'VoidPending', { pending: hold.id }), hold.open)
        hold.open = false
        return
      }
      case 'expire': {
        later(61)
        await runDurableObjectAlarm(books.stub)
        for (const hold of paper.holds) if (hold.expires) hold.open = false
        return
      }
      case 'limit': {
        const [min, max] = [each.min, each.max].map((limit) => (limit === null ? null : text(limit)))
        expectAccepted(await books.limit({ min, max }))
        paper.min = each.min
        paper.max = each.max
        return
      }
    }
  }
})
