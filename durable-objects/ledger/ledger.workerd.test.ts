import { runInDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../tests/support/books.ts'
import { formatAmount } from '../kernel/amount.ts'
import { EPOCH_EVENTS } from './balances.ts'
import type { TrialBalance } from './contract.ts'

interface ModelLine {
  account: string
  unit: string
  date: string
  quantity: number
  value: number | null
  sequence: number
}

const ACCOUNTS = ['1000', '1100', '2000', '4000']
const SCALES: Record<string, number> = { EUR: 2, USD: 2, VTI: 4 }

/** The books on paper: a list of lines, and every figure by adding them up. */
class Model {
  readonly lines: ModelLine[] = []

  trialBalance(asOf: string, knownAt: number) {
    const seen = this.lines.filter(({ date, sequence }) => date <= asOf && sequence <= knownAt)
    return ACCOUNTS.flatMap((account) => {
      const own = seen.filter((line) => line.account === account)
      if (own.length === 0) return []
      const sum = (values: number[]) => values.reduce((total, each) => total + each, 0)
      const debit = sum(own.map(({ value }) => Math.max(value ?? 0, 0)))
      const credit = sum(own.map(({ value }) => Math.max(-(value ?? 0), 0)))
      const units = [...new Set(own.map(({ unit }) => unit))].sort()
      return {
        account,
        debit: formatAmount(debit, 2),
        credit: formatAmount(credit, 2),
        quantities: units.map((unit) => ({
          unit,
          amount: formatAmount(
            sum(own.filter((line) => line.unit === unit).map(({ quantity }) => quantity)),
            SCALES[unit] ?? 0,
          ),
        })),
      }
    })
  }
}

const date = fc
  .tuple(
    fc.integer({ min: 2024, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
const amount = fc.integer({ min: 1, max: 1_000_000 })
const account = fc.constantFrom(...ACCOUNTS)

/** An entry in company currency, one with a foreign unit at a value, or one in a unit that balances by itself. */
const entry = fc.record({
  date,
  kind: fc.constantFrom('plain', 'valued', 'unvalued'),
  from: account,
  to: account,
  amount,
  quantity: amount,
  unit: fc.constantFrom('USD', 'VTI'),
})
type RandomEntry = typeof entry extends fc.Arbitrary<infer T> ? T : never

function linesOf(each: RandomEntry): Omit<ModelLine, 'sequence' | 'date'>[] {
  const { from, to, amount: cents, quantity, unit } = each
  switch (each.kind) {
    case 'plain':
      return [
        { account: to, unit: 'EUR', quantity: cents, value: cents },
        { account: from, unit: 'EUR', quantity: -cents, value: -cents },
      ]
    case 'valued':
      return [
        { account: to, unit, quantity, value: cents },
        { account: from, unit: 'EUR', quantity: -cents, value: -cents },
      ]
    default:
      return [
        { account: to, unit, quantity, value: null },
        { account: from, unit, quantity: -quantity, value: null },
      ]
  }
}

function inputOf(each: RandomEntry) {
  return {
    effectiveDate: each.date,
    lines: linesOf(each).map(({ account: code, unit, quantity, value }) => ({
      account: code,
      unit,
      [quantity > 0 ? 'debit' : 'credit']: formatAmount(Math.abs(quantity), SCALES[unit] ?? 0),
      ...(unit !== 'EUR' && value !== null && { value: formatAmount(Math.abs(value), 2) }),
    })),
  }
}

async function openBooks(): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', ACCOUNTS)
  expectAccepted(
    await books.execute('ledger', 'RegisterUnit', { code: 'VTI', name: 'Fund', kind: 'security', scale: 4 }),
  )
  return books
}

const shown = (view: TrialBalance) =>
  view.rows.map((row) => ({
    account: row.account.code,
    debit: row.debit,
    credit: row.credit,
    quantities: row.quantities,
  }))

describe('every read agrees with the books on paper', () => {
  it('after any sequence of posting and reversing, on any date, as known at any sequence', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: entry },
      { weight: 1, arbitrary: fc.record({ reverse: fc.nat(), date }) },
    )
    const probe = fc.record({ asOf: date, known: fc.double({ min: 0, max: 1, noNaN: true }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.array(probe, { minLength: 5, maxLength: 5 }),
        async (steps, probes) => {
          const books = await openBooks()
          const model = new Model()
          const posted: { id: string; lines: Omit<ModelLine, 'sequence' | 'date'>[]; reversed: boolean }[] =
            []
          let head = 0
          for (const each of steps) {
            if ('reverse' in each) {
              const original = posted[each.reverse % Math.max(posted.length, 1)]
              if (!original) continue
              const input = { id: original.id, effectiveDate: each.date }
              const outcome = await books.execute('ledger', 'ReverseJournalEntry', input)
              expect(outcome.kind).toBe(original.reversed ? 'refused' : 'accepted')
              if (original.reversed) continue
              original.reversed = true
              const { id, sequence } = expectAccepted(outcome)
              const lines = original.lines.map((line) => ({
                ...line,
                quantity: -line.quantity,
                value: line.value === null ? null : -line.value,
              }))
              model.lines.push(...lines.map((line) => ({ ...line, date: each.date, sequence })))
              posted.push({ id, lines, reversed: false })
              head = sequence
            } else {
              const { id, sequence } = expectAccepted(
                await books.execute('ledger', 'PostJournalEntry', inputOf(each)),
              )
              model.lines.push(...linesOf(each).map((line) => ({ ...line, date: each.date, sequence })))
              posted.push({ id, lines: linesOf(each), reversed: false })
              head = sequence
            }
          }
          for (const { asOf, known } of probes) {
            const knownAt = Math.round(known * head)
            const view = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', { asOf, knownAt })
            expect(shown(view)).toEqual(model.trialBalance(asOf, knownAt))
            expect(view.totals.debit).toBe(view.totals.credit)
          }
          expect((await books.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  })

  it('across the epochs in which history is kept', async () => {
    const books = await openBooks()
    const model = new Model()
    const entries = fc.sample(entry, { numRuns: EPOCH_EVENTS * 2 + 300, seed: 7 })
    for (let start = 0; start < entries.length; start += 500) {
      const rows = entries.slice(start, start + 500).map((each) => ({ value: inputOf(each) }))
      const reply = expectAccepted(await books.execute('ledger', 'PostJournalEntries', { rows }))
      for (const [index, { sequence }] of reply.results.entries()) {
        const each = entries[start + index] as RandomEntry
        model.lines.push(...linesOf(each).map((line) => ({ ...line, date: each.date, sequence })))
      }
    }
    const head = model.lines.at(-1)?.sequence ?? 0
    const borders = [EPOCH_EVENTS, EPOCH_EVENTS * 2].flatMap((border) => [border - 1, border, border + 1])
    const middle = [0, 1, 10, EPOCH_EVENTS / 2, EPOCH_EVENTS * 1.4, EPOCH_EVENTS * 1.6, head - 1, head]
    for (const knownAt of [...borders, ...middle].map(Math.round))
      for (const asOf of ['2024-07-15', '2025-12-31', '2026-12-31']) {
        const view = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', { asOf, knownAt })
        expect(shown(view), `${asOf} as known at ${knownAt}`).toEqual(model.trialBalance(asOf, knownAt))
      }
    expect((await books.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('the register', () => {
  interface Page {
    data: {
      entry: { sequence: number }
      line: number
      balance: string
      quantityBalance: string
      unit: string
      value: string | null
      debit: string | null
      effectiveDate: string
    }[]
    nextCursor: string | null
  }

  it.each(['asc', 'desc'] as const)(
    'shows every line once in %s pages, each with the balance after it',
    async (order) => {
      const books = await openBooks()
      const entries = fc.sample(entry, { numRuns: 60, seed: 11 })
      const model = new Model()
      for (const each of entries) {
        const { sequence } = expectAccepted(await books.execute('ledger', 'PostJournalEntry', inputOf(each)))
        model.lines.push(...linesOf(each).map((line) => ({ ...line, date: each.date, sequence })))
      }
      const expected = model.lines
        .map((line, index) => ({ ...line, index: index % 2 }))
        .filter((line) => line.account === '1000')
        .sort((a, b) =>
          a.date < b.date ? -1 : a.date > b.date ? 1 : a.sequence - b.sequence || a.index - b.index,
        )
      let [value, quantities] = [0, {} as Record<string, number>]
      const balances = expected.map((line) => {
        value += line.value ?? 0
        quantities = { ...quantities, [line.unit]: (quantities[line.unit] ?? 0) + line.quantity }
        return [
          line.sequence,
          formatAmount(value, 2),
          formatAmount(quantities[line.unit] ?? 0, SCALES[line.unit] ?? 0),
        ]
      })
      const seen: unknown[] = []
      let cursor: string | null = null
      do {
        const page: Page = await books.ask('ledger', 'GetRegister', {
          code: '1000',
          order,
          limit: 7,
          ...(cursor && { cursor }),
        })
        seen.push(...page.data.map((row) => [row.entry.sequence, row.balance, row.quantityBalance]))
        cursor = page.nextCursor
      } while (cursor)
      expect(seen).toEqual(order === 'asc' ? balances : balances.reverse())
    },
  )
})

describe('numbers and ids', () => {
  it('have no gap in a journal, whatever is refused in between', async () => {
    const books = await TestBooks.open()
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        index % 3 === 0 ? books.sale(undefined, '0.001') : books.sale(),
      ),
    )
    const numbers = outcomes.flatMap((outcome) =>
      outcome.kind === 'accepted' ? [JSON.parse(outcome.body).number] : [],
    )
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  })

  it('an entry is found by the id made for it and by the id it was brought', async () => {
    const books = await TestBooks.open()
    const made = expectAccepted(await books.sale())
    const id = 'je_01ARZ3NDEKTSV4RRFFQ69G5FAV'
    const lines = [
      { account: '1000', debit: '1' },
      { account: '4000', credit: '1' },
    ]
    expectAccepted(await books.post(lines, { id }))
    for (const each of [made.id, id])
      expect(await books.ask('ledger', 'GetJournalEntry', { id: each })).toMatchObject({ id: each })
    expect(await books.post(lines, { id })).toMatchObject({ refusal: { refused: 'entry_id_taken' } })
    expect(await books.post(lines, { id: made.id })).toMatchObject({ refusal: { refused: 'entry_id_taken' } })
  })
})

it('a busy account costs one row of balances a turn, and an entry at most eight rows', async () => {
  const books = await TestBooks.open()
  const rows = () =>
    books.ask<{ rowsWritten: number }>('company', 'GetUsage', {}).then(({ rowsWritten }) => rowsWritten)
  const before = await rows()
  for (let index = 0; index < 20; index++) await books.sale(`key-${index}`)
  expect((await rows()) - before).toBeLessThanOrEqual(20 * 8)
})

it('sums stay exact at the edge of what can be counted', async () => {
  const books = await TestBooks.open()
  const half = '22517998136852.47'
  expectAccepted(await books.sale(undefined, half))
  expect(await books.sale(undefined, half)).toMatchObject({ kind: 'accepted' })
  expect(await books.sale(undefined, '0.02')).toMatchObject({ refusal: { refused: 'balance_out_of_range' } })
  const view = await books.ask<TrialBalance>('ledger', 'GetTrialBalance', { asOf: '2026-12-31' })
  expect(view.totals).toEqual({ debit: '45035996273704.94', credit: '45035996273704.94' })
  await runInDurableObject(books.stub, (_, state) => {
    const [row] = state.storage.sql.exec('SELECT typeof(debit_value) AS type FROM balances').toArray()
    expect(row?.type).toBe('integer')
  })
})
