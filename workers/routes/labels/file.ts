import type { LabelsReply } from '../../../durable-objects/inventory/items/contract.ts'
import type { Place } from '../../directory.ts'
import { FILE_TYPES } from '../../http/file-types.ts'
import { problem } from '../../http/problem.ts'
import type { Call } from '../../mount.ts'
import { booksOf } from '../../regions.ts'

/** Labels as a file to print: what is on them the object says, the page is made here. */
export async function labelsFile(call: Call, place: Place): Promise<Response> {
  const { c, module, name, input } = call
  const actor = c.get('actor')
  const answer = await booksOf(c.env, place.region, place.id).ask({ module, query: name, input, actor })
  if (answer.kind === 'refused') return problem(c, answer.refusal)
  const labels = JSON.parse(answer.body) as LabelsReply & { skip: number }
  const { labelsPdf } = await import('./pdf.ts')
  return c.body(await labelsPdf(labels, c.env.ASSETS), 200, {
    'content-type': FILE_TYPES.pdf,
    'content-disposition': `attachment; filename="labels-${labels.layout}.pdf"`,
    'cache-control': 'private, no-store',
  })
}
