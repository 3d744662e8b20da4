import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  ItemListed,
  ItemView,
  itemsContract,
} from '../../../../durable-objects/inventory/items/contract.ts'
import type { PlaceView, placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type ItemOperations = (typeof itemsContract)['operations']
type PlaceOperations = (typeof placesContract)['operations']

/** An item as lists and searches show it. */
export type ItemHit = ItemListed
export type Item = ItemView
export type ItemKind = z.output<ItemOperations['SearchItems']['input']>['kind'] & string
/** What a scanner read: the item, and what else a GS1 barcode says. */
export type Scan = CallReply<ItemOperations['GetItemByBarcode']>
export type Place = PlaceView
export type Warehouse = CallReply<PlaceOperations['GetWarehouse']>

/** Places up to this number are kept whole in the browser; those of larger companies are searched on the server. */
const PLACES_KEPT_MAX = 1_000
const FOUND_MAX = 20

interface SearchOptions {
  kind?: ItemKind | undefined
  /** With templates, which are not in stock themselves. */
  templates?: boolean
}

/** Items for what was typed, the best first; for nothing, the first ones by code. */
export const itemSearchQuery = (
  company: string,
  q: string,
  { kind, templates = false }: SearchOptions = {},
) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'items'), 'search', q, kind ?? null, templates],
    queryFn: async ({ signal }): Promise<readonly ItemHit[]> => {
      const filter = { ...(kind && { kind }), limit: FOUND_MAX }
      if (q !== '')
        return (await meridian.items.SearchItems(company, { ...filter, q, templates }, { signal })).data
      const list = { ...filter, isActive: true, ...(!templates && { templates }) }
      return (await meridian.items.ListItems(company, list, { signal })).data
    },
    staleTime: 30_000,
  })

/** One item by its id or code. */
export const itemQuery = (company: string, ref: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'items'), 'one', ref],
    queryFn: ({ signal }) => meridian.items.GetItem(company, { item: ref }, { signal }),
    retry: false,
  })

/** The name of an item, for fields that show more than its code. A choice from a list puts it here. */
export const itemNameKey = (company: string, code: string) =>
  [...subjectKey(company, 'items'), 'name', code] as const

export const itemNameQuery = (company: string, code: string) =>
  queryOptions({
    queryKey: itemNameKey(company, code),
    queryFn: async ({ signal }) => (await meridian.items.GetItem(company, { item: code }, { signal })).name,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export const warehousesQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'places'), 'warehouses'],
    queryFn: async ({ signal }) => {
      const warehouses: Warehouse[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const input = { limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) }
        const page = await meridian.places.ListWarehouses(company, input, { signal })
        warehouses.push(...page.data)
        cursor = page.nextCursor
      }
      return warehouses
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

const NO_WAREHOUSES: readonly Warehouse[] = []
export const useWarehouses = (company: string): readonly Warehouse[] =>
  useQuery(warehousesQuery(company)).data ?? NO_WAREHOUSES

export interface KnownPlaces {
  places: readonly Place[]
  byCode: ReadonlyMap<string, Place>
  /** Whether these are all. */
  isComplete: boolean
}

/** All places of the company, virtual ones among them, as far as they are few enough to keep. */
export const placesQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'places'), 'all'],
    queryFn: async ({ signal }): Promise<KnownPlaces> => {
      const places: Place[] = []
      let cursor: string | undefined
      do {
        const input = { limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) }
        const page = await meridian.places.ListPlaces(company, input, { signal })
        places.push(...page.data)
        cursor = page.nextCursor ?? undefined
      } while (cursor && places.length < PLACES_KEPT_MAX)
      return { places, byCode: new Map(places.map((place) => [place.code, place])), isComplete: !cursor }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

const NO_PLACES: KnownPlaces = { places: [], byCode: new Map(), isComplete: true }
export const usePlaces = (company: string): KnownPlaces => useQuery(placesQuery(company)).data ?? NO_PLACES

export const placeSearchQuery = (company: string, q: string, warehouse: string | undefined) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'places'), 'search', q, warehouse ?? null],
    queryFn: async ({ signal }) =>
      (
        await meridian.places.ListPlaces(
          company,
          { q, isActive: true, limit: FOUND_MAX, ...(warehouse && { warehouse }) },
          { signal },
        )
      ).data,
    placeholderData: keepPreviousData,
  })

/** One place by its code. */
export const placeQuery = (company: string, place: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'places'), 'one', place],
    queryFn: ({ signal }) => meridian.places.GetPlace(company, { place }, { signal }),
    retry: false,
  })
