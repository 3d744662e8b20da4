import { type Entry, isOpen, type Refused } from '../outbox/entry.ts'

/** What has become of a command, in words. */

export interface Standing {
  tone: 'positive' | 'negative' | 'warning' | 'neutral' | 'accent'
  word: string
}

export function standingOf({ state, attempts }: Entry, blocker: Entry | undefined): Standing {
  switch (state.kind) {
    case 'waiting':
      if (blocker) return { tone: 'warning', word: 'Waits for another' }
      return { tone: 'accent', word: attempts > 0 ? 'Sent, no answer yet' : 'Waits for a connection' }
    case 'done':
      return { tone: 'positive', word: 'Recorded' }
    case 'parked':
      return { tone: 'warning', word: 'Waits for approval' }
    case 'conflict':
      return { tone: 'negative', word: 'Refused' }
    case 'held':
      return { tone: 'negative', word: state.problem.status === 403 ? 'Not allowed' : 'Stopped' }
    case 'discarded':
      return { tone: 'neutral', word: 'Discarded' }
  }
}

/** What the server says, and what one can do about it. */
export function wayOut(entry: Entry, blocker: Entry | undefined): string | undefined {
  const { state, attempts } = entry
  if (blocker)
    return `“${blocker.title}” moves the same item and was refused. Settle that one first: otherwise its goods would be corrected twice.`
  switch (state.kind) {
    case 'conflict':
      return 'Nothing was recorded. Change it and send it again, or discard it if it is settled in another way.'
    case 'held':
      if (state.problem.status === 403)
        return 'Ask an administrator for the permission, then try again. Nothing is lost meanwhile.'
      return 'It is sent again when you say so, and recorded once at most.'
    case 'waiting':
      return attempts > 0
        ? 'It is sent again by itself, with the same key: it is recorded once at most.'
        : undefined
    case 'parked':
      return 'It was received. It is recorded as soon as others have approved it.'
    default:
      return undefined
  }
}

export const problemOf = ({ state }: Entry): Refused | undefined =>
  'problem' in state ? state.problem : undefined

/** What needs somebody first, then what waits, then what is settled, the latest first. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  const rank = (entry: Entry) => (!isOpen(entry) ? 2 : entry.state.kind === 'waiting' ? 1 : 0)
  return [...entries].sort(
    (a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.ordinal - a.ordinal : a.ordinal - b.ordinal),
  )
}
