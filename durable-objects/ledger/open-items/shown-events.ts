import type { StoredEvent } from '../../kernel/log.ts'
import type { ChartStore } from '../chart.ts'
import type { Entries } from '../entries.ts'
import type { Sight, Visibility } from '../visibility.ts'
import type { ItemsMatched, ItemsOpened, ItemsUnmatched } from './contract.ts'

interface Shown {
  chart: ChartStore
  entries: Entries
}

/** The data of one of the part's events as a reader sees it: items that they see, without amounts that are masked. */
export function shownEventData(
  parts: Shown,
  event: StoredEvent,
  visibility: Visibility | undefined,
): unknown {
  const data: unknown = JSON.parse(event.data)
  if (!visibility) return data
  switch (event.type) {
    case 'items-matched':
      return shownMatch(parts, data as ItemsMatched, visibility)
    case 'items-unmatched':
      return shownUnmatch(parts, data as ItemsUnmatched, visibility)
    case 'items-opened':
      return shownOpening(parts, data as ItemsOpened, visibility)
    case 'items-dropped':
      return visibility.seesAccount(parts.chart.accountById((data as { account: string }).account))
        ? data
        : undefined
    default:
      return data
  }
}

function shownMatch(parts: Shown, { exchange, writeOff, ...data }: ItemsMatched, visibility: Visibility) {
  const items = data.items.flatMap((item) => {
    const sight = sightOf(parts, item.entry, visibility)
    if (!sight?.lines.includes(item.line)) return []
    return [sight.masked ? { ...item, quantity: null, value: null } : item]
  })
  if (items.length === 0) return undefined
  const isWhole = items.length === data.items.length
  const booked = { ...(exchange !== undefined && { exchange }), ...(writeOff !== undefined && { writeOff }) }
  return { ...data, items, ...(isWhole && booked) }
}

function shownUnmatch(parts: Shown, data: ItemsUnmatched, visibility: Visibility) {
  const items = data.items.filter(({ entry, line }) =>
    sightOf(parts, entry, visibility)?.lines.includes(line),
  )
  if (items.length === 0) return undefined
  return { ...data, items, reversals: items.length === data.items.length ? data.reversals : [] }
}

function shownOpening({ chart, entries }: Shown, data: ItemsOpened, visibility: Visibility) {
  if (!visibility.seesAccount(chart.accountById(data.account))) return undefined
  const lines = data.lines.filter(([sequence, line]) => {
    const [event] = entries.events([sequence])
    return event && visibility.sightOf({ ...event, author: event.actor })?.lines.includes(line)
  })
  return { ...data, lines }
}

function sightOf({ entries }: Shown, id: string, visibility: Visibility): Sight | undefined {
  const entry = entries.find(id)
  return entry && visibility.sightOf({ ...entry.event, author: entry.event.actor })
}
