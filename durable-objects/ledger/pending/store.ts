import type { InputOf } from '../../kernel/contract.ts'
import type { Database } from '../../kernel/database.ts'
import { type DateNumber, formatDate, formatInstant, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { Actor, CommandContext, Module } from '../../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import { unitFor } from '../model.ts'
import type { PeriodCheck } from '../periods/contract.ts'
import { outsideOfRules, unknownUnit } from '../posting.ts'
import { ruleError } from '../ruled.ts'
import type { PostingRule, ResolvedLine } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import { voucherOf } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import { PendingAudit } from './audit.ts'
import {
  type BalanceLimitSet,
  type EntryHeld,
  type PendingContract,
  type PendingExpired,
  type PendingPosted,
  type PendingVoided,
  pendingContract,
} from './contract.ts'
import { decideLimit, decideParts, expiryOf, type PendingRefusal } from './domain.ts'
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

type Input<Name extends keyof PendingContract['operations']> = InputOf<PendingContract, Name>

/** Entries on hold and limits of balances inside the object. */
export function pendingModule(
  database: Database,
  log: EventLog,
  ledger: LedgerParts,
): Module<PendingContract> & { parts: PendingParts } {
  const { chart } = ledger
  const pendings = new PendingEntries(database, log, chart)
  const limits = new BalanceLimits(database, ledger, pendings)
  const queries = new PendingQueries({ database, log, ledger, pendings, limits })

  return {
    contract: pendingContract,
    migrations: [pendingMigration],
    parts: { rule: limits.rule, periodChecks: () => [pendingCheck(database)] },
    auditChecks: () => new PendingAudit(database, chart),
    derivedTables: ['pending_entries', 'pending_amounts', 'balance_limits'],

    commands: {
      HoldEntry(input, context) {
        const held = decideHold(input, context, sight(context, 'HoldEntry'))
        if (isRefusal(held)) return held
        return { events: held.events, reply: () => shown(held.id, context) }
      },
      PostPending(input, context) {
        const visibility = sight(context, 'PostPending')
        const pending = found(input.pending, visibility, context)
        if (isRefusal(pending)) return pending
        const posted = decidePost(pending, input, context, visibility)
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
        const set = decideSetLimit(input, visibility)
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

  /** The entry is posted on trial: what holds of it then must hold of it now, and nothing of the trial is recorded. */
  function decideHold(
    { expiresAt, timeoutSeconds, ...entry }: Input<'HoldEntry'>,
    context: CommandContext,
    visibility: Visibility | undefined,
  ): { events: NewEvent[]; id: string } | PendingRefusal {
    const expiry = expiryOf({ expiresAt, timeoutSeconds }, context.nowMicros)
    if (isRefusal(expiry)) return expiry
    const trial = ledger.begin(context, visibility)
    const posted = trial.post(entry)
    if (isRefusal(posted)) return posted
    const lines = posted.lines.map((line) => ({ ...line, account: chart.accountById(line.account) }))
    const refusal = limits.refusesHold(context, lines, posted.effectiveDate)
    if (refusal) return refusal
    const units = trial.events.filter(({ type }) => type === 'unit-registered')
    const id = context.idAt('pendingEntry', context.nextSequence + units.length)
    const { id: _, number: _number, series: _series, voucher: _voucher, ...header } = posted
    const data: EntryHeld = { ...header, id, ...(expiry !== undefined && { expiresAt: expiry }) }
    return { events: [...units, event('entry-held', data)], id }
  }

  function decidePost(
    pending: PendingEntry,
    input: Input<'PostPending'>,
    context: CommandContext,
    visibility: Visibility | undefined,
  ): { events: NewEvent[]; entry: EntryPosted } | PendingRefusal {
    const { held, remaining } = pending
    const unitOf = (code: string) => {
      const unit = chart.unit(code)
      invariant(unit, `unit ${code} of an entry on hold is registered`)
      return unit
    }
    const heldLines = held.lines.map(({ unit }, at) => ({
      unit: unitOf(unit),
      quantity: remaining[at]?.quantity ?? 0,
      value: remaining[at]?.value ?? null,
    }))
    const parts = decideParts(heldLines, input, chart.currency)
    if (isRefusal(parts)) return parts
    const keepsRest = input.keepRest === true
    if (keepsRest && pending.followedBy.length >= LIMITS.pendingPartsMax) return tooManyParts()
    const released = keepsRest ? parts : heldLines.map(({ quantity }, line) => ({ line, quantity }))
    limits.releases(
      context,
      released.map(({ line, quantity }) => {
        const { account, unit } = held.lines[line] as EntryHeld['lines'][number]
        return { account: chart.accountById(account), unit, quantity }
      }),
      parseDate(held.effectiveDate) as DateNumber,
    )
    const lines = parts.map(({ line, quantity, value }): ResolvedLine => {
      const { account, unit, ...rest } = held.lines[line] as EntryHeld['lines'][number]
      return {
        ...rest,
        account: chart.accountById(account),
        unit: unitOf(unit),
        quantity,
        value,
        index: line,
      }
    })
    const { id, expiresAt: _, lines: _lines, ...header } = held
    const posting = ledger.begin(context, visibility)
    const entry = posting.record(
      {
        ...header,
        id: undefined,
        effectiveDate: input.effectiveDate ?? held.effectiveDate,
        description: input.description || held.description,
        origin: id,
      },
      lines,
    )
    if (isRefusal(entry)) return entry
    const data: PendingPosted = {
      id,
      entry: entry.id,
      lines: parts,
      ...(keepsRest && { keepsRest: true as const }),
    }
    return { events: [...posting.events, event('pending-posted', data)], entry }
  }

  function decideSetLimit(
    input: Input<'SetBalanceLimit'>,
    visibility: Visibility | undefined,
  ): { events: NewEvent[]; data: BalanceLimitSet } | PendingRefusal {
    const rule = visibility?.brokenBy('account', input.account)
    if (rule) return outsideOfRules([{ ...ruleError(rule, 0), pointer: '/account' }])
    const account = chart.account(input.account)
    if (!account) {
      const detail = `There is no account ${input.account}.`
      return refuse('account_not_found', detail, [{ pointer: '/account', code: 'account_not_found', detail }])
    }
    if (account.isHeading) {
      const detail = `${account.code} ${account.name} is a heading and has no balance. Limit the accounts below it.`
      return refuse('account_is_heading', detail, [
        { pointer: '/account', code: 'account_is_heading', detail },
      ])
    }
    const code = input.unit ?? account.unit ?? chart.currency.code
    if (account.unit !== null && code !== account.unit) {
      const detail = `Account ${account.code} takes ${account.unit} only.`
      return refuse('account_unit_mismatch', detail, [
        { pointer: '/unit', code: 'account_unit_mismatch', detail },
      ])
    }
    const unit = unitFor(chart, code)
    if (!unit) return unknownUnit(code, '/unit')
    const wanted = decideLimit(input, unit)
    if (isRefusal(wanted)) return wanted
    const data: BalanceLimitSet = { account: account.id, unit: unit.code, ...wanted }
    const before = limits.of(account, unit.code) ?? { min: null, max: null }
    if (before.min === wanted.min && before.max === wanted.max) return { events: [], data }
    const registered = chart.unit(code) ? [] : [event('unit-registered', unit)]
    return { events: [...registered, event('balance-limit-set', data)], data }
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

const event = (type: string, data: unknown): NewEvent => ({ type, version: 1, data })

const tooManyParts = (): PendingRefusal => {
  const detail = `It was posted in ${LIMITS.pendingPartsMax} parts, which is the most. Post the rest of it now, or release the rest.`
  return refuse('too_many_parts', detail, [{ pointer: '/keepRest', code: 'too_many_parts', detail }])
}

function entryRef(entry: EntryPosted, recorded: readonly RecordedEvent[]) {
  const { id, journal, number, effectiveDate } = entry
  const own = recorded.find(
    ({ type, data }) => type === 'journal-entry-posted' && (data as EntryPosted).id === id,
  )
  invariant(own, 'what was posted is in the log')
  return { id, journal, number, voucher: voucherOf(entry), effectiveDate, sequence: own.sequence }
}

/** Rows that are counted; more are said to be so many. */
const COUNTED_MAX = 10_000

/** Entries on hold whose date lies in a period, in its checklist. */
const pendingCheck = (database: Database): PeriodCheck => ({
  code: 'pending-entries',
  title: 'Entries on hold dated in the period',
  look({ from, to }) {
    const row = database.first<{ count: number }>(
      `SELECT COUNT(*) AS count FROM (
         SELECT 1 FROM pending_entries p JOIN events e ON e.sequence = p.sequence
         WHERE p.settled = 0 AND e.data ->> 'effectiveDate' BETWEEN ? AND ? LIMIT ${COUNTED_MAX})`,
      formatDate(from),
      formatDate(to),
    )
    const count = row?.count ?? 0
    if (count === 0) return { status: 'done', count }
    return {
      status: 'open',
      count,
      detail: 'Post what has happened, and void what will not.',
      link: '/drafts?tab=pending',
    }
  },
})
