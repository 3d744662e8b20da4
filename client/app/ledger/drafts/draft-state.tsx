import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleDot, TriangleAlert } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { Status } from '../../ui/status.tsx'
import { type DraftRow, draftQuery } from './queries.ts'

/** Whether the draft could be posted now; the server looks at each that is in view. */
export function DraftState({ draft: { id, status } }: { draft: DraftRow }) {
  const company = useCompanySlug()
  const isOpen = status === 'open'
  const draft = useQuery({ ...draftQuery(company, id), enabled: isOpen, staleTime: 10_000 }).data
  if (status === 'posted')
    return (
      <Status tone="positive" icon={CircleCheck}>
        Posted
      </Status>
    )
  if (status === 'discarded') return <Status tone="neutral">Discarded</Status>
  if (!draft) return <span className="text-sm text-faint">…</span>
  if (draft.isReady)
    return (
      <Status tone="accent" icon={CircleDot}>
        Ready
      </Status>
    )
  const [first] = draft.problems
  const count = draft.problems.length
  return (
    <span title={first?.detail}>
      <Status tone="warning" icon={TriangleAlert}>
        {count === 1 ? '1 problem' : `${count} problems`}
      </Status>
    </span>
  )
}
