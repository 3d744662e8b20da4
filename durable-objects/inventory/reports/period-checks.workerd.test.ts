import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'

/** What a company that keeps stock sees before it closes a period. */

const ACCOUNTS = [
  ['1200', 'asset', 'inventory'],
  ['1210', 'asset', 'stockInTransit'],
  ['2100', 'liability', 'goodsReceived'],
  ['2000', 'liability', undefined],
  ['5000', 'expense', 'costOfSales'],
] as const
const OWN = ['stock-ledger', 'negative-stock', 'goods-in-transit', 'goods-received']

async function opened(): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const [code, type] of ACCOUNTS)
    expectAccepted(await books.execute('ledger', 'OpenAccount', { code, name: code, type }))
  const roles = Object.fromEntries(ACCOUNTS.flatMap(([code, , role]) => (role ? [[role, code]] : [])))
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles }))
  for (const code of ['MAIN', 'SHOP'])
    expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
  for (const code of ['A', 'B'])
    expectAccepted(
      await books.execute('items', 'CreateItem', {
        ...{ code, name: code, kind: 'stock', unit: 'pcs', method: 'fifo', allowsNegative: true },
      }),
    )
  return books
}

interface Item {
  code: string
  status: string
  count: number
  detail: string | null
  link: string | null
}

async function checklist(books: TestBooks, period: string): Promise<Record<string, Item>> {
  const { items } = await books.ask<{ items: Item[] }>('periods', 'GetPeriodChecklist', { period })
  return Object.fromEntries(items.filter(({ code }) => OWN.includes(code)).map((item) => [item.code, item]))
}

const statuses = (items: Record<string, Item>) => OWN.map((code) => items[code]?.status)
const stock = (books: TestBooks, command: string, input: object) =>
  books.execute('stock', command, input).then(expectAccepted)
const receive = (books: TestBooks, date: string, item: string, quantity: string, cost: string) =>
  stock(books, 'ReceiveGoods', { date, to: 'MAIN', lines: [{ item, quantity, cost }] })
const invoice = (books: TestBooks, effectiveDate: string, amount: string) =>
  books
    .post(
      [
        { account: '2100', debit: amount },
        { account: '2000', credit: amount },
      ],
      { effectiveDate },
    )
    .then(expectAccepted)

describe('the checklist of a period', () => {
  it('has nothing to say of stock to a company that keeps none', async () => {
    expect(statuses(await checklist(await opened(), '2026-P01'))).toEqual(OWN.map(() => 'not-applicable'))
  })

  it('is done where stock is the ledger, nothing is negative or on its way, and all of it is invoiced', async () => {
    const books = await opened()
    await receive(books, '2026-01-10', 'A', '4', '8.00')
    await invoice(books, '2026-01-20', '8.00')
    expect(statuses(await checklist(books, '2026-P01'))).toEqual(OWN.map(() => 'done'))
  })

  it('finds what was booked on a stock account by hand, from its day on', async () => {
    const books = await opened()
    // Before the first document: from then on, accounts of stock take entries of stock alone.
    expectAccepted(
      await books.post(
        [
          { account: '1210', debit: '1.00' },
          { account: '5000', credit: '1.00' },
        ],
        { effectiveDate: '2026-02-15' },
      ),
    )
    await receive(books, '2026-01-10', 'A', '4', '8.00')
    expect((await checklist(books, '2026-P01'))['stock-ledger']).toMatchObject({ status: 'done', count: 0 })
    expect((await checklist(books, '2026-P02'))['stock-ledger']).toMatchObject({
      ...{ status: 'open', count: 1, link: '/stock-reports/valuation?asOf=2026-02-28' },
      detail: 'Account 1210 differs from the stock: something was booked there by hand.',
    })
    const { totals } = await books.ask<{ totals: { accounts: object[] } }>(
      'stockReports',
      'GetStockValuation',
      { asOf: '2026-02-28' },
    )
    expect(totals.accounts).toMatchObject([
      { account: { code: '1200' }, difference: '0.00' },
      { account: { code: '1210' }, value: '0.00', ledger: '1.00', difference: '1.00' },
    ])
  })

  it('finds stock that was negative on the last day, whatever came since', async () => {
    const books = await opened()
    await receive(books, '2026-01-10', 'B', '9', '9.00')
    await stock(books, 'IssueGoods', { date: '2026-01-30', lines: [{ item: 'A', quantity: '3' }] })
    await receive(books, '2026-02-03', 'A', '5', '10.00')
    expect((await checklist(books, '2026-P01'))['negative-stock']).toMatchObject({
      ...{ status: 'open', count: 1, link: '/stock-reports/on-hand?asOf=2026-01-31&negative=true' },
      detail: 'Of one item more went out than came in.',
    })
    expect((await checklist(books, '2026-P02'))['negative-stock']).toMatchObject({ status: 'done' })
    expect((await checklist(books, '2026'))['negative-stock']).toMatchObject({ status: 'done' })
  })

  it('finds transfers that have left and not arrived', async () => {
    const books = await opened()
    await receive(books, '2026-01-10', 'A', '4', '8.00')
    const { id } = await stock(books, 'TransferGoods', {
      ...{ date: '2026-01-31', from: 'MAIN', to: 'SHOP', inTransit: true },
      lines: [{ item: 'A', quantity: '3' }],
    })
    await stock(books, 'ReceiveTransfer', { id, date: '2026-02-01' })
    expect((await checklist(books, '2026-P01'))['goods-in-transit']).toMatchObject({
      status: 'open',
      count: 1,
    })
    expect((await checklist(books, '2026-P02'))['goods-in-transit']).toMatchObject({ status: 'done' })
  })

  it('finds goods that are not invoiced, until they are', async () => {
    const books = await opened()
    await receive(books, '2026-01-10', 'A', '4', '8.00')
    await invoice(books, '2026-02-02', '8.00')
    expect((await checklist(books, '2026-P01'))['goods-received']).toMatchObject({
      ...{ status: 'open', count: 1, link: '/accounts/2100?to=2026-01-31' },
      detail: 'Something is left on account 2100: goods that are not invoiced, or a difference to clear.',
    })
    expect((await checklist(books, '2026-P02'))['goods-received']).toMatchObject({ status: 'done' })
  })
})
