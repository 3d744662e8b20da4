import type { StoredEvent } from '../kernel/log.ts'
import type { ChartStore } from './chart.ts'
import type { AccountOpened, EntryPosted, JournalOpened, PostedLine } from './contract.ts'
import type { Visibility } from './visibility.ts'

/** The data of one of the ledger's events as a reader sees it; undefined where the event is not there for them. */
export function shownEventData(
  chart: ChartStore,
  event: StoredEvent,
  visibility: Visibility | undefined,
): unknown {
  const data: unknown = JSON.parse(event.data)
  if (!visibility) return data
  switch (event.type) {
    case 'account-opened':
      return shownAccount(chart, data as AccountOpened, visibility)
    case 'journal-opened':
      return visibility.seesJournal((data as JournalOpened).code) ? data : undefined
    case 'journal-entry-posted':
      return shownEntry(data as EntryPosted, event.actor, visibility)
    default:
      return data
  }
}

function shownAccount(chart: ChartStore, data: AccountOpened, visibility: Visibility) {
  if (!visibility.seesAccount(data)) return undefined
  const { parent, ...rest } = data
  const above = parent === undefined ? undefined : chart.account(parent)
  return above && visibility.seesAccount(above) ? data : rest
}

function shownEntry(data: EntryPosted, author: string, visibility: Visibility) {
  const sight = visibility.sightOf({ data, author })
  if (!sight) return undefined
  const { reverses: _, ...rest } = data
  const lines = sight.lines.map((index) => data.lines[index] as PostedLine)
  return {
    // The entry that it reverses may be one that the reader does not see.
    ...(sight.whole && !sight.masked ? data : rest),
    lines: sight.masked
      ? lines.map(({ account, unit }) => ({ account, unit, quantity: null, value: null }))
      : lines,
  }
}
