import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { messageOf } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Attachment, contentAddress, readContent } from './queries.ts'

const IMAGES = ['image/png', 'image/jpeg', 'image/webp']
const TEXTS = ['text/plain', 'text/csv', 'application/xml']
/** More of a text is read in a program of its own. */
const TEXT_CHARS_MAX = 20_000

/** What a browser can show by itself. */
export const canShow = (type: string): boolean =>
  IMAGES.includes(type) || TEXTS.includes(type) || (type === 'application/pdf' && navigator.pdfViewerEnabled)

/** The file inside of the page: an image as it is, a text as text and never as markup. */
export function DocumentPreview({ attachment }: { attachment: Attachment }) {
  const company = useCompanySlug()
  if (IMAGES.includes(attachment.type))
    return (
      <img
        src={contentAddress(company, attachment.id)}
        alt={attachment.name}
        className="max-h-[28rem] max-w-full rounded-md border border-line"
      />
    )
  return <TextPreview attachment={attachment} />
}

function TextPreview({ attachment: { id, name } }: { attachment: Attachment }) {
  const company = useCompanySlug()
  const query = useQuery({
    queryKey: [...subjectKey(company, 'attachments'), 'text', id],
    queryFn: async ({ signal }) => {
      const file = await readContent(company, id, signal)
      return (await file.text()).slice(0, TEXT_CHARS_MAX)
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <Loading rows={4} label={`Loading ${name}`} />
  return (
    // The keyboard scrolls what does not fit.
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm whitespace-pre-wrap"
    >
      {query.data}
    </pre>
  )
}

/** In a window of its own, where the browser's reader is: our pages may not be framed, and frame nothing. */
export async function openPdf(queryClient: QueryClient, company: string, { id }: Attachment): Promise<void> {
  // Opened at once: a window that opens after the answer is taken for an unwanted one.
  const reader = window.open('', '_blank')
  try {
    const file = await queryClient.fetchQuery({
      queryKey: [...subjectKey(company, 'attachments'), 'pdf', id],
      queryFn: () => readContent(company, id),
      staleTime: Number.POSITIVE_INFINITY,
    })
    const address = URL.createObjectURL(new Blob([file], { type: 'application/pdf' }))
    if (reader) reader.location.href = address
    // The reader has read it by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  } catch (error) {
    reader?.close()
    toast(messageOf(error), 'failed')
  }
}
