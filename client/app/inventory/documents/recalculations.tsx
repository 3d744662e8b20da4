import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { subjectKey } from '../../lib/keys.ts'
import { Status } from '../../ui/status.tsx'
import { DocumentLink, ItemLink } from './links.tsx'

/** Steps follow each other within seconds; the live channel tells of them, this asks where it is interrupted. */
const ASK_AGAIN_MS = 5_000

const recalculationsQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'stock-documents'), 'recalculations'],
    queryFn: async ({ signal }) => (await meridian.stock.ListRecalculations(company, {}, { signal })).data,
    refetchInterval: ({ state }) => (state.data && state.data.length > 0 ? ASK_AGAIN_MS : false),
  })

/** Items whose later moves are being valued anew, and how far that is. Nothing else moves them until it is done. */
export function Recalculations() {
  const company = useCompanySlug()
  const running = useQuery(recalculationsQuery(company)).data ?? []
  return (
    <div role="status">
      {running.length > 0 && (
        <ul className="mb-3 flex flex-col gap-2">
          {running.map(({ item, document, since, through, moves, problem }) => (
            <li
              key={item.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line px-3 py-2"
            >
              <Status tone="warning">Valued anew</Status>
              <ItemLink company={company} item={item} />
              <span className="text-muted">
                since {formatDate(since)},{' '}
                <DocumentLink company={company} document={document}>
                  the document
                </DocumentLink>
              </span>
              <span className="tabular-nums">
                {formatAmount(String(moves.done))} of {formatAmount(String(moves.total))} moves, until{' '}
                {formatDate(through)}
              </span>
              {problem && <span className="text-negative">{problem}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
