import type { Database } from '../../kernel/database.ts'
import { formatInstant } from '../../kernel/dates.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Actor, CommandContext, Module } from '../../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { PeriodCheck } from '../periods/contract.ts'
import type { PostingRule } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import { voucherOf } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import { PendingAudit } from './audit.ts'
import { pendingCheck } from './checks.ts'
import {
  type BalanceLimitSet,
  type EntryHeld,
  type PendingContract,
  type PendingExpired,
  type PendingPosted,
  type PendingVoided,
  pendingContract,
} from './contract.ts'
import { decideHold, decidePost, decideSetLimit, event } from './deciding.ts'
import type { PendingRefusal } from './domain.ts'
import { BalanceLimits } from './limits.ts'
import { PendingQueries, pendingNotFound, sightOf } from './queries.ts'
import { shownEventData } from './shown-events.ts'
import { subjectsOf, titleOf } from './subjects.ts'
import { PendingEntries, type PendingEntry, pendingMigration } from './tables.ts'
import { pendingView } from './views.ts'

export interface PendingParts {
  /** Limits of balances; the ledger asks it last. */
  rule: PostingRule
  periodChecks: () => readonly PeriodCheck[]
}

/** Entries on hold and limits of balances inside the object. */
export function pendingModule(
  database: Database,
  log: EventLog,
  ledger: LedgerParts,
): Module<PendingContract> & { parts: PendingParts } {
  const { chart } = ledger
  const pendings = new PendingEntries(database, log, chart)
  const limits = new BalanceLimits(database, ledger, pendings)
  const deciding = { ledger, limits }
  const queries = new PendingQueries({ database, log, ledger, pendings, limits })

  return {
    contract: pendingContract,
    migrations: [pendingMigration],
    parts: { rule: limits.rule, periodChecks: () => [pendingCheck(database)] },
    auditChecks: () => new PendingAudit(database, chart),
    derivedTables: ['pending_entries', 'pending_amounts', 'balance_limits'],

    commands: {
      HoldEntry(input, context) {
        const held = decideHold(deciding, input, context, sight(context, 'HoldEntry'))
        if (isRefusal(held)) return held
        return { events: held.events, reply: () => shown(held.id, context) }
      },
      PostPending(input, context) {
        const visibility = sight(context, 'PostPending')
        const pending = found(input.pending, visibility, context)
        if (isRefusal(pending)) return pending
        const posted = decidePost(deciding, pending, input, context, visibility)
        if (isRefusal(posted)) return posted
        return {
          events: posted.events,
          reply: (recorded) => ({
            pending: shown(input.pending, context),
            entry: entryRef(posted.entry, recorded),
          }),
        }
      },
      VoidPending({ pending: id, reason }, context) {
        const pending = found(id, sight(context, 'VoidPending'), context)
        if (isRefusal(pending)) return pending
        const data: PendingVoided = { id, ...(reason && { reason }) }
        return { events: [event('pending-voided', data)], reply: () => shown(id, context) }
      },
      ExpirePending({ pending: id }, { nowMicros }) {
        const pending = pendings.find(id)
        if (!pending) return pendingNotFound(id)
        const isDue = pending.status === 'pending' && (pending.expiresAt ?? nowMicros + 1) <= nowMicros
        const events = isDue ? [event('pending-expired', { id } satisfies PendingExpired)] : []
        return { events, reply: () => ({}) }
      },
      SetBalanceLimit(input, context) {
        const visibility = sight(context, 'SetBalanceLimit')
        const set = decideSetLimit(deciding, input, visibility)
        if (isRefusal(set)) return set
        const account = chart.accountById(set.data.account)
        return { events: set.events, reply: () => queries.limitView(account, set.data, visibility) }
      },
    },

    queries: {
      ListPendingEntries: (input, context) => queries.list(input, sight(context, 'ListPendingEntries')),
      GetPendingEntry: (input, context) => queries.get(input.pending, sight(context, 'GetPendingEntry')),
      GetBalances: (input, context) =>
        queries.balances(input, context.nowMicros, sight(context, 'GetBalances')),
      ListBalanceLimits: (input, context) => queries.listLimits(input, sight(context, 'ListBalanceLimits')),
    },

    apply(events) {
      for (const each of events) applyOne(each)
    },

    subjectsOf: (events) => subjectsOf(chart, events),
    titleOf: (command, input, actor) => titleOf(command, input, (id) => shownHold(id, actor)),
    shownTo: (stored, actor, operation, scope) =>
      shownEventData(chart, pendings, stored, ledger.sight(actor, operation, scope)),

    due: (nowMicros) =>
      pendings.expired(nowMicros).map((pending) => ({ command: 'ExpirePending', input: { pending } })),
    nextDue: () => pendings.nextExpiry(),

    volatile: { mark() {}, undo: forget, flush() {}, forget },
  }

  function forget(): void {
    pendings.forget()
    limits.forget()
  }

  function applyOne(each: RecordedEvent): void {
    switch (each.type) {
      case 'entry-held':
        pendings.hold(each as RecordedEvent<string, EntryHeld>)
        return
      case 'pending-posted':
        pendings.post(each as RecordedEvent<string, PendingPosted>)
        return
      case 'pending-voided':
        pendings.release(each as RecordedEvent<string, PendingVoided>, 'voided')
        return
      case 'pending-expired':
        pendings.release(each as RecordedEvent<string, PendingExpired>, 'expired')
        return
      case 'balance-limit-set':
        limits.set(each.data as BalanceLimitSet)
        return
      case 'account-merged': {
        const { id, into } = each.data as { id: string; into: string }
        limits.merge(id, into)
        pendings.recount()
      }
    }
  }

  /** Still on hold, and seen in whole by who acts on it. */
  function found(
    id: string,
    visibility: Visibility | undefined,
    { nowMicros }: CommandContext,
  ): PendingEntry | PendingRefusal {
    const pending = pendings.find(id)
    const seen = pending && sightOf(pending, visibility)
    if (!pending || (visibility && !seen)) return pendingNotFound(id)
    if (seen && !seen.whole)
      return refuse(
        'record_rule',
        'Your record rules show you a part of this entry only. Ask somebody who sees all of it.',
      )
    if (pending.status !== 'pending')
      return refuse('pending_settled', `The entry is ${pending.status} already.`)
    if (pending.expiresAt !== null && pending.expiresAt <= nowMicros)
      return refuse('pending_settled', `Its time on hold ended at ${formatInstant(pending.expiresAt)}.`)
    return pending
  }

  function shown(id: string, { actor }: CommandContext) {
    const pending = pendings.find(id)
    invariant(pending, 'what was just held is there')
    return pendingView(chart, pendings, pending, sightOf(pending, sight({ actor }, 'GetPendingEntry')))
  }

  function shownHold(id: string, actor: Actor): EntryHeld | undefined {
    const pending = pendings.find(id)
    const visibility = sight({ actor }, 'GetPendingEntry')
    return pending && (!visibility || sightOf(pending, visibility)) ? pending.held : undefined
  }

  function sight({ actor }: { actor: Actor }, operation: keyof PendingContract['operations']) {
    return ledger.sight(actor, `pending.${operation}`, pendingContract.operations[operation].scope)
  }
}

function entryRef(entry: EntryPosted, recorded: readonly RecordedEvent[]) {
  const { id, journal, number, effectiveDate } = entry
  const own = recorded.find(
    ({ type, data }) => type === 'journal-entry-posted' && (data as EntryPosted).id === id,
  )
  invariant(own, 'what was posted is in the log')
  return { id, journal, number, voucher: voucherOf(entry), effectiveDate, sequence: own.sequence }
}
