import { compareCodes } from '../chart.ts'
import type { Account } from '../model.ts'

/** Accounts below each other, in the order of their codes. Pure. */
export interface AccountNode {
  account: Account
  /** It has a figure of its own, and not only those of accounts below it. */
  isShown: boolean
  children: AccountNode[]
}

/**
 * The accounts with those above them. `above` gives the account above another one as far as the reader may know it; one
 * that is hidden is left out, and what lies below it stands one step higher.
 */
export function treeOf(
  accounts: Iterable<Account>,
  above: (account: Account) => Account | undefined,
): AccountNode[] {
  const nodes = new Map<number, AccountNode>()
  const roots: AccountNode[] = []
  const nodeOf = (account: Account): AccountNode => {
    const known = nodes.get(account.ordinal)
    if (known) return known
    const node: AccountNode = { account, isShown: false, children: [] }
    nodes.set(account.ordinal, node)
    const parent = above(account)
    if (parent) nodeOf(parent).children.push(node)
    else roots.push(node)
    return node
  }
  for (const account of accounts) nodeOf(account).isShown = true
  const byCode = (a: AccountNode, b: AccountNode) => compareCodes(a.account.code, b.account.code)
  for (const { children } of nodes.values()) children.sort(byCode)
  return roots.sort(byCode)
}

/** An account's nearest account above it that is among these. */
export function aboveAmong(
  accountOf: (code: string) => Account | undefined,
  isKnown: (account: Account) => boolean,
): (account: Account) => Account | undefined {
  return (account) => {
    // Parents are kept free of circles; the bound is for books that were written before that was so.
    let parent = account.parent === null ? undefined : accountOf(account.parent)
    for (let steps = 0; parent && !isKnown(parent) && steps < STEPS_MAX; steps++)
      parent = parent.parent === null ? undefined : accountOf(parent.parent)
    return parent && isKnown(parent) && parent !== account ? parent : undefined
  }
}

const STEPS_MAX = 100

export const accountsIn = ({ account, isShown, children }: AccountNode): Account[] => [
  ...(isShown ? [account] : []),
  ...children.flatMap(accountsIn),
]
