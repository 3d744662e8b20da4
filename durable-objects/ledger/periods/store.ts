import type { Database } from '../../kernel/database.ts'
import type { DateNumber } from '../../kernel/dates.ts'
import type { EventLog, StoredEvent } from '../../kernel/log.ts'
import type { Actor, Module } from '../../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { JournalKind } from '../contract.ts'
import type { Account } from '../model.ts'
import type { PostingRule } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import { PeriodsAudit } from './audit.ts'
import { Checklist } from './checklist.ts'
import { ledgerChecks } from './checks.ts'
import { decideClose, decideReopen } from './closing.ts'
import {
  type FiscalCalendar,
  type PeriodCheck,
  type PeriodsContract,
  periodsContract,
  type YearClosed,
} from './contract.ts'
import {
  decideDefineItem,
  decideGrantException,
  decideLockForever,
  decideMark,
  decideOpenYear,
  decideRemoveYear,
  decideRevokeException,
  decideSetCalendar,
  decideSetLock,
  event,
  refusal,
} from './domain.ts'
import { LockExceptions } from './exceptions.ts'
import { firstOpenDate } from './locks.ts'
import { coversAllRecords, ownItemView, PeriodsQueries, yearNotFound } from './queries.ts'
import { PeriodRule } from './rule.ts'
import { PERIODS_TABLES, PeriodsTables, periodsMigration } from './tables.ts'
import { titleOf } from './titles.ts'
import { eventAt, exceptionView, locksView } from './views.ts'

/** What the module needs of the books around it. */
export interface PeriodsSurroundings {
  ledger: LedgerParts
  /** Accounts that the chart knows by their role. */
  role: (name: 'retainedEarnings' | 'suspense') => Account | undefined
  /** What other parts of the books contribute to the checklist of a period. */
  checks: () => readonly PeriodCheck[]
  /** Inputs of commands that wait for an approval, at most so many. */
  parked: (limit: number) => readonly unknown[]
}

export interface PeriodsParts {
  /** To be asked first of all rules: what is locked is locked whatever else is wrong. */
  rule: PostingRule
  calendar: () => FiscalCalendar
  /** The date itself where a journal of this kind takes entries of the actor, else the first one after it. */
  firstOpenDate: (
    kind: JournalKind,
    date: DateNumber,
    actor: Pick<Actor, 'id'>,
    nowMicros: number,
  ) => DateNumber | undefined
}

export function periodsModule(
  database: Database,
  log: EventLog,
  { ledger, role, checks: foreign, parked }: PeriodsSurroundings,
): Module<PeriodsContract> & { parts: PeriodsParts } {
  const { chart, balances, entries, begin, reversal } = ledger
  const tables = new PeriodsTables(database)
  const exceptions = new LockExceptions(database)
  const checklist = new Checklist(database)
  const rule = new PeriodRule({
    locks: () => tables.locks,
    kindOf: (journal) => chart.journal(journal)?.kind ?? 'general',
    exceptionsFor: (actor, nowMicros) => exceptions.of(actor, nowMicros),
  })
  const own = ledgerChecks({
    database,
    days: ledger.days,
    balances,
    tables,
    suspense: () => role('suspense'),
    parked,
  })
  const checks = () => [...own, ...foreign()]
  const parts = {
    database,
    log,
    tables,
    exceptions,
    checklist,
    rule,
    days: ledger.days,
    chart,
    balances,
    entries,
    begin,
    reversal,
    checks,
    retainedEarnings: () => role('retainedEarnings'),
    scale: () => chart.currency.scale,
    isLimited,
    seesJournal: (actor: Actor, operation: Operation, journal: string) =>
      ledger.sight(actor, `periods.${operation}`, scopeOf(operation))?.seesJournal(journal) ?? true,
  }
  const queries = new PeriodsQueries(parts)

  return {
    contract: periodsContract,
    migrations: [periodsMigration],
    parts: {
      rule,
      calendar: () => tables.calendar,
      firstOpenDate: (kind, date, { id }, nowMicros) =>
        firstOpenDate(tables.locks, kind, date, exceptions.of(id, nowMicros)),
    },
    auditChecks: () => new PeriodsAudit(parts),
    derivedTables: PERIODS_TABLES,

    commands: {
      SetFiscalCalendar(input, { actor, nowMicros }) {
        const events = decideSetCalendar(tables.calendar, input)
        if (isRefusal(events)) return events
        return { events, reply: () => queries.calendar(actor, nowMicros, 'SetFiscalCalendar') }
      },
      OpenFiscalYear(input, { actor }) {
        const events = decideOpenYear(tables.calendar, input)
        if (isRefusal(events)) return events
        return { events, reply: () => yearOf(input.code, actor, 'OpenFiscalYear') }
      },
      RemoveFiscalYear({ year }, { actor, nowMicros }) {
        const events = decideRemoveYear(tables.calendar, year)
        if (isRefusal(events)) return events
        return { events, reply: () => queries.calendar(actor, nowMicros, 'RemoveFiscalYear') }
      },
      CloseFiscalYear(input, context) {
        const { actor } = context
        if (isLimited(actor, 'CloseFiscalYear')) return coversAllRecords()
        const year = tables.calendar.year(input.year)
        if (!year) return yearNotFound(input.year)
        const events = decideClose(parts, year, input, context)
        if (isRefusal(events)) return events
        return { events, reply: () => yearOf(year.code, actor, 'CloseFiscalYear') }
      },
      ReopenFiscalYear({ year: code, reason }, context) {
        const { actor } = context
        if (isLimited(actor, 'ReopenFiscalYear')) return coversAllRecords()
        const year = tables.calendar.year(code)
        if (!year) return yearNotFound(code)
        const closing = tables.closing(code)
        if (!closing) return refusal('fiscal_year_open', '/year', `The fiscal year ${code} is open already.`)
        const closed = JSON.parse(eventAt(log, closing.sequence).data) as YearClosed
        const events = decideReopen(parts, year, reason, closed, context)
        if (isRefusal(events)) return events
        return { events, reply: () => yearOf(code, actor, 'ReopenFiscalYear') }
      },
      SetLock(input) {
        const events = decideSetLock(tables.locks, input)
        return isRefusal(events) ? events : { events, reply: () => locksView(parts) }
      },
      LockForever(input, { nowMicros }) {
        const events = decideLockForever(tables.locks, input, ledger.days.dateAt(nowMicros))
        return isRefusal(events) ? events : { events, reply: () => locksView(parts) }
      },
      GrantException(input, { idAt, nextSequence, nowMicros }) {
        const id = idAt('lockException', nextSequence)
        const inForce = exceptions.inForce(nowMicros)
        const events = decideGrantException(tables.locks, input, { id, nowMicros, inForce })
        return isRefusal(events) ? events : { events, reply: () => exceptionOf(id, nowMicros) }
      },
      RevokeException({ exception: id, reason }, { nowMicros }) {
        const row = exceptions.find(id)
        if (!row) return refuse('exception_not_found', `There is no exception ${id}.`)
        const { until, revoked_by } = row
        const events = decideRevokeException({ id, until, isRevoked: revoked_by !== null }, reason, nowMicros)
        return isRefusal(events) ? events : { events, reply: () => exceptionOf(id, nowMicros) }
      },
      DefineChecklistItem(input) {
        const known = { own: checklist.items(), checks: checks().map(({ code }) => code) }
        const events = decideDefineItem(known, input)
        return isRefusal(events)
          ? events
          : { events, reply: () => ownItemView(present(checklist.item(input.code))) }
      },
      DropChecklistItem({ item: code }) {
        const item = checklist.item(code)
        if (!item)
          return refuse('checklist_item_not_found', `There is no checklist item ${code} of your own.`)
        return { events: [event('checklist-item-dropped', { code })], reply: () => ownItemView(item) }
      },
      CheckOff: (input) => marking(input, true),
      Uncheck: (input) => marking(input, false),
    },

    queries: {
      GetFiscalCalendar: (_, { actor, nowMicros }) => queries.calendar(actor, nowMicros, 'GetFiscalCalendar'),
      ListFiscalYears: (input, context) => queries.listYears(input, context),
      GetFiscalYear: (input, context) => queries.getYear(input, context),
      PreviewClose: (input, context) => queries.previewClose(input, context),
      GetLocks: () => locksView(parts),
      ListLockChanges: (input) => queries.listLockChanges(input),
      FindOpenDate: (input, context) => queries.findOpenDate(input, context),
      ListExceptions: (input, context) => queries.listExceptions(input, context),
      GetPeriodChecklist: (input, context) => queries.checklist(input, context),
      ListChecklistItems: (input) => queries.listItems(input),
    },

    apply(events) {
      for (const each of events) {
        tables.apply(each)
        exceptions.apply(each)
        checklist.apply(each)
      }
    },

    titleOf,
    shownTo(stored: StoredEvent, actor, operation, scope) {
      const data: unknown = JSON.parse(stored.data)
      if (stored.type !== 'fiscal-year-closed' || !ledger.sight(actor, operation, scope)) return data
      // Results are of accounts and entries that the reader may not see.
      const { result: _, net: __, digest: ___, ...rest } = data as YearClosed
      return rest
    },

    volatile: { mark() {}, undo: () => tables.forget(), flush() {}, forget: () => tables.forget() },
  }

  function isLimited(actor: Actor, operation: Operation): boolean {
    return ledger.sight(actor, `periods.${operation}`, scopeOf(operation)) !== undefined
  }

  function yearOf(code: string, actor: Actor, operation: Operation) {
    return queries.yearView(present(tables.calendar.year(code)), actor, operation)
  }

  function exceptionOf(id: string, nowMicros: number) {
    return exceptionView(log, present(exceptions.find(id)), nowMicros)
  }

  function marking(input: { period: string; code: string; note?: string | undefined }, checked: boolean) {
    const found = queries.periodOrYear(input.period)
    if (isRefusal(found)) return found
    const item = checklist.item(input.code)
    const isMarked = checklist.marks(input.period).has(input.code)
    const events = decideMark({ item, isMarked, isYear: found.isYear }, input, checked)
    if (isRefusal(events)) return events
    return { events, reply: () => queries.ownItem(present(item), input.period) }
  }
}

type Operation = keyof PeriodsContract['operations']

const scopeOf = (operation: Operation) => periodsContract.operations[operation].scope

function present<T>(value: T | undefined): T {
  invariant(value !== undefined, 'what was just decided about is there')
  return value
}
