import type { NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { Decision } from '../../kernel/module.ts'
import { invariant, isRefusal } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import { entryView } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { Desk } from './desk.ts'
import type { DraftsRefusal } from './domain.ts'

/** What commands of this part come to. */

export function replying<Reply>(
  events: NewEvent[] | DraftsRefusal,
  reply: (recorded: readonly RecordedEvent[]) => Reply,
): Decision<Reply> | DraftsRefusal {
  return isRefusal(events) ? events : { events, reply }
}

/** What was due is no more. */
export const nothing = () => ({ events: [], reply: () => ({}) })

/** The entry that was just posted, as its poster sees it. */
export function postedView(
  desk: Desk,
  recorded: readonly RecordedEvent[],
  visibility: Visibility | undefined,
) {
  const event = present(recorded.findLast(({ type }) => type === 'journal-entry-posted')) as RecordedEvent<
    string,
    EntryPosted
  >
  return entryView(desk.chart, event, null, visibility?.sightOf({ ...event, author: event.actor }))
}

export function present<T>(value: T | undefined): T {
  invariant(value !== undefined, 'what was just written is not there')
  return value
}
