import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { DocumentView } from './views.ts'

/**
 * Items with more later moves than are valued anew at once: in steps they come to what they come to at once, stock and ledger
 * agree between any two steps, and nothing else moves the item meanwhile.
 */
const WHOLE = { laterMovesMax: LIMITS.laterMovesMax, recalculatedMovesAStep: LIMITS.recalculatedMovesAStep }
const IN_STEPS = { laterMovesMax: 1, recalculatedMovesAStep: 2 }
const limit = (limits: typeof WHOLE | typeof IN_STEPS) => Object.assign(LIMITS, limits)
afterEach(() => limit(WHOLE))

const ROLES = {
  ...{ inventory: '1200', stockInTransit: '1210', goodsReceived: '2100', costOfSales: '5000' },
  ...{ priceDifference: '5100', stockAdjustment: '5200', stockVariation: '5300', stockRevaluation: '5400' },
  scrap: '5500',
}
const TYPES: Record<string, string> = { 1: 'asset', 2: 'liability', 5: 'expense' }

async function opened(item: object): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const code of Object.values(ROLES))
    expectAccepted(
      await books.execute('ledger', 'OpenAccount', { code, name: code, type: TYPES[code.charAt(0)] }),
    )
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: ROLES }))
  for (const code of ['MAIN', 'SHOP'])
    expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
  expectAccepted(
    await books.execute('items', 'CreateItem', { code: 'A', name: 'A', kind: 'stock', unit: 'pcs', ...item }),
  )
  return books
}

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`
const stock = (books: TestBooks, command: string, input: object) => books.execute('stock', command, input)
const shown = (outcome: Outcome) => expectAccepted(outcome) as unknown as DocumentView

interface Recalculation {
  item: { code: string }
  document: string
  since: string
  through: string
  moves: { done: number; total: number }
  problem: string | null
}
const recalculations = async (books: TestBooks) =>
  (await books.ask<{ data: Recalculation[] }>('stock', 'ListRecalculations', {})).data

/** Carries on as the object's alarm does, and looks at the books after every step. */
async function finished(books: TestBooks, between: () => Promise<void>): Promise<number> {
  let steps = 0
  for (; (await recalculations(books)).length > 0; steps++) {
    await between()
    await runDurableObjectAlarm(books.stub)
    if (steps > 100) throw new Error('it goes on for ever')
  }
  return steps
}

async function expectSound(books: TestBooks): Promise<void> {
  const { checks } = await books.audit(true)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
}

/** What the tables say of the item's history: without what was booked when, which is another thing in steps. */
const historyOf = (books: TestBooks) =>
  runInDurableObject(books.stub, (_, { storage }) =>
    Object.fromEntries(
      [
        'SELECT item, date, kind, warehouse, into_warehouse, quantity, cost, into_value, changes, consumed, variance, corrected, returned, returned_value FROM stock_moves ORDER BY item, date, sequence, line',
        'SELECT item, date, part, warehouse, root_date, lot, quantity, value, remaining, remaining_value FROM stock_layers ORDER BY item, date, sequence, line, part',
        'SELECT item, date, number, layer_date, layer_part, quantity, value FROM stock_takings ORDER BY item, date, sequence, line, number',
        'SELECT item, warehouse, quantity, value FROM stock_pools WHERE quantity <> 0 OR value <> 0 ORDER BY item, warehouse',
        'SELECT item, warehouse, sum(quantity), sum(value) FROM stock_values GROUP BY item, warehouse HAVING sum(quantity) <> 0 OR sum(value) <> 0 ORDER BY item, warehouse',
      ].map((select) => [select, storage.sql.exec(select).toArray()]),
    ),
  )

const balances = async (books: TestBooks) => {
  const { rows } = await books.ask<{ rows: { account: { code: string }; balance: string }[] }>(
    'ledger',
    'GetTrialBalance',
    {},
  )
  return rows.map(({ account, balance }) => [account.code, balance])
}

const step = fc.record({
  what: fc.constantFrom('receive', 'receive', 'issue', 'issue', 'carry', 'charge', 'back', 'write'),
  at: fc.constantFrom('MAIN', 'SHOP'),
  on: fc.integer({ min: 1, max: 12 }),
  quantity: fc.integer({ min: 1, max: 20 }),
  cost: fc.integer({ min: 0, max: 9_999 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Carries out the steps; documents are named by their place among those of their kind, so that two companies do the same. */
class Clerk {
  readonly books: TestBooks
  readonly #isByLot: boolean
  readonly #documents: Record<string, DocumentView[]> = { receive: [], issue: [] }

  constructor(books: TestBooks, isByLot = false) {
    this.books = books
    this.#isByLot = isByLot
  }

  async do({ what, at, on, quantity, cost }: Step): Promise<Outcome | undefined> {
    const lot = this.#isByLot && { lot: on % 2 === 0 ? 'L1' : 'L2' }
    const lines = [{ item: 'A', quantity: String(quantity), ...lot }]
    const amount = (cost / 100).toFixed(2)
    const date = day(on)
    const to = at === 'MAIN' ? 'SHOP' : 'MAIN'
    const pick = (kind: string) => this.#documents[kind]?.[quantity % (this.#documents[kind]?.length || 1)]
    const [receipt, issue] = [pick('receive'), pick('issue')]
    const order: Record<string, () => Promise<Outcome> | undefined> = {
      receive: () =>
        stock(this.books, 'ReceiveGoods', { date, to: at, lines: [{ ...lines[0], cost: amount }] }),
      issue: () => stock(this.books, 'IssueGoods', { date, from: at, lines }),
      carry: () => stock(this.books, 'TransferGoods', { date, from: at, to, lines }),
      charge: () =>
        receipt &&
        stock(this.books, 'AddReceiptCosts', { date, amount, receipts: [{ receipt: receipt.id }] }),
      back: () =>
        issue &&
        stock(this.books, 'ReturnGoods', { id: issue.id, date, lines: [{ line: 0, quantity: '1' }] }),
      write: () =>
        stock(this.books, 'RevalueStock', {
          ...{ date, reason: 'Wet', warehouse: at },
          lines: [{ item: 'A', amount: `-${(cost / 1_000).toFixed(2)}` }],
        }),
    }
    const outcome = await order[what]?.()
    if (outcome?.kind === 'accepted') this.#documents[what]?.push(shown(outcome))
    return outcome
  }
}

describe('later moves that are valued anew in steps', () => {
  it.each(['fifo', 'average', 'standard', 'lot'])(
    'come to what they come to at once (%s)',
    async (method) => {
      let [steps, refused] = [0, 0]
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 6, maxLength: 24 }),
          fc.boolean(),
          async (todo, allowsNegative) => {
            const isByLot = method === 'lot'
            const item = {
              ...{ method, allowsNegative: allowsNegative && !isByLot },
              ...(method === 'standard' && { standardCost: '3.33' }),
              ...(isByLot && { tracking: 'lot' }),
            }
            const whole = new Clerk(await opened(item), isByLot)
            const inSteps = new Clerk(await opened(item), isByLot)
            for (const each of todo) {
              limit(WHOLE)
              const expected = await whole.do(each)
              limit(IN_STEPS)
              const outcome = await inSteps.do(each)
              expect(outcome?.kind).toBe(expected?.kind)
              expect(outcome?.kind).not.toBe('failed')
              if (outcome?.kind === 'refused') refused++
              steps += await finished(inSteps.books, async () => {
                const line = { item: 'A', quantity: '1', cost: '1', ...(isByLot && { lot: 'L1' }) }
                const probe = { date: day(20), to: 'MAIN', dryRun: true, lines: [line] }
                const other = await stock(inSteps.books, 'ReceiveGoods', probe)
                // The object's own alarm may have come between.
                if (other.kind === 'accepted') expect(await recalculations(inSteps.books)).toEqual([])
                else expect(other).toMatchObject({ refusal: { refused: 'item_recalculating' } })
                const { checks } = await inSteps.books.audit()
                expect(checks.filter(({ ok }) => !ok)).toEqual([])
              })
            }
            limit(WHOLE)
            expect(await historyOf(inSteps.books)).toEqual(await historyOf(whole.books))
            expect(await balances(inSteps.books)).toEqual(await balances(whole.books))
            await expectSound(inSteps.books)
          },
        ),
        { numRuns: 10, endOnFailure: true },
      )
      expect(steps).toBeGreaterThan(0)
      expect(refused).toBeGreaterThan(0)
    },
    240_000,
  )

  it('say how far they are, and a trial shows the first of them', async () => {
    const clerk = new Clerk(await opened({ method: 'fifo' }))
    const { books } = clerk
    for (let on = 2; on <= 9; on++) {
      await clerk.do({ what: 'receive', at: 'MAIN', on, quantity: 2, cost: 200 })
      await clerk.do({ what: 'issue', at: 'MAIN', on, quantity: 2, cost: 0 })
    }
    limit(IN_STEPS)
    const receipt = { date: day(1), lines: [{ item: 'A', quantity: '2', cost: '10.00' }] }
    const trial = shown(await stock(books, 'ReceiveGoods', { ...receipt, dryRun: true }))
    expect(trial.adjusted).toMatchObject({ moves: 8, waiting: 0 })
    expect(await recalculations(books)).toEqual([])
    const made = shown(await stock(books, 'ReceiveGoods', receipt))
    expect(made.adjusted).toMatchObject({ moves: 0, waiting: 16 })
    const progress: Recalculation[] = []
    await finished(books, async () => {
      progress.push(...(await recalculations(books)))
    })
    for (const each of progress)
      expect(each).toMatchObject({
        ...{ item: { code: 'A' }, document: made.id, since: day(1), problem: null },
        moves: { total: 16 },
      })
    const done = progress.map(({ moves }) => moves.done)
    expect(done.length).toBeGreaterThan(0)
    expect(done).toEqual([...new Set(done)].sort((a, b) => a - b))
    expect(done.every((moves) => moves % 2 === 0 && moves < 16)).toBe(true)
    await expectSound(books)
  })

  it('leave nothing behind that would be short: what they would lack is refused at once', async () => {
    const clerk = new Clerk(await opened({ method: 'average' }))
    await clerk.do({ what: 'receive', at: 'MAIN', on: 1, quantity: 10, cost: 1_000 })
    for (let on = 3; on <= 7; on++) await clerk.do({ what: 'issue', at: 'MAIN', on, quantity: 2, cost: 0 })
    limit(IN_STEPS)
    const refused = await clerk.do({ what: 'issue', at: 'MAIN', on: 2, quantity: 1, cost: 0 })
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'stock_insufficient', errors: [{ pointer: '/lines/0/quantity' }] },
    })
    expect(await recalculations(clerk.books)).toEqual([])
  })

  it('wait where they cannot be booked, say why, and go on then', async () => {
    const clerk = new Clerk(await opened({ method: 'fifo' }))
    const { books } = clerk
    for (let on = 2; on <= 5; on++) {
      await clerk.do({ what: 'receive', at: 'MAIN', on, quantity: 2, cost: 200 })
      await clerk.do({ what: 'issue', at: 'MAIN', on, quantity: 2, cost: 0 })
    }
    limit(IN_STEPS)
    await clerk.do({ what: 'receive', at: 'MAIN', on: 1, quantity: 2, cost: 900 })
    const demand = (rule: string) =>
      books.execute('dimensions', 'SetAccountDimension', { code: '5000', dimension: 'place', rule })
    expectAccepted(await books.execute('dimensions', 'DefineDimension', { code: 'place', name: 'Place' }))
    expectAccepted(await demand('required'))
    await runDurableObjectAlarm(books.stub)
    const [waiting] = await recalculations(books)
    expect(waiting?.problem).toContain('5000')
    expectAccepted(await demand('optional'))
    // What it waits for is forgotten with the object's memory: it is tried again at once.
    await evictDurableObject(books.stub)
    await finished(books, async () => undefined)
    await expectSound(books)
  })
})
