import type { Operation } from '../../durable-objects/kernel/contract.ts'

export interface BuiltRequest {
  method: Operation['method']
  /** Path and query, below the base URL. */
  target: string
  contentType?: string
  body?: string | Blob | Uint8Array<ArrayBuffer>
}

/** Turns an operation and its input into an HTTP request, as `Operation` in the kernel's contract describes it. */
export function buildRequest(
  operation: Operation,
  company: string | undefined,
  input: Record<string, unknown>,
): BuiltRequest {
  const rest = { ...input }
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    if (typeof value !== 'string' || value === '') throw new TypeError(`The path needs "${name}".`)
    return encodeURIComponent(value)
  })
  const prefix = company === undefined ? '/v1' : `/v1/companies/${encodeURIComponent(company)}`
  const { body, contentType } = takeBody(operation, rest)
  return {
    method: operation.method,
    target: `${prefix}${path}${queryString(rest)}`,
    ...(body !== undefined && { body }),
    ...(contentType !== undefined && { contentType }),
  }
}

/** Moves what travels in the body out of `rest`; what stays goes into the query string. */
function takeBody(
  { body: kind }: Operation,
  rest: Record<string, unknown>,
): Pick<BuiltRequest, 'body' | 'contentType'> {
  switch (kind) {
    case 'none':
      return {}
    case 'json': {
      const body = JSON.stringify(rest)
      for (const key of Object.keys(rest)) delete rest[key]
      return { body, contentType: 'application/json' }
    }
    case 'ndjson': {
      const rows = rest.rows
      delete rest.rows
      if (!Array.isArray(rows)) throw new TypeError('The body needs "rows".')
      return {
        body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
        contentType: 'application/x-ndjson',
      }
    }
    case 'text': {
      const text = rest.text
      delete rest.text
      if (typeof text !== 'string') throw new TypeError('The body needs "text".')
      return { body: text, contentType: 'text/plain; charset=utf-8' }
    }
    case 'binary': {
      const { file } = rest
      delete rest.file
      if (!(file instanceof Blob || file instanceof Uint8Array)) throw new TypeError('The body needs "file".')
      return { body: file as Blob | Uint8Array<ArrayBuffer>, contentType: 'application/octet-stream' }
    }
  }
}

function queryString(fields: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, String(value))
  const text = query.toString()
  return text ? `?${text}` : ''
}
