import { createHash } from 'node:crypto'
import { Books } from './books.js'
import { companyOf, eventHash, GENESIS_HASH } from './event.js'
import { leafOf, Tree, verifyConsistency, verifyInclusion } from './merkle.js'

/**
 * Verifies the records of an export as they come. `findings` are in the order of the file, the first wrong event first;
 * none of them means that the file is whole and is what its hashes say.
 */
export class Verifier {
  findings = []
  books = new Books()
  header
  manifest
  roots = 0
  documents = 0
  headHash = GENESIS_HASH
  #tree = new Tree()
  #sequence = 0
  #recordedAt = 0
  #company
  #document
  #documentsDigest = ''
  #referredTo = new Map()

  get events() {
    return this.#tree.size
  }

  take({ line, record }) {
    if (record === undefined) return this.#find(`line ${line} is not a JSON object`)
    if (this.manifest) return this.#find(`line ${line} follows the manifest, which is the last record`)
    if (record.specversion !== undefined) return this.#event(record)
    if (record.record === 'header') return this.#head(record, line)
    if (record.record === 'manifest') this.manifest = record
    else if (record.record === 'document') this.#openDocument(record)
    else if (record.record === 'document-part') this.#addToDocument(record, line)
    else this.#find(`line ${line} is a record of an unknown kind`)
  }

  #head(record, line) {
    if (line !== 1) this.#find(`line ${line} is a second header`)
    if (record.format !== 'meridian-export/1')
      this.#find(`the file has the format ${record.format}; this program reads meridian-export/1`)
    this.header = record
  }

  #event(event) {
    const expected = this.#sequence + 1
    const { sequence } = event
    if (sequence !== expected)
      this.#find(
        sequence > expected
          ? `event ${sequence} lies where event ${expected} belongs: ${expected} is missing or out of its place`
          : `event ${sequence} lies where event ${expected} belongs: it is out of its place`,
      )
    if (typeof event.hash !== 'string' || event.hash !== eventHash(this.headHash, event))
      this.#find(`event ${sequence} (${event.type}) is not what its hash was made of`)
    if (!(Number(event.recordedat) > this.#recordedAt))
      this.#find(`event ${sequence} was not recorded later than the one before`)
    this.#owner(event)
    // The chain goes on from the hash in the file: one changed event is then named alone, not with all that follow.
    this.#sequence = Number(sequence)
    this.headHash = String(event.hash)
    this.#recordedAt = Number(event.recordedat)
    this.#tree.add(this.headHash)
    try {
      const wrong = this.books.take(event)
      if (wrong) this.#find(`event ${sequence} (entry ${event.data.id}) ${wrong}`)
      if (event.type === 'root-sealed') this.#sealed(event)
      if (event.type === 'document-attached') this.#referredTo.set(event.data.sha256, sequence)
    } catch {
      this.#find(`event ${sequence} (${event.type}) cannot be read`)
    }
  }

  /** Whose the log is changes only where an import says so. */
  #owner(event) {
    const company = companyOf(event)
    const { data } = event
    const isImport =
      event.type === 'company-imported' && data?.from === this.#company && data?.events === event.sequence - 1
    if (this.#company !== undefined && company !== this.#company && !isImport)
      this.#find(`event ${event.sequence} is of the company ${company}, not of ${this.#company}`)
    if (isImport && (data.headHash !== this.headHash || data.root !== this.#tree.rootAt(data.events)))
      this.#find(`event ${event.sequence} imports another log than the one before it`)
    this.#company = company
  }

  #sealed({ sequence, data }) {
    this.roots++
    if (data.size >= sequence || this.#tree.rootAt(data.size) !== data.root)
      this.#find(`event ${sequence} seals a root over ${data.size} events that the file does not have`)
  }

  #openDocument(record) {
    this.#closeDocument()
    this.#document = { ...record, digest: createHash('sha256'), length: 0, parts: 0 }
  }

  #addToDocument(record, line) {
    const document = this.#document
    if (!document || record.hash !== document.hash || record.index !== document.parts)
      return this.#find(`line ${line} is a part of a document that is not open`)
    const bytes = Buffer.from(String(record.base64), 'base64')
    document.digest.update(bytes)
    document.length += bytes.length
    document.parts++
  }

  #closeDocument() {
    const document = this.#document
    if (!document) return
    this.#document = undefined
    this.documents++
    this.#documentsDigest = createHash('sha256')
      .update(this.#documentsDigest)
      .update(document.hash)
      .digest('hex')
    this.#referredTo.delete(document.hash)
    if (document.digest.digest('hex') !== document.hash || document.length !== document.bytes)
      this.#find(`the document ${document.hash} is not what its hash says`)
  }

  /** After the last record. */
  finish() {
    this.#closeDocument()
    const { header, manifest } = this
    if (!header) this.#find('the file has no header: it is no export, or its beginning is missing')
    if (!manifest)
      return this.#find(`the file ends after event ${this.events}, before its manifest: its end is missing`)
    if (manifest.events !== this.events)
      this.#find(`the manifest says ${manifest.events} events, the file has ${this.events}`)
    if (manifest.headHash !== this.headHash) this.#find('the manifest names another last hash')
    if (manifest.root !== this.#tree.rootAt(this.events)) this.#find('the manifest names another root')
    if (header && this.#company !== header.company?.id)
      this.#find(`the last event is of the company ${this.#company}, the file of ${header.company?.id}`)
    if (manifest.documents?.count !== this.documents)
      this.#find(`the manifest says ${manifest.documents?.count} documents, the file has ${this.documents}`)
    else if (manifest.documents.digest !== this.#documentsDigest)
      this.#find('the manifest names other documents')
    for (const [hash, sequence] of this.#referredTo)
      this.#find(`the document ${hash} of event ${sequence} is not in the file`)
  }

  /** A root that was published, held against the file: the file must still begin with what it covers. */
  holdAgainst({ size, root, headHash }) {
    const own = this.#tree.rootAt(size)
    if (own === undefined)
      return this.#find(`the root covers ${size} events, the file has ${this.events}: its end is missing`)
    if (own !== root) this.#find(`the first ${size} events of the file are not those of the root`)
    else if (headHash !== undefined && size === this.events && headHash !== this.headHash)
      this.#find('the root names another last hash')
  }

  /** A proof, held against the file: the root that it leads to must be the file's. */
  holdProof(proof) {
    for (const { size, root } of proof.from ? [proof.from, proof.to] : [proof]) {
      const own = this.#tree.rootAt(size)
      if (own === undefined) this.#find(`the proof leads to ${size} events, the file has ${this.events}`)
      else if (own !== root)
        this.#find(`the proof leads to a root over ${size} events that is not the file's`)
    }
  }

  #find(what) {
    this.findings.push(what)
  }
}

/** What is wrong with a proof by itself, or undefined. */
export function wrongInProof(proof) {
  if (proof.format === 'meridian-consistency-proof/1')
    return verifyConsistency(proof) ? undefined : 'the proof does not connect its two roots'
  if (proof.format !== 'meridian-inclusion-proof/1') return `the format ${proof.format} is not one of a proof`
  const { event, sequence, leafIndex, size, path, root, previousHash } = proof
  if (typeof event !== 'object' || event === null) return 'the proof has no event'
  if (event.sequence !== sequence || leafIndex !== sequence - 1)
    return 'the proof is of another event than it says'
  if (event.hash !== eventHash(previousHash, event))
    return `event ${sequence} is not what its hash was made of`
  const isIncluded = verifyInclusion({ leaf: leafOf(event.hash), index: leafIndex, size, path, root })
  return isIncluded ? undefined : `the path does not lead from event ${sequence} to the root`
}

/** What is wrong between a proof and a root document, or undefined. */
export function wrongWithRoot(proof, { size, root }) {
  const ends = proof.from ? [proof.from, proof.to] : [proof]
  return ends.some((end) => end.size === size && end.root === root)
    ? undefined
    : `the proof does not lead to the root over ${size} events`
}
