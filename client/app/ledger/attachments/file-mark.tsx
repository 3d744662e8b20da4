import { useQueries } from '@tanstack/react-query'
import { Paperclip } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { attachmentCountsQuery } from './queries.ts'

/** Asked for a page of entries at a time, so that a page that is read already is not asked for again. */
export function useFileCounts(entries: readonly { id: string }[]): ReadonlyMap<string, number> {
  const company = useCompanySlug()
  const may = useMay('attachments.CountAttachments')
  const pages = Array.from({ length: Math.ceil(entries.length / FILES_ASKED) }, (_, page) =>
    entries.slice(page * FILES_ASKED, (page + 1) * FILES_ASKED).map(({ id }) => id),
  )
  return useQueries({
    queries: pages.map((ids) => ({ ...attachmentCountsQuery(company, ids), enabled: may })),
    combine: mergedCounts,
  })
}

const FILES_ASKED = 100

const mergedCounts = (
  replies: readonly { data: ReadonlyMap<string, number> | undefined }[],
): ReadonlyMap<string, number> => new Map(replies.flatMap(({ data }) => [...(data ?? [])]))

/** The mark of a record that has files. */
export const FileMark = ({ count }: { count: number }) => (
  <span className="ml-2 inline-flex items-center gap-0.5 align-middle text-sm text-muted">
    <Paperclip className="size-3.5" aria-hidden="true" />
    <span className="unseen">Files:</span> {count}
  </span>
)
