import type { InputOf } from '../../kernel/contract.ts'
import type { Database } from '../../kernel/database.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { CommandContext, Decision, Module } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { StockPorts as ReservedStock } from '../reserved-stock.ts'
import { StockAudit } from './audit.ts'
import {
  type CostAdjusted,
  type StockContract,
  type StockMoved,
  type StockSettings,
  stockContract,
} from './contract.ts'
import type { Document, Plans, StockRefusal } from './desk.ts'
import { DocumentMaker } from './documents.ts'
import { StockFold } from './fold.ts'
import type { StockPorts } from './ports.ts'
import { documentNotFound, StockQueries } from './queries.ts'
import { StockReadings } from './readings.ts'
import { STOCK_TABLES, StockTables, stockMigration } from './tables.ts'
import { type DocumentView, dateText, StockViews } from './views.ts'

export interface StockParts {
  hasMoved(item: number): boolean
  /** Something lies in a place, or in any place of a warehouse. */
  quantityIn(place: number): boolean
  quantityInWarehouse(warehouse: number): boolean
  onHand: ReservedStock
  settings(): StockSettings
  readings: StockReadings
  /** Documents that other parts record in their own decisions; their events stand first in those. */
  adjust(input: InputOf<StockContract, 'AdjustStock'>, context: CommandContext): Document | StockRefusal
  transfer(input: InputOf<StockContract, 'TransferGoods'>, context: CommandContext): Document | StockRefusal
}

/** Stock inside the object. */
export function stockModule(
  database: Database,
  log: EventLog,
  ports: StockPorts,
): Module<StockContract> & { parts: StockParts } {
  const tables = new StockTables(database)
  const plans: Plans = new WeakMap()
  const fold = new StockFold(tables, ports, plans)
  const views = new StockViews(ports, tables)
  const queries = new StockQueries({ tables, ports, log, views })

  return {
    contract: stockContract,
    migrations: [stockMigration],
    derivedTables: [...STOCK_TABLES],
    parts: {
      hasMoved: (item) => tables.hasMoved(item),
      quantityIn: (place) =>
        database.first(
          'SELECT 1 AS found FROM stock_on_hand WHERE place = ? AND quantity <> 0 LIMIT 1',
          place,
        ) !== undefined,
      quantityInWarehouse: (warehouse) =>
        database.first(
          'SELECT 1 AS found FROM stock_pools WHERE warehouse = ? AND quantity <> 0 LIMIT 1',
          warehouse,
        ) !== undefined,
      onHand: {
        onHand: (item, where) =>
          'warehouse' in where
            ? (tables.pools(item).find(({ warehouse }) => warehouse === where.warehouse)?.quantity ?? 0)
            : tables
                .lying(item)
                .filter(
                  ({ place, code }) =>
                    place === where.place && (where.lot === undefined || code === where.lot),
                )
                .reduce((sum, { quantity }) => sum + quantity, 0),
        onHandByWarehouse: (item) =>
          tables
            .pools(item)
            .filter(({ warehouse, quantity }) => warehouse > 0 && quantity !== 0)
            .map(({ warehouse, quantity }) => ({ warehouse, quantity })),
        lying: (item, warehouse) =>
          tables
            .lying(item)
            .filter(({ place }) => ports.places.byOrdinal(place).warehouseOrdinal === warehouse)
            .map(({ place, code, expiry, quantity }) => ({
              place,
              lot: code,
              expiry: dateText(expiry),
              quantity,
            })),
      },
      settings,
      readings: new StockReadings(tables, ports, log),
      adjust: (input, context) => maker(context).adjust(input),
      transfer: (input, context) => maker(context).transfer(input),
    },

    commands: {
      ReceiveGoods: (input, context) => document(input, context, (maker) => maker.receive(input)),
      IssueGoods: (input, context) => document(input, context, (maker) => maker.issue(input)),
      TransferGoods: (input, context) => document(input, context, (maker) => maker.transfer(input)),
      ReceiveTransfer(input, context) {
        const original = queries.find(input.id)
        if (original?.data.kind !== 'transfer') return documentNotFound(input.id)
        return document({ dryRun: input.dryRun }, context, (maker) => maker.arrive(input, original))
      },
      AdjustStock: (input, context) => document(input, context, (maker) => maker.adjust(input)),
      ReturnGoods(input, context) {
        const original = queries.find(input.id)
        if (!original) return documentNotFound(input.id)
        return document({ dryRun: input.dryRun }, context, (maker) => maker.giveBack(input, original))
      },
      AddReceiptCosts: (input, context) =>
        document(input, context, (maker) => maker.addCosts(input, (id) => queries.find(id))),
      SetStandardCosts: (input, context) => document(input, context, (maker) => maker.setStandards(input)),
      RevalueStock: (input, context) => document(input, context, (maker) => maker.revalue(input)),
      SetStockSettings(input) {
        const before = settings()
        const after = { style: input.style ?? before.style, journal: input.journal ?? before.journal }
        if (!ports.books.hasJournal(after.journal))
          return refuse('unknown_journal', `There is no journal ${after.journal}.`, [
            { pointer: '/journal', code: 'unknown_journal', detail: 'There is no such journal.' },
          ])
        const isSame = after.style === before.style && after.journal === before.journal
        const events = isSame ? [] : [{ type: 'stock-settings-changed', version: 1, data: after }]
        return { events, reply: () => after }
      },
    },

    queries: {
      ListStockDocuments: (input) => queries.list(input),
      GetStockDocument(input) {
        const found = queries.find(input.id)
        return found ? views.document(found.data, found) : documentNotFound(input.id)
      },
      ListMoves: (input) => queries.moves(input),
      ListOnHand: (input) => queries.onHand(input),
      ListValues: (input) => queries.values(input),
      ListLots: (input) => queries.lots(input),
      GetStockSettings: () => settings(),
    },

    apply(events) {
      for (const event of events) {
        if (event.type === 'stock-moved') fold.moved(event as RecordedEvent<string, StockMoved>)
        else if (event.type === 'stock-cost-adjusted')
          fold.adjusted(event as RecordedEvent<string, CostAdjusted>)
        else if (event.type === 'stock-settings-changed') fold.settings(event.data as StockSettings)
      }
    },

    auditChecks: () => new StockAudit(database),
  }

  function settings(): StockSettings {
    const row = database.first<{ style: string; journal: string }>(
      'SELECT style, journal FROM stock_settings',
    )
    return row ? ({ ...row } as StockSettings) : { style: 'anglo-saxon', journal: 'GJ' }
  }

  function maker(context: CommandContext): DocumentMaker {
    return new DocumentMaker({ tables, ports, settings: settings(), plans }, context)
  }

  function document(
    { id, dryRun = false }: { id?: string | undefined; dryRun?: boolean | undefined },
    context: CommandContext,
    make: (maker: DocumentMaker) => Document | StockRefusal,
  ): Decision<DocumentView> | StockRefusal {
    if (id !== undefined && queries.find(id))
      return refuse('stock_id_taken', `A document with the id ${id} exists.`, [
        { pointer: '/id', code: 'stock_id_taken', detail: 'A document with this id exists.' },
      ])
    const made = make(maker(context))
    if (isRefusal(made)) return made
    if (dryRun) {
      const at = { sequence: log.head.sequence, recordedAt: context.nowMicros }
      const reply = views.made(made, at, true)
      return { events: [], reply: () => reply }
    }
    return {
      events: made.events,
      reply: (recorded) => {
        const event = recorded.find(({ type }) => type === 'stock-moved') as RecordedEvent
        return views.made(made, event, false)
      },
    }
  }
}
