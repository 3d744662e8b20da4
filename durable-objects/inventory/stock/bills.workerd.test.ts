import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted } from '../../../tests/support/books.ts'
import { cents, day, expectRefused, StockBooks } from '../../../tests/support/stock-books.ts'
import type { DocumentView } from './views.ts'

interface Billed {
  receipt: DocumentView
  line?: number
  quantity?: string
  unitPrice?: string
  amount?: string
}

const billInput = (on: number, lines: Billed[], more: object = {}) => ({
  ...{ date: day(on), reference: 'INV-1', party: 'Finca Azul' },
  lines: lines.map(({ receipt, line = 0, ...rest }) => ({ receipt: receipt.id, line, ...rest })),
  ...more,
})
const bill = (stock: StockBooks, on: number, lines: Billed[], more: object = {}) =>
  stock.done('MatchBill', billInput(on, lines, more))
const refusedBill = async (stock: StockBooks, lines: Billed[], code: string, pointer?: string) =>
  expectRefused(await stock.run('MatchBill', billInput(9, lines)), code, pointer)

/** What is expected in all: it stands on goods received, not invoiced. */
const expected = async (stock: StockBooks) =>
  (await stock.unbilled()).reduce((sum, { value }) => sum + cents(value), 0)

describe('a bill for what was received', () => {
  it.each(['fifo', 'average'])(
    'clears what was expected and puts the difference on what is left and what has gone (%s)',
    async (method) => {
      const stock = await StockBooks.open({ method })
      const receipt = await stock.received(1, 10, '100.00')
      await stock.issued(2, 4)
      const made = await bill(stock, 3, [{ receipt, unitPrice: '11.00' }])
      expect(made).toMatchObject({
        ...{ kind: 'bill', voucher: 'SB 1', party: 'Finca Azul', reference: 'INV-1' },
        bill: { total: '110.00', isReversed: false },
        lines: [
          {
            value: '6.00',
            billed: { document: receipt.id, quantity: '10', amount: '110.00', cleared: '100.00' },
          },
        ],
      })
      expect(await stock.balance('goodsReceived')).toBe(0)
      expect(await stock.balance('payables')).toBe(-11_000)
      expect(await stock.balance('inventory')).toBe(6_600)
      expect(await stock.balance('costOfSales')).toBe(4_400)
      expect(await stock.unbilled()).toEqual([])
      await stock.expectSound()
    },
  )

  it('is by lot, too: the difference goes to the lot', async () => {
    const stock = await StockBooks.open({ method: 'lot', tracking: 'lot' })
    const lot = (code: string) =>
      stock.done('ReceiveGoods', {
        date: day(1),
        lines: [{ item: 'A', quantity: '4', cost: '40.00', lot: code }],
      })
    const [first] = [await lot('L1'), await lot('L2')]
    await bill(stock, 2, [{ receipt: first, amount: '44.00' }])
    const issue = await stock.done('IssueGoods', {
      date: day(3),
      lines: [{ item: 'A', quantity: '4', lot: 'L1' }],
    })
    expect(issue.lines).toMatchObject([{ value: '-44.00' }])
    await stock.expectSound()
  })

  it('has a difference of price at standard cost', async () => {
    const stock = await StockBooks.open({ method: 'standard', standardCost: '10.00' })
    const receipt = await stock.received(1, 10, '104.00')
    await bill(stock, 2, [{ receipt, amount: '107.00' }])
    expect(await stock.balance('inventory')).toBe(10_000)
    expect(await stock.balance('priceDifference')).toBe(700)
    expect(await stock.balance('goodsReceived')).toBe(0)
    await stock.expectSound()
  })

  it('may be for a part, and one of several; never for more than came', async () => {
    const stock = await StockBooks.open()
    const receipt = await stock.received(1, 3, '100.00')
    await bill(stock, 2, [{ receipt, quantity: '1' }])
    expect(await stock.unbilled()).toMatchObject([{ quantity: '2', value: '66.67', line: 0 }])
    await refusedBill(stock, [{ receipt, quantity: '3' }], 'already_billed', '/lines/0/quantity')
    // Two lines of one bill see each other.
    await refusedBill(
      stock,
      [
        { receipt, quantity: '1' },
        { receipt, quantity: '2' },
      ],
      'already_billed',
      '/lines/1/quantity',
    )
    await bill(stock, 3, [{ receipt, quantity: '1' }])
    await bill(stock, 3, [{ receipt, quantity: '1' }])
    await refusedBill(stock, [{ receipt }], 'already_billed', '/lines/0/quantity')
    expect(await stock.balance('payables')).toBe(-10_000)
    expect(await stock.balance('goodsReceived')).toBe(0)
    await stock.expectSound()
  })

  it('refuses what it cannot be for, by the field', async () => {
    const stock = await StockBooks.open()
    const receipt = await stock.received(5, 3, '30.00')
    const own = await stock.received(5, 3, '30.00', { account: '1800' })
    const issue = await stock.issued(6, 1)
    await refusedBill(stock, [{ receipt, line: 7 }], 'not_billable', '/lines/0/line')
    await refusedBill(stock, [{ receipt: own }], 'not_billable', '/lines/0/line')
    await refusedBill(stock, [{ receipt: issue }], 'not_billable', '/lines/0/line')
    const nowhere = { ...receipt, id: 'stk_01JZ8M3Y5N6P7Q8R9S0T1V2W3X' }
    await refusedBill(stock, [{ receipt: nowhere }], 'unknown_receipt', '/lines/0/receipt')
    await refusedBill(stock, [{ receipt, quantity: '0' }], 'invalid_quantity', '/lines/0/quantity')
    await refusedBill(stock, [{ receipt, quantity: '-1' }], 'already_billed', '/lines/0/quantity')
    await refusedBill(stock, [{ receipt, amount: '-1.00' }], 'invalid_stock_line', '/lines/0/amount')
    const early = await stock.run('MatchBill', billInput(4, [{ receipt }]))
    expectRefused(early, 'invalid_stock_line', '/date')
    expect(await stock.balance('payables')).toBe(0)
  })

  it('is less by what went back before it, and a credit note is expected for what goes back after it', async () => {
    const stock = await StockBooks.open()
    const receipt = await stock.received(1, 10, '100.00')
    const back = (on: number, quantity: string) =>
      stock.done('ReturnGoods', { id: receipt.id, date: day(on), lines: [{ line: 0, quantity }] })
    await back(2, '4')
    expect(await stock.unbilled()).toMatchObject([{ quantity: '6', value: '60.00' }])
    await refusedBill(stock, [{ receipt, quantity: '7' }], 'already_billed')
    await bill(stock, 3, [{ receipt, unitPrice: '11.00' }])
    await back(4, '2')
    expect(await stock.unbilled()).toMatchObject([{ quantity: '-2', value: '-20.00' }])
    await refusedBill(stock, [{ receipt, quantity: '2' }], 'already_billed')
    await bill(stock, 5, [{ receipt, unitPrice: '11.00' }])
    expect(await stock.balance('payables')).toBe(-4_400)
    expect(await stock.balance('goodsReceived')).toBe(0)
    expect(await stock.balance('inventory')).toBe(4_400)
    expect(await stock.balance('costOfSales')).toBe(0)
    await stock.expectSound()
  })

  it('clears goods received to the cent where goods go back at another cost than they came at', async () => {
    const stock = await StockBooks.open({ method: 'average' })
    const receipt = await stock.received(1, 10, '100.00')
    await stock.received(1, 10, '200.00', { account: '1800' })
    await stock.done('ReturnGoods', { id: receipt.id, date: day(2), lines: [{ line: 0, quantity: '10' }] })
    expect(await stock.unbilled()).toEqual([])
    expect(await stock.balance('goodsReceived')).toBe(0)
    await stock.expectSound()
  })

  it('takes freight that was added to receipts as a whole', async () => {
    const stock = await StockBooks.open()
    const receipt = await stock.received(1, 10, '100.00')
    const freight = await stock.done('AddReceiptCosts', {
      ...{ date: day(2), amount: '20.00', reference: 'Freight' },
      receipts: [{ receipt: receipt.id }],
    })
    expect(await stock.unbilled()).toMatchObject([
      { kind: 'receipt', quantity: '10', value: '100.00' },
      { kind: 'cost', quantity: null, value: '20.00' },
    ])
    await refusedBill(stock, [{ receipt: freight, quantity: '1' }], 'invalid_quantity')
    const made = await bill(stock, 3, [{ receipt: freight, amount: '25.00' }])
    expect(made.lines).toMatchObject([{ value: '5.00', billed: { document: freight.id, quantity: null } }])
    await refusedBill(stock, [{ receipt: freight, amount: '25.00' }], 'already_billed')
    expect(await stock.balance('inventory')).toBe(12_500)
    expect(await stock.balance('goodsReceived')).toBe(-10_000)
    await stock.expectSound()
  })

  it('is reversed once, and may come again', async () => {
    const stock = await StockBooks.open()
    const receipt = await stock.received(1, 10, '100.00')
    await stock.issued(2, 4)
    const charges = [{ account: '1400', amount: '20.90' }]
    const made = await bill(stock, 3, [{ receipt, unitPrice: '11.00' }], { charges })
    expect(made.bill).toMatchObject({ total: '130.90' })
    const reversal = await stock.done('ReverseBill', { id: made.id, date: day(4), reference: 'CN-1' })
    expect(reversal).toMatchObject({ kind: 'bill-reversal', of: made.id, bill: { total: '-130.90' } })
    expectRefused(await stock.run('ReverseBill', { id: made.id, date: day(4) }), 'bill_reversed', '/id')
    expectRefused(
      await stock.run('ReverseBill', { id: receipt.id, date: day(4) }),
      'stock_document_not_found',
    )
    const shown = await stock.books.ask<DocumentView>('stock', 'GetStockDocument', { id: made.id })
    expect(shown.bill).toMatchObject({ isReversed: true })
    for (const account of ['payables', '1400']) expect(await stock.balance(account)).toBe(0)
    expect(await stock.balance('inventory')).toBe(6_000)
    expect(await stock.balance('costOfSales')).toBe(4_000)
    expect(await stock.unbilled()).toMatchObject([{ quantity: '10', value: '100.00' }])
    await bill(stock, 5, [{ receipt }])
    expect(await stock.balance('goodsReceived')).toBe(0)
    await stock.expectSound()
  })

  it('is a purchase in continental style, and the difference changes the stock', async () => {
    const stock = await StockBooks.open()
    expectAccepted(await stock.run('SetStockSettings', { style: 'continental' }))
    const receipt = await stock.received(1, 10, '100.00')
    await stock.issued(2, 4)
    expect(await stock.unbilled()).toMatchObject([{ accrual: 'purchases', value: '100.00' }])
    const made = await bill(stock, 3, [{ receipt, unitPrice: '11.00' }], { purchases: '5900' })
    expect(await stock.balance('payables')).toBe(-11_000)
    expect(await stock.balance('5900')).toBe(11_000)
    expect(await stock.balance('stockVariation')).toBe(-6_600)
    expect(await stock.balance('inventory')).toBe(6_600)
    await stock.done('ReverseBill', { id: made.id, date: day(4) })
    expect(await stock.balance('5900')).toBe(0)
    expect(await stock.balance('stockVariation')).toBe(-6_000)
    await stock.expectSound()
  })

  it('is owed until its day, and a trial of it books nothing', async () => {
    const stock = await StockBooks.open()
    expectAccepted(await stock.books.execute('ledger', 'ChangeAccount', { code: '2000', isOpenItem: true }))
    const receipt = await stock.received(1, 10, '100.00')
    const before = (await stock.books.audit()).sequence
    const trial = await bill(stock, 3, [{ receipt, unitPrice: '11.00' }], { dryRun: true })
    expect(trial).toMatchObject({ dryRun: true, bill: { total: '110.00' } })
    expect((await stock.books.audit()).sequence).toBe(before)
    await bill(stock, 3, [{ receipt }], { dueDate: day(31) })
    const { data } = await stock.books.ask<{ data: object[] }>('open-items', 'ListOpenItems', {
      account: '2000',
    })
    expect(data).toMatchObject([{ reference: 'INV-1', dueDate: day(31) }])
    await stock.expectSound()
  })
})

describe('what is expected is what stands on goods received, not invoiced', () => {
  const step = fc.record({
    what: fc.constantFrom(
      'receive',
      'issue',
      'bill',
      'credit',
      'reverse',
      'charge',
      'back',
      'freight' as const,
    ),
    on: fc.integer({ min: 1, max: 9 }),
    which: fc.nat({ max: 5 }),
    quantity: fc.integer({ min: 1, max: 12 }),
    cost: fc.option(fc.integer({ min: 1, max: 9_999 }), { freq: 6 }),
  })

  it.each(['fifo', 'average', 'standard'])(
    'after any sequence of receipts, returns, costs, bills and reversals, also dated back (%s)',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
          const stock = await StockBooks.open({
            method,
            ...(method === 'standard' && { standardCost: '3.33' }),
          })
          const receipts: DocumentView[] = []
          const costs: DocumentView[] = []
          const bills: DocumentView[] = []
          for (const { what, on, which, quantity, cost } of steps) {
            const receipt = receipts[which % Math.max(1, receipts.length)]
            const amount = ((cost ?? 100) / 100).toFixed(2)
            const lines = [{ item: 'A', quantity: String(quantity), ...(cost !== null && { cost: amount }) }]
            const late = { date: day(10 + on) }
            const run = () => {
              switch (what) {
                case 'receive':
                  return stock.run('ReceiveGoods', { date: day(on), lines })
                case 'issue':
                  return stock.run('IssueGoods', {
                    date: day(on),
                    lines: [{ item: 'A', quantity: String(quantity) }],
                  })
                case 'back':
                  return (
                    receipt &&
                    stock.run('ReturnGoods', {
                      ...{ id: receipt.id, ...late },
                      lines: [{ line: 0, quantity: String(quantity) }],
                    })
                  )
                case 'bill':
                  return (
                    receipt &&
                    stock.run('MatchBill', {
                      ...billInput(10 + on, [{ receipt, quantity: String(quantity), amount }]),
                    })
                  )
                case 'credit':
                  return receipt && stock.run('MatchBill', billInput(10 + on, [{ receipt }]))
                case 'charge':
                  return (
                    receipt &&
                    stock.run('AddReceiptCosts', {
                      ...{ ...late, amount },
                      receipts: [{ receipt: receipt.id }],
                    })
                  )
                case 'freight': {
                  const [freight] = costs
                  return freight && stock.run('MatchBill', billInput(20, [{ receipt: freight, amount }]))
                }
                default: {
                  const made = bills[which % Math.max(1, bills.length)]
                  return made && stock.run('ReverseBill', { id: made.id, date: day(20 + on) })
                }
              }
            }
            const outcome = await run()
            if (outcome?.kind === 'failed') throw new Error(`${what} failed`)
            if (outcome?.kind !== 'accepted') continue
            const view = expectAccepted(outcome) as unknown as DocumentView
            if (view.kind === 'receipt') receipts.push(view)
            if (view.kind === 'cost') costs.push(view)
            if (view.kind === 'bill') bills.push(view)
            expect(await stock.balance('goodsReceived')).toBe(0 - (await expected(stock)))
          }
          await stock.expectSound()
          // All that is expected can be billed, and then nothing stands there.
          for (const { document, line, quantity } of await stock.unbilled()) {
            const rest = quantity === '0' ? { quantity } : {}
            await stock.done('MatchBill', {
              ...{ date: day(31), reference: 'REST' },
              lines: [{ receipt: document, line, ...rest }],
            })
          }
          expect(await stock.unbilled()).toEqual([])
          expect(await stock.balance('goodsReceived')).toBe(0)
          await stock.expectSound()
        }),
        { numRuns: 6 },
      )
    },
    180_000,
  )
})
