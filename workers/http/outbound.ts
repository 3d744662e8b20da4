import { type AddressFault, checkedUrl } from './outbound-address.ts'

/** Requests to addresses that users give. Nothing else in the Worker may ask for such an address. */

export interface OutboundRequest {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** What the answer has to be, such as `application/json`. */
  accept: string
  timeoutMs?: number
  bytesMax?: number
  /** Loopback over http, for development and tests. */
  allowLoopback?: boolean
}

export interface OutboundAnswer {
  status: number
  /** Where the answer came from, after redirects. */
  url: string
  text: string
}

export interface OutboundFault {
  code: AddressFault['code'] | 'unreachable' | 'timeout' | 'too_large' | 'content_type' | 'redirects'
  detail: string
}

const REDIRECTS_MAX = 3
const TIMEOUT_MS = 5_000
const BYTES_MAX = 262_144

/**
 * Asks an address of the public internet, following at most three redirects, each of which is checked like the first. Only
 * a GET is redirected; what a POST carries stays where it was meant to go.
 */
export async function fetchOutbound(
  address: string,
  request: OutboundRequest,
): Promise<OutboundAnswer | OutboundFault> {
  const {
    method = 'GET',
    headers = {},
    body,
    accept,
    timeoutMs = TIMEOUT_MS,
    allowLoopback = false,
  } = request
  const signal = AbortSignal.timeout(timeoutMs)
  let next = address
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const url = checkedUrl(next, { allowLoopback })
    if (!(url instanceof URL)) return url
    try {
      const init = { method, headers: { ...headers, accept }, redirect: 'manual', signal } as const
      const response = await fetch(url, body === undefined ? init : { ...init, body })
      const location = response.headers.get('location')
      if (method === 'GET' && REDIRECTS.has(response.status) && location !== null) {
        await response.body?.cancel()
        next = new URL(location, url).href
        continue
      }
      return await answerOf(response, url, request)
    } catch (error) {
      return faultOf(error)
    }
  }
  return { code: 'redirects', detail: `Redirects more than ${REDIRECTS_MAX} times.` }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

async function answerOf(
  response: Response,
  url: URL,
  { accept, bytesMax = BYTES_MAX }: OutboundRequest,
): Promise<OutboundAnswer | OutboundFault> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isJson = accept.endsWith('json') && (type === accept || /^application\/(.+\+)?json$/.test(type))
  if (response.ok && type !== accept && !isJson) {
    await response.body?.cancel()
    return { code: 'content_type', detail: `Answers with ${type || 'no content type'} instead of ${accept}.` }
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > bytesMax) return { code: 'too_large', detail: `Answers with more than ${bytesMax} bytes.` }
    chunks.push(chunk)
  }
  return { status: response.status, url: url.href, text: Buffer.concat(chunks).toString('utf8') }
}

function faultOf(error: unknown): OutboundFault {
  const isTimeout = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
  return isTimeout
    ? { code: 'timeout', detail: 'Did not answer in time.' }
    : { code: 'unreachable', detail: 'Cannot be reached.' }
}
