import { ChevronDown, ChevronRight, ChevronsDownUp, ChevronsUpDown } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import type { TreeAccount } from './tree.ts'
import type { FoldableTree } from './use-fold.ts'

/** How far a name is moved in, by the depth of its row. */
export const INDENTS = ['', 'pl-2 sm:pl-5', 'pl-4 sm:pl-10', 'pl-6 sm:pl-15', 'pl-8 sm:pl-20']

interface FoldProps {
  name: string
  /** What stands below. */
  what?: string
  canFold: boolean
  isFolded: boolean
  onFold: (isFolded: boolean) => void
}

/** Its place is kept where there is nothing to fold, so that names line up. */
export function FoldButton({ name, what = 'Accounts', canFold, isFolded, onFold }: FoldProps) {
  if (!canFold) return <span className="w-6 shrink-0 max-sm:w-1" />
  const Icon = isFolded ? ChevronRight : ChevronDown
  return (
    <button
      type="button"
      aria-expanded={!isFolded}
      aria-label={`${what} below ${name}`}
      onClick={() => onFold(!isFolded)}
      className="grid size-6 shrink-0 place-items-center rounded text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon className="size-4" aria-hidden="true" />
    </button>
  )
}

/** For the whole tree; nothing where nothing stands below anything. */
export function FoldAll({
  tree: { foldAll, hasFolded },
}: {
  tree: Pick<FoldableTree<TreeAccount>, 'foldAll' | 'hasFolded'>
}) {
  if (!foldAll) return null
  const Icon = hasFolded ? ChevronsUpDown : ChevronsDownUp
  return (
    <Button variant="ghost" size="sm" className="self-start" onClick={() => foldAll(!hasFolded)}>
      <Icon className="size-4" aria-hidden="true" />
      {hasFolded ? 'Unfold all' : 'Fold all'}
    </Button>
  )
}
