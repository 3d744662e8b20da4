import type { Books } from './assembly.ts'
import type { CompanyImported } from './company/contract.ts'
import { EXPORT_FORMAT, tablesVersion } from './exporting.ts'
import { ImportedDocuments } from './imported-documents.ts'
import { wrongAtEnd } from './imported-end.ts'
import { foldImported } from './imported-events.ts'
import {
  type ImportedEnd,
  type ImportedHeader,
  importedEnd,
  importedHeader,
  parsedRecord,
} from './imported-records.ts'
import type { CloudEvent } from './kernel/log.ts'
import type { Actor } from './kernel/module.ts'
import type { CommandEnvelope, Outcome } from './kernel/pipeline.ts'
import type { Region } from './kernel/regions.ts'
import { type Refusal, refuse } from './kernel/result.ts'

/** What the imported company is to be, and what it is held against. */
export interface ImportWish {
  tenant: string
  slug: string
  region: Region
  name?: string | undefined
  /** A root that the importer knows from elsewhere. */
  root?: { size: number; root: string } | undefined
}

export interface ImportProgress {
  /** Lines that were taken: the next part begins with this one, counted from 0. */
  lines: number
  events: number
}

export interface ImportState extends ImportWish {
  lines: number
  /** Company that the last event was recorded in. */
  recordedIn?: string
  header?: ImportedHeader
  end?: ImportedEnd
}

export interface ImportedBooks {
  reply: string
  events: number
  tables: 'equal' | 'other-version'
}

export interface ImportingParts {
  books: Books
  storage: DurableObjectStorage
  bucket: (region: Region) => R2Bucket
  breathe: () => Promise<void>
  runTurn: (turn: CommandEnvelope[]) => Outcome[]
}

const STATE = 'import'
const FINISHED = 'import-finished'

/** What is wrong with the file undoes the lines that it was found in. */
class WrongFile extends Error {}

/**
 * Folds an exported file into an empty object, part by part. Nothing of it is believed: each event must be what its hash
 * says and what its contract says; at the end the tables must be those of the exporter and every invariant must hold. The
 * company is nobody's until then: only the last step records an owner.
 */
export class Importing {
  readonly #parts: ImportingParts
  #isBusy = false

  constructor(parts: ImportingParts) {
    this.#parts = parts
  }

  start(wish: ImportWish): ImportProgress | Refusal {
    const state = this.#state()
    if (state) return this.#progress(state)
    if (this.#parts.books.log.head.sequence > 0) return refuse('slug_taken', 'These books are open already.')
    this.#save({ ...wish, lines: 0 })
    return { lines: 0, events: 0 }
  }

  progress(): ImportProgress | undefined {
    const state = this.#state()
    return state && this.#progress(state)
  }

  /** Takes the next whole lines. `import_refused`: the file is not what it says, and the import is over. */
  async take(line: number, text: string): Promise<ImportProgress | Refusal> {
    const state = this.#state()
    if (!state) return importNotFound()
    if (line !== state.lines) return outOfStep(state.lines, `Go on with line ${state.lines}.`)
    return this.#alone(state, () => this.#take(state, text))
  }

  /** A part that waits for the bucket must not be overtaken, nor an end that is being verified. */
  async #alone<Result>(
    { lines }: ImportState,
    task: () => Promise<Result>,
  ): Promise<Result | Refusal<'import_out_of_step'>> {
    if (this.#isBusy)
      return outOfStep(lines, 'Another request for this import is being answered. Send it again.')
    this.#isBusy = true
    try {
      return await task()
    } finally {
      this.#isBusy = false
    }
  }

  async #take(state: ImportState, text: string): Promise<ImportProgress | Refusal> {
    const documents = this.#documents(state)
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    for (let next = 0; next < lines.length; ) {
      const upTo = Math.min(next + SLICE_LINES, lines.length)
      const wrong = this.#fold(state, lines.slice(next, upTo), documents)
      if (wrong) return refuse('import_refused', `${wrong} Nothing was kept.`)
      const wrongDocument = await documents.store()
      if (wrongDocument) return refuse('import_refused', `${wrongDocument} Nothing was kept.`)
      next = upTo
      await this.#parts.breathe()
    }
    return this.#progress(state)
  }

  /** Lines in one transaction. What is wrong with them, or undefined. */
  #fold(state: ImportState, lines: readonly string[], documents: ImportedDocuments): string | undefined {
    const { storage, books } = this.#parts
    const { head } = books.log
    try {
      storage.transactionSync(() => {
        for (const line of lines) {
          const wrong = this.#line(state, line, documents)
          if (wrong) throw new WrongFile(wrong)
          state.lines++
        }
        for (const module of books.modules) module.volatile?.flush()
        this.#save(state)
      })
      return undefined
    } catch (error) {
      books.log.rewind(head)
      for (const module of books.modules) module.volatile?.forget()
      if (error instanceof WrongFile) return error.message
      throw error
    }
  }

  #line(state: ImportState, text: string, documents: ImportedDocuments): string | undefined {
    const record = parsedRecord(text)
    const where = `Line ${state.lines}`
    if (!record) return `${where} is not a JSON object.`
    if (state.end) return `${where} follows the manifest, which is the last record.`
    if (state.lines === 0) {
      if (record.record !== 'header' || record.format !== EXPORT_FORMAT)
        return `The file does not begin with a header of ${EXPORT_FORMAT}: it is no export, or its beginning is missing.`
      const header = importedHeader.safeParse(record)
      if (!header.success) return 'The header of the file cannot be read.'
      state.header = header.data
      return undefined
    }
    if (record.specversion !== undefined)
      return foldImported(this.#parts.books, state, record as unknown as CloudEvent)
    if (record.record === 'manifest') {
      const end = importedEnd.safeParse(record)
      if (!end.success) return 'The manifest of the file cannot be read.'
      state.end = end.data
      return documents.close()
    }
    return documents.take(record) ?? undefined
  }

  /** The last checks, and the new owner. Who asks again gets the same reply. */
  async finish(actor: Actor, requestId: string): Promise<ImportedBooks | Refusal> {
    const finished = this.#parts.storage.kv.get<ImportedBooks>(FINISHED)
    if (finished) return finished
    const state = this.#state()
    return state ? this.#alone(state, () => this.#finish(state, actor, requestId)) : importNotFound()
  }

  async #finish(state: ImportState, actor: Actor, requestId: string): Promise<ImportedBooks | Refusal> {
    const { end } = state
    if (!end)
      return refuse(
        'import_incomplete',
        `The file ends at line ${state.lines}, before its manifest. Send the rest, from line ${state.lines}.`,
      )
    const { books, runTurn, storage, breathe } = this.#parts
    const wrong = await wrongAtEnd(books, { ...state, end }, this.#documents(state), breathe)
    if (wrong) return refuse('import_refused', `${wrong} Nothing was kept.`)
    const input = this.#owner(state, end)
    const [outcome] = runTurn([
      {
        company: books.company,
        module: 'company',
        command: 'AdoptBooks',
        input: JSON.stringify(input),
        actor,
        requestId,
      },
    ])
    if (outcome?.kind !== 'accepted')
      return refuse(
        'import_refused',
        'A policy of the imported company does not let it be taken over. Nothing was kept.',
      )
    const tables = end.tablesVersion === tablesVersion(books.database) ? 'equal' : 'other-version'
    const finished: ImportedBooks = { reply: outcome.body, events: end.events, tables }
    storage.kv.delete(STATE)
    storage.kv.put(FINISHED, finished)
    this.#documents(state).forget()
    return finished
  }

  #owner(state: ImportState, end: ImportedEnd): CompanyImported {
    const { tenant, slug, region, name = state.header?.company.name ?? slug, recordedIn = '' } = state
    const { events, headHash, root } = end
    return { from: recordedIn, events, headHash, root, tenant, slug, name, region }
  }

  /** Leaves nothing behind, neither here nor in the bucket. `finished`: they are somebody's books by now, and stay. */
  async discard(): Promise<'discarded' | 'finished' | Refusal> {
    const { storage } = this.#parts
    if (storage.kv.get(FINISHED) !== undefined) return 'finished'
    const state = this.#state()
    if (!state) return 'discarded'
    return this.#alone<'discarded'>(state, async () => {
      await this.#documents(state).discard()
      await storage.deleteAll()
      return 'discarded'
    })
  }

  #documents({ tenant, region }: ImportState): ImportedDocuments {
    const { storage, bucket, books } = this.#parts
    return new ImportedDocuments(storage, bucket(region), `${tenant}/${books.company}/`)
  }

  #state(): ImportState | undefined {
    return this.#parts.storage.kv.get<ImportState>(STATE)
  }

  #save(state: ImportState): void {
    this.#parts.storage.kv.put(STATE, state)
  }

  #progress({ lines }: ImportState): ImportProgress {
    return { lines, events: this.#parts.books.log.head.sequence }
  }
}

/** Lines in one turn: other imports of the same machine get their share. */
const SLICE_LINES = 500

export const importNotFound = () =>
  refuse('import_not_found', 'There is no such import, or it is over. Start another one.')

const outOfStep = (lines: number, how: string) =>
  refuse('import_out_of_step', `${lines} lines were taken. ${how}`, [
    { pointer: '/line', code: 'import_out_of_step', detail: `Is ${lines} for the next part.` },
  ])
