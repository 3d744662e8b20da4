import type { StoredEvent } from './log.ts'

/** One invariant, and what looking at the books found. `detail` says how much was looked at, or what is wrong and where. */
export interface AuditCheck {
  name: string
  ok: boolean
  detail: string
}

/** `tookMs`: its own work; for the first check of a module's audit, with the module's walk over the log. */
export interface TimedCheck extends AuditCheck {
  tookMs: number
}

export const passed = (name: string, detail: string): AuditCheck => ({ name, ok: true, detail })
export const failed = (name: string, detail: string): AuditCheck => ({ name, ok: false, detail })

/** Passes when nothing is wrong; says the first of what is. */
export const judged = (name: string, wrong: readonly string[], detail: string): AuditCheck =>
  wrong.length === 0 ? passed(name, detail) : failed(name, wrong.slice(0, WRONG_SHOWN).join('; '))

const WRONG_SHOWN = 10

/** Lets other requests in between two slices of a long walk: an audit must not stop the posting. */
export type Breathe = () => Promise<void>

/**
 * What one module checks in one run. It is made for the run and thrown away after it. Damaged text is what the hash chain
 * reports: a module's audit skips it and goes on. Where checks are yielded one by one, each is timed by itself.
 */
export interface ModuleAudit {
  /** Sees every event of the log once, in order. */
  visit?(event: StoredEvent): void
  /** After the last event and in the same turn: the tables as of the same commit as the log. */
  conclude?(): Iterable<AuditCheck>
  /** After that, in turns of its own while posting goes on: tables against tables, each turn whole in itself. */
  inspect?(breathe: Breathe): AsyncIterable<AuditCheck>
}
