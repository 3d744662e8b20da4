import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayAfter, lastDayOf } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import { newAccount } from '../model.ts'
import { allocated, cashMovements } from './cash-flows.ts'
import { balanceColumns, rangeColumns, type Span } from './columns.ts'
import { aboveAmong, accountsIn, treeOf } from './tree.ts'

/** The pure parts of reports: which days their columns cover, and how cash is put on what it moved against. */

const day = fc
  .integer({ min: 0, max: 36_524 })
  .map((days) => Number(new Date(Date.UTC(1950, 0, 1 + days)).toISOString().slice(0, 10).replaceAll('-', '')))
const spansOf = (spans: ReturnType<typeof rangeColumns>): Span[] => {
  if (isRefusal(spans)) throw new Error(spans.refused)
  return spans as Span[]
}

describe('columns of a range', () => {
  it('by month, quarter and year cover each day once, and end with the sum', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 900 }),
        fc.constantFrom('month', 'quarter', 'year'),
        (from, length, by) => {
          const to = addDays(from, length)
          const spans = spansOf(rangeColumns(from, to, { by }))
          expect(spans.at(-1)).toMatchObject({ title: 'Total', from, to })
          const parts = spans.slice(0, -1)
          expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([from, to])
          for (const [index, part] of parts.slice(1).entries())
            expect(part.from).toBe(dayAfter(parts[index]?.to as number))
        },
      ),
    )
  })

  it('before this one are as long, and whole months where it is', () => {
    const spans = spansOf(rangeColumns(20260101, 20260331, { compare: 'previous-period', periods: 2 }))
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [20260101, 20260331],
      [20251001, 20251231],
      [20250701, 20250930],
    ])
    const odd = spansOf(rangeColumns(20260310, 20260312, { compare: 'previous-period' }))
    expect(odd[1]).toMatchObject({ from: 20260307, to: 20260309 })
    const leap = spansOf(rangeColumns(20240201, 20240229, { compare: 'previous-year' }))
    expect(leap[1]).toMatchObject({ from: 20230201, to: 20230228 })
  })

  it('are refused where they are too many, wanted in two ways, or none', () => {
    expect(rangeColumns(19000101, 29991231, { by: 'month' })).toMatchObject({ refused: 'too_many_columns' })
    expect(rangeColumns(20260101, 20261231, { by: 'month', compare: 'previous-year' })).toMatchObject({
      refused: 'columns_conflict',
      errors: [{ pointer: '/by' }],
    })
    expect(rangeColumns(20260102, 20260101, {})).toMatchObject({ refused: 'dates_out_of_order' })
    const most = spansOf(
      rangeColumns(20260101, 20261231, { compare: 'previous-year', periods: LIMITS.reportColumnsMax - 1 }),
    )
    expect(most).toHaveLength(LIMITS.reportColumnsMax)
  })
})

describe('columns of balances', () => {
  it('are the ends of months up to a day, the oldest first', () => {
    const spans = spansOf(balanceColumns(20260315, { by: 'month', periods: 3 }))
    expect(spans.map(({ to }) => to)).toEqual([20260131, 20260228, 20260315])
    const quarters = spansOf(balanceColumns(20260331, { by: 'quarter', periods: 3 }))
    expect(quarters.map(({ to }) => to)).toEqual([20250930, 20251231, 20260331])
  })

  it('of earlier years stand on the same day', () => {
    const spans = spansOf(balanceColumns(20240229, { compare: 'previous-year', periods: 2 }))
    expect(spans.map(({ to }) => to)).toEqual([20240229, 20230228, 20220228])
    expect(lastDayOf(202402)).toBe(20240229)
  })
})

describe('cash put on what it moved against', () => {
  const values = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -1e15, max: 1e15 })), {
      selector: ([account]) => account,
      minLength: 1,
      maxLength: 12,
    })
    .map((pairs) => new Map(pairs))

  it('sums to it exactly, and no share has the other sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e15, max: 9e15 }), values, (amount, others) => {
        fc.pre(amount !== 0 && [...others.values()].some((value) => value !== 0))
        const parts = allocated(amount, others)
        expect(parts.reduce((sum, [, part]) => sum + BigInt(part), 0n)).toBe(BigInt(amount))
        for (const [, part] of parts) expect(Math.sign(part)).toBe(Math.sign(amount))
      }),
    )
  })

  it('goes to the lines on the other side, by largest remainder', () => {
    expect(
      allocated(
        -70,
        new Map([
          [1, 100],
          [2, -30],
        ]),
      ),
    ).toEqual([[1, -70]])
    expect(
      allocated(
        100,
        new Map([
          [1, -1],
          [2, -1],
          [3, -1],
        ]),
      ),
    ).toEqual([
      [1, 34],
      [2, 33],
      [3, 33],
    ])
  })

  const chart = {
    accountById: (id: string) => ({
      ...newAccount({
        id,
        code: id,
        name: id,
        type: 'asset',
        category: id === 'bank' ? 'cash' : 'receivable',
      }),
      ordinal: id === 'bank' ? 1 : 2,
    }),
  }
  const line = (account: string, quantity: number, value: number) => ({
    account,
    unit: 'USD',
    quantity,
    value,
  })

  it('tells money that came from money that was valued anew, and a beginning from both', () => {
    const entry = (lines: ReturnType<typeof line>[], purpose?: 'opening') => ({
      effectiveDate: '2026-01-31',
      lines,
      ...(purpose && { purpose }),
    })
    const moved = (of: ReturnType<typeof entry>) =>
      [...cashMovements(chart, of)].map(({ unit, value }) => [unit, value])
    expect(moved(entry([line('bank', 10, 9), line('sales', -9, -9)]))).toEqual([[1, 9]])
    expect(moved(entry([line('bank', 0, 2), line('gain', -2, -2)]))).toEqual([[2, 2]])
    expect(moved(entry([line('bank', 10, 9), line('equity', -9, -9)], 'opening'))).toEqual([])
  })
})

describe('a tree of accounts', () => {
  const account = (code: string, parent?: string) => ({
    ...newAccount({ id: code, code, name: code, type: 'asset', ...(parent !== undefined && { parent }) }),
    ordinal: Number(code),
  })
  const all = [account('1'), account('10', '1'), account('100', '10'), account('2')]
  const find = (code: string) => all.find((each) => each.code === code)

  it('has those above what is shown, and leaves out what is hidden', () => {
    const [top] = treeOf(
      [find('100')].flatMap((each) => each ?? []),
      aboveAmong(find, () => true),
    )
    expect(top?.account.code).toBe('1')
    expect(top && accountsIn(top).map(({ code }) => code)).toEqual(['100'])
    const [without] = treeOf(
      [find('100')].flatMap((each) => each ?? []),
      aboveAmong(find, ({ code }) => code !== '10'),
    )
    expect(without?.children[0]?.account.code).toBe('100')
  })
})
