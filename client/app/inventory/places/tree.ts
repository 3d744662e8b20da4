import type { Place, Warehouse } from '../pickers/queries.ts'
import type { Below } from './queries.ts'

/** A line of the tree of places. */
export interface TreeRow {
  code: string
  name: string
  depth: number
  /** Undefined: the warehouse itself. */
  place: Place | undefined
  isActive: boolean
  canOpen: boolean
  isOpen: boolean
  /** Below it there are more than are shown. */
  isCut: boolean
}

/** Warehouses with what is opened below them, from top to bottom. */
export function rowsOf(
  warehouses: readonly Warehouse[],
  open: ReadonlySet<string>,
  below: (code: string) => Below | undefined,
): TreeRow[] {
  const children = (code: string, depth: number): TreeRow[] =>
    (below(code)?.places ?? []).flatMap((place) => {
      const isOpen = place.hasChildren && open.has(place.code)
      const { code: own, name, isActive, hasChildren } = place
      const isCut = isOpen && below(own)?.isComplete === false
      const row = { code: own, name, depth, place, isActive, canOpen: hasChildren, isOpen, isCut }
      return isOpen ? [row, ...children(own, depth + 1)] : [row]
    })
  return warehouses.flatMap(({ code, name, isActive }) => {
    const isOpen = open.has(code)
    const isCut = isOpen && below(code)?.isComplete === false
    const row = { code, name, depth: 0, place: undefined, isActive, canOpen: true, isOpen, isCut }
    return isOpen ? [row, ...children(code, 1)] : [row]
  })
}
