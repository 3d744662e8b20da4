import type { z } from 'zod'
import type {
  ImportFormat,
  ImportIssue,
  ImportView,
  MigrationContract,
  PartView,
} from '../../../durable-objects/ledger/migration/contract.ts'
import { Problem } from '../problem.ts'
import type { Meridian } from '../types.ts'
import { type InspectedFile, textOf } from './file.ts'
import { splitFile } from './split.ts'

type StartInput = z.input<MigrationContract['operations']['StartImport']['input']>

export interface ImportJob {
  meridian: Meridian
  company: string
  file: Blob
  name: string
  format: ImportFormat
  inspected: InspectedFile
  mapping?: StartInput['mapping'] | undefined
  upsert?: StartInput['upsert'] | undefined
  options?: StartInput['options'] | undefined
  mode: 'atomic' | 'independent'
  dryRun: boolean
  /** Stops between two parts; what is booked stays, and the same file goes on from there. */
  signal?: AbortSignal
  onProgress: (progress: ImportProgress) => void
}

export interface ImportProgress {
  import: string
  rows: number
  /** Share of the file, 0 to 1. */
  share: number
}

export interface ImportOutcome {
  import: string
  entries: number
  corrected: number
  unchanged: number
  refused: number
  errors: ImportIssue[]
  errorsTotal: number
  warnings: ImportIssue[]
  /** A part with bad rows ended it: what came before is booked, and the import is open. */
  isStopped: boolean
}

const ERRORS_KEPT = 5_000

/**
 * Imports a file of any size in parts, one of which is in memory at a time. The same file again goes on where the last
 * attempt ended. A trial sends every part, and books none.
 */
export async function importFile(job: ImportJob): Promise<ImportOutcome> {
  const { meridian, company, file, format, inspected, mapping, mode, dryRun, signal } = job
  const started = await meridian.migration.StartImport(company, {
    ...{ name: job.name, format, digest: inspected.digest },
    ...(mapping && { mapping }),
    ...(job.upsert && { upsert: job.upsert }),
    ...(job.options && { options: job.options }),
  })
  const outcome: ImportOutcome = {
    ...{ import: started.id, entries: 0, corrected: 0, unchanged: 0, refused: 0 },
    ...{ errors: [], errorsTotal: 0, warnings: [], isStopped: false },
  }
  let [number, rows, chars] = [started.nextPart, started.rowsDone, 0]
  const counted = counting(textOf(file, inspected.encoding), (length) => {
    chars += length
  })
  for await (const part of splitFile(format, counted, {
    mapping: layoutOf(mapping),
    skipRows: started.rowsDone,
  })) {
    if (signal?.aborted) break
    try {
      const query = { import: started.id, part: number, from: part.from, head: part.head, rows: part.rows }
      const view = await meridian.migration.ImportPart(company, { ...query, mode, dryRun, text: part.text })
      addPart(outcome, view)
    } catch (error) {
      const issues = refusedRows(error)
      if (!issues) throw error
      outcome.refused += issues.length
      outcome.errors.push(...issues)
      outcome.errorsTotal += issues.length
      outcome.isStopped = true
      return outcome
    }
    number++
    rows += part.rows
    job.onProgress({ import: started.id, rows, share: Math.min(1, chars / Math.max(1, inspected.bytes)) })
  }
  return outcome
}

/** Closes an import whose file went in to its end. */
export const finishImport = (meridian: Meridian, company: string, id: string): Promise<ImportView> =>
  meridian.migration.FinishImport(company, { import: id })

function addPart(outcome: ImportOutcome, view: PartView): void {
  outcome.entries += view.entries
  outcome.corrected += view.corrected
  outcome.unchanged += view.unchanged
  outcome.refused += view.refused
  outcome.errorsTotal += view.errorsTotal
  outcome.errors.push(...view.errors.slice(0, ERRORS_KEPT - outcome.errors.length))
  outcome.warnings.push(...view.warnings.slice(0, ERRORS_KEPT - outcome.warnings.length))
}

/** Rows that a refusal names by their lines: `/text/12/Date`. */
function refusedRows(error: unknown): ImportIssue[] | undefined {
  if (!(error instanceof Problem) || error.code !== 'import_part_refused') return undefined
  return error.errors.map(({ pointer, code, detail }) => {
    const [, , line = '1', field] = pointer.split('/')
    const name = field?.replaceAll('~1', '/').replaceAll('~0', '~')
    return { line: Number(line) || 1, code, detail, ...(name !== undefined && { field: name }) }
  })
}

function layoutOf(mapping: StartInput['mapping']) {
  if (!mapping) return undefined
  const { layout, delimiter, columns } = mapping
  return { layout, delimiter, columns: columns as Record<string, string> }
}

async function* counting(
  chunks: AsyncIterable<string>,
  seen: (length: number) => void,
): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    seen(chunk.length)
    yield chunk
  }
}

/** Bad rows as a file that a spreadsheet opens (RFC 4180). What it would take for a formula is text. */
export function issuesCsv(issues: readonly ImportIssue[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const rows = issues.map(({ line, field = '', code, detail }) =>
    [String(line), field, code, detail].map(cell).join(','),
  )
  return `\uFEFFline,field,code,detail\r\n${rows.map((row) => `${row}\r\n`).join('')}`
}
