import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { AccountPart, Explanation, ReportTable } from './replies.ts'

const PROJECTS = ['P1', 'P2', undefined] as const
const ACCOUNTS = [
  { code: '1000', type: 'asset', category: 'cash' },
  { code: '1100', type: 'asset', category: 'current-asset' },
  { code: '4000', type: 'income', category: 'revenue' },
  { code: '6000', type: 'expense', category: 'operating-expense' },
] as const

async function opened(): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const { code, type, category } of ACCOUNTS)
    expectAccepted(await books.execute('ledger', 'OpenAccount', { code, name: code, type, category }))
  expectAccepted(await books.execute('dimensions', 'DefineDimension', { code: 'project', name: 'Project' }))
  const values = ['P1', 'P2'].map((code) => ({ code, name: code }))
  expectAccepted(await books.execute('dimensions', 'SetDimensionValues', { dimension: 'project', values }))
  return books
}

interface Paid {
  date: string
  cash: '1000' | '1100'
  parts: { project: (typeof PROJECTS)[number]; amount: number }[]
  isReceipt: boolean
}

const euros = (minor: number) => (minor / 100).toFixed(2)

/** Cash against lines of one account: each line's part is its amount, so that the model needs no rounding. */
async function pay(books: TestBooks, { date, cash, parts, isReceipt }: Paid): Promise<number> {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0)
  const [ours, theirs] = isReceipt ? (['debit', 'credit'] as const) : (['credit', 'debit'] as const)
  const lines = [
    { account: cash, [ours]: euros(total) },
    ...parts.map(({ project, amount }) => ({
      account: isReceipt ? '4000' : '6000',
      [theirs]: euros(amount),
      ...(project && { dimensions: { project } }),
    })),
  ]
  return expectAccepted(await books.post(lines, { effectiveDate: date })).sequence
}

const paid = fc.record({
  date: fc.constantFrom('2026-01-05', '2026-01-31', '2026-02-10'),
  cash: fc.constantFrom('1000' as const, '1100' as const),
  parts: fc.array(
    fc.record({ project: fc.constantFrom(...PROJECTS), amount: fc.integer({ min: 1, max: 99_999 }) }),
    { minLength: 1, maxLength: 3 },
  ),
  isReceipt: fc.boolean(),
})

const statement = (books: TestBooks, values: string[], more: object = {}) =>
  books.ask<ReportTable>('reports', 'GetCashFlow', {
    from: '2026-01-01',
    to: '2026-02-28',
    filter: JSON.stringify({ project: values }),
    ...more,
  })

const change = (table: ReportTable) =>
  Math.round(Number(table.rows.find(({ id }) => id === 'total:change')?.amounts[0]) * 100)

const onPaper = (all: readonly Paid[], values: string[], isCash: (code: string) => boolean) =>
  all
    .filter(({ cash }) => isCash(cash))
    .flatMap(({ parts, isReceipt }) => parts.map((part) => ({ ...part, sign: isReceipt ? 1 : -1 })))
    .filter(({ project }) => values.includes(project ?? ''))
    .reduce((sum, { amount, sign }) => sum + sign * amount, 0)

describe('cash flows by dimension', () => {
  it('are those against lines with the values, also as known earlier, when an account becomes cash, and after a replay', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(paid, { minLength: 1, maxLength: 12 }), fc.nat(), async (all, point) => {
        const books = await opened()
        const sequences: number[] = []
        for (const each of all) sequences.push(await pay(books, each))
        const choices = [['P1'], ['P2', ''], [''], ['P1', 'P2', '']]
        const isMain = (code: string) => code === '1000'
        const known = point % all.length
        for (const values of choices) {
          expect(change(await statement(books, values))).toBe(onPaper(all, values, isMain))
          const then = await statement(books, values, { knownAt: sequences[known] })
          expect(change(then)).toBe(onPaper(all.slice(0, known + 1), values, isMain))
        }
        expectAccepted(await books.execute('ledger', 'ChangeAccount', { code: '1100', category: 'cash' }))
        for (const values of choices)
          expect(change(await statement(books, values))).toBe(onPaper(all, values, () => true))
        const { checks } = await books.audit(true)
        expect(checks.filter(({ ok }) => !ok)).toEqual([])
      }),
      { numRuns: 12 },
    )
  })

  it('are explained by the parts of entries, and shown by month', async () => {
    const books = await opened()
    const parts = [
      { project: 'P1' as const, amount: 7_000 },
      { project: 'P2' as const, amount: 3_000 },
    ]
    await pay(books, { date: '2026-01-05', cash: '1000', parts, isReceipt: true })
    await pay(books, { date: '2026-02-10', cash: '1000', parts, isReceipt: false })
    const table = await statement(books, ['P1'], { by: 'month' })
    const receipts = table.rows.find(({ id }) => id === 'receipts:revenue')
    expect(receipts?.amounts).toEqual(['70.00', '0.00', '70.00'])
    const explanation = await books.ask<Explanation>('reports', 'ExplainFigure', {
      from: '2026-01-01',
      to: '2026-01-31',
      filter: JSON.stringify({ project: ['P1'] }),
      ...receipts?.explain,
    })
    expect(explanation.figure).toBe('70.00')
    expect(explanation.entries.data.map(({ amount }) => amount)).toEqual(['70.00'])
  })

  it('stand beside a general ledger and a journal of the same lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(paid, { minLength: 1, maxLength: 12 }), async (all) => {
        const books = await opened()
        for (const each of all) await pay(books, each)
        for (const values of [['P1'], ['P2', '']]) {
          const scope = { from: '2026-01-31', to: '2026-02-28', filter: JSON.stringify({ project: values }) }
          const read = (pages: { data: AccountPart[] }) =>
            pages.data.flatMap(({ account, lines }) =>
              lines.map((line) => `${account.code} ${line.debit ?? ''}/${line.credit ?? ''}`),
            )
          const ledger = await books.ask<{ data: AccountPart[] }>('reports', 'GetGeneralLedger', scope)
          const named = (part: Paid['parts'][number]) => values.includes(part.project ?? '')
          const expected = all
            .filter(({ date }) => date >= scope.from)
            .flatMap(({ cash, parts, isReceipt }) => {
              const total = euros(parts.reduce((sum, { amount }) => sum + amount, 0))
              const lines = parts
                .filter(named)
                .map(({ amount }) => (isReceipt ? `4000 /${euros(amount)}` : `6000 ${euros(amount)}/`))
              // Cash has no project.
              return values.includes('')
                ? [...lines, isReceipt ? `${cash} ${total}/` : `${cash} /${total}`]
                : lines
            })
          expect(read(ledger).sort()).toEqual(expected.sort())
          for (const { opening, lines, closing } of ledger.data) {
            const moved = lines.reduce((sum, { debit, credit }) => sum + Number(debit) - Number(credit), 0)
            expect(Number(opening) + moved).toBeCloseTo(Number(closing), 6)
          }
          const journal = await books.ask<{ data: unknown[] }>('reports', 'GetJournal', scope)
          expect(journal.data).toHaveLength(
            all.filter(({ date, parts }) => date >= scope.from && (values.includes('') || parts.some(named)))
              .length,
          )
        }
      }),
      { numRuns: 15 },
    )
  })

  it('are no indirect statement: that is of the whole company', async () => {
    const books = await opened()
    await expect(statement(books, ['P1'], { presentation: 'indirect' })).rejects.toThrow('not_by_dimension')
  })
})
