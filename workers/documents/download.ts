import { refuse } from '../../durable-objects/kernel/result.ts'
import type { AttachmentView } from '../../durable-objects/ledger/attachments/contract.ts'
import type { Place } from '../directory.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import type { Call } from '../mount.ts'
import { booksOf, documentsBucket } from '../regions.ts'
import { documentKey } from './keys.ts'
import { contentDisposition } from './names.ts'
import { rangeOf } from './range.ts'

/** Gives out a file that the company's object lets the caller see. It is offered to be saved, and nothing in it may run. */
export const downloadAttachment = (call: Call, place: Place | undefined): Promise<Response> =>
  download(call, place, contentDisposition)

/** The same for the image of an item, which is a picture that pages show. */
export const itemImage = (call: Call, place: Place | undefined): Promise<Response> =>
  download(call, place, () => 'inline')

type File = Pick<AttachmentView, 'name' | 'type' | 'bytes' | 'sha256'>

async function download(
  call: Call,
  place: Place | undefined,
  dispositionOf: (name: string) => string,
): Promise<Response> {
  if (!place) throw new Error('the operation is below a company')
  const { c, module, name, input } = call
  const actor = c.get('actor')
  const answer = await booksOf(c.env, place.region, place.id).ask({ module, query: name, input, actor })
  if (answer.kind === 'refused') return problem(c, answer.refusal)
  const file = JSON.parse(answer.body) as File
  const headers = headersOf(file, dispositionOf(file.name))
  if (isKnown(c.req.header('if-none-match'), headers.etag)) return c.body(null, 304, headers)

  const isSame = (c.req.header('if-range') ?? headers.etag) === headers.etag
  const range = isSame ? rangeOf(c.req.header('range'), file.bytes) : undefined
  if (range === 'unsatisfiable') {
    c.header('content-range', `bytes */${file.bytes}`)
    return problem(c, edgeRefusal('range_not_satisfiable', `The file has ${file.bytes} bytes.`))
  }
  const key = documentKey(actor.tenant, place.id, file.sha256)
  const object = await documentsBucket(c.env, place.region).get(key, range && { range })
  if (!object)
    return problem(c, refuse('document_gone', 'The file is not in the store. Tell an administrator.'))
  const { offset = 0, length = file.bytes } = range ?? {}
  const part = {
    'content-length': String(length),
    ...(range && { 'content-range': `bytes ${offset}-${offset + length - 1}/${file.bytes}` }),
  }
  return c.body(object.body, range ? 206 : 200, { ...headers, ...part })
}

function headersOf({ type, sha256 }: File, disposition: string) {
  return {
    'content-type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    'content-disposition': disposition,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
    // RFC 9530: of the file as a whole, also where a part of it is sent.
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  }
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag)
