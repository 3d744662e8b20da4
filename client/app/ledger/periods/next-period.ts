import type { FiscalPeriod, FiscalYear } from './queries.ts'

/** The period that wants attention: the first that is over and not locked, else the one that today lies in. */
export function nextPeriod(years: readonly FiscalYear[], today: string): FiscalPeriod | undefined {
  const periods = years.flatMap((year) => year.periods)
  return (
    periods.find(({ to, status }) => to < today && (status === 'open' || status === 'partly-locked')) ??
    periods.find(({ from, to }) => from <= today && today <= to) ??
    periods.at(-1)
  )
}

/** The year that a code belongs to: its own, or that of one of its periods. */
export const yearOf = (years: readonly FiscalYear[], code: string): FiscalYear | undefined =>
  years.find((year) => year.code === code || year.periods.some((period) => period.code === code))
