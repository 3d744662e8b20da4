import type { Publication } from '../queues/contracts.ts'
import { type RelayParts, relay } from '../queues/relay.ts'
import type { Books } from './assembly.ts'
import { sweep } from './kernel/idempotency.ts'
import { LIMITS } from './kernel/limits.ts'

export interface WayOutParts extends Pick<Books, 'database' | 'log' | 'relayState' | 'modules'>, RelayParts {
  nowMs: () => number
  /** Roots that nobody has reported as delivered yet. */
  publications: () => Publication[]
}

/**
 * What the alarm does: relay the log to the queue, send again what no consumer has confirmed in time, checkpoint, and sweep
 * old idempotency keys. It says when it wants to run next, or undefined when everything has arrived everywhere.
 */
export class WayOut {
  readonly #parts: WayOutParts
  #sentAtMs = 0
  #publishedAtMs = 0
  #published = 0
  #sweptAtMs = 0
  #sweepAfter: string | undefined

  constructor(parts: WayOutParts) {
    this.#parts = parts
  }

  async run(): Promise<number | undefined> {
    const { log, relayState, modules, nowMs } = this.#parts
    for (const module of modules) module.checkpoint?.()
    this.#sweep()

    const { sent } = relayState.positions()
    const overdue = relayState.confirmed() < sent && nowMs() - this.#sentAtMs >= LIMITS.relayRetryMs
    let reached = overdue ? relayState.confirmed() : sent
    for (let batch = 0; batch < BATCHES_AN_ALARM && reached < log.head.sequence; batch++) {
      reached = await relay(this.#parts, reached)
      this.#sentAtMs = nowMs()
      relayState.sent(Math.max(reached, relayState.positions().sent))
    }
    if (reached < log.head.sequence) return nowMs() + LIMITS.relayDelayMs
    const isAwaited = (await this.#publish()) || relayState.confirmed() < log.head.sequence
    return isAwaited ? nowMs() + LIMITS.relayRetryMs : undefined
  }

  /** Sends roots that are to be published, new ones at once and all of them again until they are reported as delivered. */
  async #publish(): Promise<boolean> {
    const { company, tenant, region, log, publications, send, nowMs } = this.#parts
    const open = publications()
    const newest = open.at(-1)?.sequence ?? 0
    const isTime = newest > this.#published || nowMs() - this.#publishedAtMs >= LIMITS.relayRetryMs
    if (open.length > 0 && isTime) {
      const { sequence } = log.head
      await send({ company, tenant, region, first: sequence, last: sequence, events: [], publications: open })
      this.#published = newest
      this.#publishedAtMs = nowMs()
    }
    return open.length > 0
  }

  #sweep(): void {
    const { database, nowMs } = this.#parts
    if (this.#sweepAfter === undefined && nowMs() - this.#sweptAtMs < SWEEP_EVERY_MS) return
    this.#sweptAtMs = nowMs()
    this.#sweepAfter = sweep(database, this.#sweepAfter ?? '', nowMs() * 1_000)
  }
}

/** An alarm gives way to requests after this many queue batches. */
const BATCHES_AN_ALARM = 8
const SWEEP_EVERY_MS = 6 * 3_600_000
