import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { openItemsContract } from '../../../../durable-objects/ledger/open-items/contract.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof openItemsContract)['operations']
export type OpenItem = CallReply<Operations['ListOpenItems']>['data'][number]
export type ItemDetail = CallReply<Operations['GetOpenItem']>
export type Totals = NonNullable<CallReply<Operations['ListOpenItems']>['totals']>
export type Suggestion = CallReply<Operations['SuggestMatches']>['data'][number]
export type Match = CallReply<Operations['GetMatch']>
export type ItemFilter = Omit<CallInput<Operations['ListOpenItems']>, 'cursor' | 'limit'>

const key = (company: string, ...rest: readonly unknown[]) => [...subjectKey(company, 'open-items'), ...rest]

export const openItemsQuery = (company: string, filter: ItemFilter) =>
  infiniteQueryOptions({
    queryKey: key(company, 'list', filter),
    queryFn: ({ pageParam, signal }) =>
      meridian.openItems.ListOpenItems(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const openItemQuery = (company: string, entry: string, line: string) =>
  queryOptions({
    queryKey: key(company, 'one', entry, line),
    queryFn: ({ signal }) => meridian.openItems.GetOpenItem(company, { entry, line }, { signal }),
  })

export const suggestionsQuery = (company: string, account: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'suggestions', account),
    queryFn: ({ pageParam, signal }) =>
      meridian.openItems.SuggestMatches(
        company,
        { account, limit: 50, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const matchQuery = (company: string, match: string) =>
  queryOptions({
    queryKey: key(company, 'match', match),
    queryFn: ({ signal }) => meridian.openItems.GetMatch(company, { match }, { signal }),
  })

export const matchingSettingsQuery = (company: string) =>
  queryOptions({
    queryKey: key(company, 'settings'),
    queryFn: ({ signal }) => meridian.openItems.GetMatchingSettings(company, {}, { signal }),
  })

/** What matching may change elsewhere: a difference of exchange or a write-off is an entry. */
export const STALE_AFTER_MATCHING = ['open-items', 'entries', 'entry', 'register'] as const
