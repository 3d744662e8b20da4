import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { ReplyOf } from '../../kernel/contract.ts'
import type { StockReportsContract } from './contract.ts'

type Reports = StockReportsContract['operations']
type Reply<Name extends keyof Reports> = ReplyOf<StockReportsContract, Name>
type Report = Record<string, unknown>

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
const FAMILIES = ['F1', 'F2']

async function opened(...items: (Report & { code: string })[]): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  const account = async (code: string) =>
    expectAccepted(
      await books.execute('ledger', 'OpenAccount', { code, name: code, type: TYPES[code.charAt(0)] }),
    )
  for (const code of [...Object.values(ROLES), '1201']) await account(code)
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: ROLES }))
  for (const code of ['MAIN', 'SHOP'])
    expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
  for (const code of FAMILIES)
    expectAccepted(
      await books.execute('items', 'SaveItemFamily', {
        code,
        name: code,
        ...(code === 'F2' && { accounts: { stock: '1201' } }),
      }),
    )
  for (const item of items)
    expectAccepted(
      await books.execute('items', 'CreateItem', { name: item.code, kind: 'stock', unit: 'pcs', ...item }),
    )
  return books
}

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`
const stock = (books: TestBooks, command: string, input: object) => books.execute('stock', command, input)
const cents = (text: string | null | undefined) => Math.round(Number(text) * 100)
const accepted = (outcome: Awaited<ReturnType<typeof stock>>) =>
  expectAccepted(outcome) as unknown as { id: string; voucher: string; entries: string[] }

/** All pages of a report, put together. */
async function all<Name extends keyof Reports>(
  books: TestBooks,
  name: Name,
  input: Report = {},
  limit = 3,
): Promise<Reply<Name> & { data: Reply<Name>['data'] }> {
  const ask = (cursor?: string) =>
    books.ask<Reply<Name>>('stockReports', name, { ...input, limit, ...(cursor && { cursor }) })
  const first = await ask()
  let { nextCursor } = first
  const data: unknown[] = [...first.data]
  while (nextCursor !== null) {
    const page = await ask(nextCursor)
    expect(page.data.length).toBeLessThanOrEqual(limit)
    data.push(...page.data)
    nextCursor = page.nextCursor
  }
  return { ...first, data, nextCursor } as never
}

async function expectSound(books: TestBooks): Promise<void> {
  const { checks } = await books.audit(true)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  expect(checks.map(({ name }) => name)).toContain('totals of the stock are what its items are worth')
}

// ------------------------------------------------------------------------------------- the model: the log itself

interface LoggedEvent {
  sequence: number
  type: string
  data: Report
}

interface Line {
  item: string
  move: string
  warehouse?: number
  into?: number
  from?: number
  to?: number
  quantity?: number
  value: number
}

const events = async (books: TestBooks): Promise<LoggedEvent[]> => {
  const found: LoggedEvent[] = []
  for (let after = 0; ; ) {
    const page = await books.ask<{ data: LoggedEvent[] }>('company', 'ListEvents', { after, limit: 200 })
    if (page.data.length === 0) return found
    found.push(...page.data)
    after = page.data.at(-1)?.sequence as number
  }
}

/** On hand of each item in each place, of nothing but the events. */
function lyingIn(log: readonly LoggedEvent[], asOf: string, knownAt: number): Map<string, number> {
  const lying = new Map<string, number>()
  const add = (item: string, place: number | undefined, quantity: number) => {
    const key = `${item}@${place}`
    lying.set(key, (lying.get(key) ?? 0) + quantity)
    if (lying.get(key) === 0) lying.delete(key)
  }
  for (const { type, sequence, data } of log) {
    if (type !== 'stock-moved' || sequence > knownAt || (data.date as string) > asOf) continue
    for (const { item, move, from, to, quantity = 0 } of data.lines as Line[]) {
      if (['out', 'transfer', 'shift'].includes(move)) add(item, from, 0 - quantity)
      if (['in', 'return', 'transfer', 'shift'].includes(move)) add(item, to, quantity)
    }
  }
  return lying
}

/** Family of each item, as it was known. */
function familiesAt(log: readonly LoggedEvent[], knownAt: number): Map<string, string | null> {
  const families = new Map<string, string | null>()
  for (const { type, sequence, data } of log) {
    if (sequence > knownAt) break
    const id = data.id as string
    const after = data.after as { family?: string | null } | undefined
    if (type === 'item-created') families.set(id, (data.family as string | null | undefined) ?? null)
    if (type === 'item-changed' && after?.family !== undefined) families.set(id, after.family)
  }
  return families
}

/** Balances of accounts by what was posted, in minor units. */
function postedOn(log: readonly LoggedEvent[], account: string, asOf: string, knownAt: number): number {
  return log
    .filter(({ type, sequence }) => type === 'journal-entry-posted' && sequence <= knownAt)
    .filter(({ data }) => (data.effectiveDate as string) <= asOf)
    .flatMap(({ data }) => data.lines as { account: string; value: number }[])
    .filter((line) => line.account === account)
    .reduce((sum, { value }) => sum + value, 0)
}

// ---------------------------------------------------------------------------------------------------- properties

describe('reports of random documents, dated back as they come', () => {
  const step = fc.record({
    what: fc.constantFrom(
      'receive',
      'receive',
      'issue',
      'issue',
      'carry',
      'send',
      'charge',
      'back',
      'family',
      'hand',
    ),
    item: fc.constantFrom('A', 'B', 'C'),
    at: fc.constantFrom('MAIN', 'SHOP'),
    on: fc.integer({ min: 1, max: 9 }),
    quantity: fc.integer({ min: 1, max: 12 }),
    cost: fc.integer({ min: 0, max: 9_999 }),
  })

  it('are what the events say, and totals are the ledger, at every date and sequence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const books = await opened(
          { code: 'A', method: 'fifo', family: 'F1', allowsNegative: true },
          { code: 'B', method: 'average', family: 'F2' },
          { code: 'C', method: 'standard', standardCost: '3.33' },
        )
        const byHand = await play(books, steps)
        await expectSound(books)
        const log = await events(books)
        const head = log.at(-1)?.sequence as number
        for (const asOf of [day(3), day(6), day(28)])
          for (const knownAt of [head, Math.floor(head * 0.8), Math.floor(head * 0.6)])
            await expectReports(books, log, { asOf, knownAt, head, byHand })
      }),
      { numRuns: 8 },
    )
  }, 240_000)

  interface Step {
    what: string
    item: string
    at: string
    on: number
    quantity: number
    cost: number
  }

  async function play(books: TestBooks, steps: readonly Step[]): Promise<number> {
    const receipts: { id: string }[] = []
    const issues: { id: string }[] = []
    let byHand = 0
    for (const { what, item, at, on, quantity, cost } of steps) {
      const date = day(on)
      const lines = [{ item, quantity: String(quantity) }]
      const amount = (cost / 100).toFixed(2)
      const other = at === 'MAIN' ? 'SHOP' : 'MAIN'
      const run = {
        receive: () => stock(books, 'ReceiveGoods', { date, to: at, lines: [{ ...lines[0], cost: amount }] }),
        issue: () => stock(books, 'IssueGoods', { date, from: at, lines }),
        carry: () => stock(books, 'TransferGoods', { date, from: at, to: other, lines }),
        send: () => stock(books, 'TransferGoods', { date, from: at, to: other, inTransit: true, lines }),
        charge: () =>
          receipts[0] &&
          stock(books, 'AddReceiptCosts', { date: day(9), amount, receipts: [{ receipt: receipts[0].id }] }),
        back: () =>
          issues[0] &&
          stock(books, 'ReturnGoods', {
            id: issues[0].id,
            date: day(9),
            lines: [{ line: 0, quantity: '1' }],
          }),
        family: () => books.execute('items', 'ChangeItem', { item, family: FAMILIES[quantity % 3] ?? null }),
        hand: () =>
          books.post(
            [
              { account: '1200', debit: '1.00' },
              { account: '5000', credit: '1.00' },
            ],
            { effectiveDate: day(1) },
          ),
      }[what]
      const outcome = await run?.()
      if (outcome?.kind === 'failed') throw new Error(`${what} failed`)
      if (outcome?.kind !== 'accepted') continue
      if (what === 'hand') byHand += 100
      if (what === 'receive') receipts.push(accepted(outcome))
      if (what === 'issue') issues.push(accepted(outcome))
    }
    return byHand
  }

  async function expectReports(
    books: TestBooks,
    log: readonly LoggedEvent[],
    { asOf, knownAt, head, byHand }: { asOf: string; knownAt: number; head: number; byHand: number },
  ) {
    const at = { asOf, knownAt }
    // Totals are the ledger, but for what was booked by hand.
    const valuation = await all(books, 'GetStockValuation', at)
    let difference = 0
    for (const { account, ledger, value, difference: of } of valuation.totals.accounts) {
      expect(cents(ledger)).toBe(postedOn(log, account.id, asOf, knownAt))
      expect(cents(ledger) - cents(value)).toBe(cents(of))
      difference += cents(of)
    }
    if (
      knownAt === head &&
      byHand > 0 &&
      valuation.totals.accounts.some(({ account }) => account.code === '1200')
    )
      expect(difference).toBe(byHand)
    // Items sum to every total.
    const sum = (rows: readonly { value: string | null }[]) =>
      rows.reduce((of, { value }) => of + cents(value), 0)
    expect(sum(valuation.data)).toBe(cents(valuation.totals.value))
    expect(sum(valuation.totals.accounts)).toBe(cents(valuation.totals.value))
    expect(sum(valuation.totals.families)).toBe(cents(valuation.totals.value))
    for (const { warehouse, value } of valuation.totals.warehouses)
      expect(sum(valuation.data.filter((row) => row.warehouse === warehouse))).toBe(cents(value))

    // So it is by family, as the items belonged to families at that position.
    const families = familiesAt(log, knownAt)
    for (const { family, value } of valuation.totals.families)
      expect(sum(valuation.data.filter(({ item }) => families.get(item.id) === family))).toBe(cents(value))

    // On hand by place is what the moves say, and by warehouse and item its sums.
    const model = lyingIn(log, asOf, knownAt)
    const places = await all(books, 'GetStockOnHand', { ...at, by: 'place' })
    const perItem = (rows: readonly { item: { id: string }; quantity: string }[]) => {
      const sums = new Map<string, number>()
      for (const { item, quantity } of rows) sums.set(item.id, (sums.get(item.id) ?? 0) + Number(quantity))
      return Object.fromEntries([...sums].filter(([, quantity]) => quantity !== 0))
    }
    expect(places.data.map(({ quantity }) => Number(quantity)).sort()).toEqual([...model.values()].sort())
    const naive = [...model].map(([key, quantity]) => ({
      item: { id: key.split('@')[0] as string },
      quantity: String(quantity),
    }))
    for (const by of ['item', 'warehouse', 'place', 'lot']) {
      const { data } = await all(books, 'GetStockOnHand', { ...at, by })
      expect(perItem(data)).toEqual(perItem(naive))
    }
    const { data: negative } = await all(books, 'GetStockOnHand', { ...at, by: 'warehouse', negative: true })
    expect(negative.every(({ quantity }) => quantity.startsWith('-'))).toBe(true)

    // A period begins and ends with what was there.
    const flows = await all(books, 'GetStockMovement', { from: day(3), to: asOf, knownAt, by: 'warehouse' })
    const opening = await all(books, 'GetStockValuation', { asOf: day(2), knownAt })
    expect(sum(flows.data.map((row) => row.opening))).toBe(cents(opening.totals.value))
    expect(sum(flows.data.map((row) => row.closing))).toBe(cents(valuation.totals.value))
    for (const row of flows.data) {
      const { opening: held, in: came, out, closing } = row
      expect(Number(held.quantity) + Number(came.quantity) + Number(out.quantity)).toBe(
        Number(closing.quantity),
      )
      expect(cents(held.value) + cents(came.value) + cents(out.value) + cents(row.revalued)).toBe(
        cents(closing.value),
      )
      expect(Number(came.quantity)).toBeGreaterThanOrEqual(0)
      expect(Number(out.quantity)).toBeLessThanOrEqual(0)
    }

    // What was booked explains each item's value.
    for (const code of ['A', 'B', 'C']) {
      const explained = await all(books, 'ExplainItemValue', { ...at, item: code })
      expect(sum(explained.data)).toBe(cents(explained.value))
      const own = valuation.data.filter(({ item }) => item.code === code)
      expect(sum(own)).toBe(cents(explained.value))
    }

    if (knownAt !== head) return
    // Ages and turnover are of the stock as it is now.
    const now = await all(books, 'GetStockValuation', {})
    const ages = await all(books, 'GetStockAgeing', { asOf: day(20), days: '5,12,15' })
    for (const row of ages.data) {
      const parts = [...row.buckets, row.negative]
      expect(parts.reduce((of, { quantity }) => of + Number(quantity), 0)).toBe(Number(row.quantity))
      expect(sum(parts)).toBe(cents(row.value))
    }
    expect(sum(ages.data)).toBe(cents(now.totals.value))
  }
})

describe('totals as known at any position', () => {
  it('are the items, however far back and whichever epoch of the log it lies in', async () => {
    const books = await opened({ code: 'A', method: 'fifo', family: 'F1' }, { code: 'B', method: 'average' })
    const entry = {
      effectiveDate: day(1),
      lines: [
        { account: '1210', debit: '0.01' },
        { account: '2100', credit: '0.01' },
      ],
    }
    const rows = Array.from({ length: 400 }, () => ({ value: entry }))
    const moments: number[] = []
    for (let round = 1; round <= 12; round++) {
      const lines = [
        { item: 'A', quantity: '7', cost: '10.01' },
        { item: 'B', quantity: '3', cost: '9.97' },
      ]
      accepted(await stock(books, 'ReceiveGoods', { date: day(1 + ((round * 5) % 12)), lines }))
      if (round % 3 === 0)
        accepted(
          await stock(books, 'IssueGoods', {
            date: day(20),
            lines: [
              { item: 'A', quantity: '5' },
              { item: 'B', quantity: '2' },
            ],
          }),
        )
      if (round % 4 === 0)
        expectAccepted(
          await books.execute('items', 'ChangeItem', { item: 'A', family: FAMILIES[(round / 4) % 2] }),
        )
      expectAccepted(await books.execute('ledger', 'PostJournalEntries', { rows }))
      moments.push((await books.audit()).sequence)
    }
    expect(moments.at(-1)).toBeGreaterThan(4_096)
    for (const knownAt of moments.flatMap((moment) => [moment, moment - 200]))
      for (const asOf of [day(6), day(28)]) {
        const { data, totals } = await all(books, 'GetStockValuation', { asOf, knownAt })
        const items = data.reduce((sum, { value }) => sum + cents(value), 0)
        expect(totals.families.reduce((sum, { value }) => sum + cents(value), 0)).toBe(items)
        // What was booked by hand is on the account of goods on their way.
        const differing = totals.accounts.filter(({ difference }) => cents(difference) !== 0)
        expect(differing.map(({ account }) => account.code)).toEqual(['1210'])
        expect(cents(totals.value)).toBe(items)
      }
    await expectSound(books)
  }, 120_000)
})

describe('each report', () => {
  const receive = (books: TestBooks, on: number, quantity: number, cost: string, more: object = {}) =>
    stock(books, 'ReceiveGoods', {
      ...{ date: day(on), reference: 'PO-1', party: 'Roaster', ...more },
      lines: [{ item: 'A', quantity: String(quantity), cost, ...more }],
    }).then(accepted)
  const issue = (books: TestBooks, on: number, quantity: number, more: object = {}) =>
    stock(books, 'IssueGoods', {
      ...{ date: day(on), reference: 'SO-1', party: 'Café', ...more },
      lines: [{ item: 'A', quantity: String(quantity) }],
    }).then(accepted)

  it('turnover, ageing and slow movers of one item', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    await stock(books, 'ReceiveGoods', {
      date: day(1),
      lines: [{ item: 'A', quantity: '10', cost: '100.00' }],
    }).then(accepted)
    await issue(books, 6, 4)
    await receive(books, 9, 2, '30.00', { reference: undefined, party: undefined })
    // 5 days of 100.00, 3 of 60.00 and 2 of 90.00.
    const turnover = await all(books, 'GetStockTurnover', { from: day(1), to: day(10) })
    expect(turnover).toMatchObject({ days: 10 })
    expect(turnover.data).toMatchObject([
      { issued: '4', costOfSales: '40.00', averageValue: '86.00', turnover: '0.47', daysOnHand: '21.50' },
    ])
    const ageing = await all(books, 'GetStockAgeing', { asOf: day(11), days: '5' })
    expect(ageing.buckets).toEqual([
      { from: 0, to: 5 },
      { from: 6, to: null },
    ])
    expect(ageing.data).toMatchObject([
      {
        oldest: day(1),
        buckets: [
          { quantity: '2', value: '30.00' },
          { quantity: '6', value: '60.00' },
        ],
      },
    ])
    const slow = (days: number) => all(books, 'GetSlowMovers', { asOf: day(16), days })
    expect((await slow(11)).data).toEqual([])
    expect((await slow(10)).data).toMatchObject([
      { quantity: '8', value: '90.00', lastIssue: day(6), idleDays: 10 },
    ])
  })

  it('what is reserved, and what is negative', async () => {
    const books = await opened(
      { code: 'A', allowsNegative: true },
      { code: 'B', allowsNegative: true },
      { code: 'C' },
    )
    await receive(books, 1, 5, '5.00')
    expectAccepted(
      await books.execute('reservations', 'ReserveStock', {
        demand: { kind: 'sales-order', reference: 'SO-9' },
        lines: [{ item: 'A', quantity: '3' }],
      }),
    )
    accepted(
      await stock(books, 'IssueGoods', { date: day(2), from: 'SHOP', lines: [{ item: 'B', quantity: '2' }] }),
    )
    const { data } = await all(books, 'GetReservedStock')
    expect(data).toMatchObject([
      {
        item: { code: 'A' },
        warehouse: 'MAIN',
        onHand: '5',
        reserved: '3',
        available: '2',
        isNegative: false,
      },
      {
        item: { code: 'B' },
        warehouse: 'SHOP',
        onHand: '-2',
        reserved: '0',
        available: '-2',
        isNegative: true,
      },
    ])
    expect((await all(books, 'GetReservedStock', { only: 'negative' })).data).toHaveLength(1)
  })

  it('a lot is traced from its supplier to its customers, and back', async () => {
    const books = await opened({ code: 'A', tracking: 'lot', method: 'lot' })
    const bring = (quantity: number, party: string) =>
      stock(books, 'ReceiveGoods', {
        ...{ date: day(1), party, reference: 'PO-1' },
        lines: [{ item: 'A', quantity: String(quantity), cost: '10.00', lot: 'L-1' }],
      }).then(accepted)
    await bring(4, 'Roaster')
    await bring(4, 'Importer')
    accepted(
      await stock(books, 'TransferGoods', {
        ...{ date: day(2), from: 'MAIN', to: 'SHOP' },
        lines: [{ item: 'A', quantity: '6', lot: 'L-1' }],
      }),
    )
    const sold = await issue(books, 3, 5, { from: 'SHOP' })
    accepted(
      await stock(books, 'ReturnGoods', { id: sold.id, date: day(4), lines: [{ line: 0, quantity: '1' }] }),
    )
    const shape = async (direction: string) =>
      (await all(books, 'TraceLot', { item: 'A', lot: 'L-1', direction }, 2)).data.map(
        ({ depth, voucher, quantity, party, isRepeated }) =>
          `${'  '.repeat(depth)}${voucher} ${quantity} ${party ?? ''}${isRepeated ? ' again' : ''}`,
      )
    expect(await shape('forward')).toEqual([
      'GR 1 4 Roaster',
      '  TR 1 4 ',
      '    GI 1 5 Café',
      '      CR 1 1 ',
      'GR 2 4 Importer',
      '  TR 1 2  again',
    ])
    expect(await shape('backward')).toEqual([
      'CR 1 1 ',
      '  GI 1 1 Café',
      '    TR 1 5 ',
      '      GR 1 4 Roaster',
      '      GR 2 2 Importer',
    ])
  })

  it('a lot is traced through production: what went into it, and what was made of it', async () => {
    const books = await opened(
      { code: 'A', tracking: 'lot' },
      { code: 'B', tracking: 'lot', method: 'average' },
      { code: 'C' },
    )
    const line = (item: string, quantity: string, lot?: string) => ({ item, quantity, ...(lot && { lot }) })
    const bring = (more: object, ...lines: object[]) =>
      stock(books, 'ReceiveGoods', { date: day(1), lines, ...more }).then(accepted)
    await bring(
      { party: 'Importer' },
      { ...line('A', '10', 'G-1'), cost: '10.00' },
      { ...line('C', '9'), cost: '9.00' },
    )
    const roast = (number: number) => ({ date: day(number), reference: `ROAST-${number}` })
    for (const [at, lot] of [
      [2, 'R-2'],
      [3, 'R-3'],
    ] as const) {
      const used = [line('A', '4', 'G-1'), line('C', '2')]
      accepted(await stock(books, 'IssueGoods', { ...roast(at), to: 'PRODUCTION', lines: used }))
      await bring({ ...roast(at), from: 'PRODUCTION' }, { ...line('B', '3', lot), cost: '5.00' })
    }
    accepted(
      await stock(books, 'IssueGoods', { date: day(4), party: 'Café', lines: [line('B', '1', 'R-3')] }),
    )
    const shape = async (input: Report) =>
      (await all(books, 'TraceLot', input, 2)).data.map(
        ({ depth, voucher, item, lot, quantity, isMade }) =>
          `${'  '.repeat(depth)}${voucher} ${item.code}${lot ? ` ${lot}` : ''} ${quantity}${isMade ? ' made' : ''}`,
      )
    expect(await shape({ item: 'B', lot: 'R-3', direction: 'backward' })).toEqual([
      'GI 3 B R-3 1',
      '  GR 3 B R-3 1',
      '    GI 2 A G-1 4 made',
      '      GR 1 A G-1 4',
      '    GI 2 C 2 made',
    ])
    expect(await shape({ item: 'A', lot: 'G-1' })).toEqual([
      'GR 1 A G-1 10',
      '  GI 1 A G-1 4',
      '    GR 2 B R-2 3 made',
      '  GI 2 A G-1 4',
      '    GR 3 B R-3 3 made',
      '      GI 3 B R-3 1',
    ])
    await expectSound(books)
  })

  it('an item is explained by its layers, their receipts and the entries', async () => {
    const books = await opened({ code: 'A', method: 'fifo' })
    const first = await receive(books, 5, 10, '100.00')
    const sold = await issue(books, 6, 4)
    const late = await receive(books, 2, 2, '30.00')
    const explained = await all(books, 'ExplainItemValue', { item: 'A' })
    expect(explained).toMatchObject({ quantity: '8', value: '80.00', method: 'fifo', moreLayers: false })
    expect(explained.layers).toMatchObject([
      {
        document: first.id,
        party: 'Roaster',
        quantity: '8',
        received: '10',
        value: '80.00',
        entries: first.entries,
      },
    ])
    expect(explained.data.map(({ event, document, value }) => [event, document, value])).toEqual([
      ['adjusted', late.id, '-10.00'],
      ['moved', sold.id, '-40.00'],
      ['moved', first.id, '100.00'],
      ['moved', late.id, '30.00'],
    ])
    expect(explained.data.every(({ entries }) => entries.length > 0)).toBe(true)
  })

  it('is limited to a warehouse, a family and a part of a name', async () => {
    const books = await opened({ code: 'A', family: 'F1' }, { code: 'B', name: 'Blue_100%', family: 'F2' })
    for (const item of ['A', 'B'])
      for (const to of ['MAIN', 'SHOP'])
        accepted(
          await stock(books, 'ReceiveGoods', {
            ...{ date: day(1), to },
            lines: [{ item, quantity: '1', cost: item === 'A' ? '1.00' : '10.00' }],
          }),
        )
    const shown = async (input: Report) => {
      const { data, totals } = await all(books, 'GetStockValuation', input)
      return [data.map(({ item, warehouse }) => `${item.code}@${warehouse}`).join(' '), totals.value]
    }
    expect(await shown({})).toEqual(['A@MAIN A@SHOP B@MAIN B@SHOP', '22.00'])
    expect(await shown({ warehouse: 'SHOP' })).toEqual(['A@SHOP B@SHOP', '11.00'])
    expect(await shown({ family: 'F2', warehouse: 'MAIN' })).toEqual(['B@MAIN', '10.00'])
    expect(await shown({ q: 'e_100%' })).toEqual(['B@MAIN B@SHOP', '22.00'])
    expect(await shown({ q: '_' })).toEqual(['B@MAIN B@SHOP', '22.00'])
    const { totals } = await all(books, 'GetStockValuation', { family: 'F2' })
    expect(totals.accounts).toMatchObject([{ account: { code: '1201' }, ledger: null, difference: null }])
  })

  it('refuses what is not there', async () => {
    const books = await opened({ code: 'A' })
    const refused = async (name: keyof Reports, input: Report) => {
      const answer = await books.stub.ask({ module: 'stockReports', query: name, input, actor: books.actor })
      return answer.kind === 'refused' ? answer.refusal.refused : 'answered'
    }
    expect(await refused('GetStockOnHand', { warehouse: 'NOWHERE' })).toBe('unknown_warehouse')
    expect(await refused('GetStockOnHand', { family: 'NONE' })).toBe('family_not_found')
    expect(await refused('GetStockOnHand', { cursor: 'x' })).toBe('invalid_cursor')
    expect(await refused('GetStockValuation', { knownAt: 9_999 })).toBe('known_at_in_future')
    expect(await refused('GetStockMovement', { from: day(2), to: day(1) })).toBe('dates_out_of_order')
    expect(await refused('TraceLot', { item: 'A', lot: 'L-9' })).toBe('lot_not_found')
    expect(await refused('ExplainItemValue', { item: 'Z' })).toBe('item_not_found')
  })

  it('shows costs to nobody who may not see them, and balances of the ledger to nobody who may not read it', async () => {
    const books = await opened({ code: 'A' })
    await receive(books, 1, 5, '5.00')
    const valued = async (grants: string) => {
      const actor = { ...books.actor, grants }
      const answer = await books.stub.ask({
        module: 'stockReports',
        query: 'GetStockValuation',
        input: {},
        actor,
      })
      if (answer.kind === 'refused') throw new Error(answer.refusal.refused)
      return JSON.parse(answer.body) as Reply<'GetStockValuation'>
    }
    const blind = await valued('inventory:read')
    expect(blind.data).toMatchObject([{ quantity: '5', value: null, unitCost: null }])
    expect(blind.totals).toMatchObject({ value: null, accounts: [{ value: null, ledger: null }] })
    const purchaser = await valued('inventory:read field:costs')
    expect(purchaser.totals).toMatchObject({ value: '5.00', accounts: [{ value: '5.00', ledger: null }] })
    const auditor = await valued('inventory:read ledger:read field:costs')
    expect(auditor.totals.accounts).toMatchObject([{ value: '5.00', ledger: '5.00', difference: '0.00' }])
  })
})
