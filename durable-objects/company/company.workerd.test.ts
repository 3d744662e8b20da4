import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../../tests/support/books.ts'

interface Feed {
  data: { sequence: number; type: string; id: string; source: string }[]
  nextCursor: string | null
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a company', () => {
  it('starts with its currency and one journal, in the transaction that opens it', async () => {
    const books = await TestBooks.open('CHF', [])
    const { data } = await books.ask<Feed>('company', 'ListEvents', {})
    expect(data.map(({ type }) => type)).toEqual([
      'company-opened',
      'unit-registered',
      'journal-opened',
      'actor-noted',
    ])
    expect(await books.ask('ledger', 'ListUnits', {})).toMatchObject({ data: [{ code: 'CHF', scale: 2 }] })
    expect(await books.ask('ledger', 'ListJournals', {})).toMatchObject({
      data: [{ code: 'GJ', lastNumber: 0 }],
    })
  })

  it('answers nobody before it is opened', async () => {
    const books = new TestBooks()
    expect(await books.sale()).toMatchObject({ refusal: { refused: 'company_not_found' } })
    await expect(books.ask('company', 'GetCompany', {})).rejects.toThrow('company_not_found')
  })

  it('is opened once, also when asked twice at the same time', async () => {
    const books = new TestBooks()
    const profile = { name: 'Test', slug: 'test', country: 'DE', currency: 'EUR', region: 'eu' }
    const outcomes = await Promise.all([1, 2].map(() => books.execute('company', 'OpenCompany', profile)))
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused'])
  })

  it('shows its bank details as they were changed last, and after a replay the same', async () => {
    const books = await TestBooks.open()
    expect(await books.ask('company', 'GetBankDetails', {})).toEqual({
      accounts: [],
      changedAt: null,
      changedBy: null,
      sequence: null,
    })
    const account = { name: 'Main', holder: 'Test', iban: 'NL91ABNA0417164300' }
    const change = (accounts: object[]) => books.execute('company', 'ChangeBankDetails', { accounts })
    expectAccepted(await change([]))
    const { sequence } = expectAccepted(await change([account]))
    expect(expectAccepted(await change([account])).sequence).toBe(sequence)
    expect(await books.ask('company', 'GetBankDetails', {})).toMatchObject({
      accounts: [{ ...account, bic: null }],
      changedBy: 'key_test',
      sequence,
    })
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('has the days of its time zone, which it can change, and after a replay the same', async () => {
    const books = new TestBooks()
    const profile = { name: 'Test', slug: 'test', country: 'US', currency: 'USD', region: 'us' }
    expectAccepted(await books.execute('company', 'OpenCompany', profile))
    expect(await books.ask('company', 'GetCompany', {})).toMatchObject({ timeZone: 'America/New_York' })
    // It is still the day before in New York, and the next one already in Kiritimati.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2027-03-01T02:00:00Z') })
    const today = async () => (await books.ask<{ date: string }>('periods', 'FindOpenDate', {})).date
    expect(await today()).toBe('2027-02-28')
    const change = (timeZone: string) => books.execute('company', 'ChangeTimeZone', { timeZone })
    expect(expectAccepted(await change('Pacific/Kiritimati'))).toMatchObject({
      timeZone: 'Pacific/Kiritimati',
    })
    vi.setSystemTime(Date.parse('2027-03-01T12:00:00Z'))
    expect(await today()).toBe('2027-03-02')
    const { sequence } = (await books.ask<Feed>('company', 'ListEvents', { limit: 200 })).data.at(-1) ?? {}
    expectAccepted(await change('Pacific/Kiritimati'))
    expect((await books.ask<Feed>('company', 'ListEvents', { limit: 200 })).data.at(-1)?.sequence).toBe(
      sequence,
    )
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('shows its log once and whole, page after page', async () => {
    const books = await TestBooks.open()
    for (let index = 0; index < 7; index++) expectAccepted(await books.sale())
    const seen: number[] = []
    let after = 0
    for (;;) {
      const page = await books.ask<Feed>('company', 'ListEvents', { after, limit: 3 })
      seen.push(...page.data.map(({ sequence }) => sequence))
      if (page.nextCursor === null) break
      after = Number(page.nextCursor)
    }
    expect(seen).toEqual(Array.from({ length: 13 }, (_, index) => index + 1))
  })
})
