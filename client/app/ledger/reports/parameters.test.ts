import { expect, it } from 'vitest'
import { parametersOf, readFilter, statementSearch, writeFilter } from './parameters.ts'

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
