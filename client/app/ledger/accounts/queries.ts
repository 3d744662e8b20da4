import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { ChartPack, ledgerContract } from '../../../../durable-objects/ledger/contract.ts'
import type { pendingContract } from '../../../../durable-objects/ledger/pending/contract.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { companyKey, STALE_AFTER, subjectKey } from '../../lib/keys.ts'

type Operations = (typeof ledgerContract)['operations']
type PendingOperations = (typeof pendingContract)['operations']
export type AccountDetails = CallReply<Operations['GetAccount']>
export type Role = CallReply<Operations['GetAccountRoles']>['roles'][number]
export type Pack = CallReply<Operations['GetChartPack']>
export type PackAccount = Pack['accounts'][number]
export type ImportedChart = CallReply<Operations['ImportChart']>
export type BalanceRow = CallReply<PendingOperations['GetBalances']>['data'][number]
export type BalanceLimit = CallReply<PendingOperations['ListBalanceLimits']>['data'][number]

export const accountQuery = (company: string, code: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'accounts'), 'one', code],
    queryFn: ({ signal }) => meridian.ledger.GetAccount(company, { code }, { signal }),
  })

/** What is posted, pending and available, and the limits of it. */
export const accountBalancesQuery = (company: string, account: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'balances'), account],
    queryFn: async ({ signal }) => {
      const [{ data }, limits] = await Promise.all([
        meridian.pending.GetBalances(company, { account }, { signal }),
        meridian.pending.ListBalanceLimits(company, { account, limit: LIMITS.pageRowsMax }, { signal }),
      ])
      return { rows: data, limits: limits.data }
    },
  })

export const rolesQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'accounts'), 'roles'],
    queryFn: async ({ signal }) => (await meridian.ledger.GetAccountRoles(company, {}, { signal })).roles,
  })

/** Ready-made charts are the same for everyone and do not change while the app is open. */
export const packsQuery = (company: string) =>
  queryOptions({
    queryKey: ['chart-packs'],
    queryFn: async ({ signal }) =>
      (await meridian.ledger.ListChartPacks(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const packQuery = (company: string, pack: ChartPack) =>
  queryOptions({
    queryKey: ['chart-packs', pack],
    queryFn: ({ signal }) => meridian.ledger.GetChartPack(company, { pack }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What adopting a chart would do now. */
export const adoptionQuery = (company: string, pack: ChartPack, names: 'local' | 'english') =>
  queryOptions({
    queryKey: [...subjectKey(company, 'accounts'), 'adoption', pack, names],
    queryFn: ({ signal }) => meridian.ledger.AdoptChart(company, { pack, names, dryRun: true }, { signal }),
    retry: false,
  })

/** Asks again for what an event makes stale, so that whoever goes on at once sees it. */
export const refreshAfter = (queryClient: QueryClient, company: string, event: string): Promise<unknown> =>
  Promise.all(
    (STALE_AFTER[event]?.map((subject) => subjectKey(company, subject)) ?? [companyKey(company)]).map(
      (queryKey) => queryClient.invalidateQueries({ queryKey }),
    ),
  )
