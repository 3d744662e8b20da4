import type { CompanyContract } from '../../durable-objects/company/contract.ts'
import type { InputOf, ReplyOf } from '../../durable-objects/kernel/contract.ts'
import { isRefusal, type Refusal } from '../../durable-objects/kernel/result.ts'
import type { LedgerContract } from '../../durable-objects/ledger/contract.ts'
import type { Place } from '../directory.ts'
import { problem } from '../http/problem.ts'
import type { Call } from '../mount.ts'
import { booksOf } from '../regions.ts'

/** Operations of a company that are more than one call to its object. */

export async function runAudit({ c, input }: Call, place: Place | undefined): Promise<Response> {
  const { replay = false } = input as InputOf<CompanyContract, 'RunAudit'>
  const books = booksOf(c.env, placed(place).region, placed(place).id)
  const view = await books.audit(c.get('actor'), { replay })
  return isRefusal(view) ? problem(c, view) : c.json(view)
}

type ExportPage = ReplyOf<LedgerContract, 'ExportJournal'>

/** Streams an export page by page, so that a million entries need no more memory than a thousand. */
export async function exportJournal(
  { c, input, module, name }: Call,
  place: Place | undefined,
): Promise<Response> {
  const { format, after = 0 } = input as InputOf<LedgerContract, 'ExportJournal'>
  const { id, region } = placed(place)
  const books = booksOf(c.env, region, id)
  const actor = c.get('actor')
  const page = async (from: number): Promise<ExportPage | Refusal> => {
    const answer = await books.ask({ module, query: name, input: { format, after: from }, actor })
    return answer.kind === 'refused' ? answer.refusal : (JSON.parse(answer.body) as ExportPage)
  }
  // The first page comes before the status: what fails at once is then said as such, not as an empty file.
  const first = await page(after)
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
  const extension = { hledger: 'journal', ledger: 'ledger', beancount: 'beancount' }[format]
  return c.body(body, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${c.req.param('company')}.${extension}"`,
  })
}

function placed(place: Place | undefined): Place {
  if (!place) throw new Error('the operation is below a company')
  return place
}
