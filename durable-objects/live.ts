import type { StoredEvent } from './kernel/log.ts'

/**
 * Tells open pages that the log moved, over hibernating WebSockets: an object with listeners but no work costs nothing.
 * Only positions and event types travel; a page then reads what it shows.
 */
export class Live {
  readonly #state: DurableObjectState

  constructor(state: DurableObjectState) {
    this.#state = state
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  accept(sequence: number): Response {
    const { 0: client, 1: server } = new WebSocketPair()
    this.#state.acceptWebSocket(server)
    server.send(JSON.stringify({ type: 'hello', sequence }))
    return new Response(null, { status: 101, webSocket: client })
  }

  /** After a turn's commands; the output gate holds the message until they are durable. */
  announce(sequence: number, read: () => StoredEvent[]): void {
    const sockets = this.#state.getWebSockets()
    if (sockets.length === 0) return
    const events = [...new Set(read().map((event) => event.type))]
    const message = JSON.stringify({ type: 'log', sequence, events })
    for (const socket of sockets) socket.send(message)
  }
}
