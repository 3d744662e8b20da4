import { type CompanyParts, companyModule } from './company/store.ts'
import { type GuardrailsParts, guardrailsModule } from './guardrails/store.ts'
import type { ModuleContract, Scope } from './kernel/contract.ts'
import { Database } from './kernel/database.ts'
import { idempotencyMigrations } from './kernel/idempotency.ts'
import { EventLog, logMigrations } from './kernel/log.ts'
import { migrate } from './kernel/migrations.ts'
import type { AnyModule } from './kernel/module.ts'
import { Pipeline } from './kernel/pipeline.ts'
import { RelayState, relayMigrations } from './kernel/relay-state.ts'
import { eventSight } from './kernel/shown-events.ts'
import { type LedgerParts, ledgerModule } from './ledger/store.ts'

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
  // Rules in the order in which they are asked. They are parts made of the ledger, so they are looked up when it posts.
  const ledger = ledgerModule(database, log, () => ({ rules: [] }))
  const guardrails = guardrailsModule(database, log, {
    company,
    currency: () => ledger.parts.chart.currency,
    modules: () => modules,
    dryRun: (envelope) => pipeline.dryRun(envelope),
  })
  // The order in which they react to and apply events. New modules go to the end.
  const modules: readonly AnyModule[] = [companies, ledger, guardrails]
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
