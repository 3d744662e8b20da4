import { LIMITS } from '../../kernel/limits.ts'

/** What comes and goes by day, and what can be promised for each. Pure; quantities are steps. */

/** Something expected on a day, or promised for one: yyyymmdd, null where no day is known. */
export interface Dated {
  date: number | null
  quantity: number
}

export interface Projected {
  onHand: number
  /** On hand and not reserved. */
  available: number
  incoming: readonly Dated[]
  /** Everything that is kept or promised. */
  outgoing: readonly Dated[]
  /** Of that, what waits for receipts: the rest is missing in `available` already. */
  promised: readonly Dated[]
}

export interface Day {
  /** Null: later than the days shown, or not known. */
  date: number | null
  incoming: number
  outgoing: number
  onHand: number
  /** What can be promised for the day: the smallest level from then on. */
  available: number
}

/** The days on which something comes or goes, the last ones put together where they are many. */
export function project({ onHand, available, incoming, outgoing, promised }: Projected): Day[] {
  const days = new Map<number, Day & { promised: number }>()
  const known = [...new Set([...incoming, ...outgoing].map(({ date }) => date ?? LAST))].sort((a, b) => a - b)
  const shown = new Set(known.slice(0, LIMITS.availabilityDatesMax))
  const dayOf = (date: number | null) => {
    const key = date !== null && shown.has(date) ? date : LAST
    const day = days.get(key) ?? {
      date: null,
      incoming: 0,
      outgoing: 0,
      onHand: 0,
      available: 0,
      promised: 0,
    }
    if (key !== LAST) day.date = key
    days.set(key, day)
    return day
  }
  for (const { date, quantity } of incoming) dayOf(date).incoming += quantity
  for (const { date, quantity } of outgoing) dayOf(date).outgoing += quantity
  for (const { date, quantity } of promised) dayOf(date).promised += quantity
  const sorted = [...days.entries()].sort(([a], [b]) => a - b).map(([, day]) => day)
  let [there, level] = [onHand, available]
  for (const day of sorted) {
    there += day.incoming - day.outgoing
    level += day.incoming - day.promised
    day.onHand = there
    day.available = level
  }
  let least = Number.POSITIVE_INFINITY
  for (const day of sorted.toReversed()) {
    least = Math.min(least, day.available)
    day.available = least
  }
  return sorted.map(({ promised: _, ...day }) => day)
}

/**
 * How much of what is announced can be promised for a day without breaking what was promised before: the smallest level
 * from that day on. What is promised without a day comes last.
 */
export function promisable(
  incoming: readonly Dated[],
  promised: readonly Dated[],
  neededBy: number | null,
): number {
  const by = neededBy ?? LAST
  const dates = [...incoming, ...promised].map(({ date }) => date ?? LAST).filter((date) => date > by)
  const upTo = (all: readonly Dated[], limit: number) =>
    all.reduce((sum, { date, quantity }) => ((date ?? LAST) <= limit ? sum + quantity : sum), 0)
  const levels = [by, ...new Set(dates)].map((date) => upTo(incoming, date) - upTo(promised, date))
  return Math.max(0, Math.min(...levels))
}

/** After every day of the calendar. */
const LAST = 99_999_999
