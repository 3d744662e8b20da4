import { useMemo, useState } from 'react'
import { ACCOUNT_TYPES, type AccountType } from '../../../../durable-objects/ledger/contract.ts'
import { type TreeAccount, type TreeRow, treeOf, unfolded } from './tree.ts'

export interface FoldableTree<Account extends TreeAccount> {
  /** Types that have accounts, each with all of its rows and those that are shown. */
  groups: readonly {
    type: AccountType
    all: readonly TreeRow<Account>[]
    shown: readonly TreeRow<Account>[]
  }[]
  rows: readonly TreeRow<Account>[]
  isFolded: (code: string) => boolean
  fold: (code: string, isFolded: boolean) => void
  /** Undefined where nothing stands below anything. */
  foldAll: ((isFolded: boolean) => void) | undefined
  hasFolded: boolean
}

/** Accounts as trees by type, of which each can be folded. */
export function useFold<Account extends TreeAccount>(accounts: readonly Account[]): FoldableTree<Account> {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const trees = useMemo(
    () =>
      ACCOUNT_TYPES.map((type) => ({ type, all: treeOf(accounts, type) })).filter(
        ({ all }) => all.length > 0,
      ),
    [accounts],
  )
  const groups = useMemo(
    () => trees.map(({ type, all }) => ({ type, all, shown: unfolded(all, folded) })),
    [trees, folded],
  )
  const parents = useMemo(
    () =>
      trees.flatMap(({ all }) =>
        all.filter(({ below }) => below.length > 0).map(({ account }) => account.code),
      ),
    [trees],
  )
  const rows = useMemo(() => groups.flatMap(({ shown }) => shown), [groups])
  return {
    groups,
    rows,
    isFolded: (code) => folded.has(code),
    fold: (code, isFolded) =>
      setFolded((before) => {
        const after = new Set(before)
        if (isFolded) after.add(code)
        else after.delete(code)
        return after
      }),
    foldAll: parents.length === 0 ? undefined : (isFolded) => setFolded(new Set(isFolded ? parents : [])),
    hasFolded: parents.some((code) => folded.has(code)),
  }
}
