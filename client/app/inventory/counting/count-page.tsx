import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useLiveState } from '../../lib/use-live.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { CountActions } from './count-actions.tsx'
import { CountFacts } from './count-facts.tsx'
import { CountLines } from './count-lines.tsx'
import { CountStatusMark, countTitle } from './count-status.tsx'
import { countQuery, linesQuery } from './queries.ts'

/** One count: how far it is, its lines as a spreadsheet, and what comes next. */
export function CountPage() {
  const company = useCompanySlug()
  const { count: id } = useParams({ from: '/signed-in/companies/$company/counts/$count' })
  const query = useQuery(countQuery(company, id))
  const lines = useFreshLines(company, id)
  const count = query.data
  return (
    <Page
      title={count ? countTitle(count) : 'Count'}
      heading={
        count && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {countTitle(count)} <CountStatusMark status={count.status} />
          </span>
        )
      }
      subtitle={count?.note}
      actions={count && <CountActions count={count} />}
    >
      {query.isPending && <Loading rows={8} label="Loading the count" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {count && <CountFacts count={count} />}
      {count && lines.isPending && <Loading rows={10} label="Loading the lines" />}
      {count && lines.isError && <ProblemNotice error={lines.error} onRetry={() => void lines.refetch()} />}
      {count && lines.data && <CountLines key={count.id} count={count} lines={lines.data} />}
    </Page>
  )
}

/** Others count, too, and goods move: the lines are asked for again, but not with every event. */
const REFRESH_MS = 5_000

function useFreshLines(company: string, count: string) {
  const query = useQuery({ ...linesQuery(company, count), staleTime: REFRESH_MS })
  const { sequence } = useLiveState()
  const seen = useRef(sequence)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { refetch } = query
  useEffect(() => {
    const before = seen.current
    seen.current = sequence
    if (before === undefined || sequence === before || timer.current) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      void refetch()
    }, REFRESH_MS)
  }, [sequence, refetch])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return query
}
