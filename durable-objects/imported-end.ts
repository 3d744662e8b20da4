import type { Books } from './assembly.ts'
import { audit } from './audit.ts'
import { digestsAtRest } from './digests.ts'
import { documentsOf, tablesVersion } from './exporting.ts'
import type { ImportedDocuments } from './imported-documents.ts'
import type { ImportedEnd } from './imported-records.ts'
import type { ImportState } from './importing.ts'
import type { Breathe } from './kernel/audit.ts'

type WholeState = ImportState & { end: ImportedEnd }

/** What is wrong with a file as a whole, once every record of it was taken; undefined where it is what it says. */
export async function wrongAtEnd(
  books: Books,
  state: WholeState,
  documents: ImportedDocuments,
  breathe: Breathe,
): Promise<string | undefined> {
  return (
    wrongWithLog(books, state) ??
    (await wrongWithDocuments(books, state, documents)) ??
    (await wrongWithTables(books, state.end, breathe)) ??
    (await wrongWithBooks(books, state, breathe))
  )
}

function wrongWithLog(
  { log, proof }: Books,
  { end, header, recordedIn, root }: WholeState,
): string | undefined {
  const { sequence, hash } = log.head
  if (end.events !== sequence) return `The manifest says ${end.events} events, the file has ${sequence}.`
  if (end.headHash !== hash || end.root !== proof.roots.compute(sequence)?.root)
    return 'The manifest names another last hash or root.'
  if (header?.company.id !== recordedIn)
    return `The header names ${header?.company.id}, the last event is of ${recordedIn}.`
  if (root && proof.roots.compute(root.size)?.root !== root.root)
    return `The first ${root.size} events of the file are not those of the root that you gave.`
  return undefined
}

async function wrongWithDocuments(
  books: Books,
  { end }: WholeState,
  documents: ImportedDocuments,
): Promise<string | undefined> {
  const wrong = documents.wrongWith(end.documents)
  if (wrong) return wrong
  const wanted = documentsOf(books)
  const missing = await documents.missing(wanted.map(({ sha256 }) => sha256))
  if (missing) return `The document ${missing}, which the log speaks of, is not in the file.`
  return wanted.length === end.documents.count
    ? undefined
    : 'The file has documents that the log does not speak of.'
}

/** Only tables that are defined alike can be alike. */
async function wrongWithTables(
  books: Books,
  end: ImportedEnd,
  breathe: Breathe,
): Promise<string | undefined> {
  if (end.tablesVersion !== tablesVersion(books.database)) return undefined
  const digests = await digestsAtRest(books, breathe)
  const differing = Object.keys(digests).filter((table) => digests[table] !== end.tables[table])
  return differing.length === 0
    ? undefined
    : `The tables ${differing.join(', ')} are not those of the exporter.`
}

async function wrongWithBooks(
  books: Books,
  state: WholeState,
  breathe: Breathe,
): Promise<string | undefined> {
  // Whose the events are is in their hashes; the event that says so comes last.
  books.log.adopt({ company: state.recordedIn ?? '', through: books.log.head.sequence })
  const { checks } = await audit({ ...books, breathe, nowMs: () => performance.now() })
  const failed = checks.find(({ ok }) => !ok)
  return failed && `The books do not hold: ${failed.name}: ${failed.detail}.`
}
