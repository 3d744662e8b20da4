import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { Actor } from '../../kernel/module.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { EntryView } from '../contract.ts'
import type { ItemView, MatchView, Totals } from './replies.ts'

interface List {
  data: ItemView[]
  nextCursor: string | null
  totals: Totals | null
  knownAt: number
}

class Receivables extends TestBooks {
  static override async open(): Promise<Receivables> {
    const books = new Receivables()
    const profile = { name: 'Test', slug: 'test', country: 'DE', currency: 'EUR', region: 'eu' }
    expectAccepted(await books.execute('company', 'OpenCompany', profile))
    for (const account of [
      { code: '1200', name: 'Bank', type: 'asset' },
      { code: '1400', name: 'Receivables', type: 'asset', isOpenItem: true, control: 'receivables' },
      { code: '1590', name: 'Clearing', type: 'asset' },
      { code: '4000', name: 'Sales', type: 'income' },
      { code: '2660', name: 'Exchange gain', type: 'income' },
      { code: '2150', name: 'Exchange loss', type: 'expense' },
      { code: '2400', name: 'Bad debts', type: 'expense' },
    ])
      expectAccepted(await books.execute('ledger', 'OpenAccount', account))
    return books
  }

  async invoice(amount: string, more: object = {}, on = '2026-01-10', unit?: object): Promise<string> {
    const lines = [
      { account: '1400', debit: amount, ...unit, ...more },
      { account: '4000', credit: amount, ...unit },
    ]
    return expectAccepted(await this.post(lines, { effectiveDate: on })).id
  }

  async payment(amount: string, more: object = {}, on = '2026-02-10', unit?: object): Promise<string> {
    const lines = [
      { account: '1200', debit: amount, ...unit },
      { account: '1400', credit: amount, ...unit, ...more },
    ]
    return expectAccepted(await this.post(lines, { effectiveDate: on })).id
  }

  match(items: object[], more: object = {}): Promise<Outcome> {
    return this.execute('open-items', 'MatchItems', { account: '1400', items, ...more })
  }

  async matched(items: object[], more: object = {}): Promise<MatchView> {
    return expectAccepted(await this.match(items, more)) as unknown as MatchView
  }

  list(input: object = {}): Promise<List> {
    return this.ask<List>('open-items', 'ListOpenItems', input)
  }

  async openAmounts(input: object = {}): Promise<(string | null)[]> {
    return (await this.list(input)).data.map(({ openAmount, debit }) =>
      debit === null ? `-${openAmount}` : openAmount,
    )
  }

  async expectSound(): Promise<void> {
    expect((await this.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

const refused = (code: string, more: object = {}) => ({
  kind: 'refused',
  refusal: { refused: code, ...more },
})
const item = (entry: string, line: number, amount?: string) => ({ entry, line, ...(amount && { amount }) })

describe('open items', () => {
  it('are made by entries and settled in part and in full, the oldest first', async () => {
    const books = await Receivables.open()
    const first = await books.invoice('100.00', { reference: 'R-1', dueDate: '2026-01-31' })
    const second = await books.invoice('50.00', { reference: 'R-2' }, '2026-01-20')
    const paid = await books.payment('120.00')
    expect(await books.openAmounts()).toEqual(['100.00', '50.00', '-120.00'])
    const match = await books.matched([item(paid, 1), item(second, 0), item(first, 0)])
    expect(match).toMatchObject({
      effectiveDate: '2026-02-10',
      reason: 'manual',
      exchange: null,
      writeOff: null,
      unmatched: null,
    })
    expect(match.items.map(({ side, amount }) => `${side} ${amount}`).sort()).toEqual([
      'credit 120.00',
      'debit 100.00',
      'debit 20.00',
    ])
    const { data, totals } = await books.list()
    expect(data).toMatchObject([
      {
        entry: second,
        openAmount: '30.00',
        openValue: '30.00',
        status: 'partly-matched',
        matches: [match.id],
      },
    ])
    expect(totals).toMatchObject({
      units: [{ unit: 'EUR', items: 1, debit: '30.00', credit: '0.00', balance: '30.00' }],
    })
    // What was open before the payment, and at the position of the log before the match.
    expect(await books.openAmounts({ asOf: '2026-02-09' })).toEqual(['100.00', '50.00'])
    const before = (await books.list()).knownAt - 1
    expect(await books.openAmounts({ knownAt: before })).toEqual(['100.00', '50.00', '-120.00'])
    expect((await books.list({ status: 'matched' })).data.map(({ entry }) => entry)).toEqual([paid, first])
    expect((await books.list({ status: 'all' })).data.map(({ entry }) => entry)).toEqual([
      second,
      paid,
      first,
    ])
    expect(await books.ask('open-items', 'GetOpenItem', { entry: first, line: 0 })).toMatchObject({
      status: 'matched',
      openAmount: '0.00',
      matches: [{ match: match.id, amount: '100.00', unmatched: null }],
    })
    await books.expectSound()
  })

  it('are open again when a match is taken back, from that day on', async () => {
    const books = await Receivables.open()
    const invoice = await books.invoice('100.00')
    const paid = await books.payment('100.00')
    const { id } = await books.matched([item(invoice, 0), item(paid, 1)])
    expect(await books.openAmounts()).toEqual([])
    const early = { match: id, effectiveDate: '2026-02-09' }
    expect(await books.execute('open-items', 'UnmatchItems', early)).toMatchObject(refused('match_too_early'))
    const unmatched = { match: id, effectiveDate: '2026-03-01', reason: 'Wrong customer' }
    expect(expectAccepted(await books.execute('open-items', 'UnmatchItems', unmatched))).toMatchObject({
      unmatched: { effectiveDate: '2026-03-01', reason: 'Wrong customer', reversals: [] },
    })
    expect(await books.execute('open-items', 'UnmatchItems', { match: id })).toMatchObject(
      refused('already_unmatched'),
    )
    expect(await books.openAmounts()).toEqual(['100.00', '-100.00'])
    expect(await books.openAmounts({ asOf: '2026-02-20' })).toEqual([])
    expect(
      await books.match([item(invoice, 0), item(paid, 1)], { effectiveDate: '2026-02-15' }),
    ).toMatchObject(refused('match_too_early'))
    expect(await books.matched([item(invoice, 0), item(paid, 1)])).toMatchObject({
      effectiveDate: '2026-03-01',
    })
    expect(await books.openAmounts()).toEqual([])
    await books.expectSound()
  })

  it('in a currency leave nothing open, and book the realised difference, which unmatching takes back', async () => {
    const books = await Receivables.open()
    const dollars = (value: string) => ({ unit: 'USD', value })
    const invoice = await books.invoice('100.00', {}, '2026-01-10', dollars('90.00'))
    const paid = await books.payment('100.00', {}, '2026-02-10', dollars('92.00'))
    expect(await books.match([item(invoice, 0), item(paid, 1)])).toMatchObject(refused('role_not_assigned'))
    const roles = { exchangeGain: '2660', exchangeLoss: '2150' }
    expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles }))
    const match = await books.matched([item(invoice, 0), item(paid, 1)])
    expect(match.exchange).toMatchObject({ gain: '2.00', loss: null })
    const entry = await books.ask<EntryView>('ledger', 'GetJournalEntry', { id: match.exchange?.entry })
    expect(entry).toMatchObject({
      purpose: 'exchange',
      origin: match.id,
      effectiveDate: '2026-02-10',
      lines: [
        { account: { code: '1400' }, debit: '0.00', unit: 'USD', value: '2.00' },
        { account: { code: '2660' }, credit: '2.00', unit: 'EUR', value: '2.00' },
      ],
    })
    expect(await books.list()).toMatchObject({ data: [], totals: { value: { balance: '0.00' } } })
    const reverse = (id: string | undefined) => books.execute('ledger', 'ReverseJournalEntry', { id })
    expect(await reverse(match.exchange?.entry)).toMatchObject(refused('items_matched'))
    expect(await reverse(invoice)).toMatchObject(refused('items_matched'))
    await books.expectSound()
    const { unmatched } = expectAccepted(
      await books.execute('open-items', 'UnmatchItems', { match: match.id, effectiveDate: '2026-02-10' }),
    ) as unknown as MatchView
    expect(unmatched?.reversals).toHaveLength(1)
    expect(await books.openAmounts()).toEqual(['100.00', '-100.00'])
    expectAccepted(await reverse(invoice))
    expect(await books.openAmounts()).toEqual(['-100.00'])
    await books.expectSound()
  })

  it('a rest up to the limit is written off, and comes back with the match', async () => {
    const books = await Receivables.open()
    const invoice = await books.invoice('100.00')
    const paid = await books.payment('98.50')
    const both = [item(invoice, 0), item(paid, 1)]
    const writeOff = { account: '2400', memo: 'Bank charges' }
    expect(await books.match(both, { writeOff })).toMatchObject(refused('write_off_too_large'))
    expectAccepted(await books.execute('open-items', 'SetMatchingSettings', { writeOffLimit: '1.49' }))
    expect(await books.match(both, { writeOff })).toMatchObject(refused('write_off_too_large'))
    expectAccepted(await books.execute('open-items', 'SetMatchingSettings', { writeOffLimit: '1.50' }))
    expect(await books.match(both, { writeOff: { account: '9' } })).toMatchObject(refused('unknown_account'))
    const match = await books.matched(both, { writeOff })
    expect(match).toMatchObject({ writeOff: { amount: '1.50' }, items: { length: 3 } })
    expect(await books.openAmounts()).toEqual([])
    await books.expectSound()
    expectAccepted(await books.execute('open-items', 'UnmatchItems', { match: match.id }))
    // The write-off and its reversal have settled each other.
    expect(await books.openAmounts()).toEqual(['100.00', '-98.50'])
    await books.expectSound()
  })

  it('are matched with the reversal of their entry', async () => {
    const books = await Receivables.open()
    const invoice = await books.invoice('100.00')
    const kept = await books.invoice('70.00')
    const reversal = expectAccepted(await books.execute('ledger', 'ReverseJournalEntry', { id: invoice })).id
    expect((await books.list()).data.map(({ entry }) => entry)).toEqual([kept])
    const [row] = (await books.list({ status: 'matched' })).data
    expect(await books.ask<MatchView>('open-items', 'GetMatch', { match: row?.matches[0] })).toMatchObject({
      reason: 'reversal',
      items: [{ entry: invoice }, { entry: reversal }],
    })
    await books.expectSound()
  })

  it('are refused where a match would not be right', async () => {
    const books = await Receivables.open()
    const [a, b] = [await books.invoice('100.00'), await books.invoice('50.00')]
    const paid = await books.payment('100.00')
    const dollars = await books.payment('10.00', {}, '2026-02-11', { unit: 'USD', value: '9.00' })
    const cases: [object[], object, string, string][] = [
      [[item(a, 0), item(a, 0)], {}, 'open_item_repeated', '/items/1'],
      [[item(a, 1)], {}, 'unknown_open_item', '/items/0'],
      [[item(a, 0), item(paid, 7)], {}, 'unknown_open_item', '/items/1'],
      [[item(a, 0), item(paid, 1, '100.001')], {}, 'invalid_amount', '/items/1/amount'],
      [[item(a, 0), item(paid, 1, '100.01')], {}, 'amount_exceeds_open', '/items/1/amount'],
      [[item(a, 0), item(paid, 1, '0')], {}, 'amount_exceeds_open', '/items/1/amount'],
      [[item(a, 0), item(dollars, 1)], {}, 'items_differ_in_unit', '/items/1'],
      [[item(a, 0), item(b, 0)], {}, 'nothing_to_match', '/items'],
      [[item(a, 0, '40'), item(paid, 1, '41')], {}, 'items_do_not_cancel', '/items'],
      [[item(a, 0), item(paid, 1)], { writeOff: { account: '2400' } }, 'write_off_not_needed', '/writeOff'],
      [[item(a, 0), item(paid, 1)], { effectiveDate: '2026-02-09' }, 'match_too_early', '/effectiveDate'],
      [[item(a, 0), item(paid, 1)], { account: '1200' }, 'not_open_item_account', '/account'],
      [[item(a, 0), item(paid, 1)], { account: '9' }, 'unknown_account', '/account'],
    ]
    for (const [items, more, code, pointer] of cases)
      expect(await books.match(items, more)).toMatchObject(refused(code, { errors: [{ pointer }] }))
    await books.matched([item(a, 0), item(paid, 1)])
    expect(await books.match([item(a, 0), item(paid, 1)])).toMatchObject(refused('open_item_settled'))
    await books.expectSound()
  })

  it('are made of what an account holds when it becomes one of open items, and dropped when it is none', async () => {
    const books = await Receivables.open()
    const clear = (debit: string, credit: string, amount: string) =>
      books.post([
        { account: debit, debit: amount },
        { account: credit, credit: amount },
      ])
    const { id: first } = expectAccepted(await clear('1590', '4000', '30'))
    const { id: second } = expectAccepted(await clear('4000', '1590', '10'))
    const change = (isOpenItem: boolean) =>
      books.execute('ledger', 'ChangeAccount', { code: '1590', isOpenItem })
    expectAccepted(await change(true))
    expect(await books.openAmounts({ account: '1590' })).toEqual(['30.00', '-10.00'])
    await books.expectSound()
    const items = [item(first, 0), item(second, 1)]
    const { id } = await books.matched(items, { account: '1590' })
    expect(await change(false)).toMatchObject(refused('items_matched'))
    expectAccepted(await books.execute('open-items', 'UnmatchItems', { match: id }))
    expectAccepted(await change(false))
    expect(await books.match(items, { account: '1590' })).toMatchObject(refused('not_open_item_account'))
    await books.expectSound()
    // Nothing is open in an account that has no balance.
    expectAccepted(await clear('4000', '1590', '20'))
    expectAccepted(await change(true))
    expect(await books.openAmounts({ account: '1590' })).toEqual([])
    expectAccepted(await clear('1590', '4000', '5'))
    expect(await books.openAmounts({ account: '1590' })).toEqual(['5.00'])
    expect(await books.ask('open-items', 'GetMatch', { match: id })).toMatchObject({ items: { length: 2 } })
    await books.expectSound()
  })

  it('are listed page by page, filtered and by age', async () => {
    const books = await Receivables.open()
    for (let day = 10; day < 25; day++)
      await books.invoice(
        `${day}.00`,
        { reference: `R-${day}`, dueDate: `2026-01-${day}` },
        `2026-01-0${day % 9 || 9}`,
      )
    const all: string[] = []
    let cursor: string | null = null
    do {
      const page: List = await books.list({ limit: 4, asOf: '2026-03-15', ...(cursor && { cursor }) })
      expect(page.totals === null).toBe(cursor !== null)
      all.push(...page.data.map(({ entry }) => entry))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(all).size).toBe(15)
    expect((await books.list({ q: 'r-12' })).data).toHaveLength(1)
    expect((await books.list({ dueBefore: '2026-01-12' })).data).toHaveLength(2)
    const { totals } = await books.list({ asOf: '2026-03-15' })
    expect(totals?.ageing.map(({ bucket, items }) => [bucket, items])).toEqual([
      ['not-due', 0],
      ['1-30', 0],
      ['31-60', 11],
      ['61-90', 4],
      ['over-90', 0],
    ])
    expect((await books.list({ unit: 'USD' })).data).toEqual([])
  })

  it('are listed account after account, whatever the size of a page', async () => {
    const books = await Receivables.open()
    const other = { code: '1300', name: 'Others', type: 'asset', isOpenItem: true }
    expectAccepted(await books.execute('ledger', 'OpenAccount', other))
    const lines = [
      { account: '1300', debit: '1' },
      { account: '4000', credit: '1' },
    ]
    for (let each = 0; each < 3; each++) expectAccepted(await books.post(lines))
    for (const amount of ['2', '3']) await books.invoice(amount)
    for (const status of ['open', 'all'])
      for (const limit of [1, 2, 3, 4, 5]) {
        const shown: string[] = []
        let cursor: string | null = null
        do {
          const page: List = await books.list({ limit, status, ...(cursor && { cursor }) })
          shown.push(...page.data.map(({ account, entry }) => `${account.code} ${entry}`))
          cursor = page.nextCursor
        } while (cursor)
        expect(new Set(shown).size).toBe(5)
        expect(shown.map((each) => each.slice(0, 4))).toEqual(['1300', '1300', '1300', '1400', '1400'])
      }
    const { nextCursor: cursor } = await books.list({ limit: 1 })
    const answer = await books.stub.ask({
      module: 'open-items',
      query: 'ListOpenItems',
      input: { account: '1400', cursor },
      actor: books.actor,
    })
    expect(answer).toMatchObject({ kind: 'refused', refusal: { refused: 'invalid_cursor' } })
  })

  it('are suggested together by reference, amount and sum, and can be matched as suggested', async () => {
    const books = await Receivables.open()
    await books.invoice('100.00', { reference: 'R-1' })
    await books.payment('60.00', { reference: 'r-1' })
    await books.invoice('77.00')
    await books.payment('77.00')
    await books.invoice('10.00')
    await books.invoice('20.00')
    await books.invoice('30.00')
    await books.payment('60.00')
    const { data } = await books.ask<{
      data: { reason: string; cancels: boolean; items: { entry: string; line: number; amount: string }[] }[]
    }>('open-items', 'SuggestMatches', { account: '1400' })
    expect(data.map(({ reason, cancels, items }) => [reason, cancels, items.length])).toEqual([
      ['reference', false, 2],
      ['amount', true, 2],
      ['sum', true, 4],
    ])
    for (const { items } of data)
      await books.matched(items.map(({ entry, line, amount }) => ({ entry, line, amount })))
    expect(await books.openAmounts()).toEqual(['40.00'])
    await books.expectSound()
  })

  it('are shown as far as the lines are that made them', async () => {
    const books = await Receivables.open()
    const mine: Actor = {
      ...books.actor,
      id: 'user_clerk',
      grants: '*',
      rules: [[{ field: 'author', own: true }]] as never,
    }
    const theirs = await books.invoice('100.00')
    const paid = await books.payment('100.00')
    const match = await books.matched([item(theirs, 0), item(paid, 1)])
    await books.invoice('5.00')
    const ask = async (query: string, input: object) => {
      const answer = await books.stub.ask({ module: 'open-items', query, input, actor: mine })
      return answer.kind === 'refused' ? answer.refusal.refused : JSON.parse(answer.body)
    }
    expect(await ask('GetMatch', { match: match.id })).toBe('match_not_found')
    expect(await ask('GetOpenItem', { entry: theirs, line: 0 })).toBe('open_item_not_found')
    expect(await ask('ListOpenItems', {})).toMatchObject({ data: [], totals: { units: [] }, partial: true })
  })
})

describe('accounts of open items that are merged', () => {
  it('keep their items and matches, in this object and in one that the log is folded into', async () => {
    const books = await Receivables.open()
    const more = { code: '1401', name: 'More', type: 'asset', isOpenItem: true, control: 'receivables' }
    expectAccepted(await books.execute('ledger', 'OpenAccount', more))
    const invoice = await books.invoice('100.00')
    const paid = await books.payment('40.00')
    const { id } = await books.matched([item(invoice, 0), item(paid, 1)])
    expectAccepted(await books.execute('ledger', 'MergeAccounts', { from: '1400', into: '1401' }))
    expect(await books.openAmounts({ account: '1401' })).toEqual(['60.00'])
    await books.expectSound()
    expectAccepted(await books.execute('open-items', 'UnmatchItems', { match: id }))
    expect(await books.openAmounts()).toEqual(['100.00', '-40.00'])
    const rest = await books.payment('100.00')
    await books.matched([item(invoice, 0), item(rest, 1)], { account: '1401' })
    expect(await books.openAmounts()).toEqual(['-40.00'])
    await books.expectSound()
  })
})

// ------------------------------------------------------------------------------------- against books on paper

const DAYS = ['2026-01-05', '2026-01-31', '2026-02-10', '2026-03-01', '2026-12-31']
const day = fc.nat(DAYS.length - 1)
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('book' as const),
      day,
      isDebit: fc.boolean(),
      cents: fc.integer({ min: 1, max: 500 }),
      rate: fc.option(fc.integer({ min: 80, max: 120 })),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('match' as const),
      chosen: fc.array(fc.nat(), { minLength: 2, maxLength: 5 }),
      part: fc.option(fc.integer({ min: 1, max: 300 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unmatch' as const), which: fc.nat(), day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reverse' as const), which: fc.nat(), day }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Part {
  match: string
  at: number
  from: string
  cents: number
  endedAt: number
  until: string
}
interface PaperItem {
  entry: string
  line: number
  unit: string
  date: string
  at: number
  cents: number
  parts: Part[]
  reversed: boolean
}

const NEVER = Number.MAX_SAFE_INTEGER
const centsOf = (text: string | null | undefined) => Math.round(Number(text) * 100)

/** Items on paper, and what is open of them by adding up what settled them. */
class Paper {
  readonly items: PaperItem[] = []
  readonly matches: { id: string; from: string; live: boolean }[] = []

  open(each: PaperItem, asOf: string, knownAt: number): number {
    return each.parts
      .filter(({ at, from }) => at <= knownAt && from <= asOf)
      .filter(({ endedAt, until }) => !(endedAt <= knownAt && until <= asOf))
      .reduce((open, { cents }) => open - cents, each.cents)
  }

  listed(asOf: string, knownAt: number) {
    return this.items
      .filter(({ date, at }) => date <= asOf && at <= knownAt)
      .map((each) => [each.entry, each.line, this.open(each, asOf, knownAt)] as const)
      .filter(([, , open]) => open !== 0)
  }
}

describe('every sequence of booking, matching, unmatching and reversing', () => {
  it('leaves open what the books on paper say, on every date and as known at any time', async () => {
    const probe = fc.record({ day: fc.option(day), known: fc.double({ min: 0, max: 1, noNaN: true }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 40 }),
        fc.array(probe, { minLength: 6, maxLength: 6 }),
        async (steps, probes) => {
          const books = await Receivables.open()
          const roles = { exchangeGain: '2660', exchangeLoss: '2150' }
          expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles }))
          const paper = new Paper()
          for (const each of steps) await play(books, paper, each)
          await books.expectSound()
          // On no date more is settled than there is.
          for (const each of paper.items)
            for (const date of DAYS.filter((on) => on >= each.date)) {
              const left = Math.sign(each.cents) * paper.open(each, date, NEVER)
              expect(left >= 0 && left <= Math.abs(each.cents)).toBe(true)
            }
          const head = (await books.list()).knownAt
          for (const { day: on, known } of probes) {
            const knownAt = Math.floor(known * head)
            const asOf = on === null ? '2999-12-31' : (DAYS[on] as string)
            const { data } = await books.list({ knownAt, limit: 200, ...(on !== null && { asOf }) })
            const shown = data.map(({ entry, line, debit, openAmount }) => [
              entry,
              line,
              (debit === null ? -1 : 1) * centsOf(openAmount),
            ])
            const byPlace = (a: readonly unknown[], b: readonly unknown[]) =>
              `${a[0]}/${a[1]}`.localeCompare(`${b[0]}/${b[1]}`)
            expect(shown.sort(byPlace)).toEqual([...paper.listed(asOf, knownAt)].sort(byPlace))
          }
        },
      ),
      { numRuns: 10 },
    )
  }, 180_000)

  async function play(books: Receivables, paper: Paper, each: Step): Promise<void> {
    switch (each.do) {
      case 'book': {
        const amount = (each.cents / 100).toFixed(2)
        const value = ((each.cents * (each.rate ?? 0)) / 10_000).toFixed(2)
        const unit = each.rate === null ? undefined : { unit: 'USD', value }
        const date = DAYS[each.day] as string
        const entry = await (each.isDebit
          ? books.invoice(amount, {}, date, unit)
          : books.payment(amount, {}, date, unit))
        const at = (await books.list()).knownAt
        const cents = each.isDebit ? each.cents : -each.cents
        const line = each.isDebit ? 0 : 1
        paper.items.push({
          entry,
          line,
          unit: unit?.unit ?? 'EUR',
          date,
          at,
          cents,
          parts: [],
          reversed: false,
        })
        return
      }
      case 'match': {
        const chosen = [
          ...new Set(each.chosen.map((at) => paper.items[at % Math.max(1, paper.items.length)])),
        ]
        const part = each.part === null ? undefined : (each.part / 100).toFixed(2)
        const named = chosen.flatMap((of, at) =>
          of ? [item(of.entry, of.line, at === 0 ? part : undefined)] : [],
        )
        if (named.length === 0) return
        const outcome = await books.match(named)
        if (outcome.kind === 'refused') return
        const match = expectAccepted(outcome) as unknown as MatchView
        const settled = match.items.reduce(
          (sum, { side, amount }) => sum + (side === 'debit' ? 1 : -1) * centsOf(amount),
          0,
        )
        expect(settled).toBe(0)
        await note(books, paper, match)
        return
      }
      case 'unmatch': {
        const match = paper.matches[each.which % Math.max(1, paper.matches.length)]
        if (!match) return
        const effectiveDate = DAYS[each.day] as string
        const outcome = await books.execute('open-items', 'UnmatchItems', { match: match.id, effectiveDate })
        const isAllowed = match.live && effectiveDate >= match.from
        expect([match, outcome.kind]).toEqual([match, isAllowed ? 'accepted' : 'refused'])
        if (!isAllowed) return
        match.live = false
        const endedAt = (await books.list()).knownAt
        for (const { parts } of paper.items)
          for (const part of parts)
            if (part.match === match.id) Object.assign(part, { endedAt, until: effectiveDate })
        return
      }
      case 'reverse': {
        const of = paper.items[each.which % Math.max(1, paper.items.length)]
        if (!of) return
        const input = { id: of.entry, effectiveDate: DAYS[each.day] }
        const outcome = await books.execute('ledger', 'ReverseJournalEntry', input)
        const isAllowed = !of.reversed && of.parts.every(({ endedAt }) => endedAt !== NEVER)
        expect(outcome.kind).toBe(isAllowed ? 'accepted' : 'refused')
        if (!isAllowed) return
        of.reversed = true
        const { id, sequence } = expectAccepted(outcome)
        const date = DAYS[each.day] as string
        const reversal = {
          ...of,
          entry: id,
          date,
          at: sequence,
          cents: -of.cents,
          parts: [],
          reversed: false,
        }
        paper.items.push(reversal)
        const [match] = (
          await books.ask<{ matches: { match: string }[] }>('open-items', 'GetOpenItem', {
            entry: id,
            line: of.line,
          })
        ).matches
        await note(
          books,
          paper,
          await books.ask<MatchView>('open-items', 'GetMatch', { match: match?.match }),
        )
      }
    }
  }

  async function note(books: Receivables, paper: Paper, match: MatchView): Promise<void> {
    const at = (await books.list()).knownAt
    paper.matches.push({ id: match.id, from: match.effectiveDate, live: true })
    for (const { entry, line, side, amount } of match.items) {
      const of = paper.items.find((each) => each.entry === entry && each.line === line)
      const cents = (side === 'debit' ? 1 : -1) * centsOf(amount)
      of?.parts.push({ match: match.id, at, from: match.effectiveDate, cents, endedAt: NEVER, until: '' })
    }
  }
})
