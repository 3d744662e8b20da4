import type { CompanyOpened } from '../company/contract.ts'
import type { Scope } from '../kernel/contract.ts'
import type { Database } from '../kernel/database.ts'
import { formatDate, parseDate } from '../kernel/dates.ts'
import { mayCall } from '../kernel/grants.ts'
import type { EventLog, NewEvent, RecordedEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { Actor, CommandContext, Module } from '../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../kernel/result.ts'
import { type Days, UTC_DAYS } from '../kernel/zones.ts'
import { LedgerAudit } from './audit.ts'
import { ledgerMovements } from './balance-matrix.ts'
import { Balances, balancesMigration } from './balances.ts'
import { type ChartTables, chartCommands, chartOfNewCompany, chartQueries } from './chart/operations.ts'
import {
  accountingMigration,
  ChartStore,
  chartMigration,
  rolesMigration,
  visibilityMigration,
} from './chart.ts'
import {
  type AccountChanged,
  type AccountMerged,
  type AccountOpened,
  type AccountRolesSet,
  type EntryPosted,
  type JournalChanged,
  type JournalOpened,
  type LedgerContract,
  ledgerContract,
  type UnitRegistered,
} from './contract.ts'
import {
  decideChangeJournal,
  decideOpenJournal,
  decidePostEntries,
  decideRegisterUnit,
  decideReversal,
  type LedgerRefusal,
  type ReversalInput,
  rowResult,
  startOfBooks,
} from './domain.ts'
import { Entries, entriesMigration } from './entries.ts'
import { decideImport } from './import.ts'
import { movementLogMigration } from './movement-log.ts'
import { outsideOfRules, Posting, type PostingParts } from './posting.ts'
import { LedgerQueries } from './queries.ts'
import { ruleError } from './ruled.ts'
import { shownEventData } from './shown-events.ts'
import { subjectsOf } from './subjects.ts'
import { titleOf } from './titles.ts'
import { entryView, journalView } from './views.ts'
import { Visibility } from './visibility.ts'

export const ledgerMigrations: readonly Migration[] = [
  chartMigration,
  balancesMigration,
  entriesMigration,
  visibilityMigration,
  accountingMigration,
  rolesMigration,
  movementLogMigration,
]

/** The ledger inside the object: loads what a decision needs, and folds events into tables. */
export function ledgerModule(
  database: Database,
  log: EventLog,
  /** What other parts say of every posting; asked for when one begins, because these parts are made of this one. */
  others: () => Pick<PostingParts, 'rules' | 'valuation'> = () => ({}),
  companyName: () => string = () => '',
  days: Days = UTC_DAYS,
): Module<LedgerContract> & { parts: LedgerParts } {
  const chart = new ChartStore(database)
  const balances = new Balances(database, 'balance', ledgerMovements(chart))
  const entries = new Entries(database, log, chart)
  const queries = new LedgerQueries({ database, log, chart, balances, entries, companyName, days })
  const chartTables: ChartTables = { chart, balances, entries, log, sight }

  return {
    contract: ledgerContract,
    migrations: ledgerMigrations,
    parts: { chart, balances, entries, days, begin, reversal, sight: sightIn },
    auditChecks: () => new LedgerAudit(database, chart),
    derivedTables: [
      'books',
      'accounts',
      'account_roles',
      'units',
      'journals',
      'brought_entry_ids',
      'external_ids',
      'balances',
      'balance_history',
      'journal_entries',
      'journal_lines',
    ],

    commands: {
      ...chartCommands(chartTables),
      RegisterUnit(input) {
        const events = decideRegisterUnit(chart, input)
        return isRefusal(events) ? events : { events, reply: () => input }
      },
      OpenJournal(input, context) {
        const rule = sight(context, 'OpenJournal')?.brokenBy('journal', input.code)
        if (rule) return outsideOfRules([{ ...ruleError(rule, 0), pointer: '/code' }])
        const events = decideOpenJournal(chart, input)
        if (isRefusal(events)) return events
        return { events, reply: () => journalView(chart, present(chart.journal(input.code))) }
      },
      ChangeJournal(input, context) {
        const rule = sight(context, 'ChangeJournal')?.brokenBy('journal', input.journal)
        if (rule) return outsideOfRules([ruleError(rule, 0)])
        const events = decideChangeJournal(chart, input)
        if (isRefusal(events)) return events
        return { events, reply: () => journalView(chart, present(chart.journal(input.journal))) }
      },
      PostJournalEntry(input, context) {
        const visibility = sight(context, 'PostJournalEntry')
        const posting = begin(context, visibility)
        const posted = posting.post(input)
        if (isRefusal(posted)) return posted
        return { events: posting.events, reply: (recorded) => postedView(recorded, visibility) }
      },
      PostJournalEntries(input, context) {
        const posting = begin(context, sight(context, 'PostJournalEntries'))
        const results = decidePostEntries(posting, input.rows, input.mode ?? 'atomic')
        if (isRefusal(results)) return results
        return {
          events: posting.events,
          reply: (recorded) => bulkReply(results, recorded),
          pointerOf: rowPointers(results),
        }
      },
      ReverseJournalEntry(input, context) {
        const visibility = sight(context, 'ReverseJournalEntry')
        const original = entries.find(input.id)
        const shown = original && visibility?.sightOf({ ...original.event, author: original.event.actor })
        if (!original || (visibility && !shown)) return entryNotFound(input.id)
        if (shown && !shown.whole) return partlyHidden()
        const effectiveDate = input.effectiveDate ?? formatDate(days.dateAt(context.nowMicros))
        const posting = begin(context, visibility)
        const reversed = decideReversal(chart, posting, original, { ...input, effectiveDate })
        if (isRefusal(reversed)) return reversed
        return { events: posting.events, reply: (recorded) => postedView(recorded, visibility) }
      },
      ImportJournal(input, context) {
        const decision = decideImport(chart, input, context, begin(context, sight(context, 'ImportJournal')))
        if (isRefusal(decision)) return decision
        const { events, counts, errors, warnings, lines } = decision
        return {
          events: input.dryRun ? [] : events,
          pointerOf: (event) => `/text/${lines.get(event) ?? 1}`,
          reply: () => ({
            dryRun: input.dryRun ?? false,
            ...counts,
            sequence: log.head.sequence,
            errors,
            warnings,
          }),
        }
      },
    },

    queries: {
      ...chartQueries(chartTables),
      ListAccounts: (input, context) => queries.listAccounts(input, sight(context, 'ListAccounts')),
      ListUnits: (input) => queries.listUnits(input),
      ListJournals: (input, context) => queries.listJournals(input, sight(context, 'ListJournals')),
      ListJournalEntries: (input, context) =>
        queries.listEntries(input, sight(context, 'ListJournalEntries')),
      GetJournalEntry: (input, context) =>
        queries.getEntry(input.id, sight(context, 'GetJournalEntry')) ?? entryNotFound(input.id),
      GetRegister: (input, context) => queries.register(input, sight(context, 'GetRegister')),
      GetTrialBalance: (input, context) => queries.trialBalance(input, sight(context, 'GetTrialBalance')),
      ExportJournal: (input, context) => queries.exportPage(input, sight(context, 'ExportJournal')),
    },

    apply(events) {
      for (const event of events) {
        switch (event.type) {
          case 'company-opened':
            chart.openBooks((event.data as CompanyOpened).currency)
            break
          case 'account-opened':
            chart.openAccount(event as RecordedEvent<string, AccountOpened>)
            break
          case 'account-changed':
            chart.changeAccount(event as RecordedEvent<string, AccountChanged>)
            break
          case 'account-merged':
            applyMerge(event as RecordedEvent<string, AccountMerged>)
            break
          case 'account-roles-set':
            chart.setRoles(event as RecordedEvent<string, AccountRolesSet>)
            break
          case 'journal-changed':
            chart.changeJournal(event as RecordedEvent<string, JournalChanged>)
            break
          case 'unit-registered':
            chart.registerUnit(event as RecordedEvent<string, UnitRegistered>)
            break
          case 'journal-opened':
            chart.openJournal(event as RecordedEvent<string, JournalOpened>)
            break
          case 'journal-entry-posted':
            applyEntry(event as RecordedEvent<string, EntryPosted>)
            break
        }
      }
      entries.write()
    },

    /** A new company starts with its currency, one journal and the chart that it was opened with. */
    react(event, context) {
      if (event.type !== 'company-opened') return []
      const { currency, chart: pack } = event.data as CompanyOpened
      return [
        ...startOfBooks(currency),
        ...(pack === undefined ? [] : chartOfNewCompany(chartTables, pack, context)),
      ]
    },

    subjectsOf: (events) => subjectsOf(chart, events),
    titleOf: (command, input, actor) => titleOf(command, input, (id) => shownEntry(id, actor)),

    shownTo: (event, actor, operation, scope) =>
      shownEventData(chart, event, Visibility.in(chart, actor, operation, scope)),
    sensitiveClasses: () => chart.sensitiveClasses(),

    volatile: {
      mark: () => balances.mark(),
      undo: () => {
        entries.forget()
        balances.undo()
        // The chart reloads its sums from the tables: what earlier commands of the turn held back must be in them.
        balances.flush()
        chart.forget()
      },
      flush: () => balances.flush(),
      forget: () => {
        chart.forget()
        balances.forget()
        entries.forget()
      },
    },

    checkpoint: () => {
      chart.checkpoint()
      balances.checkpoint(log.head.sequence)
    },
  }

  /** Begins the entries of one decision. Everything that books goes through it. */
  function begin(context: CommandContext, visibility?: Visibility): Posting {
    return new Posting(chart, context, { bounds: visibility, ...others() })
  }

  /** Books the opposite of an entry, for parts whose entries take themselves back. */
  function reversal(posting: Posting, id: string, input: ReversalInput) {
    const original = entries.find(id)
    return original ? decideReversal(chart, posting, original, input) : entryNotFound(id)
  }

  /** The same in an operation of another part. */
  function sightIn(actor: Actor, operation: string, scope: Scope): Visibility | undefined {
    return Visibility.in(chart, actor, operation, scope)
  }

  /** What the actor of a command or query sees of the ledger, if not everything. */
  function sight(
    { actor }: { actor: Actor },
    operation: keyof LedgerContract['operations'],
  ): Visibility | undefined {
    return Visibility.of(chart, actor, operation)
  }

  function shownEntry(id: string, actor: Actor): EntryPosted | undefined {
    if (!mayCall(actor.grants, 'ledger.GetJournalEntry', 'ledger:read')) return undefined
    const entry = entries.find(id)
    const visibility = sight({ actor }, 'GetJournalEntry')
    const isHidden = entry && visibility && !visibility.sightOf({ ...entry.event, author: entry.event.actor })
    return isHidden ? undefined : entry
  }

  function postedView(recorded: readonly RecordedEvent[], visibility: Visibility | undefined) {
    const event = lastEntry(recorded)
    return entryView(chart, event, null, visibility?.sightOf({ ...event, author: event.actor }))
  }

  function applyMerge(event: RecordedEvent<string, AccountMerged>): void {
    const { from, into } = chart.mergeAccount(event)
    entries.merge(from, into)
    balances.merge(from, into)
  }

  function applyEntry(event: RecordedEvent<string, EntryPosted>): void {
    const { data, sequence } = event
    const date = parseDate(data.effectiveDate) as number
    const currency = chart.currency.code
    chart.take(data)
    if (data.broughtId) chart.bringId(data.id, sequence)
    for (const [line, { account, unit, quantity, value }] of data.lines.entries()) {
      const of = { account: chart.accountById(account).ordinal, unit: present(chart.unit(unit)).ordinal }
      balances.add({ ...of, date, quantity, value }, sequence)
      chart.move(unit, quantity)
      if (value !== null && unit !== currency) chart.move(currency, value)
      entries.addLine({ ...of, date, sequence, line, quantity, value })
    }
    entries.add(event, date)
  }
}

/** What other parts of the object may look at: the self-audit and the export. */
export interface LedgerParts {
  chart: ChartStore
  /** The days of the company, whatever time it is in UTC. */
  days: Days
  balances: Balances
  entries: Entries
  begin: (context: CommandContext, visibility?: Visibility) => Posting
  reversal: (posting: Posting, id: string, input: ReversalInput) => EntryPosted | LedgerRefusal
  sight: (actor: Actor, operation: string, scope: Scope) => Visibility | undefined
}

const partlyHidden = () =>
  refuse(
    'record_rule',
    'Your record rules show you a part of this entry only. Ask somebody who sees all of it.',
  )

const entryNotFound = (id: string) =>
  refuse('journal_entry_not_found', `There is no journal entry ${id} in this company.`)

/** An entry may be preceded by the registration of its units, and followed by what other modules made of it. */
function lastEntry(recorded: readonly RecordedEvent[]): RecordedEvent<string, EntryPosted> {
  return present(recorded.findLast((event) => event.type === 'journal-entry-posted')) as RecordedEvent<
    string,
    EntryPosted
  >
}

function bulkReply(results: ReturnType<Posting['post']>[], recorded: readonly RecordedEvent[]) {
  const sequences = new Map<string, number>()
  for (const event of recorded)
    if (event.type === 'journal-entry-posted') sequences.set((event.data as EntryPosted).id, event.sequence)
  const rows = results.map((result, row) => rowResult(row, result, (id) => present(sequences.get(id))))
  const posted = rows.filter((row) => row.status === 'posted').length
  return { posted, refused: rows.length - posted, results: rows }
}

/** The row that each posted entry comes from; looked up only when a policy stops one. */
function rowPointers(results: ReturnType<Posting['post']>[]): (event: NewEvent) => string {
  let rows: Map<string, number> | undefined
  return ({ data }) => {
    rows ??= new Map(
      results.flatMap((result, row) => (isRefusal(result) ? [] : [[result.id, row] as [string, number]])),
    )
    const row = rows.get((data as EntryPosted).id)
    return row === undefined ? '' : `/rows/${row}`
  }
}

function present<T>(value: T | undefined): T {
  invariant(value !== undefined, 'what was just written is not there')
  return value
}
