import type { AccountType } from '../../../../durable-objects/ledger/contract.ts'
import type { Account } from '../queries.ts'

export interface TreeRow {
  account: Account
  /** 0 at the top. */
  depth: number
}

/** The accounts of a type, each below its parent; one whose parent is filtered out or of another type stands at the top. */
export function treeOf(accounts: readonly Account[], type: AccountType): TreeRow[] {
  const ofType = accounts.filter((account) => account.type === type)
  const codes = new Set(ofType.map(({ code }) => code))
  const children = Map.groupBy(ofType, ({ parent }) => (parent !== null && codes.has(parent) ? parent : ''))
  const below = (parent: string, depth: number): TreeRow[] =>
    (children.get(parent) ?? []).flatMap((account) => [{ account, depth }, ...below(account.code, depth + 1)])
  return below('', 0)
}
