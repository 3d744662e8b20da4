/** What the steps of a plan share while they walk the file. */
import type { Deviations } from './diffuse.ts'
import type { FileFacts } from './facts.ts'
import type { PlanContext, Refused } from './model.ts'
import type { RunningBalances } from './running.ts'
import type { IssueList } from './state.ts'

export type Planning = {
  context: PlanContext
  facts: FileFacts
  running: RunningBalances
  deviations: Deviations
  issues: IssueList
  /** Units valued by `P` directives: first line and how many transactions. */
  priced: Map<string, { line: number; count: number }>
}

/** A refusal that knows its row. */
export type RefusedAt = Refused & { line: number }
export const at = (line: number, refused: Refused): RefusedAt => ({ ...refused, line })
