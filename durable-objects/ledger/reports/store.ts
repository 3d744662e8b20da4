import type { Database } from '../../kernel/database.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Actor, Module } from '../../kernel/module.ts'
import type { EntryPosted } from '../contract.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import { ReportsAudit } from './audit.ts'
import { balanceSheet } from './balance-sheet.ts'
import { cashFlow } from './cash-flow.ts'
import { changes } from './changes.ts'
import { type ReportsContract, reportsContract } from './contract.ts'
import { explainFigure } from './explain.ts'
import type { ReportTables } from './figures.ts'
import { StatementFolds, statementMigrations } from './folds.ts'
import { generalLedger } from './general-ledger.ts'
import { journalReport } from './journal.ts'
import type { ReportPorts } from './ports.ts'
import { profitAndLoss } from './profit-and-loss.ts'
import { trialBalanceByPeriod } from './trial-balance.ts'

/** Reports inside the object: what statements need beside the balances is folded here; everything else is read. */
export function reportsModule(
  database: Database,
  log: EventLog,
  ledger: Pick<LedgerParts, 'chart' | 'balances' | 'days' | 'entries' | 'sight'>,
  ports: ReportPorts,
): Module<ReportsContract> {
  const { chart, balances, days, entries } = ledger
  const folds = new StatementFolds(database, chart, ports.dimensions)
  const tables: ReportTables = { database, log, chart, balances, days, entries, ports, folds }
  const sight = (
    { actor }: { actor: Actor },
    operation: keyof ReportsContract['operations'],
  ): Visibility | undefined => ledger.sight(actor, `reports.${operation}`, 'ledger:read')

  return {
    contract: reportsContract,
    migrations: statementMigrations,
    derivedTables: [
      'cash_flows',
      'cash_flow_history',
      'cash_segments',
      'cash_segment_history',
      'purpose_balances',
      'purpose_balance_history',
      'cash_accounts',
    ],
    auditChecks: () => new ReportsAudit(database),
    commands: {},

    queries: {
      GetTrialBalanceByPeriod: (input, context) =>
        trialBalanceByPeriod(tables, input, context.nowMicros, sight(context, 'GetTrialBalanceByPeriod')),
      GetBalanceSheet: (input, context) =>
        balanceSheet(tables, input, context.nowMicros, sight(context, 'GetBalanceSheet')),
      GetProfitAndLoss: (input, context) =>
        profitAndLoss(tables, input, context.nowMicros, sight(context, 'GetProfitAndLoss')),
      GetCashFlow: (input, context) =>
        cashFlow(tables, input, context.nowMicros, sight(context, 'GetCashFlow')),
      GetGeneralLedger: (input, context) =>
        generalLedger(tables, input, context.nowMicros, sight(context, 'GetGeneralLedger')),
      GetJournal: (input, context) =>
        journalReport(tables, input, context.nowMicros, sight(context, 'GetJournal')),
      GetChanges: (input, context) => changes(tables, input, sight(context, 'GetChanges')),
      ExplainFigure: (input, context) =>
        explainFigure(tables, input, context.nowMicros, sight(context, 'ExplainFigure')),
    },

    apply(events) {
      for (const event of events)
        switch (event.type) {
          case 'account-opened':
          case 'account-changed':
          case 'account-merged':
            folds.accountChanged(event)
            break
          case 'journal-entry-posted':
            folds.entryPosted(event as RecordedEvent<string, EntryPosted>)
            break
        }
    },

    volatile: {
      mark: () => folds.mark(),
      undo: () => folds.undo(),
      flush: () => folds.flush(),
      forget: () => folds.forget(),
    },

    checkpoint: () => folds.checkpoint(log.head.sequence),
  }
}
