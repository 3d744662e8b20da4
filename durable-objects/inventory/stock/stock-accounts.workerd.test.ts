import { describe, expect, it } from 'vitest'
import { expectAccepted, type TestBooks } from '../../../tests/support/books.ts'
import { day, expectRefused, STOCK_ROLES, StockBooks } from '../../../tests/support/stock-books.ts'
import type { ParkedReply } from '../../guardrails/contract.ts'

/** An entry between two accounts, by codes. */
const post = (stock: StockBooks, on: number, debit: string, credit: string, amount: string) =>
  stock.books.post(
    [
      { account: debit, debit: amount },
      { account: credit, credit: amount },
    ],
    { effectiveDate: day(on) },
  )
const { inventory, openingBalance } = STOCK_ROLES

describe('the accounts of the stock', () => {
  it('are free until stock books on them, and from then on its own', async () => {
    const stock = await StockBooks.open()
    expectAccepted(await post(stock, 1, inventory, '1800', '50.00'))
    expectAccepted(await post(stock, 1, '1800', inventory, '50.00'))
    await stock.received(2, 10, '100.00')
    for (const on of [1, 2, 3]) {
      const refused = await post(stock, on, inventory, '1800', '50.00')
      expectRefused(refused, 'stock_account_controlled', '/lines/0/account')
      expect(JSON.stringify(refused)).toContain('Adjust or revalue the stock')
    }
    expectAccepted(await post(stock, 3, '1250', '1800', '50.00'))
    // What comes to nothing on the account changes nothing of it.
    const lines = [
      { account: inventory, debit: '5.00' },
      { account: inventory, credit: '5.00' },
    ]
    expectAccepted(await stock.books.post(lines, { effectiveDate: day(3) }))
    await stock.expectSound()
  })

  it('are so on every way in: in bulk, by a draft, by the reversal of what stock booked', async () => {
    const stock = await StockBooks.open()
    const receipt = await stock.received(2, 10, '100.00')
    const entry = {
      effectiveDate: day(3),
      lines: [
        { account: inventory, debit: '1.00' },
        { account: '1800', credit: '1.00' },
      ],
    }
    const bulk = { rows: [{ value: entry }] }
    const outcome = await stock.books.execute('ledger', 'PostJournalEntries', bulk)
    expect(JSON.stringify(outcome)).toContain('stock_account_controlled')
    const draft = expectAccepted(await stock.books.execute('drafts', 'SaveDraft', { entry }))
    const posted = await stock.books.execute('drafts', 'PostDraft', { draft: draft.id })
    expect(JSON.stringify(posted)).toContain('stock_account_controlled')
    const reversal = { id: receipt.entries[0], effectiveDate: day(3) }
    const refused = await stock.books.execute('ledger', 'ReverseJournalEntry', reversal)
    expectRefused(refused, 'stock_account_controlled', '/id')
    expect(JSON.stringify(refused)).toContain(receipt.id)
    await stock.expectSound()
  })

  it('are no other side of a document either', async () => {
    const stock = await StockBooks.open()
    const lines = [{ item: 'A', quantity: '1', cost: '5.00' }]
    const itself = await stock.run('ReceiveGoods', { date: day(1), account: inventory, lines })
    expectRefused(itself, 'stock_account_controlled', '/account')
    const receipt = await stock.received(1, 10, '100.00')
    const less = { date: day(2), reason: 'Torn', account: inventory, lines: [{ item: 'A', quantity: '-1' }] }
    expectRefused(await stock.run('AdjustStock', less), 'stock_account_controlled', '/account')
    const bill = {
      ...{ date: day(2), reference: 'INV-1', lines: [{ receipt: receipt.id, line: 0 }] },
      charges: [{ account: inventory, amount: '1.00' }],
    }
    expectRefused(await stock.run('MatchBill', bill), 'stock_account_controlled', '/charges/0/account')
    await stock.expectSound()
  })

  it('let a difference from before be booked away, and nothing beyond it', async () => {
    const stock = await StockBooks.open()
    const brought = expectAccepted(await post(stock, 1, inventory, openingBalance, '80.00'))
    const opening = { from: 'ADJUSTMENT', account: openingBalance }
    await stock.received(2, 10, '80.00', opening)
    expect(await stock.balance('inventory')).toBe(16_000)
    const { totals } = await stock.books.ask<{ totals: { accounts: object[] } }>(
      'stockReports',
      'GetStockValuation',
      { asOf: day(31) },
    )
    expect(totals.accounts).toMatchObject([{ value: '80.00', ledger: '160.00', difference: '80.00' }])
    expectRefused(await post(stock, 3, inventory, openingBalance, '1.00'), 'stock_account_controlled')
    expectRefused(await post(stock, 3, openingBalance, inventory, '80.01'), 'stock_account_controlled')
    expectAccepted(await post(stock, 3, openingBalance, inventory, '30.00'))
    // Entries of one decision see each other.
    const row = {
      value: {
        effectiveDate: day(3),
        lines: [
          { account: openingBalance, debit: '30.00' },
          { account: inventory, credit: '30.00' },
        ],
      },
    }
    const both = await stock.books.execute('ledger', 'PostJournalEntries', { rows: [row, row] })
    expect(JSON.stringify(both)).toContain('stock_account_controlled')
    const reversal = { id: brought.id, effectiveDate: day(1) }
    expectRefused(
      await stock.books.execute('ledger', 'ReverseJournalEntry', reversal),
      'stock_account_controlled',
    )
    expectAccepted(await post(stock, 3, openingBalance, inventory, '50.00'))
    expect(await stock.balance('inventory')).toBe(8_000)
    expectRefused(await post(stock, 3, openingBalance, inventory, '0.01'), 'stock_account_controlled')
    await stock.expectSound()
  })

  it('stay right when they get another code or are merged: pools follow, and a replay is the same', async () => {
    const stock = await StockBooks.open()
    await stock.received(1, 10, '100.00')
    expectAccepted(await post(stock, 1, '1250', '1800', '7.00'))
    const renumber = { code: inventory, newCode: '1299' }
    expectAccepted(await stock.books.execute('ledger', 'RenumberAccount', renumber))
    await stock.issued(2, 4)
    expect(await stock.balance('1299')).toBe(6_000)
    expectRefused(await post(stock, 3, '1299', '1800', '1.00'), 'stock_account_controlled')
    expectAccepted(await stock.books.execute('ledger', 'MergeAccounts', { from: '1299', into: '1250' }))
    await stock.received(3, 10, '120.00')
    await stock.received(3, 1, '9.00', { to: 'SHOP' })
    expect(await stock.balance('1250')).toBe(18_000 + 900 + 700)
    expectRefused(await post(stock, 3, '1250', '1800', '1.00'), 'stock_account_controlled')
    // What stood on the other account is a difference now, and may go.
    expectAccepted(await post(stock, 3, '1800', '1250', '7.00'))
    const { totals } = await stock.books.ask<{ totals: { accounts: object[] } }>(
      'stockReports',
      'GetStockValuation',
      { asOf: day(31) },
    )
    expect(totals.accounts).toMatchObject([
      { account: { code: '1250' }, value: '189.00', ledger: '189.00', difference: '0.00' },
    ])
    await stock.expectSound()
  })
})

describe('a warehouse with an account of its own', () => {
  it('books its goods there, before the item says otherwise, and transfers go between the accounts', async () => {
    const stock = await StockBooks.open({ accounts: { stock: '1400' } })
    const own = { warehouse: 'SHOP', stockAccount: '1250' }
    const changed = expectAccepted(await stock.books.execute('places', 'ChangeWarehouse', own))
    expect(changed).toMatchObject({ stockAccount: { code: '1250' } })
    await stock.received(1, 10, '100.00')
    const moved = await stock.done('TransferGoods', {
      ...{ date: day(2), from: 'MAIN', to: 'SHOP' },
      lines: [{ item: 'A', quantity: '4' }],
    })
    expect(moved.entries).toHaveLength(1)
    expect([await stock.balance('1400'), await stock.balance('1250')]).toEqual([6_000, 4_000])
    await stock.received(3, 1, '9.00', { to: 'SHOP' })
    await stock.issued(4, 5, { from: 'SHOP' })
    expect(await stock.balance('1250')).toBe(0)
    expectRefused(await post(stock, 5, '1250', '1800', '1.00'), 'stock_account_controlled')
    await stock.expectSound()
  })

  it('keeps what lies there already on the account that it came to', async () => {
    const stock = await StockBooks.open()
    await stock.received(1, 10, '100.00')
    const own = { warehouse: 'MAIN', stockAccount: '1250' }
    expectAccepted(await stock.books.execute('places', 'ChangeWarehouse', own))
    await stock.received(2, 10, '100.00')
    expect([await stock.balance('inventory'), await stock.balance('1250')]).toEqual([20_000, 0])
    expectAccepted(
      await stock.books.execute('items', 'CreateItem', { code: 'B', name: 'B', kind: 'stock', unit: 'pcs' }),
    )
    await stock.done('ReceiveGoods', {
      date: day(3),
      lines: [{ item: 'B', quantity: '1', cost: '5.00' }],
    })
    expect(await stock.balance('1250')).toBe(500)
    await stock.expectSound()
  })

  it('goods on their way lie on the account of goods in transit', async () => {
    const stock = await StockBooks.open()
    const own = { warehouse: 'SHOP', stockAccount: '1250' }
    expectAccepted(await stock.books.execute('places', 'ChangeWarehouse', own))
    await stock.received(1, 10, '100.00')
    const sent = await stock.done('TransferGoods', {
      ...{ date: day(2), from: 'MAIN', to: 'SHOP', inTransit: true },
      lines: [{ item: 'A', quantity: '4' }],
    })
    expect(await stock.balance('stockInTransit')).toBe(4_000)
    await stock.done('ReceiveTransfer', { id: sent.id, date: day(3) })
    expect([await stock.balance('stockInTransit'), await stock.balance('1250')]).toEqual([0, 4_000])
    await stock.expectSound()
  })
})

describe('policies about stock', () => {
  const adopt = (books: TestBooks, when: object, commands: string[]) =>
    books.execute('guardrails', 'AdoptPolicy', {
      ...{ code: 'large', name: 'Large', reason: 'Somebody else looks at it.', effect: 'approve', commands },
      ...{ when, approval: { steps: [{ roles: ['manager'], count: 1 }] } },
    })
  const adjust = (quantity: string, item = 'A') => ({
    ...{ date: day(5), reason: 'Torn bags', place: 'MAIN' },
    lines: [{ item, quantity }],
  })
  const approve = (stock: StockBooks, approval: string) =>
    stock.books.stub.execute({
      ...{ company: stock.books.company, module: 'guardrails', command: 'ApproveCommand' },
      ...{ input: JSON.stringify({ approval }), requestId: 'req_2' },
      actor: { ...stock.books.actor, id: 'user_manager', roles: ['manager'] },
    })

  it('an adjustment above 500.00 waits, is known by its reason, and is carried out when it is released', async () => {
    const stock = await StockBooks.open()
    await stock.received(1, 101, '1010.00')
    expectAccepted(await adopt(stock.books, { field: 'amount', over: '500.00' }, ['stock.AdjustStock']))
    expectAccepted(await stock.run('AdjustStock', adjust('-50')))
    const outcome = await stock.run('AdjustStock', adjust('-51'))
    if (outcome.kind !== 'parked') throw new Error(`not parked: ${JSON.stringify(outcome)}`)
    const { approval } = JSON.parse(outcome.body) as ParkedReply
    expect((await stock.values()).MAIN).toBe(51_000)
    const waiting = await stock.books.ask<{ title: string; amount: string }>('guardrails', 'GetApproval', {
      approval: approval.id,
    })
    expect(waiting).toMatchObject({ title: 'Torn bags: A', amount: '510.00' })
    expectAccepted(await approve(stock, approval.id))
    expect((await stock.values()).MAIN).toBe(0)
    await stock.expectSound()
  })

  it('what is found does not hide what is missing, and warehouses and lines can be told', async () => {
    const stock = await StockBooks.open()
    await stock.received(1, 101, '1010.00')
    const both = {
      ...{ date: day(5), reason: 'Counted', place: 'MAIN' },
      lines: [
        { item: 'A', quantity: '30' },
        { item: 'A', quantity: '-30' },
      ],
    }
    expectAccepted(await adopt(stock.books, { field: 'amount', over: '500.00' }, ['stock.AdjustStock']))
    expect(await stock.run('AdjustStock', both)).toMatchObject({ kind: 'parked' })
    const lines = {
      all: [
        { field: 'warehouse', is: 'SHOP' },
        { field: 'input.lineCount', over: 1 },
      ],
    }
    expectAccepted(
      await stock.books.execute('guardrails', 'AdoptPolicy', {
        ...{ code: 'shop', name: 'Shop', reason: 'One by one.', effect: 'deny' },
        ...{ commands: ['stock.*'], when: lines },
      }),
    )
    const inShop = (count: number) =>
      stock.run('ReceiveGoods', {
        ...{ date: day(5), to: 'SHOP' },
        lines: Array.from({ length: count }, () => ({ item: 'A', quantity: '1', cost: '1.00' })),
      })
    expectAccepted(await inShop(1))
    expectRefused(await inShop(2), 'policy_denied')
    await stock.expectSound()
  })

  it('a policy about entries covers a bill, and its meter counts what is booked once', async () => {
    const stock = await StockBooks.open()
    const receipt = await stock.received(1, 101, '1010.00')
    const meter = { of: 'sum', by: ['actor'], days: 30, commands: ['stock.MatchBill'] }
    expectAccepted(await adopt(stock.books, { meter, over: '700.00' }, ['ledger.PostJournalEntry']))
    const bill = (quantity: string) =>
      stock.run('MatchBill', {
        ...{ date: day(5), reference: 'INV-1' },
        lines: [{ receipt: receipt.id, line: 0, quantity }],
      })
    expectAccepted(await bill('40'))
    expectAccepted(await bill('30'))
    expect(await bill('1')).toMatchObject({ kind: 'parked' })
    await stock.expectSound()
  })
})

describe('what is not where it is looked for', () => {
  it('a serial number that lies elsewhere is told from where', async () => {
    const stock = await StockBooks.open({ tracking: 'serial' })
    await stock.done('ReceiveGoods', {
      date: day(1),
      lines: [{ item: 'A', serials: ['S1'], unitCost: '10.00' }],
    })
    const serial = [{ item: 'A', serials: ['S1'] }]
    const found = await stock.run('AdjustStock', {
      ...{ date: day(2), place: 'SHOP', reason: 'Found' },
      lines: serial,
    })
    expectRefused(found, 'serial_taken', '/lines/0/serials')
    expect(JSON.stringify(found)).toContain('It lies in MAIN')
    const taken = await stock.run('IssueGoods', { date: day(2), from: 'SHOP', lines: serial })
    expectRefused(taken, 'stock_insufficient', '/lines/0/quantity')
    expect(JSON.stringify(taken)).toContain('It lies in MAIN')
    await stock.done('TransferGoods', { date: day(2), from: 'MAIN', to: 'SHOP', lines: serial })
    await stock.done('IssueGoods', { date: day(2), from: 'SHOP', lines: serial })
    await stock.expectSound()
  })

  it('an item that is short stays allowed to be so until it has come', async () => {
    const stock = await StockBooks.open({ allowsNegative: true })
    const forbid = () => stock.books.execute('items', 'ChangeItem', { item: 'A', allowsNegative: false })
    await stock.received(1, 2, '20.00')
    await stock.issued(2, 3)
    expectRefused(await forbid(), 'item_is_short', '/allowsNegative')
    await stock.received(3, 2, '20.00')
    const reserve = (quantity: string) =>
      stock.books.execute('reservations', 'ReserveStock', {
        demand: { kind: 'order', reference: 'SO-1' },
        lines: [{ item: 'A', warehouse: 'MAIN', quantity }],
      })
    expectAccepted(await reserve('2'))
    expectRefused(await forbid(), 'item_is_short', '/allowsNegative')
    await stock.received(4, 1, '10.00')
    expectAccepted(await forbid())
    await stock.expectSound()
  })
})
