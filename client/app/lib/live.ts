/**
 * The live channel of a company: the server says after each commit how far the log is and what happened, and the app
 * asks again for what that concerns. Nothing is ever shown from the channel itself, so a lost message costs freshness,
 * never correctness.
 */
export interface LiveMessage {
  sequence: number
  /** Types of the new events; undefined when anything may have happened (after a break). */
  events: readonly string[] | undefined
  /** Of a greeting: for how long the log had not moved. */
  quietMs?: number
}

/**
 * Whether what is shown may be older than the log. The first greeting comes after the page has read: it read too early if
 * the log moved since then, so the greeting says for how long it did not.
 * @param heard The position that was heard last, undefined before the first greeting.
 * @param readMs How long ago the oldest of what is shown may have been read.
 */
export function isNews(
  { sequence, events, quietMs }: LiveMessage,
  heard: number | undefined,
  readMs: number,
): boolean {
  if (events) return true
  // The greeting after a break may bring a log that has moved on meanwhile.
  if (heard !== undefined) return heard < sequence
  return quietMs === undefined || quietMs <= readMs
}

/** The part of a WebSocket that is used here. */
export interface LiveSocket {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
}

export interface LiveOptions {
  connect: () => LiveSocket
  onMessage: (message: LiveMessage) => void
  onConnected: (isConnected: boolean) => void
  setTimer?: (run: () => void, delayMs: number) => unknown
  clearTimer?: (timer: unknown) => void
}

/** The object hibernates between messages; the ping is answered without waking it and keeps proxies from closing. */
const PING_MS = 30_000
const PONG_WITHIN_MS = 10_000
const BACKOFF_FIRST_MS = 500
const BACKOFF_MAX_MS = 30_000

/** Keeps the channel open until the returned function is called. */
export function openLive(options: LiveOptions): { close: () => void; retryNow: () => void } {
  const setTimer = options.setTimer ?? ((run, delayMs) => setTimeout(run, delayMs))
  const clearTimer = options.clearTimer ?? ((timer) => clearTimeout(timer as ReturnType<typeof setTimeout>))
  let socket: LiveSocket | undefined
  let timer: unknown
  let failures = 0
  let isClosed = false

  const after = (delayMs: number, run: () => void) => {
    clearTimer(timer)
    timer = setTimer(run, delayMs)
  }

  const connect = () => {
    const opened = options.connect()
    socket = opened
    opened.onopen = () => {
      failures = 0
      options.onConnected(true)
      after(PING_MS, ping)
    }
    opened.onmessage = ({ data }) => {
      if (data === 'pong') return after(PING_MS, ping)
      const message = readMessage(data)
      if (message) options.onMessage(message)
    }
    opened.onclose = () => {
      if (socket === opened) reconnect()
    }
  }

  const reconnect = () => {
    socket = undefined
    options.onConnected(false)
    if (isClosed) return
    // Spread out, so that a restarted server is not met by everyone at once.
    const delayMs = Math.min(BACKOFF_FIRST_MS * 2 ** failures, BACKOFF_MAX_MS) * (0.5 + Math.random() / 2)
    failures += 1
    after(delayMs, connect)
  }

  const ping = () => {
    socket?.send('ping')
    after(PONG_WITHIN_MS, drop)
  }

  // A half-open connection may never report its end.
  const drop = () => {
    const dead = socket
    reconnect()
    dead?.close()
  }

  connect()
  return {
    close() {
      isClosed = true
      clearTimer(timer)
      const open = socket
      socket = undefined
      open?.close()
    },
    /** The network or the tab is back: no reason to wait out the backoff. */
    retryNow() {
      if (!socket && !isClosed) after(0, connect)
    },
  }
}

function readMessage(data: unknown): LiveMessage | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const message: unknown = JSON.parse(data)
    if (typeof message !== 'object' || message === null || !('sequence' in message)) return undefined
    const { sequence } = message
    if (typeof sequence !== 'number') return undefined
    const events =
      'events' in message && Array.isArray(message.events) ? message.events.map(String) : undefined
    const quietMs = 'quietMs' in message && typeof message.quietMs === 'number' ? message.quietMs : undefined
    return { sequence, events, ...(quietMs !== undefined && { quietMs }) }
  } catch {
    return undefined
  }
}
