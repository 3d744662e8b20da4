import type { LaneResult } from './rounds.ts'
import { printTable } from './table.ts'

/** What a benchmark hands to the dispatcher: `ratios` are the goals, at least 1 (or the goal named) is reached. */
export interface Outcome {
  figures: Record<string, unknown>
  ratios: Record<string, number | undefined>
  goals: { what: string; goal: number; reached: number | undefined }[]
  /** What a reader must know to judge the figures. */
  notes: string[]
}

export function printLanes(title: string, unit: string, lanes: readonly LaneResult[]): void {
  const rows = lanes.map((lane) => [
    lane.label,
    String(lane.connections),
    lane.rate,
    lane.p50Ms,
    lane.p95Ms,
    lane.refused === 0 ? '' : `${lane.refused} refused`,
  ])
  printTable(title, ['', 'connections', unit, 'p50 ms', 'p95 ms', ''], rows)
  for (const lane of lanes.filter((one) => one.refused > 0)) {
    console.log(`  ${lane.label}: the first refusal was ${lane.firstRefusal}`)
  }
}
