import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { currenciesContract } from '../../../../durable-objects/ledger/currencies/contract.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof currenciesContract)['operations']
export type Rate = CallReply<Operations['ListRates']>['data'][number]
export type RateFilter = Omit<CallInput<Operations['ListRates']>, 'cursor' | 'limit'>
export type RateQuestion = CallInput<Operations['GetRate']>
export type FoundRate = CallReply<Operations['GetRate']>
export type RatesImport = CallReply<Operations['ImportRates']>
export type Settings = CallReply<Operations['GetCurrencySettings']>
export type RevaluedAccount = CallReply<Operations['ListRevaluedAccounts']>['data'][number]
export type Position = CallReply<Operations['PreviewRevaluation']>['data'][number]
export type RevaluedPosition = CallReply<Operations['GetRevaluation']>['data'][number]
export type BookedRate = NonNullable<RevaluedPosition['rate']>
export type RevaluationTotals = CallReply<Operations['PreviewRevaluation']>['totals']
export type Revaluation = CallReply<Operations['ListRevaluations']>['data'][number]

/** Below the settings' own key (`reports/settings-query.ts`), which reports read too. */
const key = (company: string, ...rest: readonly unknown[]) => [...subjectKey(company, 'currencies'), ...rest]

const pages = {
  initialPageParam: '',
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
}

export const ratesQuery = (company: string, filter: RateFilter) =>
  infiniteQueryOptions({
    queryKey: key(company, 'rates', filter),
    queryFn: ({ pageParam, signal }) =>
      meridian.currencies.ListRates(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    ...pages,
  })

export const findRateQuery = (company: string, question: RateQuestion) =>
  queryOptions({
    queryKey: key(company, 'find', question),
    queryFn: ({ signal }) => meridian.currencies.GetRate(company, question, { signal }),
    retry: false,
  })

export const revaluedAccountsQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'accounts'),
    queryFn: ({ pageParam, signal }) =>
      meridian.currencies.ListRevaluedAccounts(
        company,
        { limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    ...pages,
  })

export const revaluationPreviewQuery = (company: string, asOf: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'preview', asOf),
    queryFn: ({ pageParam, signal }) =>
      meridian.currencies.PreviewRevaluation(
        company,
        { asOf, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    ...pages,
    retry: false,
  })

export const revaluationsQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'revaluations'),
    queryFn: ({ pageParam, signal }) =>
      meridian.currencies.ListRevaluations(
        company,
        { limit: 20, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    ...pages,
  })

export const revaluationQuery = (company: string, revaluation: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'revaluation', revaluation),
    queryFn: ({ pageParam, signal }) =>
      meridian.currencies.GetRevaluation(
        company,
        { revaluation, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    ...pages,
  })

export const residualsQuery = (company: string, asOf: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'residuals', asOf),
    queryFn: ({ pageParam, signal }) =>
      meridian.currencies.PreviewResiduals(
        company,
        { asOf, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    ...pages,
  })
