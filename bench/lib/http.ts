import { connect, type Socket } from 'node:net'

/**
 * A minimal keep-alive HTTP/1.1 client: one socket, one request in flight, no pipelining. `fetch` and
 * `node:http` cost more processor time per request than some of the servers measured here, and the generator
 * shares the machine with them.
 */
export interface Answer {
  status: number
  /** Raw header block, lower-cased names not guaranteed; read it with `header`. */
  head: string
  body: string
}

const HEAD_END = Buffer.from('\r\n\r\n')
const EMPTY = Buffer.alloc(0)

export class Connection {
  readonly #socket: Socket
  #buffer: Buffer = EMPTY
  #pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('connection closed by the server')))
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new Connection(socket))
      })
    })
  }

  send(request: string): Promise<Answer> {
    if (this.#pending) return Promise.reject(new Error('one request at a time'))
    if (this.#socket.destroyed) return Promise.reject(new Error('connection closed by the server'))
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#pending = undefined
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
    const parsed = parseAnswer(this.#buffer)
    if (!parsed) return
    this.#buffer = parsed.rest
    const pending = this.#pending
    this.#pending = undefined
    pending?.resolve(parsed.answer)
  }

  #fail(error: Error): void {
    const pending = this.#pending
    this.#pending = undefined
    pending?.reject(error)
  }
}

export interface RequestParts {
  method: string
  path: string
  key: string
  idempotencyKey?: string
  contentType?: string
  body?: string
}

export function formatRequest(parts: RequestParts): string {
  const { method, path, key, idempotencyKey, contentType = 'application/json', body = '' } = parts
  const idempotency = idempotencyKey === undefined ? '' : `idempotency-key: ${idempotencyKey}\r\n`
  const content =
    method === 'GET' ? '' : `content-type: ${contentType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n${idempotency}${content}\r\n${body}`
}

export function header(answer: Answer, name: string): string | undefined {
  const wanted = `\r\n${name.toLowerCase()}:`
  const lower = answer.head.toLowerCase()
  const start = lower.indexOf(wanted)
  if (start < 0) return undefined
  const end = answer.head.indexOf('\r\n', start + wanted.length)
  return answer.head.slice(start + wanted.length, end < 0 ? undefined : end).trim()
}

function parseAnswer(buffer: Buffer): { answer: Answer; rest: Buffer } | undefined {
  const headEnd = buffer.indexOf(HEAD_END)
  if (headEnd < 0) return undefined
  const head = buffer.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const bodyStart = headEnd + HEAD_END.length
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return cut(buffer, bodyStart, bodyStart + Number(length), status, head)
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return parseChunked(buffer, bodyStart, status, head)
  return cut(buffer, bodyStart, bodyStart, status, head)
}

function cut(buffer: Buffer, start: number, end: number, status: number, head: string) {
  if (buffer.length < end) return undefined
  return { answer: { status, head, body: buffer.toString('utf8', start, end) }, rest: buffer.subarray(end) }
}

function parseChunked(buffer: Buffer, bodyStart: number, status: number, head: string) {
  const parts: Buffer[] = []
  for (let at = bodyStart; ; ) {
    const lineEnd = buffer.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(buffer.toString('latin1', at, lineEnd), 16)
    const chunkEnd = lineEnd + 2 + size
    if (buffer.length < chunkEnd + 2) return undefined
    if (size === 0) {
      return {
        answer: { status, head, body: Buffer.concat(parts).toString() },
        rest: buffer.subarray(chunkEnd + 2),
      }
    }
    parts.push(buffer.subarray(lineEnd + 2, chunkEnd))
    at = chunkEnd + 2
  }
}
