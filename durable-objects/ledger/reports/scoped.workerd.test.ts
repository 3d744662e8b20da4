import { beforeAll, describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { Actor } from '../../kernel/module.ts'
import type { ReportsContract } from './contract.ts'
import type { Explanation, ReportTable } from './replies.ts'

/** Statements of a part of the lines: by dimension, in another currency, and of what a reader may see. */

type Operation = keyof ReportsContract['operations']

let books: TestBooks
const ask = <Reply>(operation: Operation, input: object, actor: Actor = books.actor) =>
  books.stub.ask({ module: 'reports', query: operation, input, actor }).then((answer): Reply => {
    if (answer.kind === 'refused') throw new Error(answer.refusal.refused)
    return JSON.parse(answer.body) as Reply
  })
const refusalOf = async (operation: Operation, input: object) => {
  const answer = await books.stub.ask({ module: 'reports', query: operation, input, actor: books.actor })
  return answer.kind === 'refused' ? answer.refusal.refused : 'answered'
}
const execute = async (module: string, command: string, input: object) =>
  expectAccepted(await books.execute(module, command, input))

const amounts = (table: ReportTable, id: string) => table.rows.find((row) => row.id === id)?.amounts
const cells = (table: ReportTable) =>
  table.rows.flatMap((row) =>
    row.amounts.flatMap((amount, index) => {
      const column = table.columns[index]
      return amount === null || !row.explain || !column?.explain
        ? []
        : [{ amount, parameters: { ...table.explain, ...column.explain, ...row.explain } }]
    }),
  )
const parsed = ({ knownAt, subtree, ...rest }: Record<string, string>) => ({
  ...rest,
  ...(knownAt !== undefined && { knownAt: Number(knownAt) }),
  ...(subtree !== undefined && { subtree: subtree === 'true' }),
})
const explainAll = async (table: ReportTable, actor?: Actor) => {
  for (const { amount, parameters } of cells(table)) {
    const found = await ask<Explanation>('ExplainFigure', { ...parsed(parameters), limit: 20 }, actor)
    const sum = (all: string[]) => all.reduce((total, each) => total + Math.round(Number(each) * 100), 0) + 0
    const parts =
      found.translation.length > 0
        ? found.translation.map(({ translated }) => translated)
        : found.buckets.map((each) => each.amount)
    expect([parameters, found.figure, sum(parts)]).toEqual([parameters, amount, sum([amount])])
    if (found.entries.nextCursor === null && found.translation.length === 0)
      expect([parameters, sum(found.entries.data.map((each) => each.amount ?? 'NaN'))]).toEqual([
        parameters,
        sum([amount]),
      ])
  }
}

const RANGE = { from: '2026-01-01', to: '2026-12-31' }

beforeAll(async () => {
  books = await TestBooks.open('EUR', [])
  for (const [code, type, category, sensitivity] of [
    ['1000', 'asset', 'cash'],
    ['1100', 'asset', 'cash'],
    ['2000', 'liability', 'payable'],
    ['3000', 'equity', 'equity'],
    ['4000', 'income', 'revenue'],
    ['5000', 'expense', 'operating-expense'],
    ['5100', 'expense', 'operating-expense', 'salaries'],
  ])
    await execute('ledger', 'OpenAccount', {
      code,
      name: `Account ${code}`,
      type,
      category,
      ...(sensitivity && { sensitivity }),
    })
  await execute('dimensions', 'DefineDimension', { code: 'project', name: 'Project' })
  await execute('dimensions', 'SetDimensionValues', {
    dimension: 'project',
    values: [
      { code: 'A', name: 'Alpha' },
      { code: 'A1', name: 'Alpha one', parent: 'A' },
      { code: 'B', name: 'Beta' },
    ],
  })
  const project = (code?: string) => (code === undefined ? {} : { dimensions: { project: code } })
  const sale = (date: string, amount: string, code?: string) =>
    books.post(
      [
        { account: '1000', debit: amount },
        { account: '4000', credit: amount, ...project(code) },
      ],
      { effectiveDate: date },
    )
  for (const [date, amount, code] of [
    ['2026-01-10', '100.00', 'A'],
    ['2026-01-20', '40.00', 'A1'],
    ['2026-02-10', '7.00', 'B'],
    ['2026-02-11', '3.30'],
  ] as const)
    expectAccepted(await sale(date, amount, code))
  expectAccepted(
    await books.post(
      [
        { account: '5000', debit: '20.00', ...project('A1') },
        { account: '5100', debit: '30.00', ...project('B') },
        { account: '1100', credit: '50.00' },
      ],
      { effectiveDate: '2026-03-05' },
    ),
  )
})

describe('by dimension', () => {
  it('a profit and loss has a column for each top value with what lies below it, and for lines without one', async () => {
    const table = await ask<ReportTable>('GetProfitAndLoss', { ...RANGE, dimension: 'project' })
    expect(table.columns.map(({ title }) => title)).toEqual(['Alpha', 'Beta', 'None', 'Total'])
    expect(amounts(table, 'category:revenue')).toEqual(['140.00', '7.00', '3.30', '150.30'])
    expect(amounts(table, 'total:result')).toEqual(['120.00', '-23.00', '3.30', '100.30'])
    await explainAll(table)
  })

  it('a filter takes a value with all below it, and an empty one the lines without', async () => {
    const filtered = (values: string[]) =>
      ask<ReportTable>('GetProfitAndLoss', { ...RANGE, filter: JSON.stringify({ project: values }) })
    expect(amounts(await filtered(['A']), 'category:revenue')).toEqual(['140.00'])
    expect(amounts(await filtered(['A1']), 'category:revenue')).toEqual(['40.00'])
    expect(amounts(await filtered(['B', '']), 'category:revenue')).toEqual(['10.30'])
    await explainAll(await filtered(['B', '']))
  })

  it('a name that is not there is refused', async () => {
    expect(await refusalOf('GetProfitAndLoss', { filter: '{"project":["C"]}' })).toBe('unknown_dimension')
    expect(await refusalOf('GetBalanceSheet', { dimension: 'region' })).toBe('unknown_dimension')
    expect(await refusalOf('GetBalanceSheet', { dimension: 'project', by: 'month' })).toBe('columns_conflict')
  })
})

describe('in another currency', () => {
  beforeAll(async () => {
    const rates = [
      ['2026-01-15', '1.10'],
      ['2026-02-15', '1.20'],
      ['2026-03-10', '1.30'],
      ['2026-03-31', '1.25'],
    ].map(([date, rate]) => ({ base: 'EUR', quote: 'USD', date, rate }))
    await execute('currencies', 'RecordRates', { rates })
  })

  it('the sides of a balance sheet are equal, with the difference in equity, and every figure is explained', async () => {
    const table = await ask<ReportTable>('GetBalanceSheet', { asOf: '2026-03-31', currency: 'USD' })
    expect(table.currency).toBe('USD')
    expect(amounts(table, 'total:assets')).toEqual(['125.38'])
    expect(amounts(table, 'total:liabilities-and-equity')).toEqual(['125.38'])
    expect(amounts(table, 'line:translation-difference')).not.toEqual(['0.00'])
    expect(table.rates.length).toBeGreaterThan(1)
    await explainAll(table)
  })

  it('a profit and loss is at the rates of its months', async () => {
    const table = await ask<ReportTable>('GetProfitAndLoss', {
      from: '2026-01-01',
      to: '2026-03-31',
      currency: 'USD',
      by: 'month',
    })
    expect(amounts(table, 'category:revenue')).toEqual(['154.00', '12.36', '0.00', '166.36'])
    await explainAll(table)
  })

  it('what has no rate is refused', async () => {
    expect(await refusalOf('GetBalanceSheet', { asOf: '2026-03-31', currency: 'GBP' })).toBe('rate_not_found')
    expect(await refusalOf('GetBalanceSheet', { asOf: '2026-03-31', currency: 'XXQ' })).toBe('unknown_unit')
  })
})

describe('of a reader who does not see everything', () => {
  const reader = (rules: Actor['rules'], grants = 'ledger:read field:salaries'): Actor => ({
    ...books.actor,
    id: 'user_reader',
    roles: [],
    grants,
    ...(rules && { rules }),
  })

  it('is over the accounts that they see, and says so', async () => {
    const actor = reader([{ field: 'account', deny: ['1100'] }])
    const table = await ask<ReportTable>('GetBalanceSheet', { asOf: '2026-12-31' }, actor)
    expect(table.partial).toBe(true)
    expect(table.hash).toBeNull()
    expect(amounts(table, 'total:assets')).toEqual(['150.30'])
    await explainAll(table, actor)
    const flow = await ask<ReportTable>('GetCashFlow', { ...RANGE, presentation: 'direct' }, actor)
    expect(amounts(flow, 'total:change')).toEqual(['150.30'])
  })

  it('has entries of masked accounts in no sum, and the account without amounts', async () => {
    const actor = reader(undefined, 'ledger:read')
    for (const operation of ['GetProfitAndLoss', 'GetTrialBalanceByPeriod', 'GetCashFlow'] as const) {
      const table = await ask<ReportTable>(operation, RANGE, actor)
      expect(JSON.stringify(table)).not.toMatch(/"-?(20|30|50|70)\.00"/)
      await explainAll(table, actor)
    }
    const table = await ask<ReportTable>('GetProfitAndLoss', RANGE, actor)
    expect(table.rows.find(({ id }) => id === 'account:5100')).toMatchObject({
      amounts: [null],
      masked: true,
    })
    expect(amounts(table, 'total:result')).toEqual(['150.30'])
  })

  it('follows rules about entries line by line', async () => {
    const actor = reader([{ field: 'amount', max: '50.00' }])
    const table = await ask<ReportTable>('GetProfitAndLoss', RANGE, actor)
    expect(amounts(table, 'category:revenue')).toEqual(['50.30'])
    await explainAll(table, actor)
    await explainAll(
      await ask<ReportTable>('GetCashFlow', { ...RANGE, presentation: 'direct' }, actor),
      actor,
    )
    const found = await ask<Explanation>(
      'ExplainFigure',
      { account: '4000', measure: 'credit-balance' },
      actor,
    )
    expect(found.entries.data.every(({ proof, event }) => proof === null && event.hash === null)).toBe(true)
  })
})

describe('cash in another currency that is valued anew', () => {
  it('is an effect of exchange rates, in both statements, and neither a receipt nor operating', async () => {
    await execute('ledger', 'OpenAccount', {
      code: '1200',
      name: 'Dollars',
      type: 'asset',
      category: 'cash',
      unit: 'USD',
    })
    await execute('ledger', 'SetAccountRoles', { roles: { unrealisedGain: '4000', unrealisedLoss: '5000' } })
    expectAccepted(
      await books.post(
        [
          { account: '1200', debit: '1250.00', value: '900.00' },
          { account: '3000', credit: '900.00' },
        ],
        { effectiveDate: '2026-03-20' },
      ),
    )
    await execute('currencies', 'RevalueCurrencies', { asOf: '2026-03-31' })
    for (const presentation of ['indirect', 'direct']) {
      const asked = { from: '2026-03-01', to: '2026-03-31', presentation }
      const table = await ask<ReportTable>('GetCashFlow', asked)
      expect(amounts(table, 'line:exchange')).toEqual(['100.00'])
      expect(amounts(table, 'total:operating')).toEqual(['-50.00'])
      expect(amounts(table, 'total:financing')).toEqual(['900.00'])
      expect(amounts(table, 'total:change')).toEqual(['950.00'])
      expect(amounts(table, 'line:others')).toBeUndefined()
      await explainAll(table)
    }
    const view = await books.audit(true)
    expect(view.checks.filter(({ ok }) => !ok)).toEqual([])
  })
})
