import { expect, it } from 'vitest'
import { chosenDates, parametersOf, readFilter, statementSearch, writeFilter } from './parameters.ts'
import type { Statement } from './queries.ts'

it.each([
  [
    'balance-sheet',
    { asOf: '2026-12-31', from: '2026-01-01', columns: 'previous-year', periods: 2 },
    'asOf=2026-12-31&compare=previous-year&periods=2',
  ],
  [
    'profit-and-loss',
    { from: '2026-01-01', to: '2026-03-31', columns: 'month' },
    'from=2026-01-01&to=2026-03-31&by=month',
  ],
  ['profit-and-loss', { columns: 'dimension:project', periods: 3 }, 'dimension=project'],
  [
    'cash-flow',
    { presentation: 'direct', currency: 'USD', columns: 'dimension:project' },
    'presentation=direct',
  ],
  ['trial-balance-by-period', { columns: 'month', zeros: true, knownAt: 7 }, 'knownAt=7&zeros=true'],
] as const)('%s asks for what it takes, and for nothing else', (kind, search, query) => {
  expect(new URLSearchParams(parametersOf(kind, search)).toString()).toBe(query)
})

it('an address that was tampered with asks for less, not for nonsense', () => {
  const search = statementSearch.parse({
    asOf: 'tomorrow',
    periods: '900',
    knownAt: '-1',
    columns: 'moon',
    filter: '{',
  })
  expect(
    parametersOf('balance-sheet', { ...search, filter: writeFilter(readFilter(search.filter)) }),
  ).toEqual({})
})

it('shows the dates that were chosen, not those that they are compared with', () => {
  const [chosen, before] = [
    { from: '2026-01-01', to: '2026-06-30' },
    { from: '2025-07-01', to: '2025-12-31' },
  ]
  const report = { from: before.from, to: chosen.to, columns: [chosen, before] } as unknown as Statement
  expect(chosenDates({ columns: 'previous-period' }, report)).toMatchObject(chosen)
  expect(chosenDates({ columns: 'month' }, report)).toMatchObject({ from: before.from, to: chosen.to })
})
