import type { InputOf } from '../../kernel/contract.ts'
import type { Database } from '../../kernel/database.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { CommandContext, Decision, Module } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { StockPorts as ReservedStock } from '../reserved-stock.ts'
import { type StockAccountRule, stockAccountRule } from './account-rule.ts'
import { ACCRUAL_TABLES, Accruals, accrualsMigration } from './accruals.ts'
import { StockAudit } from './audit.ts'
import { BillMaker } from './bills.ts'
import {
  type CostAdjusted,
  type StockContract,
  type StockMoved,
  type StockRecalculated,
  type StockSettings,
  stockContract,
} from './contract.ts'
import type { Document, Plans, StockRefusal } from './desk.ts'
import { DocumentMaker } from './documents.ts'
import { StockFold } from './fold.ts'
import { StockPast } from './past.ts'
import type { StockPorts } from './ports.ts'
import { documentNotFound, StockQueries } from './queries.ts'
import { StockReadings } from './readings.ts'
import { Recalculating } from './recalculating.ts'
import type { Steps } from './recalculation.ts'
import { subjectsOf, titleOf } from './subjects.ts'
import { recalculationsMigration, STOCK_TABLES, StockTables, stockMigration } from './tables.ts'
import { unbilledReceipts } from './unbilled.ts'
import { type DocumentView, dateText, StockViews, voucherOf } from './views.ts'

export interface StockParts {
  hasMoved(item: number): boolean
  /** More of it left a warehouse or a place than had come there. */
  isBelowZero(item: number): boolean
  /** Something lies in a place, or in any place of a warehouse. */
  quantityIn(place: number): boolean
  quantityInWarehouse(warehouse: number): boolean
  onHand: ReservedStock
  settings(): StockSettings
  readings: StockReadings
  past: StockPast
  /** What else is booked on the accounts of the stock is refused. */
  rule: StockAccountRule
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
  const steps: Steps = new WeakMap()
  const fold = new StockFold(tables, ports, { plans, steps })
  const accruals = new Accruals(tables, log, ports.items)
  const views = new StockViews(ports, tables, accruals)
  const queries = new StockQueries({ tables, ports, log, views })
  const find = (document: string) => queries.find(document)
  const recalculating = new Recalculating({ tables, ports, steps, settings, find })

  return {
    contract: stockContract,
    migrations: [stockMigration, recalculationsMigration, accrualsMigration],
    derivedTables: [...STOCK_TABLES, ...ACCRUAL_TABLES],
    parts: {
      hasMoved: (item) => tables.hasMoved(item),
      isBelowZero: (item) =>
        database.first(
          `SELECT 1 AS found FROM stock_pools WHERE item = ?1 AND quantity < 0
           UNION ALL SELECT 1 FROM stock_on_hand WHERE item = ?1 AND quantity < 0 LIMIT 1`,
          item,
        ) !== undefined,
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
      past: new StockPast(tables, ports),
      rule: stockAccountRule(database, accruals, ports.books),
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
      MatchBill: (input, context) =>
        settled(input, context, (isTrial) => bills(context, isTrial).match(input)),
      ReverseBill(input, context) {
        const original = queries.find(input.id)
        const bill = original?.data.kind === 'bill' ? original.data.bill : undefined
        if (!original || !bill) return documentNotFound(input.id)
        const of = { ...original, data: { ...original.data, bill } }
        return settled({ dryRun: input.dryRun }, context, (isTrial) =>
          bills(context, isTrial).reverse(input, of),
        )
      },
      SetStandardCosts: (input, context) => document(input, context, (maker) => maker.setStandards(input)),
      RevalueStock: (input, context) => document(input, context, (maker) => maker.revalue(input)),
      ContinueRecalculation: ({ item }, context) => recalculating.next(item, context),
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
        return found ? queries.document(found) : documentNotFound(input.id)
      },
      ListMoves: (input) => queries.moves(input),
      ListUnbilledReceipts: (input) => unbilledReceipts({ accruals, ports, log, views }, input),
      ListOnHand: (input) => queries.onHand(input),
      ListValues: (input) => queries.values(input),
      ListLots: (input) => queries.lots(input),
      ListRecalculations: () => ({ data: recalculating.list() }),
      GetStockSettings: () => settings(),
    },

    apply(events) {
      for (const event of events) {
        if (event.type === 'stock-moved') {
          fold.moved(event as RecordedEvent<string, StockMoved>)
          accruals.moved(event as RecordedEvent<string, StockMoved>)
        } else if (event.type === 'stock-cost-adjusted')
          fold.adjusted(event as RecordedEvent<string, CostAdjusted>)
        else if (event.type === 'stock-recalculated')
          fold.recalculated(event as RecordedEvent<string, StockRecalculated>)
        else if (event.type === 'stock-settings-changed') fold.settings(event.data as StockSettings)
      }
    },

    due: (nowMicros) => recalculating.due(nowMicros),
    nextDue: () => recalculating.nextDue(),

    volatile: {
      mark: () => {},
      undo: () => accruals.forget(),
      flush: () => {},
      forget: () => accruals.forget(),
    },

    /** Documents tell what goods cost. */
    sensitiveClasses: () =>
      database.first('SELECT 1 AS found FROM stock_documents LIMIT 1') === undefined ? [] : ['costs'],

    subjectsOf: (events) => subjectsOf(ports, events),
    titleOf: (command, input) =>
      titleOf(command, input, (id) => {
        const found = queries.find(id)
        return found && { voucher: voucherOf(found.data) }
      }),

    auditChecks: () => new StockAudit(database, ports.books),
  }

  function settings(): StockSettings {
    const row = database.first<{ style: string; journal: string }>(
      'SELECT style, journal FROM stock_settings',
    )
    return row ? ({ ...row } as StockSettings) : { style: 'anglo-saxon', journal: 'GJ' }
  }

  function maker(context: CommandContext, isTrial = false): DocumentMaker {
    return new DocumentMaker({ tables, ports, settings: settings(), plans, isTrial, accruals }, context)
  }

  function bills(context: CommandContext, isTrial: boolean): BillMaker {
    const parts = { tables, ports, settings: settings(), plans, isTrial, accruals }
    return new BillMaker(parts, context, find)
  }

  function document(
    input: { id?: string | undefined; dryRun?: boolean | undefined },
    context: CommandContext,
    make: (maker: DocumentMaker) => Document | StockRefusal,
  ): Decision<DocumentView> | StockRefusal {
    return settled(input, context, (isTrial) => make(maker(context, isTrial)))
  }

  function settled(
    { id, dryRun = false }: { id?: string | undefined; dryRun?: boolean | undefined },
    context: CommandContext,
    make: (isTrial: boolean) => Document | StockRefusal,
  ): Decision<DocumentView> | StockRefusal {
    if (id !== undefined && queries.find(id))
      return refuse('stock_id_taken', `A document with the id ${id} exists.`, [
        { pointer: '/id', code: 'stock_id_taken', detail: 'A document with this id exists.' },
      ])
    const made = make(dryRun)
    if (isRefusal(made)) return made
    if (dryRun) {
      const at = { sequence: log.head.sequence, recordedAt: context.nowMicros }
      const sight = ports.sight(context.actor, 'stock.GetStockDocument', 'inventory:read')
      const reply = views.made(made, at, { sees: (account) => !sight || sight.seesAccount(account) })
      return { events: [], reply: () => reply }
    }
    return {
      events: made.events,
      reply: (recorded) => {
        const event = recorded.find(({ type }) => type === 'stock-moved') as RecordedEvent
        return views.made(made, event)
      },
    }
  }
}
