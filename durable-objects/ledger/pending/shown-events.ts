import type { StoredEvent } from '../../kernel/log.ts'
import type { ChartStore } from '../chart.ts'
import type { Visibility } from '../visibility.ts'
import type { BalanceLimitSet, EntryHeld } from './contract.ts'
import { sightOf } from './queries.ts'
import type { PendingEntries } from './tables.ts'

/** The data of one of the part's events as a reader sees it; undefined where the event is not there for them. */
export function shownEventData(
  chart: ChartStore,
  pendings: PendingEntries,
  event: StoredEvent,
  visibility: Visibility | undefined,
): unknown {
  const data: unknown = JSON.parse(event.data)
  if (!visibility) return data
  switch (event.type) {
    case 'entry-held':
      return shownHold(data as EntryHeld, event.actor, visibility)
    case 'balance-limit-set':
      return shownLimit(chart, data as BalanceLimitSet, visibility)
    default: {
      const pending = pendings.find((data as { id: string }).id)
      const sight = pending && sightOf(pending, visibility)
      if (!sight) return undefined
      const { lines, ...rest } = data as { lines?: readonly { line: number }[] }
      if (!lines) return rest
      const seen = lines.filter(({ line }) => sight.lines.includes(line))
      return { ...rest, lines: sight.masked ? seen.map(({ line }) => ({ line, ...MASKED })) : seen }
    }
  }
}

const MASKED = { quantity: null, value: null }

function shownHold(data: EntryHeld, author: string, visibility: Visibility) {
  const sight = visibility.sightOf({ author, data: data as Parameters<Visibility['sightOf']>[0]['data'] })
  if (!sight) return undefined
  const lines = sight.lines.map((index) => data.lines[index] as EntryHeld['lines'][number])
  return {
    ...data,
    lines: sight.masked ? lines.map(({ account, unit }) => ({ account, unit, ...MASKED })) : lines,
  }
}

function shownLimit(chart: ChartStore, data: BalanceLimitSet, visibility: Visibility) {
  const account = chart.accountById(data.account)
  if (!visibility.seesAccount(account)) return undefined
  return visibility.masksAccount(account) ? { ...data, min: null, max: null } : data
}
