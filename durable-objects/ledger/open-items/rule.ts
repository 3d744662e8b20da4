import { isId } from '../../kernel/ids.ts'
import type { EventLog } from '../../kernel/log.ts'
import { refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { PostingRefusal, PostingRule } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import { voucherOf } from '../views.ts'
import { isLive, unpack } from './allocations.ts'
import { isItem } from './item-rows.ts'
import type { OpenItems } from './items.ts'
import { matchAt } from './views.ts'

/**
 * An entry is not reversed while something of it is matched: its items would be settled by what no longer is. What a match
 * booked itself goes only with the match.
 */
export function matchedItemsRule(
  items: OpenItems,
  log: EventLog,
  entries: LedgerParts['entries'],
): PostingRule {
  const run = {
    refuses: ({ header }: { header: Pick<EntryPosted, 'reverses' | 'origin'> }) => {
      const original = header.reverses === undefined ? undefined : entries.find(header.reverses)
      if (!original) return undefined
      const match = original.origin
      // Unmatching takes back what the match had booked.
      if (match !== undefined && header.origin === match && isId('match', match)) return undefined
      return matchedProblem(items, log, original)
    },
  }
  return { begin: () => run }
}

function matchedProblem(items: OpenItems, log: EventLog, entry: EntryPosted): PostingRefusal | undefined {
  const { origin, purpose } = entry
  if (purpose === 'exchange' && origin !== undefined && isId('match', origin))
    return matched(`${voucherOf(entry)} is the difference of exchange of the match ${origin}`, origin)
  for (const [index, line] of entry.lines.entries()) {
    if (!isItem(line) || !items.accounts.has(line.account)) continue
    const live = unpack(items.find(entry.id, index)?.matches ?? null).find(isLive)
    const match = live && matchAt(log, live.match)?.id
    if (match !== undefined) return matched(`Line ${index + 1} of ${voucherOf(entry)} is matched`, match)
  }
  return undefined
}

const matched = (what: string, match: string): PostingRefusal =>
  refuse('items_matched', `${what}. Take the match ${match} back first (unmatch), then reverse the entry.`, [
    { pointer: '/id', code: 'items_matched', detail: `Take the match ${match} back first.` },
  ])
