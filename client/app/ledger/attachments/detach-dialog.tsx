import { useQueryClient } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { ReasonDialog } from '../drafts/reason-dialog.tsx'
import type { Attachment } from './queries.ts'

/** Asks why: the file goes from the record, and stays in the store with what it was attached for. */
export function DetachDialog({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  return (
    <ReasonDialog
      title={`Detach ${attachment.name}`}
      verb="Detach it"
      isRequired
      send={(reason, idempotencyKey) =>
        meridian.attachments.DetachDocument(
          company,
          { attachment: attachment.id, reason: reason ?? '' },
          { idempotencyKey },
        )
      }
      onDone={() => queryClient.invalidateQueries({ queryKey: subjectKey(company, 'attachments') })}
      onClose={onClose}
    >
      The record is shown without it. The file and that it was attached stay: they are part of the books.
    </ReasonDialog>
  )
}
