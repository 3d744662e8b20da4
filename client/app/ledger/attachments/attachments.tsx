import { useQuery } from '@tanstack/react-query'
import { Paperclip, X } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { DOCUMENT_TYPES } from '../../../../durable-objects/ledger/attachments/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Card } from '../../ui/table.tsx'
import { AttachmentItem } from './attachment-item.tsx'
import { attachmentsQuery } from './queries.ts'
import { type Upload, useUploads } from './use-uploads.ts'

const ENDINGS = Object.values(DOCUMENT_TYPES)

/** The files of an entry or a draft. They are dropped here, and stay with the record when it is posted. */
export function Attachments({ record }: { record: string }) {
  const mayRead = useMay('attachments.ListAttachments')
  return mayRead ? <Files record={record} /> : null
}

function Files({ record }: { record: string }) {
  const company = useCompanySlug()
  const mayAttach = useMay('attachments.AttachDocument')
  const query = useQuery(attachmentsQuery(company, record))
  const { uploads, send, drop } = useUploads(record)
  const { isOver, handlers } = useFileDrop(mayAttach, (files) => void send(files))
  const [showsDetached, setShowsDetached] = useState(false)
  const all = query.data ?? []
  const attached = all.filter(({ detached }) => detached === null)
  const shown = showsDetached ? all : attached
  const detachedCount = all.length - attached.length
  return (
    <section aria-labelledby="files">
      <header className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="files" className="font-semibold">
          Files
        </h2>
        {mayAttach && <ChooseFiles onFiles={(files) => void send(files)} />}
      </header>
      <Card {...handlers} className={`transition-colors ${isOver ? 'border-accent! bg-accent-soft!' : ''}`}>
        {query.isPending && <Loading rows={2} label="Loading the files" />}
        {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
        {shown.length > 0 && (
          <ul aria-label="Attached files" className="divide-y divide-line">
            {shown.map((attachment) => (
              <AttachmentItem key={attachment.id} attachment={attachment} />
            ))}
          </ul>
        )}
        {uploads.length > 0 && (
          <ul aria-label="Files on their way" className="divide-y divide-line border-t border-line">
            {uploads.map((upload) => (
              <UploadItem key={upload.key} upload={upload} onDrop={() => drop(upload.key)} />
            ))}
          </ul>
        )}
        {query.isSuccess && attached.length === 0 && uploads.length === 0 && (
          <p className="p-4 text-muted">
            {mayAttach ? (
              <>
                No files yet. Drop receipts, invoices or statements here.{' '}
                <span className="text-sm text-faint">{ENDINGS.join(', ')}</span>
              </>
            ) : (
              'No files yet.'
            )}
          </p>
        )}
        {detachedCount > 0 && (
          <div className="border-t border-line p-2">
            <Button variant="ghost" size="sm" onClick={() => setShowsDetached(!showsDetached)}>
              {showsDetached ? 'Hide what was detached' : `Show ${detachedCount} detached`}
            </Button>
          </div>
        )}
      </Card>
    </section>
  )
}

function ChooseFiles({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to attach"
        accept={ENDINGS.map((ending) => `.${ending}`).join(',')}
        className="unseen"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // The same file may be chosen again.
          event.target.value = ''
        }}
      />
      <Button size="sm" onClick={() => input.current?.click()}>
        <Paperclip className="size-3.5" aria-hidden="true" /> Attach files
      </Button>
    </>
  )
}

const UploadItem = ({ upload, onDrop }: { upload: Upload; onDrop: () => void }) => (
  <li className="flex items-center gap-3 px-4 py-2.5">
    <div className="min-w-0 flex-1">
      <p className="truncate">{upload.name}</p>
      {upload.error ? (
        <p role="alert" className="text-sm text-negative">
          {upload.error}
        </p>
      ) : (
        <progress
          aria-label={`Sending ${upload.name}`}
          className="h-1.5 w-full accent-accent"
          max={1}
          value={upload.share}
        />
      )}
    </div>
    {upload.error && (
      <IconButton label={`Dismiss ${upload.name}`} onClick={onDrop}>
        <X className="size-4" aria-hidden="true" />
      </IconButton>
    )}
  </li>
)

/** Files that are dragged over, counted because every child enters and leaves too. */
function useFileDrop(isEnabled: boolean, onFiles: (files: readonly File[]) => void) {
  const depth = useRef(0)
  const [isOver, setOver] = useState(false)
  const has = (event: DragEvent) => isEnabled && event.dataTransfer.types.includes('Files')
  const handlers = {
    onDragEnter: (event: DragEvent) => {
      if (!has(event)) return
      depth.current += 1
      setOver(true)
    },
    onDragOver: (event: DragEvent) => {
      if (has(event)) event.preventDefault()
    },
    onDragLeave: (event: DragEvent) => {
      if (!has(event)) return
      depth.current -= 1
      if (depth.current <= 0) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      if (!has(event)) return
      event.preventDefault()
      depth.current = 0
      setOver(false)
      onFiles([...event.dataTransfer.files])
    },
  }
  return { isOver, handlers }
}
