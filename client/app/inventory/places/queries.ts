import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import type { Place } from '../pickers/queries.ts'

type Operations = (typeof placesContract)['operations']

export type PutAway = CallReply<Operations['ListPutAway']>['data'][number]

/** Bins directly below one that are shown; a search finds the others. */
const BELOW_MAX = 1_000

export interface Below {
  places: readonly Place[]
  isComplete: boolean
}

/** What lies directly below a place, in the order in which it is walked. */
export const belowQuery = (company: string, parent: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'places'), 'below', parent],
    queryFn: async ({ signal }): Promise<Below> => {
      const places: Place[] = []
      let cursor: string | undefined
      do {
        const input = { parent, limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) }
        const page = await meridian.places.ListPlaces(company, input, { signal })
        places.push(...page.data)
        cursor = page.nextCursor ?? undefined
      } while (cursor && places.length < BELOW_MAX)
      const walked = places.toSorted((a, b) => a.sort - b.sort || (a.code < b.code ? -1 : 1))
      return { places: walked, isComplete: !cursor }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

export const foundPlacesQuery = (company: string, q: string) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'places'), 'found', q],
    queryFn: ({ pageParam, signal }) =>
      meridian.places.ListPlaces(
        company,
        { q, isVirtual: false, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const virtualPlacesQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'places'), 'virtual'],
    queryFn: ({ pageParam, signal }) =>
      meridian.places.ListPlaces(
        company,
        { isVirtual: true, limit: LIMITS.pageRowsMax, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const putAwayQuery = (company: string, warehouse: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'places'), 'put-away', warehouse ?? null],
    queryFn: ({ pageParam, signal }) =>
      meridian.places.ListPutAway(
        company,
        { limit: 100, ...(warehouse && { warehouse }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

/** What a pattern of codes comes to. */
export const binsPreviewQuery = (company: string, pattern: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'places'), 'preview', pattern],
    queryFn: ({ signal }) => meridian.places.PreviewBins(company, { pattern }, { signal }),
    retry: false,
    placeholderData: keepPreviousData,
  })

/** The first of what lies in a place. */
export const contentsQuery = (company: string, place: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'stock'), 'contents', place],
    queryFn: ({ signal }) => meridian.stock.ListOnHand(company, { place, limit: 20 }, { signal }),
  })
