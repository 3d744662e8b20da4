import type { CompanyContract } from '../../durable-objects/company/contract.ts'
import type { InputOf, ReplyOf } from '../../durable-objects/kernel/contract.ts'
import { isRefusal, type Refusal } from '../../durable-objects/kernel/result.ts'
import type { LedgerContract } from '../../durable-objects/ledger/contract.ts'
import type { Place } from '../directory.ts'
import { asStream, fileLines } from '../http/export-file.ts'
import { problem } from '../http/problem.ts'
import { type Call, execute } from '../mount.ts'
import { booksOf, documentsBucket } from '../regions.ts'

/** Operations of a company that are more than one call to its object. */

export async function runAudit({ c, input }: Call, place: Place | undefined): Promise<Response> {
  const { replay = false } = input as InputOf<CompanyContract, 'RunAudit'>
  const books = booksOf(c.env, placed(place).region, placed(place).id)
  const view = await books.audit(c.get('actor'), { replay })
  return isRefusal(view) ? problem(c, view) : c.json(view)
}

/** The audit reads the books in many turns; the command that records it comes after. */
export const runSelfAudit = (call: Call, place: Place | undefined): Promise<Response> =>
  execute(call, placed(place), (books, envelope) => books.runSelfAudit(envelope))

/** Everything in one file, slice by slice; the manifest is last, because books go on while they are read. */
export async function exportCompany({ c }: Call, place: Place | undefined): Promise<Response> {
  const { id, region } = placed(place)
  const actor = c.get('actor')
  const books = booksOf(c.env, region, id)
  const first = await books.exportSlice(actor, 0)
  if (isRefusal(first)) return problem(c, first)
  const lines = fileLines(first, {
    next: (after) => books.exportSlice(actor, after),
    document: ({ key }) => documentsBucket(c.env, region).get(key),
  })
  return c.body(asStream(lines), 200, {
    'content-type': 'application/x-ndjson',
    'content-disposition': `attachment; filename="${c.req.param('company')}.meridian.ndjson"`,
  })
}

export async function exportJournal(call: Call, place: Place | undefined): Promise<Response> {
  const { format } = call.input as InputOf<LedgerContract, 'ExportJournal'>
  const extension = { hledger: 'journal', ledger: 'ledger', beancount: 'beancount' }[format]
  return streamed(call, place, { type: 'text/plain', extension })
}

export const exportChart = (call: Call, place: Place | undefined): Promise<Response> =>
  streamed(call, place, { type: 'text/csv', extension: 'chart.csv' })

type ExportPage = ReplyOf<LedgerContract, 'ExportJournal' | 'ExportChart'>

/** Streams an export page by page, so that a million entries need no more memory than a thousand. */
async function streamed(
  { c, input, module, name }: Call,
  place: Place | undefined,
  { type, extension }: { type: string; extension: string },
): Promise<Response> {
  const { id, region } = placed(place)
  const books = booksOf(c.env, region, id)
  const actor = c.get('actor')
  const page = async (from?: ExportPage['after']): Promise<ExportPage | Refusal> => {
    const of = from === undefined ? input : { ...(input as object), after: from }
    const answer = await books.ask({ module, query: name, input: of, actor })
    return answer.kind === 'refused' ? answer.refusal : (JSON.parse(answer.body) as ExportPage)
  }
  // The first page comes before the status: what fails at once is then said as such, not as an empty file.
  const first = await page()
  if (isRefusal(first)) return problem(c, first)
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(first.text)),
    async pull(controller) {
      if (first.after === null) return controller.close()
      const next = await page(first.after)
      if (isRefusal(next)) throw new Error(`the export was refused: ${next.detail}`)
      first.after = next.after
      controller.enqueue(new TextEncoder().encode(next.text))
    },
  })
  return c.body(body, 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${c.req.param('company')}.${extension}"`,
  })
}

function placed(place: Place | undefined): Place {
  if (!place) throw new Error('the operation is below a company')
  return place
}
