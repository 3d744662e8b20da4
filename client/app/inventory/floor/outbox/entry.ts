/**
 * A command that was captured on this device, and what has become of it. Everything here is pure: what may follow what is
 * decided without a clock, a network or a database, so that it can be tested with all the accidents that a warehouse has.
 */
export const QUEUED = ['stock.ReceiveGoods', 'stock.IssueGoods', 'counts.RecordCounts'] as const
export type QueuedOperation = (typeof QUEUED)[number]

/** Whose a command is: it is sent as this actor of this tenant, or not at all. */
export interface Owner {
  tenant: string
  actor: string
}

export const isOwn = ({ tenant, actor }: Owner, entry: { owner: Owner }): boolean =>
  entry.owner.tenant === tenant && entry.owner.actor === actor

/** What the server said when it did not do it. */
export interface Refused {
  status: number
  code: string
  title: string
  detail: string
  errors: readonly { pointer: string; detail: string }[]
}

export type State =
  /** To be sent, or sent without an answer so far. */
  | { kind: 'waiting'; problem?: Refused }
  /** Recorded by the server. `sequence`: position of the log. */
  | { kind: 'done'; at: string; sequence?: number; document?: string; voucher?: string }
  /** Accepted, and waits for the approval of others. */
  | { kind: 'parked'; at: string; approval: string; reason: string }
  /** Refused: nothing was recorded. A person changes it or gives it up. */
  | { kind: 'conflict'; at: string; problem: Refused }
  /** Not allowed, or failing again and again: a person tries again, with the same key. */
  | { kind: 'held'; at: string; problem: Refused }
  | { kind: 'discarded'; at: string; before: Refused | null }

export interface Captured {
  owner: Owner
  /** Of the person, for others on this device: they see that something of hers waits, and nothing else. */
  ownerName: string
  /** Slug. */
  company: string
  operation: QueuedOperation
  /** In a person's words: `Receipt PO-7, 3 lines`. */
  title: string
  input: Readonly<Record<string, unknown>>
  /** Of this command, for ever: the server does it once however often it arrives. */
  key: string
  /** ISO 8601, by the device's clock. */
  capturedAt: string
  /** Position of the log that the device had seen. */
  knownAt: number | null
  /** Ids of the items that it moves or counts. */
  items: readonly string[]
}

export interface Entry extends Captured {
  /** Order of capture on this device. */
  ordinal: number
  state: State
  /** The input as it is sent, fixed before the first attempt: the same key must always bring the same request. */
  sent: Readonly<Record<string, unknown>> | null
  attempts: number
  firstAttemptAt: string | null
  /** Answers of the kind "the server failed", one after the other. */
  failures: number
  /** Milliseconds since 1970: not before. */
  notBefore: number
  /** Keys under which it was refused before it was changed. */
  earlier: readonly { key: string; problem: Refused }[]
}

/** What came back. */
export type Answer =
  | { kind: 'accepted'; sequence?: number; document?: string; voucher?: string }
  | { kind: 'parked'; approval: string; reason: string }
  | { kind: 'refused'; problem: Refused }
  | { kind: 'forbidden'; problem: Refused }
  /** Nobody is signed in, or somebody else is: it stays as it is until its owner is back. */
  | { kind: 'signed-out' }
  | { kind: 'other-session' }
  /** No connection, or no answer in time: nobody knows whether it arrived. */
  | { kind: 'unanswered' }
  | { kind: 'failed'; problem: Refused; retryAfterMs?: number }

const BACKOFF_FIRST_MS = 2_000
const BACKOFF_MAX_MS = 60_000
/** After so many failures in a row the others behind it are not kept waiting any longer. */
export const FAILURES_MAX = 8
/** The server knows a key for thirty days; later the same request could be done twice. */
export const KEY_LIVES_MS = 29 * 86_400_000

export const newEntry = (captured: Captured): Omit<Entry, 'ordinal'> => ({
  ...captured,
  state: { kind: 'waiting' },
  sent: null,
  attempts: 0,
  firstAttemptAt: null,
  failures: 0,
  notBefore: 0,
  earlier: [],
})

/** Just before an attempt: from here on nobody knows whether it arrived, until the server answers. */
export function begun(entry: Entry, sent: Entry['sent'], nowMs: number): Entry | undefined {
  if (entry.state.kind !== 'waiting') return undefined
  const now = new Date(nowMs).toISOString()
  return {
    ...entry,
    sent: entry.sent ?? sent,
    attempts: entry.attempts + 1,
    firstAttemptAt: entry.firstAttemptAt ?? now,
  }
}

/** After an attempt. An answer to another key than the entry's is an echo of the past. */
export function answered(entry: Entry, key: string, answer: Answer, nowMs: number): Entry | undefined {
  if (entry.state.kind !== 'waiting' || entry.key !== key) return undefined
  const at = new Date(nowMs).toISOString()
  switch (answer.kind) {
    case 'accepted': {
      const { kind: _, ...receipt } = answer
      return { ...entry, state: { kind: 'done', at, ...receipt } }
    }
    case 'parked':
      return { ...entry, state: { ...answer, at } }
    case 'refused':
      return { ...entry, state: { kind: 'conflict', at, problem: answer.problem } }
    case 'forbidden':
      return { ...entry, state: { kind: 'held', at, problem: answer.problem } }
    case 'signed-out':
    case 'other-session':
      return { ...entry, notBefore: 0 }
    case 'unanswered':
      return { ...entry, state: { kind: 'waiting' }, notBefore: nowMs + backoffMs(entry.attempts) }
    case 'failed': {
      const failures = entry.failures + 1
      const { problem, retryAfterMs = 0 } = answer
      if (failures >= FAILURES_MAX) return { ...entry, failures, state: { kind: 'held', at, problem } }
      const notBefore = nowMs + Math.max(retryAfterMs, backoffMs(failures))
      return { ...entry, failures, notBefore, state: { kind: 'waiting', problem } }
    }
  }
}

const backoffMs = (attempts: number): number =>
  Math.min(BACKOFF_FIRST_MS * 2 ** Math.min(attempts - 1, 10), BACKOFF_MAX_MS)

/** A person wants it tried again: with the same key, since nobody may know what became of the attempts before. */
export function retried(entry: Entry): Entry | undefined {
  if (entry.state.kind !== 'held' && entry.state.kind !== 'waiting') return undefined
  // Its age counts anew: a document has the id that the device gave it, and a counting its own key.
  return { ...entry, state: { kind: 'waiting' }, firstAttemptAt: null, failures: 0, notBefore: 0 }
}

/** A refused command is changed: another command, with a key of its own, in the place of the first. */
export function changed(
  entry: Entry,
  input: Entry['input'],
  { key, knownAt }: { key: string; knownAt: number | null },
): Entry | undefined {
  if (entry.state.kind !== 'conflict') return undefined
  return {
    ...entry,
    input,
    key,
    knownAt: knownAt ?? entry.knownAt,
    state: { kind: 'waiting' },
    sent: null,
    attempts: 0,
    firstAttemptAt: null,
    failures: 0,
    notBefore: 0,
    earlier: [...entry.earlier, { key: entry.key, problem: entry.state.problem }],
  }
}

/** What may have arrived is not given up before the server has said what became of it. */
export const mayDiscard = ({ state, attempts }: Entry): boolean =>
  state.kind === 'conflict' || (state.kind === 'waiting' && attempts === 0) || state.kind === 'held'

export function discarded(entry: Entry, nowMs: number): Entry | undefined {
  if (!mayDiscard(entry)) return undefined
  const before = 'problem' in entry.state ? (entry.state.problem ?? null) : null
  return { ...entry, state: { kind: 'discarded', at: new Date(nowMs).toISOString(), before } }
}

/** Whether something is still to become of it. What waits for an approval is in the server's hands. */
export const isOpen = ({ state }: Pick<Entry, 'state'>): boolean =>
  state.kind === 'waiting' || state.kind === 'conflict' || state.kind === 'held'
