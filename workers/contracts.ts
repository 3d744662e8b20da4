import { contracts as booksContracts } from '../durable-objects/contracts.ts'
import type { ModuleContract, Operation, Scope } from '../durable-objects/kernel/contract.ts'
import { accessContract } from './access/contract.ts'

/**
 * Everything that Meridian offers: what a company's object answers, and what the edge answers for a tenant. Routes,
 * OpenAPI, the permission matrix and the client are derived from it.
 */
export const contracts = { ...booksContracts, access: accessContract } as const satisfies Record<
  string,
  ModuleContract
>

/** One declared operation with its full name. */
export interface Named {
  module: string
  name: string
  operation: Operation
}

/** Every operation that somebody may call. */
export function operations(): readonly Named[] {
  listed ??= Object.values<ModuleContract>(contracts).flatMap((contract) =>
    Object.entries(contract.operations)
      .filter(([, operation]) => operation.internal !== true)
      .map(([name, operation]) => ({ module: contract.name, name, operation })),
  )
  return listed
}

let listed: readonly Named[] | undefined

/** The scope of an operation by its full name, such as `ledger.PostJournalEntry`. */
export function scopeOfOperation(name: string): Scope | undefined {
  scopes ??= new Map(operations().map((each) => [`${each.module}.${each.name}`, each.operation.scope]))
  return scopes.get(name)
}

let scopes: ReadonlyMap<string, Scope> | undefined

export const pathOf = ({ level, path }: Operation): string =>
  level === 'tenant' ? `/v1${path}` : `/v1/companies/{company}${path}`
