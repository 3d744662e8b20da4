import type { Scope } from '../../kernel/contract.ts'
import type { Database } from '../../kernel/database.ts'
import type { EventLog, StoredEvent } from '../../kernel/log.ts'
import type { Actor, Module } from '../../kernel/module.ts'
import type { PeriodCheck } from '../periods/contract.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import { periodChecks } from './checks.ts'
import { isSeen } from './coding.ts'
import { type DraftSaved, type DraftsContract, draftsContract } from './contract.ts'
import { Desk } from './desk.ts'
import { draftCommands } from './draft-commands.ts'
import { draftsMigration } from './drafts.ts'
import { dueOf, nextDueOf, reactTo } from './due.ts'
import { fold } from './fold.ts'
import { DraftsQueries } from './queries.ts'
import { reversalCommands } from './reversal-commands.ts'
import { reversalsMigration } from './reversals.ts'
import { scheduleCommands } from './schedule-commands.ts'
import { schedulesMigration } from './schedules.ts'
import { templatesMigration } from './templates.ts'
import { titleOf } from './titles.ts'

export interface DraftsParts {
  periodChecks(): readonly PeriodCheck[]
  /** Whether there is such a draft, as far as the reader is concerned. */
  sees(draft: string, visibility: Visibility | undefined, reader: string): boolean
}

/** Entries that are not booked yet, in the object. */
export function draftsModule(
  database: Database,
  log: EventLog,
  { ledger, company }: { ledger: LedgerParts; company: string },
): Module<DraftsContract> & { parts: DraftsParts } {
  const desk = new Desk(database, log, ledger, company)
  const queries = new DraftsQueries(desk)

  return {
    contract: draftsContract,
    migrations: [draftsMigration, templatesMigration, schedulesMigration, reversalsMigration],
    derivedTables: ['drafts', 'entry_templates', 'schedules', 'occurrences', 'planned_reversals'],
    parts: {
      periodChecks: () => periodChecks(desk.drafts, desk.schedules, desk.occurrences, desk.reversals),
      sees(id, visibility, reader) {
        const draft = desk.drafts.find(id)
        return draft !== undefined && desk.seesDraft(draft, visibility, reader)
      },
    },

    commands: {
      ...draftCommands(desk, queries),
      ...scheduleCommands(desk, queries),
      ...reversalCommands(desk, queries),
    },

    queries: {
      ListDrafts: (input, context) => queries.listDrafts(input, context),
      GetDraft: (input, context) => queries.getDraft(input, context),
      ListTemplates: (input, context) => queries.listTemplates(input, context),
      GetTemplate: (input, context) => queries.getTemplate(input, context),
      PreviewSchedule: (input) => queries.preview(input),
      ListSchedules: (input, context) => queries.listSchedules(input, context),
      GetSchedule: (input, context) => queries.getSchedule(input, context),
      ListOccurrences: (input, context) => queries.listOccurrences(input, context),
      ListReversals: (input, context) => queries.listReversals(input, context),
    },

    apply(events) {
      for (const event of events) fold(desk, event)
    },

    react: (event) => reactTo(event, desk),
    due: (nowMicros) => dueOf(desk, nowMicros),
    nextDue: () => nextDueOf(desk),
    titleOf: (command, input, actor) => titleOf(desk, command, input, actor),
    shownTo,
  }

  /** Who does not see everything gets of these events the drafts that they see, and no others. */
  function shownTo(
    { type, actor: author, data }: StoredEvent,
    actor: Actor,
    operation: string,
    scope: Scope,
  ) {
    const visibility = ledger.sight(actor, operation, scope)
    if (!visibility) return JSON.parse(data) as unknown
    if (type !== 'draft-saved') return undefined
    const saved = JSON.parse(data) as DraftSaved
    return isSeen(ledger.chart, visibility, { ...saved.entry, author }, actor.id) ? saved : undefined
  }
}
