import { createHash } from 'node:crypto'
import type { Books } from './assembly.ts'
import type { CompanyOpened } from './company/contract.ts'
import { DIGEST_TRIES, type Digests, digestsNow, tryDigests } from './digests.ts'
import type { Breathe } from './kernel/audit.ts'
import type { Database } from './kernel/database.ts'
import { formatInstant } from './kernel/dates.ts'
import { cloudEventText } from './kernel/log.ts'
import type { StoredDocument } from './kernel/module.ts'
import { invariant } from './kernel/result.ts'

/** The format of the file; docs/proof.md describes it, `client/verify/` reads it. */
export const EXPORT_FORMAT = 'meridian-export/1'

/** What closes the file, as of its last event. */
export interface ExportEnd {
  manifest: {
    record: 'manifest'
    events: number
    headHash: string
    root: string
    /** SHA-256 of each table that follows from the log, and of the definitions of all tables: they compare like with like. */
    tables: Record<string, string>
    tablesVersion: string
  }
  documents: StoredDocument[]
}

export interface ExportSlice {
  /** Lines of the file. */
  text: string
  last: number
  /** Only where the slice ends at the head. */
  end: ExportEnd | null
}

export interface Exporting {
  by: string
  nowMs: number
  breathe: Breathe
}

/**
 * The next lines of the export: events after a position, before the first of them the header. Where the slice reaches the
 * head, what closes the file is made, of a state in which log and tables are as of the same commit: what is recorded while
 * the tables are read goes into the file as well.
 */
export async function exportSlice(
  books: Books,
  after: number,
  { by, nowMs, breathe }: Exporting,
): Promise<ExportSlice> {
  const { log } = books
  const lines = after === 0 ? [JSON.stringify(header(books, by, nowMs))] : []
  const text = () => lines.map((line) => `${line}\n`).join('')
  for (let [last, tries] = [after, 0]; ; tries++) {
    const slice = log.slice(last)
    lines.push(...slice.map((event) => cloudEventText(log.companyAt(event.sequence), event)))
    last = slice.at(-1)?.sequence ?? last
    if (last < log.head.sequence) return { text: text(), last, end: null }
    const tables = tries < DIGEST_TRIES ? await tryDigests(books, breathe) : digestsNow(books)
    if (tables) return { text: text(), last, end: endOf(books, tables) }
  }
}

function header(books: Books, by: string, nowMs: number) {
  const { slug, name, country, currency, region } = profileOf(books)
  return {
    record: 'header',
    format: EXPORT_FORMAT,
    company: { id: books.company, slug, name, country, currency, region },
    exportedAt: formatInstant(nowMs * 1_000),
    exportedBy: by,
  }
}

function endOf(books: Books, tables: Digests): ExportEnd {
  const { database, log, proof } = books
  const root = proof.roots.compute(log.head.sequence)
  invariant(root, 'open books have an event')
  return {
    manifest: {
      record: 'manifest',
      events: root.size,
      headHash: root.headHash,
      root: root.root,
      tables,
      tablesVersion: tablesVersion(database),
    },
    documents: documentsOf(books),
  }
}

/** Every document that records refer to. */
export const documentsOf = ({ modules }: Pick<Books, 'modules'>): StoredDocument[] =>
  modules.flatMap((module) => [...(module.documents?.() ?? [])])

/** Tables are made by migrations, so these say how tables look. */
export function tablesVersion(database: Database): string {
  const hash = createHash('sha256')
  const steps = database.all('SELECT module, position, id, sql FROM migrations ORDER BY module, position')
  for (const step of steps) hash.update(JSON.stringify(Object.values(step)))
  return hash.digest('hex')
}

function profileOf(books: Books): CompanyOpened {
  const profile = books.profile()
  invariant(profile, 'the books are open')
  return profile
}
