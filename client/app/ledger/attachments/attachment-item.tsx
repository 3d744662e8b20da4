import { useQueryClient } from '@tanstack/react-query'
import { Download, Eye, FileText, Image, Unlink } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { usePersonName } from '../../guardrails/names.ts'
import { formatInstant } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Status } from '../../ui/status.tsx'
import { formatBytes } from './bytes.ts'
import { DetachDialog } from './detach-dialog.tsx'
import { canShow, DocumentPreview, openPdf } from './preview.tsx'
import { type Attachment, contentAddress } from './queries.ts'

/** One file: what it is, looking at it, taking it along, taking it off. */
export function AttachmentItem({ attachment }: { attachment: Attachment }) {
  const company = useCompanySlug()
  const person = usePersonName()
  const queryClient = useQueryClient()
  const mayDetach = useMay('attachments.DetachDocument')
  const [isShown, setShown] = useState(false)
  const [isDetaching, setDetaching] = useState(false)
  const { id, name, type, bytes, attachedAt, attachedBy, detached, sha256 } = attachment
  const Icon = type.startsWith('image/') ? Image : FileText
  const shows = canShow(type)
  const look = () => {
    if (type === 'application/pdf') void openPdf(queryClient, company, attachment)
    else setShown(!isShown)
  }
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Icon className="size-4 shrink-0 text-muted" aria-hidden="true" />
        <div className="min-w-0 flex-1 basis-48">
          <p className={`wrap-anywhere ${detached ? 'text-muted line-through' : 'font-medium'}`}>{name}</p>
          <p className="text-sm text-muted">
            {formatBytes(bytes)} · {formatInstant(attachedAt)} by {person(attachedBy)}
          </p>
          {detached && (
            <p className="mt-1 text-sm text-muted">
              <Status tone="neutral">Detached</Status> by {person(detached.by)}, {formatInstant(detached.at)}:{' '}
              {detached.reason}
            </p>
          )}
        </div>
        <div className="flex gap-1">
          {shows && (
            <Button size="sm" variant="ghost" aria-expanded={isShown} onClick={look}>
              <Eye className="size-3.5" aria-hidden="true" /> Look<span className="unseen"> at {name}</span>
            </Button>
          )}
          <a href={contentAddress(company, id)} download={name} className={buttonClass('ghost', 'sm')}>
            <Download className="size-3.5" aria-hidden="true" /> Download
            <span className="unseen"> {name}</span>
          </a>
          {mayDetach && !detached && (
            <IconButton label={`Detach ${name}`} onClick={() => setDetaching(true)}>
              <Unlink className="size-4" aria-hidden="true" />
            </IconButton>
          )}
        </div>
      </div>
      {isShown && (
        <div className="mt-3">
          <DocumentPreview attachment={attachment} />
          <p className="mt-2 text-sm text-faint">SHA-256, as it stands in the event log</p>
          <Copyable text={sha256} label={`the hash of ${name}`} />
        </div>
      )}
      {isDetaching && <DetachDialog attachment={attachment} onClose={() => setDetaching(false)} />}
    </li>
  )
}
