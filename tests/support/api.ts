import { request as httpRequest, type IncomingMessage } from 'node:http'
import { expect } from 'vitest'

/** A reply with its body read: `body` is the parsed JSON, or undefined where the reply is no JSON. */
export interface Reply<Body = unknown> {
  status: number
  headers: Headers
  text: string
  body: Body
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  errors: { pointer: string; code: string; detail: string }[]
  requestId: string
}

export interface Sending {
  idempotencyKey?: string
  headers?: Record<string, string>
}

const TYPES = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  text: 'text/plain',
  binary: 'application/octet-stream',
}

/** One client of the API: an address and a bearer credential. */
export class Api {
  readonly url: string
  readonly credential: string

  constructor(url: string, credential: string) {
    this.url = url
    this.credential = credential
  }

  get<Body = unknown>(path: string): Promise<Reply<Body>> {
    return this.send<Body>('GET', path)
  }

  post<Body = unknown>(path: string, body: unknown, sending: Sending = {}): Promise<Reply<Body>> {
    return this.send<Body>('POST', path, JSON.stringify(body), 'json', sending)
  }

  /** Rows of text (already JSON, or broken on purpose) or values. */
  postRows<Body = unknown>(
    path: string,
    rows: readonly unknown[],
    sending: Sending = {},
  ): Promise<Reply<Body>> {
    const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)))
    return this.send<Body>('POST', path, lines.join('\n'), 'ndjson', sending)
  }

  async send<Body = unknown>(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    type: keyof typeof TYPES = 'json',
    { idempotencyKey, headers = {} }: Sending = {},
  ): Promise<Reply<Body>> {
    return request<Body>(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.credential}`,
        ...(body !== undefined && { 'content-type': TYPES[type] }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
  }
}

/**
 * On a connection of its own: the server closes one that was idle for five seconds, and what is sent on it at that moment is
 * lost, which says nothing about the product.
 */
export async function request<Body = unknown>(url: string, init: RequestInit = {}): Promise<Reply<Body>> {
  const headers = new Headers(init.headers)
  headers.set('connection', 'close')
  const response = await fetch(url, { redirect: 'manual', ...init, headers })
  const text = await response.text()
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : undefined) as Body,
  }
}

/**
 * A request on a connection of its own, so that what one refusal does to its connection does not meet the next request.
 * It can also ask for an upgrade, which `fetch` may not; one that is granted rejects.
 */
export function requestAlone(
  url: string,
  method: string,
  headers: Record<string, string>,
  content?: string | Uint8Array,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest(url, { method, headers, agent: false })
    asking.on('error', reject)
    asking.on('upgrade', (response, socket) => {
      socket.destroy()
      reject(new Error(`the connection was opened: ${response.statusCode}`))
    })
    asking.on('response', (response) => replyOf(response).then(resolve, reject))
    asking.end(content)
  })
}

async function replyOf(response: IncomingMessage): Promise<Reply> {
  const text = Buffer.concat(await response.toArray()).toString()
  const headers = new Headers(
    Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const isJson = /[/+]json\b/.test(headers.get('content-type') ?? '')
  return { status: response.statusCode ?? 0, headers, text, body: isJson ? JSON.parse(text) : undefined }
}

/** The body of a reply that has to be a success. */
export function accepted<Body>(reply: Reply<Body>): Body {
  if (reply.status !== 200 && reply.status !== 201)
    throw new Error(`${reply.status}: ${reply.text.slice(0, 2_000)}`)
  return reply.body
}

/** Asserts an RFC 9457 problem of exactly the documented shape, and returns it. */
export function expectProblem(reply: Reply, status: number, code: string): Problem {
  expect({ status: reply.status, text: reply.text.slice(0, 1_000) }).toEqual({
    status,
    text: expect.stringContaining(`"code":"${code}"`),
  })
  expect(reply.headers.get('content-type')).toBe('application/problem+json')
  const problem = reply.body as Problem
  expect(Object.keys(problem).sort()).toEqual([
    'code',
    'detail',
    'errors',
    'requestId',
    'status',
    'title',
    'type',
  ])
  expect(problem).toMatchObject({ type: `urn:meridian:problem:${code}`, status, code })
  expect(problem.title).toMatch(/\S/)
  expect(problem.detail).toMatch(/\S/)
  expect(problem.requestId).toMatch(/^req_\S+$/)
  expect(problem.requestId).toBe(reply.headers.get('x-request-id'))
  for (const error of problem.errors) {
    expect(Object.keys(error).sort()).toEqual(['code', 'detail', 'pointer'])
    expect(error.pointer).toMatch(/^(\/([^/~]|~[01])*)*$/)
    expect(error.detail).toMatch(/\S/)
  }
  return problem
}

export const pointers = (problem: Problem): string[] => problem.errors.map(({ pointer }) => pointer)

/**
 * What was taken away works for five seconds more at most: there has to be an answer to a request that begins after them,
 * however long this machine takes for it.
 */
export async function withinFiveSeconds<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  const since = Date.now()
  for (;;) {
    const isLate = Date.now() - since > 5_000
    const answer = await ask()
    if (answer !== undefined) return answer
    if (isLate) throw new Error(`more than five seconds later: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Asks again and again until there is an answer; fails with what it was waiting for when the deadline passes. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  deadlineMs = 60_000,
): Promise<Answer> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
