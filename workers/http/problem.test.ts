import { expect, it } from 'vitest'
import { contracts } from '../contracts.ts'
import { EDGE_REFUSALS } from './problem.ts'

it('a refusal has one status, whichever module gives it', () => {
  const statuses = new Map<string, Set<number>>()
  const all: { refusals: Record<string, { status: number }> }[] = [
    { refusals: EDGE_REFUSALS },
    ...Object.values(contracts),
  ]
  for (const { refusals } of all)
    for (const [code, { status }] of Object.entries(refusals))
      statuses.set(code, (statuses.get(code) ?? new Set()).add(status))
  expect([...statuses].filter(([, each]) => each.size > 1)).toEqual([])
})
