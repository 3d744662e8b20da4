import { expect, it } from 'vitest'
import { nextPeriod, yearOf } from './next-period.ts'
import type { FiscalPeriod, FiscalYear } from './queries.ts'

const period = (month: string, status: FiscalPeriod['status']): FiscalPeriod => ({
  code: `2026-P${month}`,
  year: '2026',
  from: `2026-${month}-01`,
  to: `2026-${month}-28`,
  status,
  locked: [],
})
const year = (...periods: FiscalPeriod[]): FiscalYear => ({
  code: '2026',
  from: '2026-01-01',
  to: '2026-12-31',
  days: 365,
  isDerived: true,
  status: 'open',
  closedAt: null,
  closedBy: null,
  net: null,
  closingEntries: [],
  periods,
})

it('begins with the first period that is over and not locked', () => {
  const years = [year(period('01', 'locked'), period('02', 'partly-locked'), period('03', 'open'))]
  expect(nextPeriod(years, '2026-03-15')?.code).toBe('2026-P02')
})

it('shows the current period when all before it are locked', () => {
  const years = [year(period('01', 'locked'), period('02', 'closed'), period('03', 'open'))]
  expect(nextPeriod(years, '2026-03-15')?.code).toBe('2026-P03')
  expect(nextPeriod([], '2026-03-15')).toBeUndefined()
})

it('finds the year of a period and of itself', () => {
  const years = [year(period('01', 'open'))]
  expect(yearOf(years, '2026-P01')?.code).toBe('2026')
  expect(yearOf(years, '2026')?.code).toBe('2026')
  expect(yearOf(years, '2025-P01')).toBeUndefined()
})
