/** Plain-text tables and goal lines for people. */

export type Cell = string | number

export function printTable(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const text = [head, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? figure(cell) : cell)),
  )
  const widths = head.map((_, column) => Math.max(...text.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  console.log(`\n${title}`)
  text.forEach((row, index) => {
    console.log(`  ${line(row).trimEnd()}`)
    if (index === 0) console.log(`  ${widths.map((width) => '-'.repeat(width)).join('  ')}`)
  })
}

/** A goal is a ratio of at least 1: reached or short of it, said either way. */
export function printGoals(
  goals: readonly { what: string; goal: number; reached: number | undefined }[],
): void {
  console.log('\nGoals')
  for (const { what, goal, reached } of goals) {
    const verdict = reached === undefined ? 'not measured' : reached >= goal ? 'reached' : 'SHORT'
    console.log(
      `  ${verdict.padEnd(12)} ${what}: ${reached === undefined ? '-' : figure(reached)} (goal ${goal})`,
    )
  }
}

export function figure(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
