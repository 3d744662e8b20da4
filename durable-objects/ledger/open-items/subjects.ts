import type { NewEvent } from '../../kernel/log.ts'
import type { Subject } from '../../kernel/module.ts'
import type { ChartStore } from '../chart.ts'
import type { ItemsMatched } from './contract.ts'

/**
 * What policies see of a match: how much is settled, in company currency, in which account. What it books besides, such as
 * a write-off, is an entry, and they see that as they see every entry.
 */
export function subjectsOf(chart: ChartStore, events: readonly NewEvent[]): (Subject | undefined)[] {
  return events.map(({ type, data }) => {
    if (type !== 'items-matched') return undefined
    const { account, items, effectiveDate, reason } = data as ItemsMatched
    return {
      amount: items.reduce((sum, { value }) => sum + Math.max(value ?? 0, 0), 0),
      facts: {
        account: [chart.accountById(account).code],
        effectiveDate: [effectiveDate],
        reason: [reason],
      },
    }
  })
}

/** What a person recognises a waiting command by. */
export function titleOf(command: string, input: unknown): string | undefined {
  switch (command) {
    case 'MatchItems': {
      const { account, items, writeOff } = input as {
        account: string
        items: readonly unknown[]
        writeOff?: { account: string }
      }
      const rest = writeOff ? `, the rest to ${writeOff.account}` : ''
      return `${account}: ${items.length} ${items.length === 1 ? 'item' : 'items'}${rest}`
    }
    case 'UnmatchItems': {
      const { match, reason } = input as { match: string; reason?: string }
      return reason ? `${reason} (${match})` : match
    }
    default:
      return undefined
  }
}
