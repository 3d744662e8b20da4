import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { DocumentView } from './views.ts'

type Item = Record<string, unknown> & { code: string }

const ROLES = {
  inventory: '1200',
  stockInTransit: '1210',
  goodsReceived: '2100',
  costOfSales: '5000',
  priceDifference: '5100',
  stockAdjustment: '5200',
  stockVariation: '5300',
  stockRevaluation: '5400',
  scrap: '5500',
}
const TYPES: Record<string, string> = { 1: 'asset', 2: 'liability', 5: 'expense' }

async function opened(...items: Item[]): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const code of Object.values(ROLES))
    expectAccepted(
      await books.execute('ledger', 'OpenAccount', { code, name: code, type: TYPES[code.charAt(0)] }),
    )
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: ROLES }))
  for (const code of ['MAIN', 'SHOP', 'DEPOT'])
    expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
  for (const item of items)
    expectAccepted(
      await books.execute('items', 'CreateItem', { name: item.code, kind: 'stock', unit: 'pcs', ...item }),
    )
  return books
}

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`
const stock = (books: TestBooks, command: string, input: object) => books.execute('stock', command, input)
const shown = (outcome: Outcome) => expectAccepted(outcome) as unknown as DocumentView
const cents = (text: string | null | undefined) => Math.round(Number(text) * 100)

const bought = (books: TestBooks, on: number, quantity: number, cost: string) =>
  stock(books, 'ReceiveGoods', {
    date: day(on),
    lines: [{ item: 'A', quantity: String(quantity), cost }],
  }).then(shown)
const sold = (books: TestBooks, on: number, quantity: number, from = 'MAIN') =>
  stock(books, 'IssueGoods', {
    date: day(on),
    from,
    lines: [{ item: 'A', quantity: String(quantity) }],
  }).then(shown)
const carried = (
  books: TestBooks,
  on: number,
  quantity: number,
  from: string,
  to: string,
  more: object = {},
) =>
  stock(books, 'TransferGoods', {
    ...{ date: day(on), from, to, ...more },
    lines: [{ item: 'A', quantity: String(quantity) }],
  }).then(shown)

interface Value {
  warehouse: string | null
  quantity: string
  value: string
}

const values = async (books: TestBooks, asOf?: string, knownAt?: number) => {
  const { data } = await books.ask<{ data: Value[] }>('stock', 'ListValues', {
    ...(asOf && { asOf }),
    ...(knownAt !== undefined && { knownAt }),
  })
  return Object.fromEntries(
    data.map(({ warehouse, quantity, value }) => [
      warehouse ?? 'on its way',
      [Number(quantity), cents(value)],
    ]),
  )
}

const balance = async (books: TestBooks, role: keyof typeof ROLES, asOf?: string) => {
  const { rows } = await books.ask<{ rows: { account: { code: string }; balance: string }[] }>(
    'ledger',
    'GetTrialBalance',
    asOf ? { asOf } : {},
  )
  return cents(rows.find(({ account }) => account.code === ROLES[role])?.balance ?? '0')
}

async function expectSound(books: TestBooks): Promise<void> {
  const { checks } = await books.audit(true)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  expect(checks.map(({ name }) => name)).toContain('stock is worth what its accounts say')
}

describe('goods and their value', () => {
  it('come in and go out at FIFO, and the ledger has the same value', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    await bought(books, 1, 10, '50.00')
    await bought(books, 2, 20, '110.00')
    const issue = await sold(books, 3, 15)
    expect(issue.lines.map(({ value }) => value)).toEqual(['-77.50'])
    expect(await values(books)).toEqual({ MAIN: [15, 8_250] })
    expect(await balance(books, 'inventory')).toBe(8_250)
    expect(await balance(books, 'costOfSales')).toBe(7_750)
    expect(await balance(books, 'goodsReceived')).toBe(-16_000)
    await expectSound(books)
  })

  it('are valued anew by a receipt of the past; what was posted stays, the difference is posted', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    await bought(books, 5, 10, '100.00')
    const issue = await sold(books, 6, 5)
    const before = (await books.audit()).sequence
    const late = await bought(books, 2, 5, '75.00')
    expect(late.adjusted).toEqual({
      moves: 1,
      days: [{ date: day(6), amount: '-25.00' }],
      waiting: 0,
    })
    const now = await books.ask<DocumentView>('stock', 'GetStockDocument', { id: issue.id })
    expect(now.lines).toMatchObject([{ value: '-50.00', valueNow: '-75.00' }])
    expect(await values(books)).toEqual({ MAIN: [10, 10_000] })
    expect(await values(books, day(5))).toEqual({ MAIN: [15, 17_500] })
    expect(await values(books, undefined, before)).toEqual({ MAIN: [5, 5_000] })
    expect(await balance(books, 'inventory')).toBe(10_000)
    expect(await balance(books, 'costOfSales')).toBe(7_500)
    await expectSound(books)
  })

  it('are adjusted in the first open period where their own is locked', async () => {
    const books = await opened({ code: 'A', method: 'average' })
    await bought(books, 5, 10, '100.00')
    await sold(books, 6, 5)
    await stock(books, 'IssueGoods', { date: '2026-02-03', lines: [{ item: 'A', quantity: '1' }] })
    expectAccepted(await books.execute('periods', 'SetLock', { kind: 'all', through: day(31) }))
    const refused = await stock(books, 'ReceiveGoods', {
      date: day(4),
      lines: [{ item: 'A', quantity: '10', cost: '200.00' }],
    })
    expect(refused).toMatchObject({ kind: 'refused', refusal: { refused: 'period_locked' } })
    expect(JSON.stringify(refused)).toContain('2026-02-01')
    await expectSound(books)
  })

  it('are averaged again from a receipt of the past on', async () => {
    const books = await opened({ code: 'A', method: 'average' })
    await bought(books, 5, 10, '100.00')
    await sold(books, 6, 5)
    await sold(books, 8, 2)
    const late = await bought(books, 4, 10, '200.00')
    // 300.00 ÷ 20 = 15.00 instead of 10.00.
    expect(late.adjusted?.days).toEqual([
      { date: day(6), amount: '-25.00' },
      { date: day(8), amount: '-10.00' },
    ])
    expect(await values(books)).toEqual({ MAIN: [13, 19_500] })
    expect(await balance(books, 'costOfSales')).toBe(10_500)
    await expectSound(books)
  })

  it('cost more by freight that comes after a part was sold', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    const receipt = await bought(books, 1, 10, '100.00')
    await sold(books, 2, 4)
    await carried(books, 3, 3, 'MAIN', 'SHOP')
    const costs = shown(
      await stock(books, 'AddReceiptCosts', {
        ...{ date: day(5), amount: '10.00', reference: 'Freight' },
        receipts: [{ receipt: receipt.id }],
      }),
    )
    expect(costs.lines).toMatchObject([{ value: '6.00' }])
    expect(await values(books)).toEqual({ MAIN: [3, 3_300], SHOP: [3, 3_300] })
    expect(await balance(books, 'costOfSales')).toBe(4_400)
    await expectSound(books)
  })

  it('go from A to B to C to the cent, in one step and in two', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    await bought(books, 1, 3, '10.00')
    await bought(books, 2, 3, '20.00')
    await carried(books, 3, 4, 'MAIN', 'SHOP')
    const sent = await carried(books, 4, 3, 'SHOP', 'DEPOT', { inTransit: true })
    expect(await values(books)).toEqual({ MAIN: [2, 1_333], SHOP: [1, 667], 'on its way': [3, 1_000] })
    expect(await balance(books, 'stockInTransit')).toBe(1_000)
    const arrive = (quantity: string) =>
      stock(books, 'ReceiveTransfer', { id: sent.id, date: day(6), lines: [{ line: 0, quantity }] })
    shown(await arrive('2'))
    expect(await arrive('2')).toMatchObject({ kind: 'refused', refusal: { refused: 'already_returned' } })
    shown(await stock(books, 'ReceiveTransfer', { id: sent.id, date: day(7) }))
    expect(await values(books)).toMatchObject({ SHOP: [1, 667], DEPOT: [3, 1_000], 'on its way': [0, 0] })
    await expectSound(books)
  })

  it('are revalued backwards through a chain of warehouses', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    await bought(books, 5, 10, '100.00')
    await carried(books, 6, 10, 'MAIN', 'SHOP')
    await sold(books, 7, 4, 'SHOP')
    await bought(books, 2, 5, '10.00')
    expect(await values(books)).toEqual({ MAIN: [5, 5_000], SHOP: [6, 5_200] })
    expect(await balance(books, 'costOfSales')).toBe(800)
    await expectSound(books)
  })

  it('may leave before they come, where the item says so, and are corrected when they come', async () => {
    const books = await opened({ code: 'A', method: 'fifo', allowsNegative: true })
    await bought(books, 1, 2, '2.00')
    await sold(books, 2, 5)
    expect(await values(books)).toEqual({ MAIN: [-3, -300] })
    await bought(books, 3, 10, '15.00')
    expect(await values(books)).toEqual({ MAIN: [7, 1_050] })
    expect(await balance(books, 'costOfSales')).toBe(200 + 450)
    await expectSound(books)
  })

  it('come back at what they cost when they left, and never more than left', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    await bought(books, 1, 3, '10.00')
    await bought(books, 1, 5, '50.00')
    const issue = await sold(books, 2, 4)
    const back = (quantity: string) =>
      stock(books, 'ReturnGoods', { id: issue.id, date: day(3), lines: [{ line: 0, quantity }] })
    expect(shown(await back('1')).lines).toMatchObject([{ value: '5.00' }])
    expect(shown(await back('3')).lines).toMatchObject([{ value: '15.00' }])
    expect(await back('1')).toMatchObject({ kind: 'refused', refusal: { refused: 'already_returned' } })
    expect(await balance(books, 'costOfSales')).toBe(0)
    await expectSound(books)
  })

  it('are kept at standard cost, with variances of price and of the standard', async () => {
    const books = await opened({ code: 'A', method: 'standard', standardCost: '10.00' })
    await bought(books, 1, 10, '115.00')
    expect(await balance(books, 'priceDifference')).toBe(1_500)
    await sold(books, 2, 4)
    shown(await stock(books, 'SetStandardCosts', { date: day(3), lines: [{ item: 'A', unitCost: '12.00' }] }))
    expect(await values(books)).toEqual({ MAIN: [6, 7_200] })
    await bought(books, 1, 1, '10.00')
    expect(await values(books)).toEqual({ MAIN: [7, 8_400] })
    expect(await values(books, day(2))).toEqual({ MAIN: [7, 7_000] })
    await expectSound(books)
  })

  it('are written down, and the write-down goes with them', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    await bought(books, 1, 10, '100.00')
    shown(
      await stock(books, 'RevalueStock', {
        date: day(2),
        reason: 'Wet',
        lines: [{ item: 'A', amount: '-40.00' }],
      }),
    )
    expect((await sold(books, 3, 5)).lines).toMatchObject([{ value: '-30.00' }])
    await expectSound(books)
  })

  it('are a change of stock in continental style', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    expectAccepted(await stock(books, 'SetStockSettings', { style: 'continental' }))
    await bought(books, 1, 10, '100.00')
    await sold(books, 2, 4)
    expect(await balance(books, 'stockVariation')).toBe(-6_000)
    expect(await balance(books, 'goodsReceived')).toBe(0)
    await expectSound(books)
  })
})

describe('lots and serial numbers', () => {
  it('go out by what expires first, at the cost of their lot', async () => {
    const books = await opened({ code: 'A', method: 'lot', tracking: 'lot', hasExpiry: true })
    const lot = (code: string, expiry: string, cost: string) =>
      stock(books, 'ReceiveGoods', {
        date: day(1),
        lines: [{ item: 'A', quantity: '5', cost, lot: code, expiry }],
      }).then(shown)
    await lot('L1', '2026-12-31', '5.00')
    await lot('L2', '2026-06-30', '10.00')
    const issue = await sold(books, 2, 7)
    expect(issue.lines.map((line) => [line.lot, line.quantity, line.value])).toEqual([
      ['L2', '5', '-10.00'],
      ['L1', '2', '-2.00'],
    ])
    const named = await stock(books, 'IssueGoods', {
      date: day(2),
      lines: [{ item: 'A', quantity: '1', lot: 'L2' }],
    })
    expect(named).toMatchObject({ kind: 'refused', refusal: { refused: 'stock_insufficient' } })
    await expectSound(books)
  })

  it('serial numbers are one piece each, and nobody has the same piece twice', async () => {
    const books = await opened({ code: 'A', tracking: 'serial' })
    const come = (serials: string[]) =>
      stock(books, 'ReceiveGoods', { date: day(1), lines: [{ item: 'A', serials, unitCost: '10.00' }] })
    shown(await come(['S1', 'S2']))
    expect(await come(['S2'])).toMatchObject({ kind: 'refused', refusal: { refused: 'serial_taken' } })
    expect(await come(['S3', 'S3'])).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'invalid_stock_line' },
    })
    shown(await stock(books, 'IssueGoods', { date: day(2), lines: [{ item: 'A', serials: ['S1'] }] }))
    const { data } = await books.ask<{ data: { lot: string }[] }>('stock', 'ListLots', { item: 'A' })
    expect(data.map(({ lot }) => lot)).toEqual(['S2'])
    await expectSound(books)
  })
})

describe('what is refused changes nothing', () => {
  it('says what is there, by the line', async () => {
    const books = await opened({ code: 'A' })
    await bought(books, 5, 3, '3.00')
    const refused = await stock(books, 'IssueGoods', { date: day(6), lines: [{ item: 'A', quantity: '4' }] })
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'stock_insufficient', errors: [{ pointer: '/lines/0/quantity' }] },
    })
    expect(JSON.stringify(refused)).toContain('3 pcs')
    // On the day before, nothing was there.
    expect(
      await stock(books, 'IssueGoods', { date: day(4), lines: [{ item: 'A', quantity: '1' }] }),
    ).toMatchObject({ kind: 'refused', refusal: { refused: 'stock_insufficient' } })
    expect(await values(books)).toEqual({ MAIN: [3, 300] })
    await expectSound(books)
  })

  it('picks what is free, and names who holds the rest', async () => {
    const books = await opened({ code: 'A' })
    for (const code of ['MAIN/1', 'MAIN/2'])
      expectAccepted(await books.execute('places', 'AddBin', { code, warehouse: 'MAIN' }))
    for (const to of ['MAIN/1', 'MAIN/2'])
      shown(
        await stock(books, 'ReceiveGoods', {
          date: day(1),
          to,
          lines: [{ item: 'A', quantity: '5', cost: '5.00' }],
        }),
      )
    const reserved = expectAccepted(
      await books.execute('reservations', 'ReserveStock', {
        demand: { kind: 'order', reference: 'SO-1' },
        lines: [{ item: 'A', quantity: '4', place: 'MAIN/1' }],
      }),
    ) as unknown as { reservations: { id: string }[] }
    const issue = await sold(books, 2, 6)
    expect(issue.lines.map(({ from, quantity }) => [from, quantity])).toEqual([
      ['MAIN/1', '1'],
      ['MAIN/2', '5'],
    ])
    expect(
      await stock(books, 'IssueGoods', { date: day(2), lines: [{ item: 'A', quantity: '1' }] }),
    ).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'stock_reserved' },
    })
    const kept = shown(
      await stock(books, 'IssueGoods', {
        date: day(2),
        lines: [{ item: 'A', quantity: '4', reservation: reserved.reservations[0]?.id }],
      }),
    )
    expect(kept.lines).toMatchObject([{ from: 'MAIN/1', quantity: '4' }])
    await expectSound(books)
  })

  it('a trial moves nothing and shows what it would adjust', async () => {
    const books = await opened({ code: 'A' })
    await bought(books, 5, 10, '100.00')
    await sold(books, 6, 5)
    const before = (await books.audit()).sequence
    const trial = shown(
      await stock(books, 'ReceiveGoods', {
        ...{ date: day(2), dryRun: true },
        lines: [{ item: 'A', quantity: '5', cost: '75.00' }],
      }),
    )
    expect(trial).toMatchObject({ dryRun: true, adjusted: { moves: 1, days: [{ amount: '-25.00' }] } })
    expect((await books.audit()).sequence).toBe(before)
    expect(await values(books)).toEqual({ MAIN: [5, 5_000] })
  })

  it('64 clients race for the last 100 pieces of 10 items: exactly 100 of each are sold', async () => {
    const codes = Array.from({ length: 10 }, (_, index) => `R${index}`)
    const books = await opened(...codes.map((code) => ({ code })))
    shown(
      await stock(books, 'ReceiveGoods', {
        date: day(1),
        lines: codes.map((item) => ({ item, quantity: '100', unitCost: '1.00' })),
      }),
    )
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, async () => {
        const own: Outcome[] = []
        for (let round = 0; round < 2; round++)
          for (const item of codes)
            own.push(await stock(books, 'IssueGoods', { date: day(2), lines: [{ item, quantity: '1' }] }))
        return own
      }),
    )
    const all = outcomes.flat()
    expect(all.filter(({ kind }) => kind === 'accepted')).toHaveLength(1_000)
    for (const outcome of all)
      if (outcome.kind === 'refused') expect(outcome.refusal.refused).toBe('stock_insufficient')
    await expectSound(books)
  }, 120_000)
})

describe('after any sequence of documents, also dated back', () => {
  const command = fc.oneof(
    fc.record({ do: fc.constant('receive' as const), at: fc.constantFrom('MAIN', 'SHOP') }),
    fc.record({ do: fc.constant('issue' as const), at: fc.constantFrom('MAIN', 'SHOP') }),
    fc.record({ do: fc.constant('carry' as const), at: fc.constantFrom('MAIN', 'SHOP') }),
    fc.record({ do: fc.constant('adjust' as const), at: fc.constantFrom('MAIN', 'SHOP') }),
    fc.record({ do: fc.constant('charge' as const), at: fc.constant('MAIN') }),
    fc.record({ do: fc.constant('back' as const), at: fc.constant('MAIN') }),
  )
  const step = fc.record({
    what: command,
    on: fc.integer({ min: 1, max: 9 }),
    quantity: fc.integer({ min: 1, max: 20 }),
    cost: fc.integer({ min: 0, max: 9_999 }),
  })

  it.each(['fifo', 'average', 'standard'])(
    'stock is its layers, its places and its accounts, and a replay gives the same (%s)',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 3, maxLength: 20 }),
          fc.boolean(),
          async (steps, allowsNegative) => {
            const books = await opened({
              ...{ code: 'A', method, allowsNegative },
              ...(method === 'standard' && { standardCost: '3.33' }),
            })
            const receipts: DocumentView[] = []
            const issues: DocumentView[] = []
            for (const { what, on, quantity, cost } of steps) {
              const lines = [{ item: 'A', quantity: String(quantity) }]
              const priced = [{ ...lines[0], cost: (cost / 100).toFixed(2) }]
              const date = day(on)
              const other = what.at === 'MAIN' ? 'SHOP' : 'MAIN'
              const [receipt] = receipts
              const [issue] = issues
              const outcome =
                what.do === 'receive'
                  ? await stock(books, 'ReceiveGoods', { date, to: what.at, lines: priced })
                  : what.do === 'issue'
                    ? await stock(books, 'IssueGoods', { date, from: what.at, lines })
                    : what.do === 'carry'
                      ? await stock(books, 'TransferGoods', { date, from: what.at, to: other, lines })
                      : what.do === 'adjust'
                        ? await stock(books, 'AdjustStock', {
                            date,
                            place: what.at,
                            reason: 'Counted',
                            lines,
                          })
                        : what.do === 'charge' && receipt
                          ? await stock(books, 'AddReceiptCosts', {
                              ...{ date: day(9), amount: (cost / 100).toFixed(2) },
                              receipts: [{ receipt: receipt.id }],
                            })
                          : issue
                            ? await stock(books, 'ReturnGoods', {
                                ...{ id: issue.id, date: day(9) },
                                lines: [{ line: 0, quantity: '1' }],
                              })
                            : undefined
              if (outcome?.kind === 'failed') throw new Error(`${what.do} failed`)
              if (outcome?.kind !== 'accepted') continue
              if (what.do === 'receive') receipts.push(shown(outcome))
              if (what.do === 'issue') issues.push(shown(outcome))
            }
            await expectSound(books)
            const worth = Object.values(await values(books)).reduce((sum, [, value = 0]) => sum + value, 0)
            expect(await balance(books, 'inventory')).toBe(worth)
            for (const on of [1, 5, 9]) {
              const then = Object.values(await values(books, day(on))).reduce(
                (sum, [, value = 0]) => sum + value,
                0,
              )
              expect(await balance(books, 'inventory', day(on))).toBe(then)
            }
          },
        ),
        { numRuns: 8 },
      )
    },
    120_000,
  )
})
