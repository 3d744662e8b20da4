import type { AccountType } from '../../../../durable-objects/ledger/contract.ts'

/** What an account of the books and one of a ready-made chart have in common. */
export interface TreeAccount {
  code: string
  type: AccountType
  parent: string | null
}

export interface TreeRow<Account extends TreeAccount> {
  account: Account
  /** 0 at the top. */
  depth: number
  /** Accounts below it, at any depth. */
  below: readonly Account[]
}

/** The accounts of a type, each below its parent; one whose parent is filtered out or of another type stands at the top. */
export function treeOf<Account extends TreeAccount>(
  accounts: readonly Account[],
  type: AccountType,
): TreeRow<Account>[] {
  const ofType = accounts.filter((account) => account.type === type)
  const codes = new Set(ofType.map(({ code }) => code))
  const children = Map.groupBy(ofType, ({ parent }) => (parent !== null && codes.has(parent) ? parent : ''))
  const rowsBelow = (parent: string, depth: number): TreeRow<Account>[] =>
    (children.get(parent) ?? []).flatMap((account) => {
      const rows = rowsBelow(account.code, depth + 1)
      return [{ account, depth, below: rows.map((row) => row.account) }, ...rows]
    })
  return rowsBelow('', 0)
}

/** Without what stands below a folded account. */
export function unfolded<Account extends TreeAccount>(
  rows: readonly TreeRow<Account>[],
  folded: ReadonlySet<string>,
): TreeRow<Account>[] {
  let hiddenBelow = Number.POSITIVE_INFINITY
  return rows.filter(({ account, depth }) => {
    if (depth > hiddenBelow) return false
    hiddenBelow = folded.has(account.code) ? depth : Number.POSITIVE_INFINITY
    return true
  })
}
