import type { DateNumber } from '../kernel/dates.ts'
import { parseDate } from '../kernel/dates.ts'
import type { EventLog } from '../kernel/log.ts'
import { type AccountTotals, addMovement, type Balances, EPOCH_EVENTS, NOTHING } from './balances.ts'
import type { EntryPosted, PostedLine } from './contract.ts'

/** Which bucket a line of an entry lies in; undefined: in none of these. */
export type BucketOf = (line: PostedLine) => { account: number; unit: number } | undefined

/**
 * Totals up to a date as the log stood at a sequence: from the nearest known state (an epoch's end, or now) and the events
 * between, forth or back. At most half an epoch of events is read, however old the sequence is.
 */
export function totalsAsKnownAt(
  { log, balances }: { log: EventLog; balances: Balances },
  asOf: DateNumber,
  knownAt: number,
  bucketOf: BucketOf,
): Iterable<AccountTotals> {
  const head = log.head.sequence
  const epochStart = Math.floor(knownAt / EPOCH_EVENTS) * EPOCH_EVENTS
  const epochEnd = Math.min(epochStart + EPOCH_EVENTS, head)
  const from = knownAt - epochStart <= epochEnd - knownAt ? epochStart : epochEnd
  const state =
    from === head
      ? balances.totalsAsOf(asOf)
      : from === 0
        ? []
        : balances.totalsAtEpoch(asOf, from / EPOCH_EVENTS - 1)
  return from === knownAt ? state : walk(log, state, asOf, from, knownAt, bucketOf)
}

function walk(
  log: EventLog,
  state: AccountTotals[],
  asOf: DateNumber,
  from: number,
  to: number,
  bucketOf: BucketOf,
): Iterable<AccountTotals> {
  const totals = new Map(state.map((each) => [`${each.account}|${each.unit}`, each]))
  const sign = to > from ? 1 : -1
  for (const event of log.eventsOf('journal-entry-posted', Math.min(from, to), Math.max(from, to))) {
    const { effectiveDate, lines } = JSON.parse(event.data) as EntryPosted
    if ((parseDate(effectiveDate) as number) > asOf) continue
    for (const line of lines) {
      const bucket = bucketOf(line)
      if (!bucket) continue
      const key = `${bucket.account}|${bucket.unit}`
      const each = totals.get(key) ?? { ...bucket, ...NOTHING }
      addMovement(each, line.quantity, line.value, sign)
      totals.set(key, each)
    }
  }
  return totals.values()
}
