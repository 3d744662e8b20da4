import { CircleCheck, CircleDot, TriangleAlert } from 'lucide-react'
import { withDates } from '../../lib/dates.ts'
import { Status } from '../../ui/status.tsx'
import type { DraftRow } from './queries.ts'

/** Whether the draft could be posted as it stands. */
export function DraftState({
  draft: { status, isReady, problem, problemCount },
}: {
  draft: Pick<DraftRow, 'status' | 'isReady' | 'problem' | 'problemCount'>
}) {
  if (status === 'posted')
    return (
      <Status tone="positive" icon={CircleCheck}>
        Posted
      </Status>
    )
  if (status === 'discarded') return <Status tone="neutral">Discarded</Status>
  if (isReady)
    return (
      <Status tone="accent" icon={CircleDot}>
        Ready
      </Status>
    )
  return (
    <span title={problem ? withDates(problem.detail) : undefined}>
      <Status tone="warning" icon={TriangleAlert}>
        {problemCount === 1 ? '1 problem' : `${problemCount} problems`}
      </Status>
    </span>
  )
}
