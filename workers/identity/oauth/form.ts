import type { Context } from 'hono'
import type { StatusCode } from 'hono/utils/http-status'
import type { Edge } from '../../edge.ts'

/** A request to an OAuth endpoint: its form, and which client says to send it. */
export interface OAuthForm {
  fields: URLSearchParams
  /** As it says in the form or in HTTP Basic; nothing is proven yet. */
  clientId: string | undefined
}

const FORM_BYTES_MAX = 16_384

/** The form of a request (RFC 6749, appendix B), or what is wrong with it. */
export async function readForm(c: Context<Edge>): Promise<OAuthForm | string> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded')
    return 'Send the parameters as application/x-www-form-urlencoded.'
  if (Number(c.req.header('content-length') ?? 0) > FORM_BYTES_MAX) return 'The request is too large.'
  const text = await c.req.text()
  if (text.length > FORM_BYTES_MAX) return 'The request is too large.'
  const fields = new URLSearchParams(text)
  const doubled = [...new Set(fields.keys())].find(
    (name) => name !== 'resource' && fields.getAll(name).length > 1,
  )
  // RFC 6749, 3.1 and 3.2: parameters must not be included more than once; RFC 8707 makes an exception of its own.
  if (doubled !== undefined) return `The parameter ${doubled.slice(0, 100)} is there more than once.`
  const [said, proven] = [fields.get('client_id') ?? undefined, clientOfBasic(c.req.header('authorization'))]
  if (said !== undefined && proven !== undefined && said !== proven) return 'The request names two clients.'
  return { fields, clientId: proven ?? said }
}

function clientOfBasic(header: string | undefined): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  try {
    return decodeURIComponent(id)
  } catch {
    return undefined
  }
}

/**
 * The same request with another form, for the library. A client's secret may come in the form or in HTTP Basic (RFC 6749,
 * 2.3.1); the library wants it where the client was registered for, which is Basic.
 */
export function withForm(request: Request, fields: URLSearchParams): Request {
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const [id, secret] = [fields.get('client_id'), fields.get('client_secret')]
  if (id !== null && secret !== null && !headers.has('authorization')) {
    const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`)
    fields.delete('client_secret')
  }
  return new Request(request.url, { method: 'POST', headers, body: fields.toString() })
}

/** An error as RFC 6749, 5.2 has it. */
export const oauthError = (c: Context<Edge>, status: 400 | 401, error: string, description: string) =>
  c.json({ error, error_description: description }, status, NOT_STORED)

export const NOT_STORED = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** What the library answered, with the headers that all our answers have. */
export const passOn = (c: Context<Edge>, { body, status, headers }: Response): Response =>
  c.newResponse(body, { status: status as StatusCode, headers })
