import { type CompanyParts, companyModule } from './company/store.ts'
import { countedStock, replenishedStock } from './counting-ports.ts'
import { type GuardrailsParts, guardrailsModule } from './guardrails/store.ts'
import { countsModule } from './inventory/counts/store.ts'
import { itemsModule } from './inventory/items/store.ts'
import { placesModule } from './inventory/places/store.ts'
import { replenishmentModule } from './inventory/replenishment/store.ts'
import { stockReportsModule } from './inventory/reports/store.ts'
import { reservationsModule } from './inventory/reservations/store.ts'
import { type StockParts, stockModule } from './inventory/stock/store.ts'
import type { ItemsParts } from './inventory/stock-item.ts'
import type { ModuleContract, Scope } from './kernel/contract.ts'
import { Database } from './kernel/database.ts'
import { idempotencyMigrations } from './kernel/idempotency.ts'
import { EventLog, logMigrations } from './kernel/log.ts'
import { migrate } from './kernel/migrations.ts'
import type { AnyModule } from './kernel/module.ts'
import { Pipeline } from './kernel/pipeline.ts'
import { RelayState, relayMigrations } from './kernel/relay-state.ts'
import { isRefusal } from './kernel/result.ts'
import { eventSight } from './kernel/shown-events.ts'
import { type AttachmentsParts, attachmentsModule } from './ledger/attachments/store.ts'
import type { CurrenciesParts } from './ledger/currencies/parts.ts'
import { currenciesModule } from './ledger/currencies/store.ts'
import { type DimensionsParts, dimensionsModule } from './ledger/dimensions/store.ts'
import { type DraftsParts, draftsModule } from './ledger/drafts/store.ts'
import { migrationModule } from './ledger/migration/store.ts'
import { type OpenItemsParts, openItemsModule } from './ledger/open-items/store.ts'
import { type PendingParts, pendingModule } from './ledger/pending/store.ts'
import { type PeriodsParts, periodsModule } from './ledger/periods/store.ts'
import { proofContract } from './ledger/proof/contract.ts'
import { type ProofParts, proofModule } from './ledger/proof/store.ts'
import { reportsModule } from './ledger/reports/store.ts'
import { type LedgerParts, ledgerModule } from './ledger/store.ts'
import { reportPorts } from './report-ports.ts'
import { stockBooks } from './stock-ports.ts'
import { stockReportPorts, stockTotalBuckets } from './stock-report-ports.ts'

/** Everything that a company's books are made of, put together over one object's storage. */
export interface Books {
  company: string
  database: Database
  log: EventLog
  relayState: RelayState
  modules: readonly AnyModule[]
  pipeline: Pipeline
  /** Scope of each operation by its full name. */
  scopes: ReadonlyMap<string, Scope>
  /** Operations that nobody calls: the object carries them out when their time has come. */
  internal: ReadonlySet<string>
  profile: CompanyParts['profile']
  ledger: LedgerParts
  guardrails: GuardrailsParts
  currencies: CurrenciesParts
  dimensions: DimensionsParts
  periods: PeriodsParts
  openItems: OpenItemsParts
  pending: PendingParts
  drafts: DraftsParts
  attachments: AttachmentsParts
  proof: ProofParts
  items: ItemsParts
  stock: StockParts
}

export function assemble(storage: DurableObjectStorage, company: string): Books {
  const database = new Database(storage.sql)
  migrate(database, 'kernel', [...logMigrations, ...idempotencyMigrations, ...relayMigrations])
  const log = new EventLog(database, company)
  const relayState = new RelayState(database)
  const companies = companyModule(database, log, company, {
    relayed: () => relayState.positions(),
    sight: (actor) => eventSight(modules, actor, 'company.ListEvents', 'company:read'),
  })
  const companyName = () => companies.parts.profile()?.name ?? ''
  // Rules in the order in which they are asked. They are parts made of the ledger, so they are looked up when it posts.
  const ledger = ledgerModule(
    database,
    log,
    () => ({
      rules: [
        periods.parts.rule,
        dimensions.parts.rule,
        openItems.parts.rule,
        pending.parts.rule,
        currencies.parts.rule,
        stock.parts.rule,
      ],
      valuation: currencies.parts.valuation,
    }),
    companyName,
    companies.parts.days,
  )
  const dimensions = dimensionsModule(database, log, ledger.parts)
  const currencies = currenciesModule(database, log, {
    ledger: ledger.parts,
    role: (name) => ledger.parts.chart.role(name),
    openItems: (asOf) => openItems.parts.openItems(asOf),
  })
  const openItems = openItemsModule(database, log, ledger.parts, () => currencies.parts.exchangeAccounts())
  const pending = pendingModule(database, log, ledger.parts)
  const drafts = draftsModule(database, log, { ledger: ledger.parts, company })
  const attachments = attachmentsModule(database, log, {
    company,
    profile: companies.parts.profile,
    ledger: ledger.parts,
    seesDraft: drafts.parts.sees,
    isItem: (id) => items.parts.isItem(id),
  })
  const items = itemsModule(database, {
    chart: ledger.parts.chart,
    sight: ledger.parts.sight,
    attachment: attachments.parts.find,
    hasMoved: (id) => stock.parts.hasMoved(items.parts.ordinal(id)),
    isShort(id) {
      const item = items.parts.ordinal(id)
      return stock.parts.isBelowZero(item) || reservations.parts.isOverReserved(item)
    },
  })
  const places = placesModule(database, {
    quantityIn: (place) => stock.parts.quantityIn(place),
    quantityInWarehouse: (warehouse) => stock.parts.quantityInWarehouse(warehouse),
    item: (ref) => items.parts.byRef(ref),
    chart: ledger.parts.chart,
    sight: ledger.parts.sight,
  })
  const stock = stockModule(database, log, {
    items: items.parts,
    places: places.parts,
    books: stockBooks(ledger.parts, () => periods.parts),
    movement: () => reservations.parts.begin(),
    received: (reference, received) => reservations.parts.received(reference, received),
    sight: ledger.parts.sight,
  })
  const reservations = reservationsModule(database, log, {
    items: items.parts,
    places: places.parts,
    stock: {
      onHand: (item, where) => stock.parts.onHand.onHand(item, where),
      onHandByWarehouse: (item) => stock.parts.onHand.onHandByWarehouse(item),
      lying: (item, warehouse) => stock.parts.onHand.lying(item, warehouse),
    },
  })
  const counts = countsModule(database, log, {
    items: items.parts,
    places: places.parts,
    stock: countedStock(stock.parts, ledger.parts),
    days: companies.parts.days,
  })
  const replenishment = replenishmentModule(database, {
    items: items.parts,
    places: places.parts,
    reservations: reservations.parts,
    stock: replenishedStock(stock.parts),
    days: companies.parts.days,
  })
  const stockReports = stockReportsModule(
    database,
    log,
    stockReportPorts(database, log, ledger.parts, {
      items: items.parts,
      places: places.parts,
      reserved: (item, warehouse) => reservations.parts.reserved(item, { warehouse }),
      past: stock.parts.past,
    }),
    stockTotalBuckets,
  )
  const migration = migrationModule(database, log, ledger.parts)
  const guardrails = guardrailsModule(database, log, {
    company,
    currency: () => ledger.parts.chart.currency,
    days: companies.parts.days,
    modules: () => modules,
    dryRun: (envelope) => pipeline.dryRun(envelope),
  })
  const periods = periodsModule(database, log, {
    ledger: ledger.parts,
    role: (name) => ledger.parts.chart.role(name),
    checks: () => [
      ...currencies.parts.periodChecks(),
      ...openItems.parts.periodChecks(),
      ...pending.parts.periodChecks(),
      ...drafts.parts.periodChecks(),
      ...stockReports.parts.periodChecks(),
    ],
    parked: (limit) => {
      const page = guardrails.parts.approvals.page({ status: 'pending', limit }, () => true)
      return isRefusal(page) ? [] : page.data.map(({ parked }) => parked.input)
    },
  })
  const proof = proofModule(database, log, {
    company,
    entrySequence: (id) => ledger.parts.entries.find(id)?.event.sequence,
    isLimited: (actor, operation) =>
      eventSight(modules, actor, `proof.${operation}`, proofContract.operations[operation].scope) !==
      undefined,
  })
  const reports = reportsModule(
    database,
    log,
    ledger.parts,
    reportPorts({
      periods: periods.parts,
      dimensions: dimensions.parts,
      currencies: currencies.parts,
      proof: proof.parts,
      attachmentsOf: attachments.parts.attachmentsOf,
      companyName,
    }),
  )
  // The order in which they react to and apply events. New modules go to the end.
  const modules: readonly AnyModule[] = [
    companies,
    ledger,
    guardrails,
    dimensions,
    proof,
    currencies,
    periods,
    openItems,
    reports,
    drafts,
    attachments,
    pending,
    migration,
    items,
    places,
    stock,
    reservations,
    stockReports,
    counts,
    replenishment,
  ]
  for (const { contract, migrations } of modules) migrate(database, contract.name, migrations)
  const pipeline: Pipeline = new Pipeline({
    storage,
    database,
    log,
    modules,
    guard: guardrails.parts.guard,
    nowMicros: () => Date.now() * 1_000,
    random: Math.random,
  })
  return {
    company,
    database,
    log,
    relayState,
    modules,
    pipeline,
    scopes: scopesOf(modules),
    internal: internalOf(modules),
    profile: companies.parts.profile,
    ledger: ledger.parts,
    guardrails: guardrails.parts,
    currencies: currencies.parts,
    dimensions: dimensions.parts,
    periods: periods.parts,
    openItems: openItems.parts,
    pending: pending.parts,
    drafts: drafts.parts,
    attachments: attachments.parts,
    proof: proof.parts,
    items: items.parts,
    stock: stock.parts,
  }
}

function scopesOf(modules: readonly AnyModule[]): ReadonlyMap<string, Scope> {
  const scopes = new Map<string, Scope>()
  for (const { contract } of modules as readonly { contract: ModuleContract }[])
    for (const [name, { scope }] of Object.entries(contract.operations))
      scopes.set(`${contract.name}.${name}`, scope)
  return scopes
}

function internalOf(modules: readonly AnyModule[]): ReadonlySet<string> {
  return new Set(
    (modules as readonly { contract: ModuleContract }[]).flatMap(({ contract }) =>
      Object.entries(contract.operations)
        .filter(([, { internal }]) => internal)
        .map(([name]) => `${contract.name}.${name}`),
    ),
  )
}
