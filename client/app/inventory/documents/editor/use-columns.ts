import { useMemo } from 'react'
import type { LineContext } from '../../../ledger/entry-grid/lines-context.ts'
import type { Item } from '../../pickers/queries.ts'
import { useSeesCosts } from '../queries.ts'
import { type Column, FORMS, type GridKind } from './forms.ts'
import type { Row } from './model.ts'

/** Which columns the lines have: lots and expiry only while an item asks for them, dimensions below the line. */
export function useColumns(
  kind: GridKind,
  rows: readonly Row[],
  items: ReadonlyMap<string, Item>,
  { dimensions }: LineContext,
): { columns: readonly Column[]; details: readonly Column[] } {
  const known = rows.flatMap(({ item }) => items.get(item?.trim() ?? '') ?? [])
  const hasLots = known.some(({ tracking }) => tracking !== 'none') || rows.some(({ lot }) => lot)
  const hasExpiry = known.some((item) => item.hasExpiry) || rows.some(({ expiry }) => expiry)
  const seesCosts = useSeesCosts()
  const needsCosts = kind === 'standard-cost'
  return useMemo(() => {
    const { columns, details, hasDimensions } = FORMS[kind]
    return {
      columns: columns.filter((column) => {
        if (column === 'lot') return hasLots
        if (column === 'expiry') return hasExpiry
        return needsCosts || seesCosts || (column !== 'unitCost' && column !== 'cost')
      }),
      details: [...details, ...(hasDimensions ? dimensions.map(({ column }) => column) : [])],
    }
  }, [kind, hasLots, hasExpiry, seesCosts, needsCosts, dimensions])
}
