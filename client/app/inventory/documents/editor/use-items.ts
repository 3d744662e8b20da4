import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useCompanySlug } from '../../../company/queries.ts'
import { type Item, itemQuery } from '../../pickers/queries.ts'
import type { GridKind } from './forms.ts'
import type { Row } from './model.ts'

const FRESH_MS = 60_000

/** The items of the lines by what names them, as far as they are known: units, lots, expiry. */
export function useItems(rows: readonly Row[]): ReadonlyMap<string, Item> {
  const company = useCompanySlug()
  const refs = [...new Set(rows.flatMap(({ item }) => (item?.trim() ? [item.trim()] : [])))].sort()
  return useQueries({
    queries: refs.map((ref) => ({ ...itemQuery(company, ref), staleTime: FRESH_MS })),
    combine: (replies) =>
      new Map(replies.flatMap(({ data }, index) => (data ? [[refs[index] as string, data] as const] : []))),
  })
}

/** The unit that the item is bought or sold in, where that is another than its stock unit. */
export function useDefaultUnit(kind: GridKind) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  return useCallback(
    async (ref: string): Promise<string | undefined> => {
      if (kind !== 'receipt' && kind !== 'issue') return undefined
      const known = await queryClient
        .fetchQuery({ ...itemQuery(company, ref), staleTime: FRESH_MS })
        .catch(() => undefined)
      const unit = kind === 'receipt' ? known?.purchaseUnit : known?.salesUnit
      return unit && unit !== known?.unit ? unit : undefined
    },
    [company, kind, queryClient],
  )
}
