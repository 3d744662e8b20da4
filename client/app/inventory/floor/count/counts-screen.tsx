import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Loading } from '../../../ui/feedback.tsx'
import { workKept } from '../device/floor-data.ts'
import { useFloor } from '../parts/floor-context.ts'
import { BigRow, Screen } from '../parts/screen.tsx'

/** Which of the open counts. */
export function CountsScreen({ onBegin }: { onBegin: (count: string) => void }) {
  const work = useQuery(workKept(useFloor()))
  const counts = work.data?.data.counts ?? []
  return (
    <Screen title="Count" prompt={counts.length > 0 ? 'Which count?' : undefined}>
      {work.isPending && <Loading label="Loading the counts" rows={3} />}
      {work.isSuccess && counts.length === 0 && (
        <p className="text-lg text-muted">No count is open. Whoever plans a count does so under Counts.</p>
      )}
      <ul aria-label="Open counts" className="flex flex-col gap-2">
        {counts.map(({ id, number, name, place, lines, counted, blind }) => (
          <li key={id}>
            <BigRow onClick={() => onBegin(id)}>
              <span className="min-w-0 flex-1">
                <span className="block text-lg font-semibold wrap-anywhere">{name ?? `Count ${number}`}</span>
                <span className="block text-base text-muted">
                  {place} · {counted} of {lines} counted{blind && ' · blind'}
                </span>
              </span>
              <ChevronRight className="size-5 text-muted" aria-hidden="true" />
            </BigRow>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
