import type { ExportSlice } from '../../durable-objects/books.ts'
import { isRefusal, type Refusal } from '../../durable-objects/kernel/result.ts'

type End = NonNullable<ExportSlice['end']>
type Document = End['documents'][number]

export interface FileSources {
  next: (after: number) => Promise<ExportSlice | Refusal>
  document: (document: Document) => Promise<Pick<R2ObjectBody, 'arrayBuffer'> | null>
}

/** Bytes of a document in one line: a multiple of three, so that the Base64 of a part has no padding but the last. */
const PART_BYTES = 196_608

/**
 * The lines of an export in pieces: header and events, then the documents, then the manifest. What fails on the way breaks the
 * file off before its manifest, and no reader takes it for whole.
 */
export async function* fileLines(first: ExportSlice, sources: FileSources): AsyncGenerator<string> {
  let slice = first
  yield slice.text
  while (!slice.end) {
    const next = await sources.next(slice.last)
    if (isRefusal(next)) throw new Error(`the export was refused: ${next.detail}`)
    slice = next
    yield slice.text
  }
  const { manifest, documents } = slice.end
  let digest = ''
  for (const document of documents) {
    const stored = await sources.document(document)
    if (!stored) throw new Error(`the document ${document.sha256} is not in the bucket`)
    yield* documentLines(document, Buffer.from(await stored.arrayBuffer()))
    digest = await documentsDigest(digest, document.sha256)
  }
  yield line({ ...manifest, documents: { count: documents.length, digest } })
}

function* documentLines({ sha256, bytes }: Document, content: Buffer): Generator<string> {
  yield line({ record: 'document', hash: sha256, bytes })
  for (let index = 0; index * PART_BYTES < content.length; index++) {
    const part = content.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)
    yield line({ record: 'document-part', hash: sha256, index, base64: part.toString('base64') })
  }
}

/** SHA-256 over the text of the digest before and of the next document's hash: which documents, in which order. */
async function documentsDigest(before: string, hash: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(before + hash))
  return Buffer.from(bytes).toString('hex')
}

const line = (record: object) => `${JSON.stringify(record)}\n`

/** Piece by piece, as the reader takes them. */
export function asStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
}
