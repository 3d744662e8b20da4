import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { EntryView } from '../contract.ts'
import type { MatchView } from './replies.ts'

/** Customers in dollars, by place; gains and losses need a place, bad debts take none. */
async function opened(): Promise<TestBooks> {
  const books = new TestBooks()
  const profile = { name: 'Test', slug: 'test', country: 'DE', currency: 'EUR', region: 'eu' }
  expectAccepted(await books.execute('company', 'OpenCompany', profile))
  for (const account of [
    { code: '1200', name: 'Bank', type: 'asset' },
    { code: '1400', name: 'Receivables', type: 'asset', isOpenItem: true },
    { code: '4000', name: 'Sales', type: 'income' },
    { code: '7100', name: 'Exchange gain', type: 'income' },
    { code: '7200', name: 'Exchange loss', type: 'expense' },
    { code: '2400', name: 'Bad debts', type: 'expense' },
  ])
    expectAccepted(await books.execute('ledger', 'OpenAccount', account))
  const roles = { exchangeGain: '7100', exchangeLoss: '7200' }
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles }))
  expectAccepted(await books.execute('dimensions', 'DefineDimension', { code: 'place', name: 'Place' }))
  const values = ['HH', 'HB'].map((code) => ({ code, name: code }))
  expectAccepted(await books.execute('dimensions', 'SetDimensionValues', { dimension: 'place', values }))
  expectAccepted(await books.execute('open-items', 'SetMatchingSettings', { writeOffLimit: '5.00' }))
  return books
}

async function invoice(books: TestBooks, amount: string, rate: string, place?: string): Promise<string> {
  const dimensions = place === undefined ? {} : { dimensions: { place } }
  const lines = [
    { account: '1400', debit: amount, unit: 'USD', rate, ...dimensions },
    { account: '4000', credit: amount, unit: 'USD', rate, ...dimensions },
  ]
  return expectAccepted(await books.post(lines, { effectiveDate: '2026-01-10' })).id
}

async function payment(books: TestBooks, amount: string, rate: string): Promise<string> {
  const lines = [
    { account: '1200', debit: amount, unit: 'USD', rate },
    { account: '1400', credit: amount, unit: 'USD', rate },
  ]
  return expectAccepted(await books.post(lines, { effectiveDate: '2026-02-10' })).id
}

const rule = (books: TestBooks, code: string, kind: string, more: object = {}) =>
  books.execute('dimensions', 'SetAccountDimension', { code, dimension: 'place', rule: kind, ...more })

const match = async (books: TestBooks, items: object[], more: object = {}): Promise<MatchView> => {
  const input = { account: '1400', items, ...more }
  return expectAccepted(await books.execute('open-items', 'MatchItems', input)) as unknown as MatchView
}

async function lines(books: TestBooks, id: string | undefined): Promise<string[]> {
  const entry = await books.ask<EntryView>('ledger', 'GetJournalEntry', { id })
  return entry.lines.map(({ account, debit, value, dimensions }) =>
    [account.code, debit === null ? 'credit' : 'debit', value, dimensions.place].join(' ').trim(),
  )
}

const expectSound = async (books: TestBooks) =>
  expect((await books.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])

describe('what a match books', () => {
  it('has the dimensions of the items that it settles', async () => {
    const books = await opened()
    const hamburg = await invoice(books, '100.00', '0.90', 'HH')
    const bremen = await invoice(books, '50.00', '0.98', 'HB')
    const paid = await payment(books, '150.00', '0.95')
    expectAccepted(await rule(books, '7100', 'required'))
    const matched = await match(books, [
      { entry: hamburg, line: 0 },
      { entry: bremen, line: 0 },
      { entry: paid, line: 1 },
    ])
    expect(matched.exchange).toMatchObject({ gain: '5.00', loss: '1.50' })
    expect(await lines(books, matched.exchange?.entry)).toEqual([
      '1400 debit 5.00 HH',
      '7100 credit 5.00 HH',
      '1400 credit 1.50 HB',
      '7200 debit 1.50 HB',
    ])
    await expectSound(books)
    // Taken back with the same dimensions, however the account stands to them by now.
    expectAccepted(await rule(books, '7100', 'forbidden'))
    expectAccepted(await books.execute('open-items', 'UnmatchItems', { match: matched.id }))
    await expectSound(books)
  })

  it('is never refused for dimensions: what the account takes none of is left out, what it needs is its default', async () => {
    const books = await opened()
    expectAccepted(await rule(books, '7100', 'required', { default: 'HB' }))
    expectAccepted(await rule(books, '2400', 'forbidden'))
    const plain = await invoice(books, '100.00', '0.90')
    const settled = await match(books, [
      { entry: plain, line: 0 },
      { entry: await payment(books, '100.00', '0.95'), line: 1 },
    ])
    expect(await lines(books, settled.exchange?.entry)).toEqual(['1400 debit 5.00', '7100 credit 5.00 HB'])

    const hamburg = await invoice(books, '100.00', '0.90', 'HH')
    const written = await match(
      books,
      [
        { entry: hamburg, line: 0 },
        { entry: await payment(books, '98.00', '0.90'), line: 1 },
      ],
      { writeOff: { account: '2400' } },
    )
    expect(written).toMatchObject({ exchange: null, writeOff: { amount: '2.00' } })
    expect(await lines(books, written.writeOff?.entry)).toEqual(['1400 credit 1.80 HH', '2400 debit 1.80'])

    // Required without a default, of an item that has none; and a place that was closed since.
    expectAccepted(await rule(books, '7100', 'required'))
    expectAccepted(await rule(books, '2400', 'required'))
    const other = await invoice(books, '100.00', '0.90')
    const closed = await invoice(books, '50.00', '0.90', 'HB')
    const values = [{ code: 'HB', name: 'HB', isActive: false }]
    expectAccepted(await books.execute('dimensions', 'SetDimensionValues', { dimension: 'place', values }))
    const both = await match(
      books,
      [
        { entry: other, line: 0 },
        { entry: closed, line: 0 },
        { entry: await payment(books, '147.00', '0.95'), line: 1 },
      ],
      { writeOff: { account: '2400' } },
    )
    expect(await lines(books, both.writeOff?.entry)).toEqual([
      '1400 credit 1.80',
      '2400 debit 1.80',
      '1400 credit 0.90 HB',
      '2400 debit 0.90 HB',
    ])
    expect(both.writeOff).toMatchObject({ amount: '3.00' })
    await expectSound(books)
    expectAccepted(await books.execute('open-items', 'UnmatchItems', { match: both.id }))
    await expectSound(books)
  })
})
