import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { dimensionsContract } from '../../../../durable-objects/ledger/dimensions/contract.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof dimensionsContract)['operations']
export type Dimension = CallReply<Operations['ListDimensions']>['data'][number]
export type DimensionValue = CallReply<Operations['ListDimensionValues']>['data'][number]
export type AccountRule = CallReply<Operations['ListAccountDimensions']>['data'][number]
export type Distribution = CallReply<Operations['ListDistributions']>['data'][number]

export const dimensionsQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'dimensions'),
    queryFn: async ({ signal }) =>
      (await meridian.dimensions.ListDimensions(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useDimensions = (company: string): readonly Dimension[] =>
  (useQuery(dimensionsQuery(company)).data ?? []).filter(({ isActive }) => isActive)

export const valuesQuery = (company: string, dimension: string, q = '') =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'dimensions'), 'values', dimension, q],
    queryFn: ({ pageParam, signal }) =>
      meridian.dimensions.ListDimensionValues(
        company,
        { dimension, limit: LIMITS.pageRowsMax, ...(q && { q }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const accountRulesQuery = (company: string, dimension: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'dimensions'), 'rules', dimension],
    queryFn: async ({ signal }) =>
      (
        await meridian.dimensions.ListAccountDimensions(
          company,
          { dimension, limit: LIMITS.pageRowsMax },
          { signal },
        )
      ).data,
  })

export const distributionsQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'dimensions'), 'distributions'],
    queryFn: async ({ signal }) =>
      (await meridian.dimensions.ListDistributions(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
  })
