import { useQueryClient } from '@tanstack/react-query'
import { ImageOff, ImageUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { Parked } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { announceParked } from '../../guardrails/parked.tsx'
import { formatBytes } from '../../ledger/attachments/bytes.ts'
import { contentAddress } from '../../ledger/attachments/queries.ts'
import { uploadDocument } from '../../ledger/attachments/upload.ts'
import { meridian } from '../../lib/api.ts'
import { messageOf } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Item } from '../pickers/queries.ts'

const TYPES = 'image/png,image/jpeg,image/webp'

/** What the item looks like. The file is attached to it, and stays there when another takes its place. */
export function ItemImage({ item }: { item: Item }) {
  const company = useCompanySlug()
  const mayUpload = useMay('attachments.AttachDocument')
  const maySet = useMay('items.SetItemImage') && mayUpload
  const input = useRef<HTMLInputElement>(null)
  const { share, error, upload, remove } = useImage(item)
  if (!item.image && !maySet) return null
  return (
    <Section title="Image">
      {item.image ? (
        <img
          src={contentAddress(company, item.image)}
          alt={item.name}
          className="mb-3 max-h-72 w-full rounded-md border border-line bg-canvas object-contain"
        />
      ) : (
        <p className="mb-3 text-muted">None yet.</p>
      )}
      {share !== undefined && (
        <progress
          aria-label="Sending the image"
          className="mb-3 h-1.5 w-full accent-accent"
          max={1}
          value={share}
        />
      )}
      {error && (
        <div className="mb-3">
          <Notice>{error}</Notice>
        </div>
      )}
      {maySet && (
        <div className="flex gap-2">
          <input
            ref={input}
            type="file"
            accept={TYPES}
            aria-label="Image file"
            className="unseen"
            tabIndex={-1}
            onChange={({ target }) => {
              const file = target.files?.[0]
              if (file) void upload(file)
              target.value = ''
            }}
          />
          <Button size="sm" isBusy={share !== undefined} onClick={() => input.current?.click()}>
            <ImageUp className="size-3.5" aria-hidden="true" /> {item.image ? 'Replace' : 'Choose an image'}
          </Button>
          {item.image && (
            <Button size="sm" variant="ghost" onClick={() => void remove()}>
              <ImageOff className="size-3.5" aria-hidden="true" /> Remove
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}

function useImage(item: Item) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [share, setShare] = useState<number>()
  const [error, setError] = useState<string>()
  const attempt = async (work: () => Promise<void>) => {
    setError(undefined)
    try {
      await work()
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'items') })
    } catch (problem) {
      if (problem instanceof Parked) announceParked(company, problem.approval)
      else setError(messageOf(problem))
    } finally {
      setShare(undefined)
    }
  }
  const upload = (file: File) =>
    attempt(async () => {
      if (file.size > LIMITS.documentBytesMax) {
        setError(`A file has at most ${formatBytes(LIMITS.documentBytesMax)}.`)
        return
      }
      setShare(0)
      const attachment = await uploadDocument(company, { record: item.id, file }, setShare)
      await meridian.items.SetItemImage(company, { item: item.id, attachment: attachment.id })
      toast(`${item.code} has a new image.`)
    })
  const remove = () =>
    attempt(async () => {
      await meridian.items.SetItemImage(company, { item: item.id, attachment: null })
      toast(`${item.code} has no image any more.`)
    })
  return { share, error, upload, remove }
}
