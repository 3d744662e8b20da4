import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../workers/regions.ts'
import { type Rate, take } from './kernel/rate.ts'

export interface Draw {
  /** What the budget is of: an HMAC of an e-mail address, a device's number, an address prefix. */
  key: string
  rate: Rate
  /** Whether the budget must outlive the object's memory, which the platform empties after a quiet minute. */
  isKept: boolean
}

export interface Drawn {
  isAllowed: boolean
  retryAfterMs: number
}

/**
 * Budgets of attempts to get in, for one shard of the accounts or addresses of one region. What must last (an account's
 * budget) is a row of SQLite; what may start anew (an address's) is in memory. Only what is allowed is written, so a flood
 * of attempts costs reads of memory, not writes.
 */
export class GateObject extends DurableObject<Env> {
  readonly #sql: SqlStorage
  readonly #arrivals = new Map<string, number>()
  #writes = 0

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(
      'CREATE TABLE IF NOT EXISTS budgets (key TEXT PRIMARY KEY, arrival_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID',
    )
  }

  /** Takes one from each budget, in order, as long as there is one; says no and takes no more where there is none. */
  draw(draws: readonly Draw[]): Drawn {
    const nowMs = Date.now()
    for (const { key, rate, isKept } of draws) {
      const taken = take(this.#arrival(key, isKept), rate, nowMs)
      if (!taken.isAllowed) return { isAllowed: false, retryAfterMs: taken.retryAfterMs }
      this.#remember(key, taken.arrivalMs, nowMs)
      if (isKept) this.#keep(key, taken.arrivalMs, nowMs)
    }
    return { isAllowed: true, retryAfterMs: 0 }
  }

  #arrival(key: string, isKept: boolean): number {
    const known = this.#arrivals.get(key)
    if (known !== undefined || !isKept) return known ?? 0
    const [row] = this.#sql
      .exec<{ arrival_ms: number }>('SELECT arrival_ms FROM budgets WHERE key = ?', key)
      .toArray()
    return row?.arrival_ms ?? 0
  }

  #remember(key: string, arrivalMs: number, nowMs: number): void {
    if (this.#arrivals.size >= REMEMBERED_MAX)
      for (const [each, arrival] of this.#arrivals) if (arrival <= nowMs) this.#arrivals.delete(each)
    // Still full: every budget in memory is in use, which is a flood. What is kept is on disk anyway.
    if (this.#arrivals.size >= REMEMBERED_MAX) this.#arrivals.clear()
    this.#arrivals.set(key, arrivalMs)
  }

  #keep(key: string, arrivalMs: number, nowMs: number): void {
    this.#sql.exec(
      'INSERT INTO budgets (key, arrival_ms) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET arrival_ms = ?2',
      key,
      arrivalMs,
    )
    // A budget that is full again is the same as none.
    this.#writes += 1
    if (this.#writes % SWEPT_EVERY === 0) this.#sql.exec('DELETE FROM budgets WHERE arrival_ms <= ?', nowMs)
  }
}

const REMEMBERED_MAX = 20_000
const SWEPT_EVERY = 500
