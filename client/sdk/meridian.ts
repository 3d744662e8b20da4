import { ulid } from 'ulid'
import type { Operation } from '../../durable-objects/kernel/contract.ts'
import { contracts } from '../../workers/contracts.ts'
import { Problem, parkedFrom, problemFrom, Unreachable } from './problem.ts'
import { type BuiltRequest, buildRequest } from './request.ts'
import type { CallOptions, Meridian } from './types.ts'

export interface MeridianOptions {
  /** Scheme and host of the server; empty in a browser that was served by it. */
  baseUrl: string
  /** Left out where a session cookie identifies the caller. */
  apiKey?: string
  fetch?: typeof globalThis.fetch
  /** For tests: how to wait between attempts. */
  sleep?: (delayMs: number) => Promise<void>
}

/** First attempt included. Every POST carries a key, so a repeated command is answered, not done twice. */
const ATTEMPTS_MAX = 3
const BACKOFF_MS = 300
/** A longer Retry-After is the caller's to decide about: it gets the problem at once. */
const RETRY_AFTER_MAX_MS = 10_000

/**
 * A client of the API, one method per operation of the contracts:
 * `meridian.ledger.PostJournalEntry(company, input)`, `meridian.company.ListCompanies()`.
 * Rejects with `Problem` when the server refuses, with `Parked` when a policy of the company makes the command wait for
 * approval, and with `Unreachable` when no answer comes.
 */
export function createMeridian(options: MeridianOptions): Meridian {
  const modules = Object.entries(contracts).map(([module, contract]) => {
    const calls = Object.entries(contract.operations).map(([name, operation]) => [
      name,
      call(operation, options),
    ])
    return [module, Object.fromEntries(calls)]
  })
  return Object.fromEntries(modules) as Meridian
}

function call(operation: Operation, client: MeridianOptions) {
  return async (...given: unknown[]): Promise<unknown> => {
    const company = operation.level === 'company' ? given.shift() : undefined
    if (operation.level === 'company' && typeof company !== 'string')
      throw new TypeError('The first argument is the company.')
    const [input = {}, options = {}] = given as [Record<string, unknown>?, CallOptions?]
    const request = buildRequest(operation, company as string | undefined, input)
    const response = await send(request, client, options)
    if (response.status === 202 && operation.kind === 'command') throw await parkedFrom(response)
    if (operation.replyType === 'application/octet-stream') return response.blob()
    return operation.replyType ? textReply(response) : response.json()
  }
}

async function send(request: BuiltRequest, client: MeridianOptions, options: CallOptions): Promise<Response> {
  // Not a default parameter of the options: a browser's fetch must be called as a plain function.
  const fetch = client.fetch ?? globalThis.fetch.bind(globalThis)
  const sleep = client.sleep ?? ((delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)))
  const headers = headersOf(request, client, options)
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(() =>
      fetch(client.baseUrl + request.target, {
        method: request.method,
        headers,
        ...(request.body !== undefined && { body: request.body }),
        ...(options.signal && { signal: options.signal }),
      }),
    )
    if (outcome instanceof Response) return outcome
    const delayMs = outcome.retryAfterMs ?? BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random())
    const isFinal = attempt === ATTEMPTS_MAX || delayMs > RETRY_AFTER_MAX_MS || options.signal?.aborted
    if (!outcome.mayRetry || isFinal) throw outcome.error
    await sleep(delayMs)
  }
}

interface Failure {
  error: unknown
  mayRetry: boolean
  retryAfterMs?: number
}

async function attemptOnce(request: () => Promise<Response>): Promise<Response | Failure> {
  let response: Response
  try {
    response = await request()
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return { error, mayRetry: false }
    return { error: new Unreachable('The server did not answer.', { cause: error }), mayRetry: true }
  }
  if (response.ok) return response
  const error = await problemFrom(response)
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    error,
    mayRetry: error instanceof Problem && error.isTemporary,
    ...(Number.isFinite(seconds) && { retryAfterMs: seconds * 1000 }),
  }
}

function headersOf(
  request: BuiltRequest,
  client: MeridianOptions,
  options: CallOptions,
): Record<string, string> {
  return {
    accept: 'application/json, text/plain',
    ...(request.contentType && { 'content-type': request.contentType }),
    ...(client.apiKey && { authorization: `Bearer ${client.apiKey}` }),
    ...(request.method === 'POST' && { 'idempotency-key': options.idempotencyKey ?? ulid() }),
  }
}

/** The server streams an export to its end, so there is no page after it. */
async function textReply(response: Response): Promise<{ text: string; after: null }> {
  return { text: await response.text(), after: null }
}
