import type { NewEvent } from '../../kernel/log.ts'
import type { Subject } from '../../kernel/module.ts'
import type { ChartStore } from '../chart.ts'
import { subjectsOf as subjectsOfEntries } from '../subjects.ts'

/** To policies an entry on hold is what it will be when it is posted. */
export const subjectsOf = (chart: ChartStore, events: readonly NewEvent[]): (Subject | undefined)[] =>
  events.some(({ type }) => type === 'entry-held')
    ? subjectsOfEntries(
        chart,
        events.map((event) =>
          event.type === 'entry-held' ? { ...event, type: 'journal-entry-posted' } : NOTHING_TO_SEE,
        ),
      )
    : []

const NOTHING_TO_SEE: NewEvent = { type: '', version: 1, data: null }

/** What a person recognises a waiting command by. */
export function titleOf(
  command: string,
  input: unknown,
  find: (id: string) => { description: string } | undefined,
): string | undefined {
  switch (command) {
    case 'HoldEntry': {
      const { description, reference, effectiveDate } = input as {
        description?: string
        reference?: string
        effectiveDate: string
      }
      return [description, reference && `(${reference})`].filter(Boolean).join(' ') || effectiveDate
    }
    case 'PostPending':
    case 'VoidPending': {
      const { pending, reason } = input as { pending: string; reason?: string }
      const what = find(pending)?.description || pending
      return reason ? `${reason}: ${what}` : what
    }
    case 'SetBalanceLimit':
      return (input as { account: string }).account
    default:
      return undefined
  }
}
