import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import type { StockOperations } from '../documents/queries.ts'

export type OnHandRow = CallReply<StockOperations['ListOnHand']>['data'][number]

const key = (company: string, ...rest: readonly unknown[]) => [...subjectKey(company, 'stock'), ...rest]

interface Paged {
  pageParam: string
  signal: AbortSignal
}
const paged = {
  initialPageParam: '',
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
  retry: false,
}
const pageOf = (cursor: string) => ({ limit: 100, ...(cursor && { cursor }) })

export const onHandQuery = (
  company: string,
  filter: Omit<CallInput<StockOperations['ListOnHand']>, 'cursor' | 'limit'>,
) =>
  infiniteQueryOptions({
    queryKey: key(company, 'on-hand', filter),
    queryFn: ({ pageParam, signal }: Paged) =>
      meridian.stock.ListOnHand(company, { ...filter, ...pageOf(pageParam) }, { signal }),
    ...paged,
  })

export const valuesQuery = (
  company: string,
  filter: Omit<CallInput<StockOperations['ListValues']>, 'cursor' | 'limit'>,
) =>
  infiniteQueryOptions({
    queryKey: key(company, 'values', filter),
    queryFn: ({ pageParam, signal }: Paged) =>
      meridian.stock.ListValues(company, { ...filter, ...pageOf(pageParam) }, { signal }),
    ...paged,
  })

export const lotsQuery = (company: string, item: string, all: boolean) =>
  infiniteQueryOptions({
    queryKey: key(company, 'lots', item, all),
    queryFn: ({ pageParam, signal }: Paged) =>
      meridian.stock.ListLots(company, { item, ...(all && { all }), ...pageOf(pageParam) }, { signal }),
    ...paged,
  })
