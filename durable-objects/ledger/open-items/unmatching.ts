import { formatDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import { pointedAt } from './booking.ts'
import type { ItemsMatched, ItemsUnmatched } from './contract.ts'
import type { OpenItemsRefusal } from './domain.ts'
import { laterOf, type Matching } from './matching.ts'

export interface UnmatchInput {
  effectiveDate?: string | undefined
  reason?: string | undefined
}

/** Opens the items again, and reverses what the match had booked. */
export function decideUnmatch(
  { ledger: { chart, days, begin, reversal } }: Matching,
  match: ItemsMatched,
  input: UnmatchInput,
  context: CommandContext,
): NewEvent[] | OpenItemsRefusal {
  const today = formatDate(days.dateAt(context.nowMicros))
  const effectiveDate = input.effectiveDate ?? laterOf(today, match.effectiveDate)
  if (effectiveDate < match.effectiveDate) {
    const detail = `The match counts from ${match.effectiveDate} on. Choose that date or a later one.`
    return refuse('match_too_early', detail, [{ pointer: '/effectiveDate', code: 'match_too_early', detail }])
  }
  const posting = begin(context)
  const reversals: string[] = []
  for (const entry of [match.exchange, match.writeOff]) {
    if (entry === undefined) continue
    const reversed = pointedAt(
      reversal(posting, entry, { effectiveDate, origin: match.id }),
      '/effectiveDate',
    )
    // It was booked by the match, so it is there: what is left are refusals of postings.
    if (isRefusal(reversed)) return reversed as OpenItemsRefusal
    reversals.push(reversed.id)
  }
  const data: ItemsUnmatched = {
    id: match.id,
    account: chart.accountById(match.account).id,
    effectiveDate,
    ...(input.reason && { reason: input.reason }),
    items: match.items.map(({ entry, line }) => ({ entry, line })),
    reversals,
  }
  return [...posting.events, { type: 'items-unmatched', version: 1, data }]
}
