import type { Database } from '../../kernel/database.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { Module } from '../../kernel/module.ts'
import type { PeriodCheck } from '../../ledger/periods/contract.ts'
import type { ItemChanged } from '../items/contract.ts'
import type { CostAdjusted, StockMoved } from '../stock/contract.ts'
import { stockAgeing } from './ageing.ts'
import { StockReportsAudit } from './audit.ts'
import { type StockReportsContract, stockReportsContract } from './contract.ts'
import { explainItemValue } from './explain.ts'
import type { ReportTables } from './frame.ts'
import { stockMovement } from './movement.ts'
import { stockOnHand } from './on-hand.ts'
import { periodChecks } from './period-checks.ts'
import type { StockReportsPorts } from './ports.ts'
import { PRODUCTION_TABLES, Production, productionMigration } from './production.ts'
import { reservedStock } from './reserved.ts'
import { StockRows } from './tables.ts'
import { STOCK_TOTAL_TABLES, StockTotals, stockTotalsMigration } from './totals.ts'
import { traceLot } from './trace.ts'
import { slowMovers, stockTurnover } from './turnover.ts'
import { stockValuation } from './valuation.ts'

export interface StockReportsParts {
  periodChecks(): readonly PeriodCheck[]
}

/** Reports of the stock inside the object: totals of value are folded here; everything else is read of what the stock keeps. */
export function stockReportsModule(
  database: Database,
  log: EventLog,
  ports: StockReportsPorts,
  buckets: Migration,
): Module<StockReportsContract> & { parts: StockReportsParts } {
  const totals = new StockTotals(database, log, ports.items, ports.buckets)
  const production = new Production(database, log, ports)
  const tables: ReportTables = { rows: new StockRows(database), totals, production, log, ports }

  return {
    contract: stockReportsContract,
    parts: { periodChecks: () => periodChecks({ database, log, totals, ledger: ports.ledger }) },
    migrations: [stockTotalsMigration, buckets, productionMigration],
    derivedTables: [...STOCK_TOTAL_TABLES, ...PRODUCTION_TABLES],
    auditChecks: () => new StockReportsAudit(database),
    commands: {},

    queries: {
      GetStockOnHand: (input, { nowMicros }) => stockOnHand(tables, input, nowMicros),
      GetStockValuation: (input, context) => stockValuation(tables, input, context),
      GetStockMovement: (input, { nowMicros }) => stockMovement(tables, input, nowMicros),
      GetStockAgeing: (input, { nowMicros }) => stockAgeing(tables, input, nowMicros),
      GetStockTurnover: (input, { nowMicros }) => stockTurnover(tables, input, nowMicros),
      GetSlowMovers: (input, { nowMicros }) => slowMovers(tables, input, nowMicros),
      GetReservedStock: (input) => reservedStock(tables, input),
      TraceLot: (input) => traceLot(tables, input),
      ExplainItemValue: (input, { nowMicros }) => explainItemValue(tables, input, nowMicros),
    },

    apply(events) {
      for (const event of events)
        switch (event.type) {
          case 'stock-moved':
            totals.moved(event as RecordedEvent<string, StockMoved>)
            production.moved(event.data as StockMoved, event.sequence)
            break
          case 'stock-cost-adjusted':
            totals.adjusted(event as RecordedEvent<string, CostAdjusted>)
            break
          case 'item-changed':
            totals.itemChanged(event as RecordedEvent<string, ItemChanged>)
            break
        }
    },

    volatile: {
      mark: () => ports.buckets.mark(),
      undo() {
        ports.buckets.undo()
        totals.forget()
      },
      flush: () => ports.buckets.flush(),
      forget() {
        ports.buckets.forget()
        totals.forget()
      },
    },
  }
}
