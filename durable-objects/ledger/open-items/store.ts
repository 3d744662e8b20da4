import { describeAmountProblem, formatAmount, parseAmount } from '../../kernel/amount.ts'
import type { Database } from '../../kernel/database.ts'
import type { DateNumber } from '../../kernel/dates.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Actor, CommandContext, Module } from '../../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { AccountChanged, AccountOpened, EntryPosted } from '../contract.ts'
import type { PeriodCheck } from '../periods/contract.ts'
import type { PostingRule } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import { counts, unpack } from './allocations.ts'
import { OpenItemsAudit } from './audit.ts'
import { overdueCheck } from './checklist.ts'
import {
  type ItemsDropped,
  type ItemsMatched,
  type ItemsOpened,
  type ItemsUnmatched,
  type MatchingSettingsSet,
  type OpenItemsContract,
  openItemsContract,
} from './contract.ts'
import { type ItemRow, openItemsMigration } from './item-rows.ts'
import { OpenItems } from './items.ts'
import { decideMatch, type Matching } from './matching.ts'
import type { ExchangeAccounts, OpenItem } from './ports.ts'
import { matchNotFound, OpenItemQueries } from './queries.ts'
import { accountChanged, reversed } from './reactions.ts'
import { matchedItemsRule } from './rule.ts'
import { shownEventData } from './shown-events.ts'
import { subjectsOf, titleOf } from './subjects.ts'
import { decideUnmatch } from './unmatching.ts'
import { findMatch, matchView } from './views.ts'

export interface OpenItemsParts {
  /** Entries with matched items are not reversed; the ledger asks it. */
  rule: PostingRule
  /** What is open as of a date, for whoever values it. */
  openItems: (asOf: DateNumber) => Iterable<OpenItem>
  periodChecks: () => readonly PeriodCheck[]
}

/** Open items inside the object: folded with the entries that make them, and settled by matches. */
export function openItemsModule(
  database: Database,
  log: EventLog,
  ledger: LedgerParts,
  exchangeAccounts: ExchangeAccounts,
): Module<OpenItemsContract> & { parts: OpenItemsParts } {
  const { chart, entries, balances } = ledger
  const items = new OpenItems(database, chart)
  const queries = new OpenItemQueries({ database, log, chart, days: ledger.days, entries, items })
  const matching: Matching = { ledger, items, exchangeAccounts }

  return {
    contract: openItemsContract,
    migrations: [openItemsMigration],
    parts: {
      rule: matchedItemsRule(items, log, entries),
      openItems,
      periodChecks: () => [overdueCheck(database)],
    },
    auditChecks: () => new OpenItemsAudit(database, chart),
    derivedTables: ['open_items', 'open_item_accounts', 'matching_settings'],

    commands: {
      MatchItems(input, context) {
        const visibility = sight(context, 'MatchItems')
        const events = decideMatch(matching, input, context, visibility)
        if (isRefusal(events)) return events
        return { events, reply: (recorded) => shownMatch(idOfMatch(recorded), context) }
      },
      UnmatchItems(input, context) {
        const found = findMatch(log, input.match)
        const visibility = sight(context, 'UnmatchItems')
        const view = found && matchView({ chart, entries, log }, found, null, visibility)
        if (!found || !view) return matchNotFound(input.match)
        if (view.partial) return partlyHidden()
        if (queries.endOf(found) !== null)
          return refuse('already_unmatched', 'The match was taken back already.')
        const events = decideUnmatch(matching, found.data, input, context)
        if (isRefusal(events)) return events
        return { events, reply: () => shownMatch(input.match, context) }
      },
      SetMatchingSettings({ writeOffLimit: text }) {
        const { code, scale } = chart.currency
        const writeOffLimit = parseAmount(text, scale)
        if (typeof writeOffLimit === 'string' || writeOffLimit < 0) {
          const detail =
            typeof writeOffLimit === 'string'
              ? describeAmountProblem(writeOffLimit, code, scale)
              : 'A limit is not negative. Write 0 to allow no write-offs.'
          return refuse('invalid_amount', detail, [
            { pointer: '/writeOffLimit', code: 'invalid_amount', detail },
          ])
        }
        if (writeOffLimit === items.writeOffLimit) return { events: [], reply: settings }
        const data: MatchingSettingsSet = { writeOffLimit }
        return { events: [{ type: 'matching-settings-set', version: 1, data }], reply: settings }
      },
    },

    queries: {
      ListOpenItems: (input, context) =>
        queries.list(input, context.nowMicros, sight(context, 'ListOpenItems')),
      GetOpenItem: (input, context) => queries.item(input, context.nowMicros, sight(context, 'GetOpenItem')),
      SuggestMatches: (input, context) => queries.suggestions(input, sight(context, 'SuggestMatches')),
      GetMatch: (input, context) => queries.match(input.match, sight(context, 'GetMatch')),
      GetMatchingSettings: () => settings(),
    },

    apply(events) {
      for (const event of events) applyOne(event)
      items.write()
    },

    react(event, context) {
      if (event.type === 'journal-entry-posted') {
        const { reverses } = event.data as EntryPosted
        const isOfItems = reverses !== undefined && items.accounts.size > 0
        return isOfItems
          ? reversed({ items, entries }, event as RecordedEvent<string, EntryPosted>, context)
          : []
      }
      if (event.type === 'account-changed')
        return accountChanged({ database, chart, balances, items }, event.data as AccountChanged)
      return []
    },

    subjectsOf: (events) => subjectsOf(chart, events),
    titleOf: (command, input) => titleOf(command, input),
    shownTo: (event, actor, operation, scope) =>
      shownEventData({ chart, entries }, event, ledger.sight(actor, operation, scope)),

    volatile: { mark() {}, undo: () => items.forget(), flush() {}, forget: () => items.forget() },
  }

  function applyOne(event: RecordedEvent): void {
    switch (event.type) {
      case 'journal-entry-posted':
        items.addEntry(event as RecordedEvent<string, EntryPosted>)
        return
      case 'account-opened': {
        const { id, isOpenItem } = event.data as AccountOpened
        if (isOpenItem) items.setAccount(id, ordinalOf(id), true)
        return
      }
      case 'account-changed': {
        const { id, after } = event.data as AccountChanged
        if (after.isOpenItem !== undefined) items.setAccount(id, ordinalOf(id), after.isOpenItem)
        return
      }
      case 'account-merged': {
        const { id, into } = event.data as { id: string; into: string }
        items.merge(ordinalOf(id), ordinalOf(into))
        return
      }
      case 'items-opened':
        items.open(event as RecordedEvent<string, ItemsOpened>)
        return
      case 'items-dropped':
        items.drop(ordinalOf((event.data as ItemsDropped).account))
        return
      case 'items-matched':
        items.match(event as RecordedEvent<string, ItemsMatched>)
        return
      case 'items-unmatched':
        items.unmatch(event as RecordedEvent<string, ItemsUnmatched>)
        return
      case 'matching-settings-set':
        items.setLimit(event.data as MatchingSettingsSet)
    }
  }

  /** The account's own, though the chart may know already that it is to be merged: events are folded in their order. */
  function ordinalOf(id: string): number {
    return chart.mergedAccount(id)?.ordinal ?? chart.accountById(id).ordinal
  }

  function sight({ actor }: { actor: Actor }, operation: keyof OpenItemsContract['operations']) {
    return ledger.sight(actor, `open-items.${operation}`, openItemsContract.operations[operation].scope)
  }

  function settings() {
    const { code, scale } = chart.currency
    return { writeOffLimit: formatAmount(items.writeOffLimit, scale), currency: code }
  }

  function shownMatch(id: string, context: CommandContext) {
    const found = findMatch(log, id)
    invariant(found, 'what was matched is in the log')
    const view = matchView({ chart, entries, log }, found, queries.endOf(found), sight(context, 'GetMatch'))
    invariant(view, 'who matched items sees them')
    return view
  }

  function* openItems(asOf: DateNumber): Iterable<OpenItem> {
    const head = log.head.sequence
    for (const account of items.ordinals) {
      const rows = database.each<ItemRow>(
        `SELECT * FROM open_items WHERE account = ? AND settled_on > ? AND effective_date <= ?
         ORDER BY effective_date, sequence, line`,
        account,
        asOf,
        asOf,
      )
      for (const row of rows) {
        const settled = unpack(row.matches).filter((each) => counts(each, asOf, head))
        const openQuantity = settled.reduce((open, { quantity }) => open - quantity, row.quantity)
        if (openQuantity === 0) continue
        yield {
          account,
          unit: row.unit,
          sequence: row.sequence,
          entry: entries.idAt(row.sequence) as string,
          line: row.line,
          openQuantity,
          openValue: settled.reduce((open, { value }) => open - (value ?? 0), row.value ?? 0),
          reference: row.reference,
        }
      }
    }
  }
}

const partlyHidden = () =>
  refuse(
    'record_rule',
    'Your record rules show you a part of this match only. Ask somebody who sees all of it.',
  )

function idOfMatch(recorded: readonly RecordedEvent[]): string {
  const event = recorded.find(({ type }) => type === 'items-matched')
  invariant(event, 'a match is an event')
  return (event.data as ItemsMatched).id
}
