import type { AuditView } from './company/contract.ts'
import { type AuditCheck, type Breathe, judged, type ModuleAudit, type TimedCheck } from './kernel/audit.ts'
import { GENESIS_HASH } from './kernel/canonical.ts'
import type { Database } from './kernel/database.ts'
import { type EventLog, rehash, type StoredEvent } from './kernel/log.ts'
import type { AnyModule } from './kernel/module.ts'

export interface AuditParts {
  company: string
  database: Database
  log: EventLog
  modules: readonly AnyModule[]
  breathe: Breathe
  nowMs: () => number
}

/** Runs every invariant of the books over the whole log and all tables, in slices, while posting goes on. */
export async function audit(parts: AuditParts): Promise<AuditView> {
  const { log, modules, breathe, nowMs } = parts
  const startedMs = nowMs()
  const audits = [new ChainCheck(log), ...modules.flatMap((module) => module.auditChecks?.() ?? [])].map(
    (each) => new TimedAudit(each, nowMs),
  )
  let seen = 0
  // The last slice ends at the head without awaiting, so that log and tables are compared as of the same commit.
  for (;;) {
    const slice = log.slice(seen)
    for (const each of audits) each.visit(slice)
    seen = slice.at(-1)?.sequence ?? seen
    if (slice.length === 0 || seen >= log.head.sequence) break
    await breathe()
  }
  for (const module of modules) module.volatile?.flush()
  const checks = audits.flatMap((each) => each.conclude())
  for (const each of audits) checks.push(...(await each.inspect(breathe)))
  return { ok: checks.every(({ ok }) => ok), sequence: seen, tookMs: nowMs() - startedMs, checks }
}

/** A module's audit, and how long each of its checks took. Of what it does before its first check, that one is the account. */
class TimedAudit {
  readonly #audit: ModuleAudit
  readonly #nowMs: () => number
  #unaccountedMs = 0

  constructor(audit: ModuleAudit, nowMs: () => number) {
    this.#audit = audit
    this.#nowMs = nowMs
  }

  visit(slice: readonly StoredEvent[]): void {
    if (!this.#audit.visit) return
    const start = this.#nowMs()
    for (const event of slice) this.#audit.visit(event)
    this.#unaccountedMs += this.#nowMs() - start
  }

  conclude(): TimedCheck[] {
    const checks: TimedCheck[] = []
    let start = this.#nowMs()
    for (const check of this.#audit.conclude?.() ?? []) {
      checks.push(this.#timed(check, start))
      start = this.#nowMs()
    }
    return checks
  }

  async inspect(breathe: Breathe): Promise<TimedCheck[]> {
    const checks: TimedCheck[] = []
    let start = this.#nowMs()
    for await (const check of this.#audit.inspect?.(breathe) ?? []) {
      checks.push(this.#timed(check, start))
      start = this.#nowMs()
    }
    return checks
  }

  #timed(check: AuditCheck, start: number): TimedCheck {
    const tookMs = this.#nowMs() - start + this.#unaccountedMs
    this.#unaccountedMs = 0
    return { ...check, tookMs }
  }
}

class ChainCheck implements ModuleAudit {
  readonly #log: EventLog
  readonly #problems: string[] = []
  #previousHash = GENESIS_HASH
  #sequence = 0
  #recordedAt = 0

  constructor(log: EventLog) {
    this.#log = log
  }

  visit(event: StoredEvent): void {
    const { sequence } = event
    if (sequence !== this.#sequence + 1) this.#problems.push(`event ${this.#sequence + 1} is missing`)
    if (event.recorded_at <= this.#recordedAt)
      this.#problems.push(`event ${sequence} is not later than the one before`)
    if (event.hash !== rehash(this.#log.companyAt(sequence), this.#previousHash, event))
      this.#problems.push(`event ${sequence} is not what its hash was made of`)
    this.#sequence = sequence
    this.#recordedAt = event.recorded_at
    // The chain goes on from the stored hash: one changed event is then named alone, not with all that follow.
    this.#previousHash = event.hash
  }

  *conclude(): Iterable<AuditCheck> {
    const { sequence } = this.#log.head
    if (this.#sequence !== sequence) this.#problems.push(`the log ends at ${this.#sequence}, not ${sequence}`)
    yield judged('hash chain', this.#problems, `${this.#sequence} events, head ${this.#previousHash}`)
  }
}
