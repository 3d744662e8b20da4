import { useInfiniteQuery } from '@tanstack/react-query'
import { FilePen, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import type { DraftStatus } from '../../../../durable-objects/ledger/drafts/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { BeginEntry } from './begin-entry.tsx'
import { DraftTable } from './draft-table.tsx'
import { draftsQuery } from './queries.ts'
import { useDraftsPlace } from './use-drafts-place.ts'

const STATUSES = ['open', 'posted', 'discarded'] as const satisfies readonly DraftStatus[]
const isStatus = (text: string | undefined): text is DraftStatus => STATUSES.includes(text as DraftStatus)

/** The drafts, last made first; open ones are posted here, one or several. */
export function DraftList() {
  const { slug } = useCompany()
  const { status: given, q, show } = useDraftsPlace()
  const status = isStatus(given) ? given : 'open'
  const query = useInfiniteQuery(draftsQuery(slug, { status, ...(q && { q }) }))
  const drafts = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data])
  const isEmpty = query.isSuccess && drafts.length === 0 && !query.hasNextPage
  const isFiltered = Boolean(q) || status !== 'open'
  return (
    <>
      <search className="mb-3 flex flex-wrap items-end gap-2">
        <SearchField
          className="sm:max-w-72"
          value={q ?? ''}
          onValue={(text) => show({ q: text || undefined })}
        />
        <Field label="Status" className="w-36">
          {(control) => (
            <Select
              {...control}
              value={status}
              onValue={(next) => show({ status: next === 'open' ? undefined : next })}
            >
              <option value="open">Open</option>
              <option value="posted">Posted</option>
              <option value="discarded">Discarded</option>
            </Select>
          )}
        </Field>
      </search>
      {query.isPending && <Loading rows={6} label="Loading the drafts" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty &&
        (isFiltered ? (
          <Empty
            icon={SearchX}
            title="No draft matches"
            actions={
              <Button onClick={() => show({ q: undefined, status: undefined })}>Clear the filters</Button>
            }
          >
            There may be others with another status or text.
          </Empty>
        ) : (
          <NoDraftsYet />
        ))}
      {drafts.length > 0 && (
        <DraftTable
          key={status}
          drafts={drafts}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={query.fetchNextPage}
        />
      )}
    </>
  )
}

const NoDraftsYet = () => (
  <Empty icon={FilePen} title="No drafts" actions={<BeginEntry operation="drafts.SaveDraft" />}>
    An entry that is not complete yet is saved here, for you or somebody else to finish and post.
  </Empty>
)
