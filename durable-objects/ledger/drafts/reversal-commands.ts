import { formatDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext, Module } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { Visibility } from '../visibility.ts'
import type { DraftsContract } from './contract.ts'
import type { Desk } from './desk.ts'
import type { DraftsRefusal } from './domain.ts'
import { type DraftsQueries, isWhole } from './queries.ts'
import { nothing, postedView, present, replying } from './replying.ts'
import type { Reversal } from './reversals.ts'

type Commands = Module<DraftsContract>['commands']

export type ReversalCommandName = 'RunReversal' | 'CancelReversal' | 'ReverseDueEntry' | 'NoteReversal'

/** Entries that reverse themselves. */
export function reversalCommands(desk: Desk, queries: DraftsQueries): Pick<Commands, ReversalCommandName> {
  const { ledger, reversals } = desk
  return {
    RunReversal({ entry, effectiveDate }, context) {
      const visibility = desk.sight(context, 'RunReversal')
      const reversal = seenReversal(entry, visibility)
      if (isRefusal(reversal)) return reversal
      const problem = endedProblem(reversal)
      if (problem) return problem
      const events = reverse(reversal, context, effectiveDate, visibility)
      return replying(events, (recorded) => postedView(desk, recorded, visibility))
    },
    CancelReversal({ entry, reason }, context) {
      const reversal = seenReversal(entry, desk.sight(context, 'CancelReversal'))
      if (isRefusal(reversal)) return reversal
      const problem = endedProblem(reversal)
      if (problem) return problem
      const events = [{ type: 'reversal-cancelled', version: 1, data: { entry, reason } }]
      return replying(events, () => queries.reversalView(present(reversals.find(entry))))
    },

    // What follows is carried out by the object itself.
    ReverseDueEntry({ entry }, context) {
      const reversal = reversals.find(entry)
      if (reversal?.status !== 'planned' && reversal?.status !== 'waiting') return nothing()
      return replying(reverse(reversal, context), () => ({}))
    },
    NoteReversal({ entry, refusal, approval }) {
      if (reversals.find(entry)?.status !== 'planned') return nothing()
      const events: NewEvent[] =
        approval !== undefined
          ? [{ type: 'reversal-parked', version: 1, data: { entry, approval } }]
          : refusal
            ? [{ type: 'reversal-refused', version: 1, data: { entry, refusal } }]
            : []
      return { events, reply: () => ({}) }
    },
  }

  function reverse(
    { entry, reverse_on }: Reversal,
    context: CommandContext,
    effectiveDate = formatDate(reverse_on),
    visibility?: Visibility,
  ): NewEvent[] | DraftsRefusal {
    const posting = ledger.begin(context, visibility)
    const reversed = ledger.reversal(posting, entry, { effectiveDate, origin: entry })
    return isRefusal(reversed) ? (reversed as DraftsRefusal) : posting.events
  }

  function seenReversal(entry: string, visibility: Visibility | undefined): Reversal | DraftsRefusal {
    const reversal = reversals.find(entry)
    const [event] = reversal ? ledger.entries.events([reversal.sequence]) : []
    return reversal && event && isWhole(event, visibility)
      ? reversal
      : refuse('reversal_not_found', `No entry ${entry} of this company reverses itself.`)
  }

  function endedProblem({ entry, status, noted }: Reversal): DraftsRefusal | undefined {
    if (status === 'reversed')
      return refuse('already_reversed', `${entry} was reversed by ${ledger.entries.idAt(noted)}.`)
    if (status === 'waiting')
      return refuse(
        'reversal_waiting',
        'The reversal waits for an approval. Approve, reject or withdraw that.',
      )
    return status === 'cancelled'
      ? refuse('reversal_cancelled', 'The reversal is cancelled. Reverse the entry itself.')
      : undefined
  }
}
