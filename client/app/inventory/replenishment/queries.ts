import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { replenishmentContract } from '../../../../durable-objects/inventory/replenishment/contract.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof replenishmentContract)['operations']
export type Proposal = CallReply<Operations['ListProposals']>['data'][number]
export type Rule = CallReply<Operations['ListReorderRules']>['data'][number]
export type RuleInput = CallInput<Operations['SetReorderRule']>
export type Accepting = CallInput<Operations['AcceptProposals']>
export type Accepted = CallReply<Operations['AcceptProposals']>
export type ProposalFilter = Omit<CallInput<Operations['ListProposals']>, 'cursor' | 'limit'>
export type RuleFilter = Omit<CallInput<Operations['ListReorderRules']>, 'cursor' | 'limit'>

export const proposalsQuery = (company: string, filter: ProposalFilter) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'replenishment'), 'proposals', filter],
    queryFn: ({ pageParam, signal }) =>
      meridian.replenishment.ListProposals(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const rulesQuery = (company: string, filter: RuleFilter) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'replenishment'), 'rules', filter],
    queryFn: ({ pageParam, signal }) =>
      meridian.replenishment.ListReorderRules(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

/** Ordering moves goods or announces them. */
export const STALE_AFTER_ORDERING = ['replenishment', 'reservations', 'stock', 'stock-documents'] as const
