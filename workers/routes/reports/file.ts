import type { FileFormat } from '../../../durable-objects/kernel/contract.ts'
import { LIMITS } from '../../../durable-objects/kernel/limits.ts'
import { isRefusal, type Refusal, refuse } from '../../../durable-objects/kernel/result.ts'
import type { Place } from '../../directory.ts'
import { FILE_TYPES } from '../../http/file-types.ts'
import { problem } from '../../http/problem.ts'
import type { Call } from '../../mount.ts'
import { booksOf } from '../../regions.ts'
import { csvOf } from './csv.ts'
import { SHAPES } from './renditions.ts'
import type { Shape } from './shape.ts'
import type { Rendition, Sheet, SheetRow } from './sheet.ts'

/** A report as a file: asked page by page, and rendered here, so that the object does nothing but answer. */
export async function reportFile(call: Call, place: Place, format: FileFormat): Promise<Response> {
  const { c, module, name } = call
  const shape = SHAPES[`${module}.${name}`]
  if (!shape) throw new Error(`${module}.${name} has files, but no shape`)
  const first = await pageOf(call, place, firstInput(call))
  if (isRefusal(first)) return problem(c, first)
  const rendition: Rendition = {
    name: `${c.req.param('company')}-${shape.name(first)}`,
    sheet: shape.sheet(first, c.req.param('company') ?? ''),
    rows: rowsOf(call, place, shape, first),
  }
  if (format === 'csv') return c.body(stream(csvOf(rendition)), 200, headersOf(rendition, format))
  const most = format === 'pdf' ? LIMITS.reportPdfRowsMax : LIMITS.reportXlsxRowsMax
  const rows = await collected(rendition.rows, most)
  if (isRefusal(rows)) return problem(c, rows)
  return c.body(await written(format, rendition.sheet, rows, c.env.ASSETS), 200, headersOf(rendition, format))
}

/** The libraries are large, and asked for now and then: they are not read at every start of the Worker. */
async function written(format: FileFormat, sheet: Sheet, rows: readonly SheetRow[], assets: Fetcher) {
  if (format === 'pdf') return (await import('./pdf.ts')).pdfOf(sheet, rows, assets)
  return (await import('./xlsx.ts')).xlsxOf(sheet, rows)
}

/** Pages of a file are as long as they may be; where its reader began and how much they asked for counts for JSON alone. */
function firstInput({ input, operation }: Call): Record<string, unknown> {
  const { cursor: _, limit: __, ...wanted } = input as Record<string, unknown>
  const isPaged = 'limit' in (operation.input as unknown as { shape: object }).shape
  return isPaged ? { ...wanted, limit: LIMITS.pageRowsMax } : wanted
}

// biome-ignore lint/suspicious/noExplicitAny: the reply of an operation that is known by its name only
async function pageOf({ c, module, name }: Call, place: Place, input: unknown): Promise<any> {
  const actor = c.get('actor')
  const answer = await booksOf(c.env, place.region, place.id).ask({ module, query: name, input, actor })
  return answer.kind === 'refused' ? answer.refusal : JSON.parse(answer.body)
}

async function* rowsOf<Reply>(
  call: Call,
  place: Place,
  shape: Shape<Reply>,
  first: Reply,
): AsyncIterable<readonly SheetRow[]> {
  for (let page = first; ; ) {
    yield shape.rows(page)
    const next = shape.next?.(page)
    if (!next) return
    const following = await pageOf(call, place, { ...firstInput(call), ...next })
    if (isRefusal(following)) throw new Error(`the report was refused: ${following.detail}`)
    page = following
  }
}

async function collected(
  pages: AsyncIterable<readonly SheetRow[]>,
  most: number,
): Promise<SheetRow[] | Refusal<'report_too_large'>> {
  const rows: SheetRow[] = []
  for await (const page of pages) {
    rows.push(...page)
    if (rows.length > most)
      return refuse(
        'report_too_large',
        `A file of this kind takes ${most} rows. Choose a shorter period or fewer accounts, or take format=csv.`,
        [{ pointer: '/format', code: 'report_too_large', detail: `Takes at most ${most} rows.` }],
      )
  }
  return rows
}

function stream(texts: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = texts[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
  })
}

const headersOf = ({ name }: Rendition, format: FileFormat) => {
  const ascii = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')
  return {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : FILE_TYPES[format],
    'content-disposition': `attachment; filename="${ascii}.${format}"; filename*=UTF-8''${encodeURIComponent(name)}.${format}`,
    'cache-control': 'private, no-store',
  }
}
