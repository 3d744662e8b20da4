import { queryOptions } from '@tanstack/react-query'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { AttachmentView } from '../../../../durable-objects/ledger/attachments/contract.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

export type Attachment = AttachmentView

export const attachmentsQuery = (company: string, record: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'attachments'), record],
    queryFn: async ({ signal }) =>
      (
        await meridian.attachments.ListAttachments(
          company,
          { record, detached: true, limit: LIMITS.pageRowsMax },
          { signal },
        )
      ).data,
  })

/** How many files each of the records has; those without are left out. */
export const attachmentCountsQuery = (company: string, records: readonly string[]) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'attachments'), 'counts', records],
    queryFn: async ({ signal }) => {
      const { data } = await meridian.attachments.CountAttachments(
        company,
        { records: records.join(',') },
        { signal },
      )
      return new Map(data.map(({ record, count }) => [record, count]))
    },
  })

/** Where the file itself lies: the page's own session opens it. */
export const contentAddress = (company: string, attachment: string): string =>
  `/v1/companies/${encodeURIComponent(company)}/attachments/${encodeURIComponent(attachment)}/content`

/** The bytes of a file, for the page itself to show. */
export const readContent = (company: string, attachment: string, signal?: AbortSignal): Promise<Blob> =>
  meridian.attachments.DownloadAttachment(company, { attachment }, signal ? { signal } : {})
