import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { countsContract } from '../../../../durable-objects/inventory/counts/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { companyKey, subjectKey } from '../../lib/keys.ts'

type Operations = (typeof countsContract)['operations']
export type Count = CallReply<Operations['GetStockCount']>
export type CountLine = CallReply<Operations['ListCountLines']>['data'][number]
export type Posting = CallReply<Operations['PostStockCount']>
export type CountFilter = Omit<CallInput<Operations['ListStockCounts']>, 'cursor' | 'limit'>
export type AccuracyFilter = CallInput<Operations['GetCountAccuracy']>
export type Accuracy = CallReply<Operations['GetCountAccuracy']>

const key = (company: string, ...rest: readonly unknown[]) => [...subjectKey(company, 'counts'), ...rest]

export const countsQuery = (company: string, filter: CountFilter) =>
  infiniteQueryOptions({
    queryKey: key(company, 'list', filter),
    queryFn: ({ pageParam, signal }) =>
      meridian.counts.ListStockCounts(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const countKey = (company: string, count: string) => key(company, 'one', count)

export const countQuery = (company: string, count: string) =>
  queryOptions({
    queryKey: countKey(company, count),
    queryFn: ({ signal }) => meridian.counts.GetStockCount(company, { count }, { signal }),
  })

/** Not among what every event of counts makes stale: thousands of lines are asked for again now and then only. */
export const linesKey = (company: string, count: string) => [...companyKey(company), 'count-lines', count]

/** All lines of a count: a grid is typed into, pasted into and jumped through as a whole. */
export const linesQuery = (company: string, count: string) =>
  queryOptions({
    queryKey: linesKey(company, count),
    queryFn: async ({ signal }) => {
      const lines: CountLine[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const input = { count, limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) }
        const page = await meridian.counts.ListCountLines(company, input, { signal })
        lines.push(...page.data)
        cursor = page.nextCursor
      }
      return lines
    },
  })

/** Who counted one line, and when: a line has few countings. */
export const countingsQuery = (company: string, count: string, line: number) =>
  queryOptions({
    queryKey: key(company, 'countings', count, line),
    queryFn: async ({ signal }) => {
      const input = { count, line, limit: LIMITS.pageRowsMax }
      const { data } = await meridian.counts.ListCountings(company, input, { signal })
      return data.filter((each) => each.line === line)
    },
  })

export const accuracyQuery = (company: string, filter: AccuracyFilter) =>
  queryOptions({
    queryKey: key(company, 'accuracy', filter),
    queryFn: ({ signal }) => meridian.counts.GetCountAccuracy(company, filter, { signal }),
    placeholderData: keepPreviousData,
  })

/** What posting would correct on a day. */
export const previewQuery = (company: string, input: { count: string; date: string; account?: string }) =>
  queryOptions({
    queryKey: key(company, 'preview', input),
    queryFn: ({ signal }) => meridian.counts.PostStockCount(company, { ...input, dryRun: true }, { signal }),
    retry: false,
    placeholderData: keepPreviousData,
  })

export const STALE_AFTER_POSTING = [
  'counts',
  'stock',
  'stock-documents',
  'stock-reports',
  'entries',
  'register',
] as const
