import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useQueries,
  useQuery,
} from '@tanstack/react-query'
import type { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import type { stockContract } from '../../../../durable-objects/inventory/stock/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { type Available, availabilityQuery } from '../documents/queries.ts'
import type { ItemHit, ItemKind } from '../pickers/queries.ts'

type Operations = (typeof itemsContract)['operations']
type StockOperations = (typeof stockContract)['operations']

export type Family = CallReply<Operations['ListItemFamilies']>['data'][number]
export type Move = CallReply<StockOperations['ListMoves']>['data'][number]
export type Lot = CallReply<StockOperations['ListLots']>['data'][number]
export type StockValue = CallReply<StockOperations['ListValues']>['data'][number]
export type Matrix = CallReply<Operations['GenerateVariants']>
export type Component = CallReply<Operations['ExplodeKit']>['data'][number]

export interface ItemFilter {
  q?: string | undefined
  family?: string | undefined
  kind?: ItemKind | undefined
  /** Also those that are not used any more. */
  unused?: boolean | undefined
}

interface ItemPage {
  data: readonly ItemHit[]
  /** `''`: the rest of what matches, in the order of the list. */
  next: string | null
}

/**
 * Items for a list. What was typed is answered by the best matches first; below them stand all others that match, and
 * the reader sees each once.
 */
export const itemsQuery = (company: string, { q = '', family, kind, unused = false }: ItemFilter) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'items'), 'list', q, family ?? null, kind ?? null, unused],
    queryFn: async ({ pageParam, signal }): Promise<ItemPage> => {
      if (q && !family && pageParam === undefined) {
        const limit = LIMITS.itemsFoundMax
        const input = { q, limit, inactive: unused, templates: true, ...(kind && { kind }) }
        const { data, more } = await meridian.items.SearchItems(company, input, { signal })
        return { data, next: more ? '' : null }
      }
      const input: CallInput<Operations['ListItems']> = {
        limit: 100,
        ...(q && { q }),
        ...(family && { family }),
        ...(kind && { kind }),
        ...(!unused && { isActive: true }),
        ...(pageParam && { cursor: pageParam }),
      }
      const { data, nextCursor } = await meridian.items.ListItems(company, input, { signal })
      return { data, next: nextCursor }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

/** What is on hand and available of the items of each page; what is never in stock is not asked for. */
export function useOnHand(
  company: string,
  pages: readonly { data: readonly ItemHit[] }[],
): ReadonlyMap<string, Available> {
  return useQueries({
    queries: pages.map(({ data }) =>
      availabilityQuery(
        company,
        data.filter(isKept).map(({ id }) => id),
        undefined,
      ),
    ),
    combine: byItem,
  })
}

const byItem = (replies: readonly { data?: readonly Available[] | undefined }[]) =>
  new Map(replies.flatMap(({ data }) => (data ?? []).map((row) => [row.item.id, row] as const)))

const isKept = ({ kind, isTemplate }: ItemHit): boolean => kind === 'stock' && !isTemplate

/** Whether the company has any item at all. */
export const anyItemQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'items'), 'any'],
    queryFn: async ({ signal }) =>
      (await meridian.items.ListItems(company, { limit: 1 }, { signal })).data.length > 0,
  })

export interface KnownFamilies {
  families: readonly Family[]
  byCode: ReadonlyMap<string, Family>
}

/** All families: a company has at most `itemFamiliesMax`. */
export const familiesQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'items'), 'families'],
    queryFn: async ({ signal }): Promise<KnownFamilies> => {
      const families: Family[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const input = { limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) }
        const page = await meridian.items.ListItemFamilies(company, input, { signal })
        families.push(...page.data)
        cursor = page.nextCursor
      }
      return { families, byCode: new Map(families.map((family) => [family.code, family])) }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

const NO_FAMILIES: KnownFamilies = { families: [], byCode: new Map() }
export const useFamilies = (company: string): KnownFamilies =>
  useQuery(familiesQuery(company)).data ?? NO_FAMILIES

/** What of an item lies in each warehouse, and what it is worth. */
export const itemValuesQuery = (company: string, item: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'stock'), 'values', item],
    queryFn: async ({ signal }) =>
      (await meridian.stock.ListValues(company, { item, limit: LIMITS.pageRowsMax }, { signal })).data,
  })

export const movesQuery = (company: string, item: string, from?: string, to?: string) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'stock'), 'moves', item, from ?? null, to ?? null],
    queryFn: ({ pageParam, signal }) =>
      meridian.stock.ListMoves(
        company,
        {
          item,
          limit: 100,
          ...(from && { from }),
          ...(to && { to }),
          ...(pageParam && { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const lotsQuery = (company: string, item: string, all: boolean) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'stock'), 'lots', item, all],
    queryFn: ({ pageParam, signal }) =>
      meridian.stock.ListLots(
        company,
        { item, all, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const variantsQuery = (company: string, item: string) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'items'), 'variants', item],
    queryFn: ({ pageParam, signal }) =>
      meridian.items.ListVariants(
        company,
        { item, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const explodedQuery = (company: string, item: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'items'), 'exploded', item],
    queryFn: async ({ signal }) => (await meridian.items.ExplodeKit(company, { item }, { signal })).data,
  })

/** What the matrix would make now. */
export const matrixQuery = (company: string, input: CallInput<Operations['GenerateVariants']>) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'items'), 'matrix', input],
    queryFn: ({ signal }) => meridian.items.GenerateVariants(company, { ...input, dryRun: true }, { signal }),
    retry: false,
    placeholderData: keepPreviousData,
  })

export const labelsQuery = (company: string, input: CallInput<Operations['GetLabels']>) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'items'), 'labels', input],
    queryFn: ({ signal }) => meridian.items.GetLabels(company, input, { signal }),
    retry: false,
    placeholderData: keepPreviousData,
  })
