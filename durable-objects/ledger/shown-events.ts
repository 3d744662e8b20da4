import type { StoredEvent } from '../kernel/log.ts'
import type { ChartStore } from './chart.ts'
import type {
  AccountChanged,
  AccountFields,
  AccountMerged,
  AccountOpened,
  AccountRolesSet,
  EntryPosted,
  JournalChanged,
  JournalOpened,
  PostedLine,
} from './contract.ts'
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
    case 'account-changed':
      return shownChange(chart, data as AccountChanged, visibility)
    case 'account-merged':
      return shownMerge(chart, data as AccountMerged, visibility) ? data : undefined
    case 'account-roles-set':
      return shownRoles(chart, data as AccountRolesSet, visibility)
    case 'journal-opened':
    case 'journal-changed':
      return visibility.seesJournal((data as JournalOpened | JournalChanged).code) ? data : undefined
    case 'journal-entry-posted':
      return shownEntry(data as EntryPosted, event.actor, visibility)
    default:
      return data
  }
}

function shownAccount(chart: ChartStore, data: AccountOpened, visibility: Visibility) {
  // Under the code of then and under that of now.
  if (!visibility.seesAccount(data) || !visibility.seesAccount(chart.accountById(data.id))) return undefined
  const { parent, ...rest } = data
  const above = parent === undefined ? undefined : chart.account(parent)
  return above && visibility.seesAccount(above) ? data : rest
}

function shownChange(chart: ChartStore, { id, before, after }: AccountChanged, visibility: Visibility) {
  const codes = [before.code, after.code].flatMap((code) => (code === undefined ? [] : [{ code }]))
  const isSeen = [chart.accountById(id), ...codes].every((each) => visibility.seesAccount(each))
  if (!isSeen) return undefined
  const shown = ({ parent, ...rest }: AccountFields): AccountFields =>
    parent === undefined || (parent !== null && !visibility.seesAccount({ code: parent }))
      ? rest
      : { ...rest, parent }
  return { id, before: shown(before), after: shown(after) }
}

function shownMerge(chart: ChartStore, { id }: AccountMerged, visibility: Visibility): boolean {
  const gone = chart.mergedAccount(id)
  return gone !== undefined && [gone, chart.accountById(id)].every((each) => visibility.seesAccount(each))
}

function shownRoles(chart: ChartStore, { roles }: AccountRolesSet, visibility: Visibility) {
  const shown = Object.entries(roles).filter(
    ([, id]) => id === null || (id !== undefined && visibility.seesAccount(chart.accountById(id))),
  )
  return shown.length === 0 ? undefined : { roles: Object.fromEntries(shown) }
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
