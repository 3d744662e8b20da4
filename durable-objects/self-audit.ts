import type { Books } from './assembly.ts'
import { audit } from './audit.ts'
import type { AuditView } from './company/contract.ts'
import { systemOf } from './due.ts'
import { recall } from './kernel/idempotency.ts'
import { newId } from './kernel/ids.ts'
import type { CommandEnvelope, Outcome } from './kernel/pipeline.ts'
import { checkReplay, type Scratch } from './replay.ts'

export interface SelfAuditParts {
  books: Books
  scratchOf: (name: string) => Scratch
  breathe: () => Promise<void>
  runTurn: (turn: CommandEnvelope[]) => Outcome[]
  nowMs: () => number
}

/** Runs the audit: on demand, and by itself in the night after a change. What is recorded goes through the pipeline. */
export class SelfAudit {
  readonly #parts: SelfAuditParts
  #isRunning = false
  #notBeforeMs = 0

  constructor(parts: SelfAuditParts) {
    this.#parts = parts
  }

  async run(replay: boolean): Promise<AuditView> {
    const { books, scratchOf, breathe } = this.#parts
    const nowMs = () => performance.now()
    const view = await audit({ ...books, breathe, nowMs })
    if (!replay) return view
    const startedMs = nowMs()
    const check = await checkReplay(books, scratchOf, breathe)
    const tookMs = nowMs() - startedMs
    const ok = view.ok && check.ok
    return { ...view, ok, tookMs: view.tookMs + tookMs, checks: [...view.checks, { ...check, tookMs }] }
  }

  /** The command that records a run, and before it the run. A retried request gets the first run's reply. */
  async record(envelope: CommandEnvelope): Promise<Outcome> {
    const { books, runTurn } = this.#parts
    const act = () => runTurn([envelope])[0] as Outcome
    const { idempotency, module, command } = envelope
    const known =
      idempotency && recall(books.database, idempotency.key, `${module}.${command}`, idempotency.request)
    if (known) return act()
    const { replay = false } = JSON.parse(envelope.input) as { replay?: boolean }
    const view = await this.run(replay)
    const tookMs = (ms: number) => Math.round(ms * 1_000) / 1_000
    const checks = view.checks.map((check) => ({ ...check, tookMs: tookMs(check.tookMs) }))
    return books.proof.recording({ ...view, replay, tookMs: tookMs(view.tookMs), checks }, act)
  }

  /** Starts the night's run where it is due. The alarm does not wait for it: the log must go out meanwhile. */
  startWhenDue(tenant: string): void {
    const { nowMs, books } = this.#parts
    const dueMs = this.nextMs()
    if (this.#isRunning || dueMs === undefined || dueMs > nowMs()) return
    this.#isRunning = true
    void this.#runAtNight(tenant)
      .catch((error: unknown) => {
        console.error({ message: 'self-audit failed', company: books.company, error: String(error) })
      })
      .finally(() => {
        this.#isRunning = false
      })
  }

  /** When the object has to be awake for it: while it runs, too. */
  nextMs(): number | undefined {
    if (this.#isRunning) return this.#parts.nowMs() + AWAKE_EVERY_MS
    const due = this.#parts.books.proof.nextAudit()
    return due === undefined ? undefined : Math.max(Math.ceil(due / 1_000), this.#notBeforeMs)
  }

  async #runAtNight(tenant: string): Promise<void> {
    const { books, nowMs } = this.#parts
    // Whatever comes of it, the next attempt is not at once.
    this.#notBeforeMs = nowMs() + AGAIN_AFTER_MS
    await this.record({
      company: books.company,
      module: 'proof',
      command: 'RunSelfAudit',
      input: '{}',
      actor: systemOf(tenant),
      requestId: newId('request'),
    })
  }
}

const AWAKE_EVERY_MS = 10_000
const AGAIN_AFTER_MS = 6 * 3_600_000
