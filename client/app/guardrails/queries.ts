import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { guardrailsContract } from '../../../durable-objects/guardrails/contract.ts'
import { LIMITS } from '../../../durable-objects/kernel/limits.ts'
import type { CallInput, CallReply } from '../../sdk/types.ts'
import { meridian } from '../lib/api.ts'
import { subjectKey } from '../lib/keys.ts'

type Operations = (typeof guardrailsContract)['operations']
export type ApprovalFilter = Omit<CallInput<Operations['ListApprovals']>, 'cursor' | 'limit'>
export type PolicyDetail = CallReply<Operations['GetPolicy']>
export type Verdict = CallReply<Operations['CheckCommand']>
export type Simulation = CallReply<Operations['SimulatePolicy']>
export type DutiesReport = CallReply<Operations['GetDutiesReport']>

/** A company has at most as many policies as fit on one page of the list. */
export const policiesQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'policies'),
    queryFn: async ({ signal }) =>
      (await meridian.guardrails.ListPolicies(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
  })

export const policyQuery = (company: string, policy: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'policies'), policy],
    queryFn: ({ signal }) => meridian.guardrails.GetPolicy(company, { policy }, { signal }),
  })

/** They come with the release, so they do not change while the page is open. */
export const templatesQuery = (company: string) =>
  queryOptions({
    queryKey: ['templates', company],
    queryFn: async ({ signal }) =>
      (await meridian.guardrails.ListPolicyTemplates(company, {}, { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const approvalsQuery = (company: string, filter: ApprovalFilter, limit = 100) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'approvals'), 'list', filter, limit],
    queryFn: ({ pageParam, signal }) =>
      meridian.guardrails.ListApprovals(
        company,
        { ...filter, limit, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const approvalQuery = (company: string, approval: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'approvals'), 'one', approval],
    queryFn: ({ signal }) => meridian.guardrails.GetApproval(company, { approval }, { signal }),
  })

/** The approval that let a command record this event, or null when it was recorded at once. It never changes. */
export const resultApprovalQuery = (company: string, sequence: number) =>
  queryOptions({
    queryKey: ['approval-of', company, sequence],
    queryFn: async ({ signal }) =>
      (await meridian.guardrails.ListApprovals(company, { result: sequence }, { signal })).data[0] ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Counted up to this many; beyond it the number itself no longer helps. */
export const BADGE_MAX = 99

/** How many approvals wait for the caller: `12`, `99+`. */
export const waitingQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'approvals'), 'waiting'],
    queryFn: async ({ signal }) => {
      const input = { mine: true, limit: BADGE_MAX }
      const { data, nextCursor } = await meridian.guardrails.ListApprovals(company, input, { signal })
      return { count: data.length, isMore: nextCursor !== null }
    },
  })

export const delegationsQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'delegations'),
    queryFn: async ({ signal }) =>
      (await meridian.guardrails.ListDelegations(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
  })

/** What would become of a command, as things stand; asked again when the books or the policies change. */
export const verdictQuery = (company: string, command: string, input: Record<string, unknown> | undefined) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'check'), command, input ?? null],
    queryFn: ({ signal }): Promise<Verdict> =>
      meridian.guardrails.CheckCommand(company, { command, ...(input && { input }) }, { signal }),
    enabled: input !== undefined,
  })
