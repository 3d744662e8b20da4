import { createHash } from 'node:crypto'
import { LIMITS } from './kernel/limits.ts'

interface Arriving {
  hash: string
  bytes: number
  parts: number
  length: number
}

interface DocumentState {
  open?: Arriving | undefined
  /** Whole, but not in the bucket yet. */
  ready: Arriving[]
  count: number
  digest: string
}

const STATE = 'import-documents'
const partKey = (hash: string, index: number) => `import-document/${hash}/${index}`

/** Documents of a file that is being imported: they arrive in parts, and go to the bucket when they are what their hash says. */
export class ImportedDocuments {
  readonly #storage: DurableObjectStorage
  readonly #bucket: R2Bucket
  readonly #prefix: string

  constructor(storage: DurableObjectStorage, bucket: R2Bucket, prefix: string) {
    this.#storage = storage
    this.#bucket = bucket
    this.#prefix = prefix
  }

  /** A record of the file. What is wrong with it, or undefined. */
  take({ record, hash, bytes, index, base64 }: Record<string, unknown>): string | undefined {
    const state = this.#state()
    if (record === 'document' && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)) {
      const wrong = this.#close(state)
      if (!(Number(bytes) <= LIMITS.documentBytesMax))
        return `The document ${hash} is larger than ${LIMITS.documentBytesMax} bytes.`
      state.open = { hash, bytes: Number(bytes), parts: 0, length: 0 }
      this.#save(state)
      return wrong
    }
    const { open } = state
    if (record !== 'document-part') return 'The file has a record of an unknown kind.'
    if (!open || hash !== open.hash || index !== open.parts || typeof base64 !== 'string')
      return `A part of the document ${String(hash).slice(0, 64)} is out of its place.`
    const part = Buffer.from(base64, 'base64')
    this.#storage.kv.put(partKey(open.hash, open.parts), new Uint8Array(part))
    open.parts++
    open.length += part.length
    if (open.length > open.bytes) return `The document ${open.hash} is longer than the file says.`
    this.#save(state)
    return undefined
  }

  /** No document follows. */
  close(): string | undefined {
    const state = this.#state()
    const wrong = this.#close(state)
    this.#save(state)
    return wrong
  }

  /** Puts what is whole into the bucket. What is wrong with it, or undefined. */
  async store(): Promise<string | undefined> {
    const state = this.#state()
    for (const { hash, parts } of state.ready) {
      const content = Buffer.concat(
        Array.from({ length: parts }, (_, index) => {
          return this.#storage.kv.get<Uint8Array>(partKey(hash, index)) ?? new Uint8Array()
        }),
      )
      if (createHash('sha256').update(content).digest('hex') !== hash)
        return `The document ${hash} is not what its hash says.`
      await this.#bucket.put(this.#prefix + hash, content, { sha256: hash })
      for (let index = 0; index < parts; index++) this.#storage.kv.delete(partKey(hash, index))
    }
    if (state.ready.length > 0) this.#save({ ...state, ready: [] })
    return undefined
  }

  /** After the last one: what the manifest says of them. */
  wrongWith(manifest: { count: number; digest: string }): string | undefined {
    const { count, digest } = this.#state()
    if (manifest?.count !== count)
      return `The manifest says ${manifest?.count} documents, the file has ${count}.`
    return manifest.digest === digest ? undefined : 'The manifest names other documents.'
  }

  /** A document that the log speaks of and the file did not have. */
  async missing(hashes: Iterable<string>): Promise<string | undefined> {
    for (const hash of hashes) if (!(await this.#bucket.head(this.#prefix + hash))) return hash
    return undefined
  }

  /** Nothing of the arrival is kept beside the books. */
  forget(): void {
    this.#storage.kv.delete(STATE)
  }

  /** Nothing that arrived stays in the bucket. */
  async discard(): Promise<void> {
    for (;;) {
      const { objects } = await this.#bucket.list({ prefix: this.#prefix })
      if (objects.length === 0) return
      await this.#bucket.delete(objects.map(({ key }) => key))
    }
  }

  #close(state: DocumentState): string | undefined {
    const { open } = state
    if (!open) return undefined
    state.open = undefined
    if (open.length !== open.bytes) return `The document ${open.hash} is not whole.`
    state.ready.push(open)
    state.count++
    state.digest = documentsDigest(state.digest, open.hash)
    return undefined
  }

  #state(): DocumentState {
    return this.#storage.kv.get<DocumentState>(STATE) ?? { ready: [], count: 0, digest: '' }
  }

  #save(state: DocumentState): void {
    this.#storage.kv.put(STATE, state)
  }
}

/** SHA-256 over the text of the digest before and of the next document's hash: which documents, in which order. */
export const documentsDigest = (before: string, hash: string): string =>
  createHash('sha256').update(before).update(hash).digest('hex')
