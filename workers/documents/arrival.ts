import type { DocumentType } from '../../durable-objects/ledger/attachments/contract.ts'
import { isOfType, JUDGED_BYTES } from './file-types.ts'

/** A file on its way into the store. */
export interface Arrival {
  sha256: string
  bytes: number
}

/** `differs`: its first bytes are not those of the type. `broken`: it ended before it was whole. */
export type Failed = 'differs' | 'broken'

/**
 * Puts a file into the store while it arrives, and hashes it on the way: it is never in memory as a whole. What did not
 * arrive whole is not left behind.
 */
export async function receive(
  body: ReadableStream<Uint8Array>,
  announced: number,
  type: DocumentType,
  bucket: R2Bucket,
  key: string,
): Promise<Arrival | Failed> {
  const reader = body.getReader()
  const head = await beginning(reader)
  if (head === undefined || !isOfType(type, head)) {
    // What is left of the body is read by whoever answers the refusal.
    reader.releaseLock()
    return head === undefined ? 'broken' : 'differs'
  }
  const sized = new FixedLengthStream(announced)
  const digest = new crypto.DigestStream('SHA-256')
  const stored = bucket.put(key, sized.readable).then(
    () => true,
    () => false,
  )
  const isWhole = await pass(reader, head, sized.writable.getWriter(), digest.getWriter())
  if ((await stored) && isWhole) return { sha256: hex(await digest.digest), bytes: announced }
  // The digest of a stream that ended early rejects too, and nobody waits for it.
  digest.digest.catch(() => {})
  await bucket.delete(key)
  return 'broken'
}

/** As much of the file as is needed to judge it. */
async function beginning(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    while (bytes < JUDGED_BYTES) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      bytes += value.length
    }
    return Buffer.concat(chunks)
  } catch {
    return undefined
  }
}

type Writer = WritableStreamDefaultWriter<Uint8Array>

async function pass(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  head: Uint8Array,
  ...writers: Writer[]
): Promise<boolean> {
  const write = (chunk: Uint8Array) => Promise.all(writers.map((writer) => writer.write(chunk)))
  try {
    await write(head)
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      await write(value)
    }
    await Promise.all(writers.map((writer) => writer.close()))
    return true
  } catch (error) {
    await Promise.allSettled(writers.map((writer) => writer.abort(error)))
    return false
  }
}

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex')
