import type { Context } from 'hono'
import type { z } from 'zod'
import type { Operation } from '../../durable-objects/kernel/contract.ts'
import type { FieldError, Refusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { edgeRefusal } from './problem.ts'

const MEDIA_TYPES = {
  json: ['application/json'],
  ndjson: ['application/x-ndjson', 'application/ndjson', 'application/jsonl'],
  text: ['text/plain'],
  binary: ['application/octet-stream'],
} as const

/** What must be known of an operation to read its input. */
export type Readable = Pick<Operation, 'body' | 'bodyBytesMax' | 'input' | 'files'>

/** The input of an operation, put together from path, query string and body and parsed by its contract. */
export async function readInput(
  c: Context<Edge>,
  operation: Readable,
): Promise<{ input: unknown } | Refusal> {
  const { company: _, ...path } = c.req.param() as Record<string, string>
  const query = queryOf(c)
  // The edge's own: the object knows nothing of files.
  if (operation.files) delete query.format
  const fields = { ...query, ...path }
  if (operation.body === 'none') return parsed(operation, fields)
  if (operation.body === 'binary')
    return wrongType(c, operation.body) ?? wrongLength(c, operation) ?? parsed(operation, fields)

  const text = await bodyText(c, operation)
  if (typeof text !== 'string') return text
  switch (operation.body) {
    case 'json':
      return parsedJson(operation, text, queryOf(c), path)
    case 'ndjson':
      return parsedRows(operation, text, fields)
    case 'text':
      return parsed(operation, { ...fields, text })
  }
}

function parsedJson(
  operation: Readable,
  text: string,
  query: Record<string, string>,
  path: Record<string, string>,
) {
  // A command without fields of its own (a reversal) may be sent without a body.
  const body = text.trim() === '' ? {} : readJson(text)
  if (body === undefined)
    return edgeRefusal('malformed_body', 'The body is not JSON. Check it for a missing quote or comma.')
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return edgeRefusal('malformed_body', 'The body must be one JSON object.')
  return parsed(operation, { ...query, ...body, ...path })
}

function parsedRows(operation: Readable, text: string, fields: Record<string, string>) {
  const lines = text.split('\n')
  if (lines.at(-1)?.trim() === '') lines.pop()
  const rows = lines.map((line) => ({ value: readJson(line) }))
  const result = operation.input.safeParse({ ...fields, rows }, { reportInput: true })
  if (result.success) return { input: result.data }

  // Rows that do not parse are refused one by one by the command; what is wrong elsewhere refuses the request.
  const broken = new Map<number, z.core.$ZodIssue[]>()
  for (const issue of result.error.issues) {
    const [field, row] = issue.path
    if (field !== 'rows' || typeof row !== 'number') return invalid(result.error.issues)
    broken.set(row, [...(broken.get(row) ?? []), ...rowIssues(issue)])
  }
  const withErrors = rows.map((row, index) => {
    const issues = broken.get(index)
    if (!issues) return row
    if (row.value === undefined)
      return { errors: [{ pointer: '', code: 'malformed_json', detail: 'The line is not JSON.' }] }
    return { errors: issues.flatMap((issue) => fieldErrors(issue, 0)) }
  })
  return parsed(operation, { ...fields, rows: withErrors })
}

/** An NDJSON row is a union of value and errors: the issues of its value are what the user must see. */
function rowIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [{ ...issue, path: issue.path.slice(3) }]
  const [ofValue = []] = issue.errors
  return ofValue.map((inner) => ({ ...inner, path: inner.path.slice(1) }))
}

function parsed(operation: Readable, raw: unknown): { input: unknown } | Refusal {
  const result = operation.input.safeParse(raw, { reportInput: true })
  return result.success ? { input: result.data } : invalid(result.error.issues)
}

function invalid(issues: readonly z.core.$ZodIssue[]): Refusal {
  const errors = issues.flatMap((issue) => fieldErrors(issue, 0)).slice(0, ERRORS_SHOWN)
  const [first] = errors
  const detail = first
    ? `${first.pointer.slice(1) || 'The request'}: ${first.detail}`
    : 'The request is not valid.'
  return edgeRefusal('invalid_request', detail, errors)
}

const ERRORS_SHOWN = 100

function fieldErrors(issue: z.core.$ZodIssue, depth: number): FieldError[] {
  const pointer = issue.path.map(pointerPart).join('')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointer + pointerPart(key),
      code: 'unknown_field',
      detail: `There is no field "${key}" here. Remove it, or correct its name.`,
    }))
  if (issue.code === 'invalid_union' && depth < 3) {
    const [nearest = []] = issue.errors
    return nearest.flatMap((inner) =>
      fieldErrors({ ...inner, path: [...issue.path, ...inner.path] }, depth + 1),
    )
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  return [
    { pointer, code: missing ? 'required' : issue.code, detail: missing ? 'Is required.' : issue.message },
  ]
}

/** RFC 6901 */
const pointerPart = (part: PropertyKey) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`

async function bodyText(c: Context<Edge>, operation: Readable): Promise<string | Refusal> {
  const problem = wrongType(c, operation.body as keyof typeof MEDIA_TYPES)
  if (problem) return problem
  const bytes = await limitedBytes(c.req.raw, operation.bodyBytesMax)
  if (bytes === undefined)
    return edgeRefusal(
      'body_too_large',
      `The body may have ${operation.bodyBytesMax} bytes. Send it in parts.`,
    )
  try {
    return utf8.decode(bytes)
  } catch {
    return edgeRefusal('malformed_body', 'The body is not UTF-8.')
  }
}

function wrongType(c: Context<Edge>, kind: keyof typeof MEDIA_TYPES): Refusal | undefined {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  // Told from the headers: to look at the body itself is to make a stream of it, which costs more than reading it.
  const announced = c.req.header('content-length')
  const empty =
    announced === '0' || (announced === undefined && c.req.header('transfer-encoding') === undefined)
  const accepted: readonly string[] = MEDIA_TYPES[kind]
  if ((empty && kind === 'json') || accepted.includes(type ?? '')) return undefined
  return edgeRefusal(
    'unsupported_media_type',
    `Send the body as ${accepted[0]}, not ${type ?? 'without a content type'}.`,
  )
}

/** A file is stored while it arrives, and a store must know its length before. */
function wrongLength(c: Context<Edge>, { bodyBytesMax }: Readable): Refusal | undefined {
  const announced = c.req.header('content-length')
  if (announced === undefined)
    return edgeRefusal('length_required', 'Say with Content-Length how many bytes the file has.')
  return Number(announced) <= bodyBytesMax
    ? undefined
    : edgeRefusal('body_too_large', `A file may have ${bodyBytesMax} bytes.`)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** The body, or undefined past the limit. What is left of it is then read by `drain`. */
async function limitedBytes(
  request: Request,
  bytesMax: number,
): Promise<ArrayBuffer | Uint8Array | undefined> {
  const announced = request.headers.get('content-length')
  if (announced !== null) return Number(announced) <= bytesMax ? request.arrayBuffer() : undefined
  const chunks: Uint8Array[] = []
  let length = 0
  // The stream stays open past the limit: to cancel it would close the connection under a client that still writes.
  for await (const chunk of request.body?.values({ preventCancel: true }) ?? []) {
    length += chunk.length
    if (length > bytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Reads and forgets what a client still sends after it was refused: a connection that closes under a client that writes
 * loses the refusal on its way (RFC 9112, 9.6).
 */
export async function drain(request: Request): Promise<void> {
  const announced = Number(request.headers.get('content-length') ?? DRAINED_BYTES_MAX)
  if (request.body === null || request.body.locked || announced > DRAINED_BYTES_MAX) return
  let left = DRAINED_BYTES_MAX
  try {
    for await (const chunk of request.body) {
      left -= chunk.length
      if (left < 0) break
    }
  } catch {
    // The client has gone away: it sends nothing more, and nobody waits for the refusal.
  }
}

const DRAINED_BYTES_MAX = 33_554_432

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const queryOf = (c: Context<Edge>): Record<string, string> => c.req.query()
