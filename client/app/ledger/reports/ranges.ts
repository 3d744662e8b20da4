/** Months, quarters and calendar years up to a date, by name. */
export interface NamedRange {
  name: string
  from: string
  to: string
}

export function rangesBefore(date: string): NamedRange[] {
  const [year = 0, month = 1] = date.split('-').map(Number)
  const quarter = Math.floor((month - 1) / 3)
  return [
    { name: 'This month', ...months(year, month - 1, 1) },
    { name: 'Last month', ...months(year, month - 2, 1) },
    { name: 'This quarter', ...months(year, quarter * 3, 3) },
    { name: 'Last quarter', ...months(year, quarter * 3 - 3, 3) },
    { name: 'This calendar year', ...months(year, 0, 12) },
    { name: 'Last calendar year', ...months(year - 1, 0, 12) },
  ]
}

/** `count` months from the month with this index on; −1 is December of the year before. */
function months(year: number, index: number, count: number): { from: string; to: string } {
  const iso = (at: number, day: number) => new Date(Date.UTC(year, at, day)).toISOString().slice(0, 10)
  return { from: iso(index, 1), to: iso(index + count, 0) }
}
