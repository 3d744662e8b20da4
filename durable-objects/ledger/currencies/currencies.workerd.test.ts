import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { Database } from '../../kernel/database.ts'
import type { Actor } from '../../kernel/module.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { EntryView, TrialBalance } from '../contract.ts'
import { RateLookup } from './lookup.ts'
import { Rates } from './rates.ts'
import type { FoundRateView, PositionView, SettingsView } from './replies.ts'
import { SettingsStore } from './settings.ts'
import { AverageRates } from './translation-rates.ts'

/** A company in euros with a dollar bank, customers and the accounts that differences go to. */
class World extends TestBooks {
  static override async open(): Promise<World> {
    const world = new World()
    const profile = { name: 'Test', slug: 'test', country: 'DE', currency: 'EUR', region: 'eu' }
    expectAccepted(await world.execute('company', 'OpenCompany', profile))
    for (const account of ACCOUNTS) expectAccepted(await world.execute('ledger', 'OpenAccount', account))
    const roles = {
      exchangeGain: '7100',
      exchangeLoss: '7200',
      unrealisedGain: '7110',
      unrealisedLoss: '7210',
    }
    expectAccepted(await world.execute('ledger', 'SetAccountRoles', { roles }))
    return world
  }

  do(command: string, input: unknown, key?: string): Promise<Outcome> {
    return this.execute('currencies', command, input, key)
  }

  async done<Reply>(command: string, input: unknown): Promise<Reply> {
    return expectAccepted(await this.do(command, input)) as unknown as Reply
  }

  see<Reply>(query: string, input: unknown = {}): Promise<Reply> {
    return this.ask<Reply>('currencies', query, input)
  }

  async refusal(
    query: string,
    input: unknown,
    actor: Actor = this.actor,
  ): Promise<{ refused: string; detail: string }> {
    const answer = await this.stub.ask({ module: 'currencies', query, input, actor })
    return answer.kind === 'refused' ? answer.refusal : { refused: 'answered', detail: '' }
  }

  rate(date: string, base: string, quote: string, rate: string | null, source = 'ecb') {
    return this.done<Recorded>('RecordRates', { source, rates: [{ date, base, quote, rate }] })
  }

  async entry(effectiveDate: string, lines: object[], more: object = {}): Promise<EntryView> {
    return expectAccepted(await this.post(lines, { effectiveDate, ...more })) as unknown as EntryView
  }

  /** Balances in company currency by account, zero ones left out. */
  async balances(asOf: string): Promise<Record<string, string>> {
    const { rows } = await this.ask<TrialBalance>('ledger', 'GetTrialBalance', { asOf })
    return Object.fromEntries(
      rows
        .map(({ account, balance }) => [account.code, balance ?? ''])
        .filter(([, balance]) => balance !== '0.00'),
    )
  }

  async sequence(): Promise<number> {
    return (await this.ask<{ sequence: number }>('company', 'GetUsage', {})).sequence
  }

  async expectSound(): Promise<void> {
    expect((await this.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

const ACCOUNTS = [
  { code: '1000', name: 'Cash', type: 'asset', category: 'cash' },
  { code: '1100', name: 'Dollar bank', type: 'asset', category: 'cash', unit: 'USD' },
  { code: '1200', name: 'Customers', type: 'asset', category: 'receivable' },
  { code: '1500', name: 'Machines', type: 'asset', category: 'fixed-asset' },
  { code: '1600', name: 'Suppliers', type: 'liability', category: 'payable' },
  { code: '4000', name: 'Sales', type: 'income' },
  { code: '6000', name: 'Costs', type: 'expense' },
  { code: '7100', name: 'Exchange gain', type: 'income', category: 'other-income' },
  { code: '7110', name: 'Unrealised gain', type: 'income', category: 'other-income' },
  { code: '7200', name: 'Exchange loss', type: 'expense', category: 'finance-cost' },
  { code: '7210', name: 'Unrealised loss', type: 'expense', category: 'finance-cost' },
]

interface Recorded {
  recorded: number
  corrected: number
  unchanged: number
  sequence: number
}

interface RevaluationReply {
  id: string | null
  totals: { positions: number; changed: number; gain: string; loss: string; net: string }
  entries: { entry: { id: string; lines: number }; reversal: { id: string; lines: number } }[]
}

interface Preview {
  data: PositionView[]
  nextCursor: string | null
  totals: RevaluationReply['totals']
}

const usd = (amount: string, rate: string, side: 'debit' | 'credit' = 'debit') => ({
  [side]: amount,
  unit: 'USD',
  rate,
})
const refused = (code: string) => ({ kind: 'refused', refusal: { refused: code } })

describe('rates', () => {
  it('are known as of the time they were recorded, corrected and withdrawn', async () => {
    const world = await World.open()
    const first = await world.rate('2026-03-31', 'EUR', 'USD', '1.0852')
    expect(first).toMatchObject({ recorded: 1, corrected: 0, unchanged: 0 })
    expect(await world.rate('2026-03-31', 'EUR', 'USD', '1.08520')).toMatchObject({
      unchanged: 1,
      sequence: first.sequence,
    })
    const second = await world.rate('2026-03-31', 'EUR', 'USD', '1.09')
    expect(second).toMatchObject({ corrected: 1 })
    const third = await world.rate('2026-03-31', 'EUR', 'USD', null)

    const find = { from: 'EUR', to: 'USD', date: '2026-04-01' }
    const known = (knownAt: number) => world.see<FoundRateView>('GetRate', { ...find, knownAt })
    expect(await known(first.sequence)).toMatchObject({ rate: '1.0852', way: 'direct', ageDays: 1 })
    expect(await known(second.sequence)).toMatchObject({ rate: '1.09' })
    expect(await world.refusal('GetRate', { ...find, knownAt: third.sequence })).toMatchObject({
      refused: 'rate_not_found',
    })
    expect(await world.refusal('GetRate', { ...find, knownAt: third.sequence + 1 })).toMatchObject({
      refused: 'known_at_in_future',
    })
    expect(await world.see('ListRates', { knownAt: second.sequence })).toMatchObject({
      data: [{ rate: '1.09' }],
    })
    expect(await world.see('ListRates')).toEqual({ data: [], nextCursor: null })
    await world.expectSound()
  })

  it('refuse what is none with its place, and record nothing of the request', async () => {
    const world = await World.open()
    const before = await world.sequence()
    const rate = { date: '2026-03-31', base: 'EUR', quote: 'USD', rate: '1.08' }
    const rates = [
      rate,
      { ...rate, quote: 'XXQ' },
      { ...rate, rate: '1,08' },
      { ...rate, quote: 'EUR' },
      rate,
    ]
    expect(await world.do('RecordRates', { rates })).toMatchObject({
      kind: 'refused',
      refusal: {
        refused: 'rates_refused',
        errors: [
          { pointer: '/rates/1/quote', code: 'unknown_unit' },
          { pointer: '/rates/2/rate', code: 'not_a_rate' },
          { pointer: '/rates/3/quote', code: 'same_unit' },
          { pointer: '/rates/4/date', code: 'doubled_rate' },
        ],
      },
    })
    expect(await world.sequence()).toBe(before)
  })

  it('are listed by day, source and pair, over all pages', async () => {
    const world = await World.open()
    const rates = [1, 2, 3, 4, 5].flatMap((day) =>
      ['USD', 'GBP', 'JPY'].map((quote) => ({
        date: `2026-03-0${day}`,
        base: 'EUR',
        quote,
        rate: `1.${day}`,
      })),
    )
    expect(await world.done('RecordRates', { source: 'ecb', rates })).toMatchObject({ recorded: 15 })
    await world.rate('2026-03-03', 'USD', 'EUR', '0.9', 'manual')
    const rows: string[] = []
    let cursor: string | undefined
    do {
      const page = await world.see<{
        data: { date: string; source: string; quote: string }[]
        nextCursor: string | null
      }>('ListRates', { limit: 4, cursor })
      rows.push(...page.data.map(({ date, source, quote }) => `${date} ${source} ${quote}`))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(rows).toHaveLength(16)
    expect(rows).toEqual([...new Set(rows)])
    expect(rows.slice(5, 10)).toEqual(
      [
        '2026-03-04 ecb USD',
        '2026-03-03 ecb GBP',
        '2026-03-03 ecb JPY',
        '2026-03-03 ecb USD',
        '2026-03-03 manual EUR',
      ].slice(0, 5),
    )
    expect(await world.see('ListRates', { base: 'USD' })).toMatchObject({
      data: [{ source: 'manual', rate: '0.9' }],
    })
    expect(
      await world.see('ListRates', { quote: 'JPY', from: '2026-03-02', to: '2026-03-03' }),
    ).toMatchObject({
      data: [{ date: '2026-03-03' }, { date: '2026-03-02' }],
    })
  })

  it('come from a file of the central bank: tried, imported, and imported again without a change', async () => {
    const world = await World.open()
    const text = `<Envelope><Cube><Cube time="2026-03-31"><Cube currency="USD" rate="1.0852"/><Cube currency="GBP" rate="0.85"/></Cube></Cube></Envelope>`
    const before = await world.sequence()
    const input = { format: 'ecb-xml', text }
    expect(await world.done('ImportRates', { ...input, dryRun: true })).toMatchObject({
      dryRun: true,
      recorded: 2,
      sequence: before,
    })
    expect(await world.done('ImportRates', input)).toMatchObject({
      recorded: 2,
      days: 1,
      firstDate: '2026-03-31',
      lastDate: '2026-03-31',
      sequence: before + 1,
    })
    expect(await world.done('ImportRates', input)).toMatchObject({
      recorded: 0,
      unchanged: 2,
      sequence: before + 1,
    })
    expect(await world.see('GetRate', { from: 'USD', to: 'GBP', date: '2026-03-31' })).toMatchObject({
      way: 'cross',
      via: ['EUR'],
      rate: '0.783265757464062',
      legs: [
        { base: 'EUR', quote: 'USD', rate: '1.0852' },
        { base: 'EUR', quote: 'GBP', rate: '0.85' },
      ],
    })
  })

  it('are asked in the order and up to the age that the company says', async () => {
    const world = await World.open()
    await world.rate('2026-03-20', 'EUR', 'USD', '1.10', 'ecb')
    await world.rate('2026-03-31', 'EUR', 'USD', '1.20', 'bundesbank')
    const find = { from: 'EUR', to: 'USD', date: '2026-03-31' }
    expect(await world.see('GetRate', find)).toMatchObject({ source: 'bundesbank' })
    expect(await world.see<SettingsView>('GetCurrencySettings')).toMatchObject({
      currency: 'EUR',
      ratePolicy: { sources: ['ecb', 'bundesbank'], isDefault: true, maxAgeDays: 7 },
      reporting: null,
    })
    expect(await world.done('SetRatePolicy', { sources: ['ecb'], maxAgeDays: 10 })).toMatchObject({
      ratePolicy: { sources: ['ecb'], isDefault: false, maxAgeDays: 10 },
    })
    expect(await world.refusal('GetRate', find)).toMatchObject({
      refused: 'rate_not_found',
      detail: expect.stringContaining('1.1 ecb 2026-03-20, 11 days old, and 10 are allowed'),
    })
    await world.done('SetRatePolicy', { sources: ['ecb'], maxAgeDays: 11 })
    expect(await world.see('GetRate', find)).toMatchObject({ source: 'ecb', ageDays: 11 })
    await evictDurableObject(world.stub)
    expect(await world.see('GetRate', find)).toMatchObject({ source: 'ecb', ageDays: 11 })
    await world.expectSound()
  })
})

describe('a line with a rate', () => {
  it('gets its value by it, and keeps the rate and where it is from', async () => {
    const world = await World.open()
    await world.rate('2026-03-31', 'EUR', 'USD', '1.0852')
    const entry = await world.entry('2026-04-01', [
      { account: '1100', ...usd('33.33', 'auto') },
      { account: '1200', ...usd('66.67', 'auto') },
      { account: '4000', ...usd('100.00', 'auto', 'credit') },
    ])
    expect(entry.lines.map(({ value, rate }) => [value, rate])).toEqual([
      ['30.71', '0.921489126428308 ecb 2026-03-31 inverse'],
      ['61.44', '0.921489126428308 ecb 2026-03-31 inverse'],
      ['92.15', '0.921489126428308 ecb 2026-03-31 inverse'],
    ])
    const mixed = await world.entry('2026-04-01', [
      { account: '1100', ...usd('100.00', '0.9') },
      { account: '1000', credit: '90.00' },
    ])
    expect(mixed.lines[0]).toMatchObject({ value: '90.00', rate: '0.9' })
  })

  it('is refused where there is no rate, and a difference between two rates is nobody else’s', async () => {
    const world = await World.open()
    const lines = [
      { account: '1100', ...usd('100.00', 'auto') },
      { account: '4000', credit: '90.00' },
    ]
    expect(await world.post(lines)).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'rate_not_found', errors: [{ pointer: '/lines/0/rate' }] },
    })
    const two = [
      { account: '1100', ...usd('100.00', '0.92') },
      { account: '4000', ...usd('100.00', '0.93', 'credit') },
    ]
    expect(await world.post(two)).toMatchObject(refused('unbalanced_entry'))
  })
})

describe('a revaluation', () => {
  async function withDollars(): Promise<World> {
    const world = await World.open()
    await world.entry('2026-03-10', [
      { account: '1100', ...usd('1000.00', '0.90') },
      { account: '4000', ...usd('1000.00', '0.90', 'credit') },
    ])
    await world.entry('2026-03-12', [
      { account: '6000', ...usd('200.00', '0.90') },
      { account: '1600', ...usd('200.00', '0.90', 'credit') },
    ])
    await world.entry('2026-03-15', [
      { account: '1500', ...usd('500.00', '0.90') },
      { account: '1000', credit: '450.00' },
    ])
    await world.rate('2026-03-31', 'USD', 'EUR', '0.95', 'manual')
    return world
  }

  it('books what is held and owed at the rate of the day, and takes it back on the next', async () => {
    const world = await withDollars()
    const before = await world.balances('2026-03-31')
    const preview = await world.see<Preview>('PreviewRevaluation', { asOf: '2026-03-31' })
    expect(preview.totals).toEqual({ positions: 2, changed: 2, gain: '50.00', loss: '10.00', net: '40.00' })
    // The machines are no monetary item, and sales and costs have happened at their rate.
    expect(preview.data).toMatchObject([
      {
        account: { code: '1100' },
        quantity: '1000.00',
        carrying: '900.00',
        value: '950.00',
        difference: '50.00',
      },
      {
        account: { code: '1600' },
        quantity: '-200.00',
        carrying: '-180.00',
        value: '-190.00',
        difference: '-10.00',
      },
    ])
    const reply = await world.done<RevaluationReply>('RevalueCurrencies', { asOf: '2026-03-31' })
    expect(reply.totals).toEqual(preview.totals)
    expect(await world.balances('2026-03-31')).toEqual({
      ...before,
      '1100': '950.00',
      '1600': '-190.00',
      '7110': '-50.00',
      '7210': '10.00',
    })
    expect(await world.balances('2026-04-01')).toEqual(before)
    const [pair] = reply.entries
    const entry = await world.ask<EntryView>('ledger', 'GetJournalEntry', { id: pair?.entry.id })
    expect(entry).toMatchObject({ purpose: 'revaluation', origin: reply.id, reversedBy: pair?.reversal.id })
    expect(entry.lines[0]).toMatchObject({
      debit: '0.00',
      unit: 'USD',
      value: '50.00',
      rate: '0.95 manual 2026-03-31',
    })
    expect(await world.see('GetRevaluation', { revaluation: reply.id, limit: 1 })).toMatchObject({
      data: [{ account: { code: '1100' }, carrying: '900.00', value: '950.00', difference: '50.00' }],
      nextCursor: expect.any(String),
      revaluation: { id: reply.id, lines: 2, gain: '50.00', loss: '10.00' },
    })
    expect(await world.see('ListRevaluations')).toMatchObject({ data: [{ id: reply.id }], nextCursor: null })
    await world.expectSound()
  })

  it('of the same day books only what is new, whatever changed in between', async () => {
    const world = await withDollars()
    await world.done('RevalueCurrencies', { asOf: '2026-03-31' })
    const sequence = await world.sequence()
    expect(await world.done('RevalueCurrencies', { asOf: '2026-03-31' })).toMatchObject({
      id: null,
      totals: { changed: 0 },
      entries: [],
      sequence,
    })
    await world.rate('2026-03-31', 'USD', 'EUR', '0.96', 'manual')
    // Paid into the bank late, and dated into the month.
    await world.entry('2026-03-30', [
      { account: '1100', ...usd('100.00', '0.90') },
      { account: '4000', ...usd('100.00', '0.90', 'credit') },
    ])
    const preview = await world.see<Preview>('PreviewRevaluation', { asOf: '2026-03-31' })
    expect(preview.data).toMatchObject([
      { carrying: '1040.00', value: '1056.00', difference: '16.00' },
      { carrying: '-190.00', value: '-192.00', difference: '-2.00' },
    ])
    await world.done('RevalueCurrencies', { asOf: '2026-03-31' })
    expect(await world.balances('2026-03-31')).toMatchObject({
      '1100': '1056.00',
      '1600': '-192.00',
      '7110': '-66.00',
      '7210': '12.00',
    })
    const after = await world.balances('2026-04-01')
    expect(after).toMatchObject({ '1100': '990.00', '1600': '-180.00' })
    expect(after).not.toHaveProperty('7110')
    await world.expectSound()
  })

  it('that is reversed later counts as carried until then', async () => {
    const world = await withDollars()
    const accounts = ['1100']
    await world.rate('2026-03-15', 'USD', 'EUR', '0.92', 'manual')
    await world.done('RevalueCurrencies', { asOf: '2026-03-15', reverseOn: '2026-04-15', accounts })
    await world.done('RevalueCurrencies', { asOf: '2026-03-31', accounts })
    expect(await world.balances('2026-03-20')).toMatchObject({ '1100': '920.00' })
    expect(await world.balances('2026-03-31')).toMatchObject({ '1100': '950.00', '7110': '-50.00' })
    expect(await world.balances('2026-04-01')).toMatchObject({ '1100': '920.00' })
    expect(await world.balances('2026-04-15')).toMatchObject({ '1100': '900.00' })
    await world.expectSound()
  })

  it('says what it lacks: a rate, an account, a later day', async () => {
    const world = await withDollars()
    expect(await world.do('RevalueCurrencies', { asOf: '2026-05-31' })).toMatchObject(
      refused('rate_not_found'),
    )
    expect(
      await world.do('RevalueCurrencies', { asOf: '2026-03-31', reverseOn: '2026-03-31' }),
    ).toMatchObject(refused('invalid_reversal_date'))
    expect(await world.do('RevalueCurrencies', { asOf: '2026-03-31', accounts: ['9999'] })).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'unknown_account', errors: [{ pointer: '/accounts/0' }] },
    })
    const roles = { unrealisedGain: null }
    expectAccepted(await world.execute('ledger', 'SetAccountRoles', { roles }))
    const before = await world.sequence()
    expect(await world.do('RevalueCurrencies', { asOf: '2026-03-31' })).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'role_not_assigned', detail: expect.stringContaining('unrealisedGain') },
    })
    expect(await world.sequence()).toBe(before)
  })

  it('leaves out an account that holds no monetary items, if somebody says so', async () => {
    const world = await withDollars()
    expect(await world.done('SetAccountRevaluation', { account: '1100', isMonetary: false })).toMatchObject({
      isMonetary: false,
      reason: 'not-monetary',
    })
    await world.done('SetAccountRevaluation', { account: '1500', isMonetary: true })
    const { data } = await world.see<Preview>('PreviewRevaluation', { asOf: '2026-03-31' })
    expect(data.map(({ account }) => account.code)).toEqual(['1500', '1600'])
    expect(await world.see('ListRevaluedAccounts', { limit: 3 })).toMatchObject({
      data: [
        { account: { code: '1000' }, reason: 'category' },
        { account: { code: '1100' }, reason: 'not-monetary' },
        { account: { code: '1200' }, reason: 'category' },
      ],
    })
    await world.done('SetAccountRevaluation', { account: '1100', isMonetary: null })
    expect((await world.see<Preview>('PreviewRevaluation', { asOf: '2026-03-31' })).data).toHaveLength(3)
    await world.expectSound()
  })

  it('sent twice with one key is booked once', async () => {
    const world = await withDollars()
    const first = await world.do('RevalueCurrencies', { asOf: '2026-03-31' }, 'key-1')
    const again = await world.do('RevalueCurrencies', { asOf: '2026-03-31' }, 'key-1')
    expect(again).toEqual({ ...first, replayed: true })
    expect(await world.balances('2026-03-31')).toMatchObject({ '1100': '950.00' })
  })

  it('sees what commands before it in the same turn have booked', async () => {
    const world = await withDollars()
    const [posted, revalued] = await Promise.all([
      world.post(
        [
          { account: '1100', ...usd('1000.00', '0.90') },
          { account: '4000', ...usd('1000.00', '0.90', 'credit') },
        ],
        { effectiveDate: '2026-03-20' },
      ),
      world.do('RevalueCurrencies', { asOf: '2026-03-31' }),
      world.do('RevalueCurrencies', { asOf: '2026-05-31' }),
    ])
    expectAccepted(posted)
    expectAccepted(revalued)
    expect(await world.balances('2026-03-31')).toMatchObject({ '1100': '1900.00', '7110': '-100.00' })
    await world.expectSound()
  })

  it('and its rates are on the list of what a period still needs', async () => {
    const world = await withDollars()
    const needs = async (period: string) => {
      const { items } = await world.ask<{ items: { code: string; status: string; count: number }[] }>(
        'periods',
        'GetPeriodChecklist',
        { period },
      )
      const own = ['missing-rates', 'unrevalued-balances', 'exchange-residuals']
      return own.map((code) => {
        const item = items.find((each) => each.code === code)
        return `${item?.status} ${item?.count}`
      })
    }
    expect(await needs('2026-P02')).toEqual(['not-applicable 0', 'not-applicable 0', 'done 0'])
    expect(await needs('2026-P03')).toEqual(['done 0', 'open 2', 'done 0'])
    expect(await needs('2026-P04')).toEqual(['open 1', 'blocked 1', 'done 0'])
    await world.done('RevalueCurrencies', { asOf: '2026-03-31' })
    expect(await needs('2026-P03')).toEqual(['done 0', 'done 0', 'done 0'])
  })

  it('goes with an account that becomes a part of another', async () => {
    const world = await withDollars()
    const account = { code: '1110', name: 'Second bank', type: 'asset', category: 'cash', unit: 'USD' }
    expectAccepted(await world.execute('ledger', 'OpenAccount', account))
    await world.entry('2026-03-20', [
      { account: '1110', ...usd('300.00', '0.90') },
      { account: '4000', ...usd('300.00', '0.90', 'credit') },
    ])
    await world.done('SetAccountRevaluation', { account: '1110', isMonetary: true })
    await world.done('RevalueCurrencies', { asOf: '2026-03-31' })
    expectAccepted(await world.execute('ledger', 'MergeAccounts', { from: '1110', into: '1100' }))
    expect(await world.done('RevalueCurrencies', { asOf: '2026-03-31' })).toMatchObject({
      totals: { positions: 2, changed: 0 },
    })
    expect(await world.balances('2026-03-31')).toMatchObject({ '1100': '1235.00', '7110': '-65.00' })
    await world.expectSound()
  })

  it('is not reversed by hand, neither of its entries', async () => {
    const world = await withDollars()
    const { entries } = await world.done<RevaluationReply>('RevalueCurrencies', { asOf: '2026-03-31' })
    for (const [id, code] of [
      [entries[0]?.entry.id, 'already_reversed'],
      [entries[0]?.reversal.id, 'revaluation_entry'],
    ])
      expect(await world.execute('ledger', 'ReverseJournalEntry', { id })).toMatchObject(refused(code ?? ''))
    await world.expectSound()
  })

  it('is refused as a whole where one of its days is locked', async () => {
    const world = await withDollars()
    expectAccepted(await world.execute('periods', 'SetLock', { kind: 'all', through: '2026-03-31' }))
    const before = await world.sequence()
    expect(await world.do('RevalueCurrencies', { asOf: '2026-03-31' })).toMatchObject(
      refused('period_locked'),
    )
    expect(await world.sequence()).toBe(before)
  })

  it('that has to wait for an approval undoes itself alone', async () => {
    const world = await withDollars()
    const policy = {
      code: 'month-end',
      name: 'Month end',
      commands: ['currencies.RevalueCurrencies'],
      effect: 'approve',
      reason: 'The controller looks at it first.',
      approval: { steps: [{ roles: ['controller'], count: 1 }] },
    }
    expectAccepted(await world.execute('guardrails', 'AdoptPolicy', policy))
    const sale = (amount: string) =>
      world.post(
        [
          { account: '1100', ...usd(amount, '0.90') },
          { account: '4000', ...usd(amount, '0.90', 'credit') },
        ],
        { effectiveDate: '2026-03-20' },
      )
    const [first, parked, second] = await Promise.all([
      sale('1000.00'),
      world.do('RevalueCurrencies', { asOf: '2026-03-31' }),
      sale('500.00'),
    ])
    expectAccepted(first)
    expectAccepted(second)
    expect(parked.kind).toBe('parked')
    const { approval } = JSON.parse(parked.kind === 'parked' ? parked.body : '{}') as {
      approval: { id: string }
    }
    expect(await world.balances('2026-03-31')).toMatchObject({ '1100': '2250.00' })
    await world.expectSound()

    const released = await world.stub.execute({
      company: world.company,
      module: 'guardrails',
      command: 'ApproveCommand',
      input: JSON.stringify({ approval: approval.id }),
      actor: { ...world.actor, id: 'user_eve', roles: ['controller'] },
      requestId: 'req_test',
    })
    expect(expectAccepted(released)).toMatchObject({ outcome: { status: 'executed' } })
    expect(await world.balances('2026-03-31')).toMatchObject({ '1100': '2375.00' })
    await world.expectSound()
  })

  it('is for who sees all records; rates are for every reader', async () => {
    const world = await withDollars()
    const { id } = await world.done<RevaluationReply>('RevalueCurrencies', { asOf: '2026-03-31' })
    const reader: Actor = {
      ...world.actor,
      id: 'user_ada',
      roles: [],
      grants: 'ledger:read ledger:write company:read',
      rules: [{ field: 'account', allow: ['1000', '4*'] }],
    }
    for (const [query, input] of [
      ['PreviewRevaluation', { asOf: '2026-03-31' }],
      ['PreviewResiduals', { asOf: '2026-03-31' }],
      ['ListRevaluations', {}],
      ['GetRevaluation', { revaluation: id }],
    ] as const)
      expect(await world.refusal(query, input, reader)).toMatchObject({ refused: 'record_rule' })
    for (const command of ['RevalueCurrencies', 'ClearResiduals']) {
      const outcome = await world.stub.execute({
        company: world.company,
        module: 'currencies',
        command,
        input: JSON.stringify({ asOf: '2026-03-31' }),
        actor: reader,
        requestId: 'req_test',
      })
      expect(outcome).toMatchObject(refused('record_rule'))
    }
    expect(await world.refusal('GetRate', { from: 'USD', date: '2026-03-31' }, reader)).toMatchObject({
      refused: 'answered',
    })
    const accounts = await world.stub.ask({
      module: 'currencies',
      query: 'ListRevaluedAccounts',
      input: {},
      actor: reader,
    })
    expect(accounts.kind === 'answered' && JSON.parse(accounts.body)).toMatchObject({
      data: [{ account: { code: '1000' } }],
    })
    const log = await world.stub.ask({
      module: 'company',
      query: 'ListEvents',
      input: { limit: 200 },
      actor: reader,
    })
    const types = (
      JSON.parse(log.kind === 'answered' ? log.body : '{}') as { data: { type: string }[] }
    ).data.map(({ type }) => type)
    expect(types).toContain('exchange-rates-recorded')
    expect(types).not.toContain('currencies-revalued')
  })
})

describe('a residual', () => {
  it('of an account that holds nothing any more is cleared once, and a revaluation is none', async () => {
    const world = await World.open()
    await world.entry('2026-03-10', [
      { account: '1100', ...usd('100.00', '0.90') },
      { account: '4000', ...usd('100.00', '0.90', 'credit') },
    ])
    await world.rate('2026-03-31', 'USD', 'EUR', '0.95', 'manual')
    await world.done('RevalueCurrencies', { asOf: '2026-03-31' })
    await world.entry('2026-03-31', [
      { account: '1000', debit: '93.00' },
      { account: '1100', credit: '100.00', unit: 'USD', value: '93.00' },
    ])
    const left = { account: { code: '1100' }, unit: 'USD', value: '-3.00' }
    expect(await world.see('PreviewResiduals', { asOf: '2026-03-31' })).toMatchObject({
      data: [left],
      net: '-3.00',
    })
    expect(await world.done('ClearResiduals', { asOf: '2026-03-31' })).toMatchObject({ cleared: [left] })
    expect(await world.balances('2026-04-01')).toEqual({ '1000': '93.00', '4000': '-90.00', '7100': '-3.00' })
    const sequence = await world.sequence()
    expect(await world.done('ClearResiduals', { asOf: '2026-04-01' })).toMatchObject({
      cleared: [],
      entries: [],
      sequence,
    })
    // The day is revalued again: nothing is held any more, so its gain is taken back.
    await world.done('RevalueCurrencies', { asOf: '2026-03-31' })
    expect(await world.balances('2026-03-31')).toEqual({ '1000': '93.00', '4000': '-90.00', '7100': '-3.00' })
    await world.expectSound()
  })
})

describe('a second currency', () => {
  it('is translated at the closing rate and the averages of months, as they were known', async () => {
    const world = await World.open()
    const days = ['2026-01-05', '2026-01-06', '2026-01-07']
    const usdRates = days.map((date, index) => ({ date, base: 'EUR', quote: 'USD', rate: `1.0${index}` }))
    const gbpRates = days.map((date) => ({ date, base: 'EUR', quote: 'GBP', rate: '0.5' }))
    const end = { date: '2026-02-27', base: 'EUR', quote: 'USD', rate: '1.2' }
    const { sequence } = await world.done<Recorded>('RecordRates', {
      source: 'ecb',
      rates: [...usdRates, ...gbpRates, end],
    })
    await world.rate('2026-01-07', 'EUR', 'USD', '1.08')

    await runInDurableObject(world.stub, (_, { storage }) => {
      const database = new Database(storage.sql)
      const rates = new Rates(database)
      const currency = { ordinal: 1, code: 'EUR', name: 'EUR', kind: 'currency' as const, scale: 2 }
      const averages = new AverageRates(
        rates,
        new RateLookup(rates, new SettingsStore(database), () => ({ currency })),
      )
      const of = (more: object) => averages.of({ from: 'EUR', to: 'USD', asOf: 20260228, ...more })
      expect(of({}).average(202601)).toMatchObject({
        rate: '1.03',
        basis: 'average',
        date: '2026-01',
        source: 'ecb',
      })
      expect(of({ knownAt: sequence }).average(202601)).toMatchObject({ rate: '1.01' })
      expect(of({ asOf: 20260106 }).average(202601)).toMatchObject({ rate: '1.005' })
      expect(of({}).average(202602)).toMatchObject({ rate: '1.2', basis: 'average' })
      expect(of({}).closing()).toMatchObject({ rate: '1.2', basis: 'closing', date: '2026-02-27' })
      // A month without rates has the one that held at its end.
      expect(of({ asOf: 20260301 }).average(202603)).toMatchObject({ rate: '1.2', basis: 'month-end' })
      expect(of({}).average(202512)).toMatchObject({ refused: 'rate_not_found' })
      expect(of({ to: 'EUR' }).average(202512)).toMatchObject({ rate: '1', basis: 'same' })
      // Day by day through the euro: 1.00/0.5, 1.01/0.5 and 1.08/0.5.
      expect(averages.of({ from: 'GBP', to: 'USD', asOf: 20260131 }).average(202601)).toMatchObject({
        rate: '2.06',
      })
      expect(averages.of({ from: 'USD', to: 'EUR', asOf: 20260106 }).average(202601)).toMatchObject({
        rate: '0.995049504950495',
      })
    })
  })

  it('is set, changed and taken back', async () => {
    const world = await World.open()
    expect(await world.do('SetReportingCurrency', { currency: 'EUR' })).toMatchObject(refused('same_unit'))
    expect(await world.do('SetReportingCurrency', { currency: 'XXQ' })).toMatchObject(refused('unknown_unit'))
    expect(await world.done('SetReportingCurrency', { currency: 'USD' })).toMatchObject({
      reporting: { currency: 'USD', method: 'closing-rate' },
    })
    expect(await world.done('SetReportingCurrency', { currency: null })).toMatchObject({ reporting: null })
    await world.expectSound()
  })
})
