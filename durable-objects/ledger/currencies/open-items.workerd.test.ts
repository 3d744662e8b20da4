import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { formatAmount } from '../../kernel/amount.ts'
import type { EntryView, TrialBalance } from '../contract.ts'
import type { PositionView } from './replies.ts'

/** Revaluation of open items together with what settles them: every gain is booked once, whatever the order. */
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

  async entry(effectiveDate: string, lines: object[]): Promise<EntryView> {
    return expectAccepted(await this.post(lines, { effectiveDate })) as unknown as EntryView
  }

  async revalue(asOf: string, rate: string) {
    await this.rate(asOf, rate)
    return expectAccepted(
      await this.execute('currencies', 'RevalueCurrencies', { asOf }),
    ) as unknown as Revaluation
  }

  async rate(date: string, rate: string) {
    const rates = [{ date, base: 'USD', quote: 'EUR', rate }]
    expectAccepted(await this.execute('currencies', 'RecordRates', { rates }))
  }

  /** Invoices and payments of the customers' account, matched. */
  async match(items: readonly { entry: string; line: number }[]) {
    return expectAccepted(await this.execute('open-items', 'MatchItems', { account: '1200', items }))
  }

  async balances(asOf: string): Promise<Record<string, number>> {
    const { rows } = await this.ask<TrialBalance>('ledger', 'GetTrialBalance', { asOf })
    return Object.fromEntries(
      rows.map(({ account, balance }) => [account.code, Math.round(Number(balance) * 100)]),
    )
  }

  async expectSound(): Promise<void> {
    expect((await this.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

interface Revaluation {
  id: string
  totals: { positions: number; changed: number; net: string }
  entries: Record<'entry' | 'reversal', { id: string; voucher: string; lines: number }>[]
}

const ACCOUNTS = [
  { code: '1100', name: 'Bank', type: 'asset', category: 'cash' },
  { code: '1200', name: 'Customers', type: 'asset', category: 'receivable', isOpenItem: true },
  { code: '4000', name: 'Sales', type: 'income' },
  { code: '7100', name: 'Exchange gain', type: 'income' },
  { code: '7110', name: 'Unrealised gain', type: 'income' },
  { code: '7200', name: 'Exchange loss', type: 'expense' },
  { code: '7210', name: 'Unrealised loss', type: 'expense' },
]

const invoice = (amount: string, rate: string) => [
  { account: '1200', debit: amount, unit: 'USD', rate, reference: 'INV-1' },
  { account: '4000', credit: amount, unit: 'USD', rate },
]
/** Paid in dollars to an account in euros. */
const payment = (amount: string, rate: string) => [
  { account: '1100', debit: formatAmount(Math.round(Number(amount) * Number(rate) * 100), 2) },
  { account: '1200', credit: amount, unit: 'USD', rate },
]

const gain = (balances: Record<string, number>) =>
  ['7100', '7110', '7200', '7210'].reduce((sum, code) => sum - (balances[code] ?? 0), 0)

describe('an open item', () => {
  it('is revalued by itself, and paid at what it was booked at: the gain of its life is booked once', async () => {
    const world = await World.open()
    const first = await world.entry('2026-01-10', invoice('100.00', '0.90'))
    await world.entry('2026-01-20', invoice('50.00', '0.94'))
    await world.rate('2026-01-31', '0.93')
    const { data } = await world.ask<{ data: PositionView[] }>('currencies', 'PreviewRevaluation', {
      asOf: '2026-01-31',
    })
    expect(data).toMatchObject([
      {
        item: { entry: first.id, line: 0, reference: 'INV-1' },
        carrying: '90.00',
        value: '93.00',
        difference: '3.00',
      },
      { quantity: '50.00', carrying: '47.00', value: '46.50', difference: '-0.50' },
    ])
    await world.revalue('2026-01-31', '0.93')
    expect(await world.balances('2026-01-31')).toMatchObject({ '1200': 139_50, '7110': -3_00, '7210': 50 })
    expect(await world.balances('2026-02-01')).toMatchObject({ '1200': 137_00, '7110': 0, '7210': 0 })

    const paid = await world.entry('2026-02-15', payment('100.00', '0.95'))
    await world.match([
      { entry: first.id, line: 0 },
      { entry: paid.id, line: 1 },
    ])
    expect(await world.balances('2026-02-15')).toMatchObject({ '1200': 47_00, '7100': -5_00 })
    // A later revaluation finds the second invoice alone.
    expect(await world.revalue('2026-02-28', '0.96')).toMatchObject({ totals: { positions: 1, net: '1.00' } })
    await world.expectSound()
  })

  it('is named in its revaluation, with what it was worth and the rate that says so', async () => {
    const world = await World.open()
    const lines = invoice('100.00', '0.90').map((line, at) =>
      at === 0 ? { ...line, dueDate: '2026-02-10' } : line,
    )
    const sold = await world.entry('2026-01-10', lines)
    const { id, entries } = await world.revalue('2026-01-31', '0.93')
    const [pair] = entries
    const { data, revaluation } = await world.ask<{ data: unknown[]; revaluation: object }>(
      'currencies',
      'GetRevaluation',
      { revaluation: id },
    )
    expect(data).toEqual([
      {
        account: { code: '1200', name: 'Customers', type: 'asset' },
        unit: 'USD',
        item: { entry: sold.id, voucher: sold.voucher, line: 0, reference: 'INV-1', dueDate: '2026-02-10' },
        quantity: '100.00',
        carrying: '90.00',
        rate: { rate: '0.93', source: 'manual', date: '2026-01-31', way: 'direct', via: [] },
        value: '93.00',
        difference: '3.00',
        entry: pair?.entry.id,
        reversal: pair?.reversal.id,
      },
    ])
    // In the list as in the revaluation itself: entries by what people call them.
    expect(revaluation).toMatchObject({
      entries: [{ entry: { voucher: 'GJ 2' }, reversal: { voucher: 'GJ 3' } }],
    })
    expect(await world.ask('currencies', 'ListRevaluations', {})).toMatchObject({ data: [{ entries }] })
  })

  it('that was settled for the day after all takes its revaluation back', async () => {
    const world = await World.open()
    const sold = await world.entry('2026-01-10', invoice('100.00', '0.90'))
    await world.revalue('2026-01-31', '0.93')
    const paid = await world.entry('2026-01-30', payment('100.00', '0.92'))
    await world.match([
      { entry: sold.id, line: 0 },
      { entry: paid.id, line: 1 },
    ])
    expect(await world.revalue('2026-01-31', '0.93')).toMatchObject({
      totals: { positions: 1, net: '-3.00' },
    })
    const after = { '1100': 92_00, '1200': 0, '4000': -90_00, '7100': -2_00, '7110': 0 }
    expect(await world.balances('2026-01-31')).toMatchObject(after)
    expect(await world.balances('2026-02-01')).toMatchObject(after)
    await world.expectSound()
  })

  it('has left no residual to clear while something of its account is open', async () => {
    const world = await World.open()
    await world.entry('2026-01-10', invoice('100.00', '0.90'))
    await world.entry('2026-01-20', payment('100.00', '0.95'))
    // Nothing is held in dollars, but matching has the difference still to book.
    expect(await world.ask('currencies', 'PreviewResiduals', { asOf: '2026-01-31' })).toMatchObject({
      data: [],
    })
  })

  it('in any order of invoices, payments, matches and month ends, comes to the same gain', async () => {
    const rate = fc.integer({ min: 5_000, max: 15_000 }).map((each) => (each / 10_000).toFixed(4))
    const step = fc.oneof(
      fc.record({ kind: fc.constant('invoice' as const), cents: fc.integer({ min: 1, max: 100_000 }), rate }),
      fc.record({ kind: fc.constant('pay' as const), which: fc.nat(), rate }),
      fc.record({ kind: fc.constant('end' as const), rate }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        const world = await World.open()
        const open: { id: string; cents: number; value: number }[] = []
        let [month, realised] = [1, 0]
        const day = (of: number) => `2026-${String(month).padStart(2, '0')}-${of}`
        for (const each of steps) {
          if (each.kind === 'invoice') {
            const amount = formatAmount(each.cents, 2)
            const entry = await world.entry(day(10), invoice(amount, each.rate))
            const value = Math.round(Number(entry.lines[0]?.value) * 100)
            open.push({ id: entry.id, cents: each.cents, value })
          } else if (each.kind === 'pay') {
            const [item] = open.splice(each.which % Math.max(open.length, 1), 1)
            if (!item) continue
            const value = Math.max(Math.round(item.cents * Number(each.rate)), 1)
            const paid = await world.entry(day(15), [
              { account: '1100', debit: formatAmount(value, 2) },
              {
                account: '1200',
                credit: formatAmount(item.cents, 2),
                unit: 'USD',
                value: formatAmount(value, 2),
              },
            ])
            await world.match([
              { entry: item.id, line: 0 },
              { entry: paid.id, line: 1 },
            ])
            realised += value - item.value
          } else {
            await world.revalue(day(28), each.rate)
            const worth = open.reduce((sum, { cents }) => sum + roundHalfUp(cents, each.rate), 0)
            const carried = open.reduce((sum, { value }) => sum + value, 0)
            const balances = await world.balances(day(28))
            expect(balances['1200'] ?? 0).toBe(worth)
            expect(gain(balances)).toBe(realised + worth - carried)
            month++
          }
        }
        // After the last reversal the books know what was realised, and no more.
        const end = await world.balances('2027-12-31')
        expect(gain(end)).toBe(realised)
        expect(end['1200'] ?? 0).toBe(open.reduce((sum, { value }) => sum + value, 0))
        await world.expectSound()
      }),
      { numRuns: 15 },
    )
  }, 120_000)
})

/** Exact: cents times ten thousandths. */
function roundHalfUp(cents: number, rate: string): number {
  const parts = BigInt(cents) * BigInt(rate.replace('.', ''))
  return Number((parts + 5_000n) / 10_000n)
}

describe('many open items', () => {
  it('5,000 of them are revalued in one command, each by itself, in entries that balance', async () => {
    const world = await World.open()
    const rows = Array.from({ length: 5_000 }, (_, index) => ({
      value: {
        effectiveDate: `2026-01-${String(1 + (index % 28)).padStart(2, '0')}`,
        lines: invoice(`${100 + index}.00`, (0.9 + (index % 7) / 100).toFixed(4)),
      },
    }))
    expectAccepted(await world.execute('ledger', 'PostJournalEntries', { rows }))
    const { totals, entries } = await world.revalue('2026-01-31', '0.9312')
    expect(totals).toMatchObject({ positions: 5_000, changed: 5_000 })
    expect(entries).toHaveLength(6)
    for (const { entry } of entries) expect(entry.lines).toBeLessThanOrEqual(1_000)
    const quantity = rows.reduce((sum, _, index) => sum + 100 + index, 0)
    expect(await world.balances('2026-01-31')).toMatchObject({ '1200': Math.round(quantity * 93.12) })
    expect(await world.revalue('2026-01-31', '0.9312')).toMatchObject({ totals: { changed: 0 }, entries: [] })
    await world.expectSound()
  }, 120_000)
})
