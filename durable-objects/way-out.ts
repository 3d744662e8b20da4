import { type RelayParts, relay } from '../queues/relay.ts'
import type { Books } from './assembly.ts'
import { sweep } from './kernel/idempotency.ts'
import { LIMITS } from './kernel/limits.ts'

export interface WayOutParts extends Pick<Books, 'database' | 'log' | 'relayState' | 'modules'>, RelayParts {
  nowMs: () => number
}

/**
 * What the alarm does: relay the log to the queue, send again what no consumer has confirmed in time, checkpoint, and sweep
 * old idempotency keys. It says when it wants to run next, or undefined when everything has arrived everywhere.
 */
export class WayOut {
  readonly #parts: WayOutParts
  #sentAtMs = 0
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
    return relayState.confirmed() < log.head.sequence ? nowMs() + LIMITS.relayRetryMs : undefined
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
