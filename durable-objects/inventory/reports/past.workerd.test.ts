import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'

/** What a report said of a day is what it says of that day later, asked for as it was known. */

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
const TYPES: Record<string, string> = { 1: 'asset', 2: 'liability', 3: 'equity', 5: 'expense' }
const ITEMS = [
  { code: 'A', method: 'fifo', allowsNegative: true },
  { code: 'B', method: 'average', allowsNegative: true },
  { code: 'C', method: 'standard', standardCost: '3.33' },
  { code: 'D', method: 'lot', tracking: 'lot' },
]

async function opened(): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const code of [...Object.values(ROLES), '3000'])
    expectAccepted(
      await books.execute('ledger', 'OpenAccount', { code, name: code, type: TYPES[code.charAt(0)] }),
    )
  expectAccepted(
    await books.execute('ledger', 'SetAccountRoles', { roles: { ...ROLES, retainedEarnings: '3000' } }),
  )
  for (const code of ['MAIN', 'SHOP'])
    expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
  for (const item of ITEMS)
    expectAccepted(
      await books.execute('items', 'CreateItem', { name: item.code, kind: 'stock', unit: 'pcs', ...item }),
    )
  return books
}

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}`

interface Step {
  what: 'receive' | 'issue' | 'carry' | 'send' | 'charge' | 'back' | 'standard' | 'lock'
  item: string
  at: string
  on: number
  quantity: number
  cost: number
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(
    ...(['receive', 'receive', 'receive', 'issue', 'issue', 'issue', 'carry', 'send'] as const),
    ...(['charge', 'back', 'standard', 'lock'] as const),
  ),
  item: fc.constantFrom('A', 'A', 'B', 'C', 'D'),
  at: fc.constantFrom('MAIN', 'SHOP'),
  on: fc.integer({ min: 1, max: 9 }),
  quantity: fc.integer({ min: 1, max: 12 }),
  cost: fc.integer({ min: 0, max: 9_999 }),
})

const REPORTS: [name: string, input: object][] = [
  ['GetStockAgeing', { days: '2,5' }],
  ['GetStockAgeing', { days: '2,5', asOf: day(4) }],
  ['GetStockAgeing', { days: '2,5', asOf: day(7), warehouse: 'MAIN' }],
  ['GetStockTurnover', { from: day(2), to: day(6) }],
  ['GetStockTurnover', { from: day(1), to: day(20) }],
  ['GetSlowMovers', { asOf: day(6), days: 1 }],
  ['GetStockValuation', { asOf: day(5) }],
  ...ITEMS.flatMap(({ code }): [string, object][] => [
    ['ExplainItemValue', { item: code }],
    ['ExplainItemValue', { item: code, asOf: day(4) }],
  ]),
]

interface Said {
  sequence: number
  knownAt: number
  asOf?: string
  from?: string
  to?: string
  data: { value: string; buckets: { value: string }[]; negative: { value: string }; bookedLater: string }[]
}

describe('a report of a day in the past, as it was known', () => {
  it('is what was reported then, whatever was recorded since and however far it was dated back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 24 }), async (steps) => {
        const books = await opened()
        const documents: Documents = { receipts: [], issues: [] }
        const said: [name: string, input: object, reply: Said][] = []
        for (const [index, each] of steps.entries()) {
          await play(books, each, documents)
          if (index % 6 === 5 || index === steps.length - 1)
            for (const [name, input] of REPORTS)
              said.push([name, input, await books.ask<Said>('stockReports', name, input)])
        }
        const { sequence: head } = await books.audit()
        for (const [name, input, { sequence: knownAt, ...then }] of said) {
          // The day was found then: today, or the latest one of an entry.
          const days = then.asOf ? { asOf: then.asOf } : { from: then.from, to: then.to }
          const now = await books.ask<Said>('stockReports', name, { ...input, ...days, knownAt })
          expect({ name, ...now }).toEqual({ name, ...then, sequence: head })
        }
        for (const [name, , { data }] of said)
          if (name === 'GetStockAgeing')
            for (const { buckets, negative, bookedLater, value } of data)
              expect(sumOf([...buckets, negative]) - cents(bookedLater)).toBe(cents(value))
        const { checks } = await books.audit(true)
        expect(checks.filter(({ ok }) => !ok)).toEqual([])
      }),
      { numRuns: 8 },
    )
  }, 240_000)

  const cents = (text: string) => Math.round(Number(text) * 100)
  const sumOf = (parts: { value: string }[]) => parts.reduce((sum, { value }) => sum + cents(value), 0)

  interface Documents {
    receipts: { id: string }[]
    issues: { id: string }[]
  }

  /** What is refused, because there is too little or the day is locked, changes nothing. */
  async function play(books: TestBooks, each: Step, { receipts, issues }: Documents): Promise<void> {
    const { what, item, at, on, quantity, cost } = each
    const date = day(on)
    const amount = (cost / 100).toFixed(2)
    const lot = item === 'D' ? { lot: `L-${quantity % 2}` } : {}
    const lines = [{ item, quantity: String(quantity), ...lot }]
    const stock = (command: string, input: object) => books.execute('stock', command, input)
    const other = at === 'MAIN' ? 'SHOP' : 'MAIN'
    const run = {
      receive: () => stock('ReceiveGoods', { date, to: at, lines: [{ ...lines[0], cost: amount }] }),
      issue: () => stock('IssueGoods', { date, from: at, lines }),
      carry: () => stock('TransferGoods', { date, from: at, to: other, lines }),
      send: () => stock('TransferGoods', { date, from: at, to: other, inTransit: true, lines }),
      charge: () =>
        receipts[0] && stock('AddReceiptCosts', { date, amount, receipts: [{ receipt: receipts[0].id }] }),
      back: () =>
        issues[0] && stock('ReturnGoods', { id: issues[0].id, date, lines: [{ line: 0, quantity: '1' }] }),
      standard: () => stock('SetStandardCosts', { date, lines: [{ item: 'C', unitCost: amount }] }),
      lock: () => books.execute('periods', 'SetLock', { through: day(Math.min(on, 3)) }),
    }[what]
    const outcome = await run()
    if (outcome?.kind === 'failed') throw new Error(`${what} failed`)
    if (outcome?.kind !== 'accepted') return
    if (what === 'receive') receipts.push(expectAccepted(outcome))
    if (what === 'issue') issues.push(expectAccepted(outcome))
  }

  it('divides what a locked day no longer shows from what it shows', async () => {
    const books = await opened()
    const receive = (on: number, quantity: string, cost: string) =>
      books.execute('stock', 'ReceiveGoods', { date: day(on), lines: [{ item: 'A', quantity, cost }] })
    expectAccepted(await receive(2, '10', '100.00'))
    expectAccepted(
      await books.execute('stock', 'IssueGoods', { date: day(3), lines: [{ item: 'A', quantity: '4' }] }),
    )
    const before = await books.ask<Said>('stockReports', 'GetStockAgeing', { asOf: day(4), days: '1' })
    expect(before.data).toMatchObject([{ value: '60.00', bookedLater: '0.00' }])
    const aged = (more: object) =>
      books.ask<Said>('stockReports', 'GetStockAgeing', { asOf: day(4), days: '1', ...more })
    expectAccepted(await books.execute('periods', 'SetLock', { through: day(4) }))
    expectAccepted(
      await books.execute('periods', 'GrantException', {
        ...{ actor: books.actor.id, kind: 'all', from: day(1), to: day(1), reason: 'Found a delivery note' },
        until: new Date(Date.now() + 3_600_000).toISOString(),
      }),
    )
    // It came before the first: the issue took its goods, which cost more, but the day of the issue is locked.
    expectAccepted(await receive(1, '2', '90.00'))
    const [row] = (await aged({})).data
    expect(row).toMatchObject({
      value: '150.00',
      buckets: [{ value: '0.00' }, { value: '80.00' }],
      bookedLater: '-70.00',
    })
    expect((await aged({ asOf: day(5) })).data).toMatchObject([{ value: '80.00', bookedLater: '0.00' }])
    expect((await aged({ knownAt: before.sequence })).data).toEqual(before.data)
  })
})
