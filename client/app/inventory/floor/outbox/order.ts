import { type Entry, isOpen, KEY_LIVES_MS, type Refused } from './entry.ts'

/** What is sent next, of the commands of one owner. Pure. */

export type Step =
  | { kind: 'send'; entry: Entry; sent: Entry['input'] }
  /** The server does not know its key any more, and it may have arrived. */
  | { kind: 'hold'; entry: Entry; problem: Refused }
  | { kind: 'wait'; untilMs: number }
  | { kind: 'idle' }

/** @param offsetMs How much the server's clock is ahead of the device's. */
export function nextStep(entries: readonly Entry[], nowMs: number, offsetMs: number): Step {
  const ordered = [...entries].sort((a, b) => a.ordinal - b.ordinal)
  for (const entry of ordered) {
    if (entry.state.kind !== 'waiting' || blockerOf(entry, ordered)) continue
    if (isTooOld(entry, nowMs)) return { kind: 'hold', entry, problem: TOO_OLD }
    // In order: what comes later waits for what was captured before.
    if (entry.notBefore > nowMs) return { kind: 'wait', untilMs: entry.notBefore }
    return { kind: 'send', entry, sent: entry.sent ?? finalInput(entry, ordered, offsetMs) }
  }
  return { kind: 'idle' }
}

/**
 * A count says what lay there after the moves that were captured before it. While one of them of the same item is not
 * recorded, the books would differ by it, and it would be corrected twice: the count waits.
 */
export function blockerOf(entry: Entry, entries: readonly Entry[]): Entry | undefined {
  if (entry.operation !== 'counts.RecordCounts') return undefined
  return entries.find(
    (other) =>
      other.ordinal < entry.ordinal &&
      other.company === entry.company &&
      other.operation !== 'counts.RecordCounts' &&
      (other.state.kind === 'conflict' || other.state.kind === 'held') &&
      other.items.some((item) => entry.items.includes(item)),
  )
}

/** A clock that is right to a few seconds is left alone: the answer's own time is no better. */
const CLOCK_ERROR_MS = 3_000

/**
 * A count names the position of the last of the device's own moves, and its times by the server's clock: both are fixed
 * once, so that a repeated request is the same request.
 */
function finalInput(entry: Entry, entries: readonly Entry[], offsetMs: number): Entry['input'] {
  if (entry.operation !== 'counts.RecordCounts') return entry.input
  const own = entries.flatMap(({ ordinal, company, state }) =>
    ordinal < entry.ordinal && company === entry.company && state.kind === 'done'
      ? (state.sequence ?? 0)
      : [],
  )
  const knownAt = Math.max(entry.knownAt ?? 0, ...own)
  const shiftMs = Math.abs(offsetMs) > CLOCK_ERROR_MS ? offsetMs : 0
  const lines = (entry.input.lines as { countedAt?: string }[]).map((line) =>
    line.countedAt === undefined
      ? line
      : { ...line, countedAt: new Date(Date.parse(line.countedAt) + shiftMs).toISOString() },
  )
  return { ...entry.input, lines, ...(knownAt > 0 && { knownAt }) }
}

function isTooOld({ attempts, firstAttemptAt }: Entry, nowMs: number): boolean {
  return attempts > 0 && firstAttemptAt !== null && nowMs - Date.parse(firstAttemptAt) > KEY_LIVES_MS
}

const TOO_OLD: Refused = {
  status: 0,
  code: 'key_expired',
  title: 'It was sent long ago and never answered',
  detail:
    'The server remembers commands for thirty days. Look among the documents whether this one was recorded; then discard it, or try again.',
  errors: [],
}

/** Settled ones are shown for a week; none goes while a later one may have to name its position. */
const SHOWN_MS = 7 * 86_400_000

export function outdated(entries: readonly Entry[], nowMs: number): number[] {
  if (entries.some(isOpen)) return []
  return entries.flatMap(({ ordinal, state }) =>
    'at' in state && state.kind !== 'parked' && nowMs - Date.parse(state.at) > SHOWN_MS ? [ordinal] : [],
  )
}
