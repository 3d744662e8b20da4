import { expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { DocumentView } from './views.ts'

const ROLES = { inventory: '1200', goodsReceived: '2100', costOfSales: '5000', stockInTransit: '1210' }
const TYPES: Record<string, string> = { 1: 'asset', 2: 'liability', 5: 'expense' }

async function opened(): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const code of Object.values(ROLES))
    await books.execute('ledger', 'OpenAccount', { code, name: `No. ${code}`, type: TYPES[code.charAt(0)] })
  await books.execute('ledger', 'SetAccountRoles', { roles: ROLES })
  for (const code of ['MAIN', 'SHOP']) await books.execute('places', 'OpenWarehouse', { code, name: code })
  await books.execute('items', 'CreateItem', { code: 'A', name: 'A', unit: 'pcs', method: 'fifo' })
  return books
}

const run = async (books: TestBooks, command: string, input: object) =>
  expectAccepted(await books.execute('stock', command, input)) as unknown as DocumentView
const look = (books: TestBooks, id: string) => books.ask<DocumentView>('stock', 'GetStockDocument', { id })

it('a trial names the accounts that would be booked, and moves nothing', async () => {
  const books = await opened()
  const input = { date: '2026-01-02', lines: [{ item: 'A', quantity: '3', cost: '30.00' }] }
  const trial = await run(books, 'ReceiveGoods', { ...input, dryRun: true })
  expect(trial.entries).toEqual([])
  expect(trial.booked).toEqual([
    {
      date: '2026-01-02',
      lines: [
        { account: { code: '1200', name: 'No. 1200' }, debit: '30.00', credit: null, dimensions: null },
        { account: { code: '2100', name: 'No. 2100' }, debit: null, credit: '30.00', dimensions: null },
      ],
    },
  ])
  expect(await run(books, 'ReceiveGoods', input)).not.toHaveProperty('booked')
})

it('a document goes on to say what it changed of later moves, and what came of it', async () => {
  const books = await opened()
  await run(books, 'ReceiveGoods', { date: '2026-01-02', lines: [{ item: 'A', quantity: '4', cost: '40' }] })
  const issue = await run(books, 'IssueGoods', { date: '2026-01-05', lines: [{ item: 'A', quantity: '3' }] })
  const late = await run(books, 'ReceiveGoods', {
    date: '2026-01-01',
    lines: [{ item: 'A', quantity: '3', cost: '36' }],
  })
  const adjusted = { moves: 1, days: [{ date: '2026-01-05', amount: '-6.00' }], waiting: 0 }
  expect(late.adjusted).toEqual(adjusted)
  expect((await look(books, late.id)).adjusted).toEqual(adjusted)
  expect((await look(books, issue.id)).adjusted).toBeNull()

  const back = await run(books, 'ReturnGoods', {
    id: issue.id,
    date: '2026-01-06',
    lines: [{ line: 0, quantity: '2' }],
  })
  const after = await look(books, issue.id)
  expect(after.followedBy).toEqual([
    { id: back.id, kind: 'customer-return', voucher: 'CR 1', date: '2026-01-06' },
  ])
  expect(after.lines[0]?.left).toBe('1')
  expect((await look(books, back.id)).lines[0]?.left).toBeNull()
})

it('a transfer says what of it is still on its way', async () => {
  const books = await opened()
  await run(books, 'ReceiveGoods', { date: '2026-01-02', lines: [{ item: 'A', quantity: '4', cost: '40' }] })
  const sent = await run(books, 'TransferGoods', {
    ...{ date: '2026-01-03', from: 'MAIN', to: 'SHOP', inTransit: true },
    lines: [{ item: 'A', quantity: '4' }],
  })
  expect(sent.lines[0]?.left).toBe('4')
  await run(books, 'ReceiveTransfer', {
    id: sent.id,
    date: '2026-01-04',
    lines: [{ line: 0, quantity: '1' }],
  })
  const after = await look(books, sent.id)
  expect(after.lines[0]?.left).toBe('3')
  expect(after.followedBy).toMatchObject([{ kind: 'arrival' }])
})

it('documents are found by number, reference and party', async () => {
  const books = await opened()
  const lines = [{ item: 'A', quantity: '1', cost: '1' }]
  await run(books, 'ReceiveGoods', { date: '2026-01-02', party: 'Finca Alta', lines })
  await run(books, 'ReceiveGoods', { date: '2026-01-03', reference: 'PO-77', lines })
  const found = async (q: string) => {
    const { data } = await books.ask<{ data: { voucher: string }[] }>('stock', 'ListStockDocuments', { q })
    return data.map(({ voucher }) => voucher)
  }
  expect(await found('alta')).toEqual(['GR 1'])
  expect(await found('po-7')).toEqual(['GR 2'])
  expect(await found('gr')).toEqual(['GR 2', 'GR 1'])
  expect(await found('nobody')).toEqual([])
})
