import { LIMITS } from './kernel/limits.ts'
import type { Head, StoredEvent } from './kernel/log.ts'
import type { Actor } from './kernel/module.ts'
import type { EventSight } from './kernel/shown-events.ts'

/** What a socket remembers through hibernation, in the 2 KB that the platform keeps of it. */
interface Listener {
  /** Undefined: the rules are too long to keep, so the listener is told of positions only. */
  actor: Actor | undefined
  untilMs: number
}

/**
 * Tells open pages that the log moved, over hibernating WebSockets: an object with listeners but no work costs nothing.
 * Only positions and event types travel, and of events that the listener may see; a page then reads what it shows. A
 * channel that is older than a minute is closed instead of told something: whoever opens the next one is asked again who
 * they are.
 */
export class Live {
  readonly #state: DurableObjectState

  constructor(state: DurableObjectState) {
    this.#state = state
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Greets with the position, and for how long the log has been quiet: a page that was read before knows whether it missed something. */
  accept(head: Pick<Head, 'sequence' | 'recordedAt'>, actor: Actor, nowMs: number): Response {
    const { 0: client, 1: server } = new WebSocketPair()
    this.#state.acceptWebSocket(server)
    server.serializeAttachment(listener(actor, nowMs))
    const quietMs = Math.max(0, nowMs - Math.floor(head.recordedAt / 1000))
    server.send(JSON.stringify({ type: 'hello', sequence: head.sequence, quietMs }))
    return new Response(null, { status: 101, webSocket: client })
  }

  /** After a turn's commands; the output gate holds the message until they are durable. */
  announce(
    sequence: number,
    nowMs: number,
    read: () => StoredEvent[],
    sightOf: (actor: Actor) => EventSight | undefined,
  ): void {
    const sockets = this.#state.getWebSockets()
    if (sockets.length === 0) return
    const events = read()
    for (const socket of sockets) {
      const { actor, untilMs } = socket.deserializeAttachment() as Listener
      if (untilMs <= nowMs) {
        socket.close(SIGN_IN_AGAIN, 'Open the connection again.')
        continue
      }
      const types = actor ? typesShown(events, sightOf(actor)) : []
      if (actor && types.length === 0) continue
      socket.send(JSON.stringify({ type: 'log', sequence, events: types }))
    }
  }
}

/** A close code of the range for applications (RFC 6455, 7.4.2). */
const SIGN_IN_AGAIN = 4001
const ATTACHED_BYTES_MAX = 1_800

function listener({ tenant, id, grants, rules }: Actor, nowMs: number): Listener {
  // Of the grants only those of fields are needed: that the reader may read the log has been asked.
  const kept = grants.split(' ').filter((grant) => grant === '*' || grant.startsWith('field:'))
  const actor: Actor = { tenant, id, roles: [], grants: kept.join(' '), ...(rules && { rules }) }
  const fits = new TextEncoder().encode(JSON.stringify(actor)).length <= ATTACHED_BYTES_MAX
  return { actor: fits ? actor : undefined, untilMs: nowMs + LIMITS.liveListenerMs }
}

function typesShown(events: readonly StoredEvent[], sight: EventSight | undefined): string[] {
  const shown = sight ? events.filter((event) => sight.show(event) !== undefined) : events
  return [...new Set(shown.map(({ type }) => type))]
}
