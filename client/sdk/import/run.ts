import type { z } from 'zod'
import type { ImportIssue, MigrationContract } from '../../../durable-objects/ledger/migration/contract.ts'
import type { ImportFormat } from '../../../durable-objects/ledger/migration/inputs.ts'
import type { ImportView } from '../../../durable-objects/ledger/migration/replies.ts'
import { Problem } from '../problem.ts'
import type { Meridian } from '../types.ts'
import { type InspectedFile, textOf } from './file.ts'
import { type ImportOutcome, OutcomeSum } from './outcome.ts'
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
  const sum = new OutcomeSum(started.id, started.rowsDone, idField(job))
  const charBytes = inspected.encoding.startsWith('utf-16') ? 2 : 1
  let [number, rows, chars] = [started.nextPart, started.rowsDone, 0]
  const counted = counting(textOf(file, inspected.encoding), (length) => {
    chars += length
  })
  for await (const part of splitFile(format, counted, {
    mapping: layoutOf(mapping),
    skipRows: started.rowsDone,
  })) {
    if (signal?.aborted) return sum.stop([])
    try {
      const query = { import: started.id, part: number, from: part.from, head: part.head, rows: part.rows }
      const view = await meridian.migration.ImportPart(company, { ...query, mode, dryRun, text: part.text })
      sum.add(view)
    } catch (error) {
      const issues = refusedRows(error)
      if (!issues) throw error
      return sum.stop(issues)
    }
    number++
    rows += part.rows
    sum.outcome.rows = rows
    job.onProgress({
      import: started.id,
      rows,
      share: Math.min(1, (chars * charBytes) / Math.max(1, inspected.bytes)),
    })
  }
  return sum.outcome
}

/** Closes an import whose file went in to its end. */
export const finishImport = (meridian: Meridian, company: string, id: string): Promise<ImportView> =>
  meridian.migration.FinishImport(company, { import: id })

/** What the file calls the field that ids stand in, as issues of the server name it. */
function idField({ format, mapping }: ImportJob): string | undefined {
  if (format === 'saf-t') return 'TransactionID'
  if (format !== 'csv') return undefined
  const { externalId = 'externalId' } = (mapping?.columns ?? {}) as Record<string, string>
  return externalId
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
