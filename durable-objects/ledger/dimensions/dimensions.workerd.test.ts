import { runInDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { assemble } from '../../assembly.ts'
import { parseDate } from '../../kernel/dates.ts'
import { EPOCH_EVENTS } from '../balances.ts'

const PLACES = ['HH', 'HB', 'B']

async function opened(): Promise<TestBooks> {
  const books = await TestBooks.open()
  for (const code of ['place', 'project'])
    expectAccepted(await books.execute('dimensions', 'DefineDimension', { code, name: code }))
  const values = [
    { code: 'ALL', name: 'All' },
    ...PLACES.map((code) => ({ code, name: code, parent: 'ALL' })),
  ]
  expectAccepted(await books.execute('dimensions', 'SetDimensionValues', { dimension: 'place', values }))
  const projects = ['P1', 'P2'].map((code) => ({ code, name: code }))
  expectAccepted(
    await books.execute('dimensions', 'SetDimensionValues', { dimension: 'project', values: projects }),
  )
  return books
}

interface Posted {
  date: string
  amount: number
  place?: string | undefined
  project?: string | undefined
}

const post = (books: TestBooks, { date, amount, place, project }: Posted) =>
  books.post(
    [
      {
        account: '1000',
        debit: (amount / 100).toFixed(2),
        dimensions: { ...(place && { place }), ...(project && { project }) },
      },
      { account: '4000', credit: (amount / 100).toFixed(2) },
    ],
    { effectiveDate: date },
  )

/** The balance of 1000 over the lines that match, of a fresh look at the same tables. */
const balance = (books: TestBooks, filter: Record<string, string[]>, asOf: string, knownAt?: number) =>
  runInDurableObject(books.stub, (_, state) => {
    const { dimensions, log } = assemble(state.storage, books.company)
    const { segments, tables } = dimensions
    const sets = Object.fromEntries(
      Object.entries(filter).map(([dimension, values]) => [dimension, tables.subtree(dimension, values)]),
    )
    return segments
      .totals(parseDate(asOf) as number, knownAt ?? log.head.sequence, sets)
      .reduce((sum, { debitValue, creditValue }) => sum + debitValue - creditValue, 0)
  })

const posted = fc.record({
  date: fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-15', '2026-02-28'),
  amount: fc.integer({ min: 1, max: 1_000_000 }),
  place: fc.option(fc.constantFrom(...PLACES), { nil: undefined }),
  project: fc.option(fc.constantFrom('P1', 'P2'), { nil: undefined }),
})

describe('what an account says of a dimension', () => {
  it('goes with it when it becomes a part of another one, which says its own first', async () => {
    const books = await opened()
    const open = { type: 'asset' }
    for (const code of ['1001', '1002'])
      expectAccepted(await books.execute('ledger', 'OpenAccount', { ...open, code, name: code }))
    const rule = (code: string, dimension: string, said: string, more: object = {}) =>
      books.execute('dimensions', 'SetAccountDimension', { code, dimension, rule: said, ...more })
    expectAccepted(
      await books.post([
        { account: '1001', debit: '7.00', dimensions: { place: 'HH' } },
        { account: '4000', credit: '7.00' },
      ]),
    )
    expectAccepted(await rule('1001', 'place', 'required'))
    expectAccepted(await rule('1001', 'project', 'forbidden'))
    expectAccepted(await rule('1002', 'project', 'optional', { default: 'P1' }))
    expectAccepted(await books.execute('ledger', 'MergeAccounts', { from: '1001', into: '1002' }))
    expectAccepted(await books.execute('ledger', 'MergeAccounts', { from: '1002', into: '1000' }))
    const { data } = await books.ask<{ data: object[] }>('dimensions', 'ListAccountDimensions', {})
    expect(data).toMatchObject([
      { account: { code: '1000' }, dimension: 'place', rule: 'required', default: null },
      { account: { code: '1000' }, dimension: 'project', rule: 'optional', default: 'P1' },
    ])
    expect(data).toHaveLength(2)
    expect(await post(books, { date: '2026-03-31', amount: 100 })).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'dimension_required' },
    })
    expectAccepted(await post(books, { date: '2026-03-31', amount: 100, place: 'HH' }))
    expect(await balance(books, { place: ['HH'] }, '2026-12-31')).toBe(8_00)
    expect((await books.audit(true)).checks.filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('balances by dimensions', () => {
  it('agree with paper, for any values, on any date, as known at any sequence, and after a replay', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(posted, { minLength: 1, maxLength: 25 }), async (entries) => {
        const books = await opened()
        const sequences: number[] = []
        for (const each of entries) sequences.push(expectAccepted(await post(books, each)).sequence)
        const onPaper = (wanted: (each: Posted) => boolean, asOf: string, upTo = entries.length) =>
          entries
            .slice(0, upTo)
            .filter((each) => each.date <= asOf && wanted(each))
            .reduce((sum, { amount }) => sum + amount, 0)
        for (const asOf of ['2025-12-31', '2026-01-10', '2026-12-31']) {
          expect(await balance(books, { place: ['HH'] }, asOf)).toBe(
            onPaper(({ place }) => place === 'HH', asOf),
          )
          expect(await balance(books, { place: ['ALL'], project: ['P1'] }, asOf)).toBe(
            onPaper(({ place, project }) => place !== undefined && project === 'P1', asOf),
          )
        }
        const half = Math.ceil(entries.length / 2)
        expect(await balance(books, { project: ['P2'] }, '2026-12-31', sequences[half - 1])).toBe(
          onPaper(({ project }) => project === 'P2', '2026-12-31', half),
        )
        const audit = await books.audit(true)
        expect(audit.checks.filter(({ ok }) => !ok)).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  it('as known across the epochs in which history is kept', async () => {
    const books = await opened()
    const rows = Array.from({ length: EPOCH_EVENTS + 100 }, (_, index) => ({
      value: {
        effectiveDate: '2026-03-31',
        lines: [
          { account: '1000', debit: '1.00', dimensions: { place: PLACES[index % 3] } },
          { account: '4000', credit: '1.00' },
        ],
      },
    }))
    const { results } = expectAccepted(await books.execute('ledger', 'PostJournalEntries', { rows }))
    const sequence = results[299]?.sequence
    expect(await balance(books, { place: ['HB'] }, '2026-12-31', sequence)).toBe(100_00)
    expect(await balance(books, { place: ['ALL'] }, '2026-12-31')).toBe(rows.length * 100)
  })

  it('a refused entry leaves nothing behind, though others of its turn are booked', async () => {
    const books = await opened()
    const good = { date: '2026-03-31', amount: 500, place: 'HH' }
    const outcomes = await Promise.all([
      post(books, good),
      post(books, { ...good, place: 'NOWHERE' }),
      post(books, { ...good, project: 'P1' }),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'refused', 'accepted'])
    expect(await balance(books, { place: ['HH'] }, '2026-12-31')).toBe(1_000)
    expect((await books.audit(true)).ok).toBe(true)
  })

  it('a distribution splits a line of an entry, and its reversal takes every part back', async () => {
    const books = await opened()
    const shares = PLACES.map((place, index) => ({
      percent: index === 0 ? '33.34' : '33.33',
      dimensions: { place },
    }))
    expectAccepted(
      await books.execute('dimensions', 'SaveDistribution', { code: 'thirds', name: 'Thirds', shares }),
    )
    const entry = expectAccepted(
      await books.post([
        { account: '1000', debit: '100.01', distribution: 'thirds' },
        { account: '4000', credit: '100.01' },
      ]),
    )
    expect(await balance(books, { place: ['HH'] }, '2026-12-31')).toBe(33_35)
    expect(await balance(books, { place: ['ALL'] }, '2026-12-31')).toBe(100_01)
    expectAccepted(
      await books.execute('ledger', 'ReverseJournalEntry', { id: entry.id, effectiveDate: '2026-04-01' }),
    )
    expect(await balance(books, { place: ['ALL'] }, '2026-12-31')).toBe(0)
  })
})
